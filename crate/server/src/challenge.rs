//! Challenges that the server signs and then forgets: any process of the community can check them.
//!
//! A challenge is `EXPIRES.BITS.RANDOM.MAC`, the MAC being HMAC-SHA256 under the community's key, so
//! nobody can make one themselves, make it cheaper or make it last. This room refuses to know which
//! were used already and what the price follows from.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tallystick_core::work;
use tallystick_wire::Millis;
use tallystick_wire::api::Challenge;

use crate::secret::{hex, random_id, sha256_hex};

/// How long a challenge is taken: a slow telephone needs minutes.
pub const LIFE_MS: i64 = 3_600_000;
/// Longer texts are no challenge.
const LONGEST: usize = 200;

/// The key of a community.
#[derive(Clone)]
pub struct Seal(String);

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(…)")
    }
}

impl Seal {
    /// The key as it is stored.
    pub fn new(key: String) -> Self {
        Self(key)
    }

    /// A challenge of a price.
    ///
    /// # Errors
    /// The system has no randomness to give.
    pub fn issue(&self, bits: u8, now: Millis) -> Result<Challenge, getrandom::Error> {
        let expires_at = now + LIFE_MS;
        let said = format!("{expires_at}.{bits}.{}", random_id()?);
        let mac = hex(&self.mac(&said).finalize().into_bytes());
        Ok(Challenge {
            challenge: format!("{said}.{mac}"),
            bits,
            expires_at,
        })
    }

    /// Whether a number solves a challenge of this community for a secret, and in time.
    pub fn is_solved(&self, challenge: &str, nonce: u64, secret_hash: &str, now: Millis) -> bool {
        let Some((expires_at, bits)) = self.read(challenge) else {
            return false;
        };
        now < expires_at && work::holds(challenge, secret_hash, nonce, bits)
    }

    /// Until when and for how much, if it is one of this community's.
    fn read(&self, challenge: &str) -> Option<(Millis, u8)> {
        if LONGEST < challenge.len() {
            return None;
        }
        let (said, mac) = challenge.rsplit_once('.')?;
        let mac = bytes(mac)?;
        self.mac(said).verify_slice(&mac).ok()?;
        let mut parts = said.split('.');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    }

    /// A keyed hash, in hex, by which all processes of this community know something again that
    /// they do not store.
    pub fn mark(&self, said: &str) -> String {
        hex(&self.mac(said).finalize().into_bytes())
    }

    fn mac(&self, said: &str) -> Hmac<Sha256> {
        // The hash of the key has the length of a block's half, which is never refused.
        let key = sha256_hex(self.0.as_bytes());
        let mut key_block = [0_u8; 64];
        for (to, from) in key_block.iter_mut().zip(key.bytes()) {
            *to = from;
        }
        let mut mac = Hmac::<Sha256>::new(&key_block.into());
        mac.update(said.as_bytes());
        mac
    }
}

/// What is left of a challenge that was used.
pub fn mark(challenge: &str) -> String {
    let hash = sha256_hex(challenge.as_bytes());
    hash.get(..32).unwrap_or_default().to_owned()
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = hex.chars().map(|c| c.to_digit(16)).collect();
    let pairs = digits?;
    let byte = |pair: &[u32]| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    };
    pairs.chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_only_its_own_challenges_solved_and_in_time() {
        let seal = Seal::new("k".to_owned());
        let it = seal.issue(8, 1_000).unwrap();
        let nonce = work::solve(&it.challenge, "s", 8, 0, 1 << 20).unwrap();
        assert!(seal.is_solved(&it.challenge, nonce, "s", 1_000));
        assert!(!seal.is_solved(&it.challenge, nonce, "s", it.expires_at));
        let wrong = (0..)
            .find(|n| !work::holds(&it.challenge, "s", *n, 8))
            .unwrap();
        assert!(!seal.is_solved(&it.challenge, wrong, "s", 1_000));
        assert!(!Seal::new("l".to_owned()).is_solved(&it.challenge, nonce, "s", 1_000));
    }

    #[test]
    fn refuses_a_challenge_that_was_made_cheaper_or_longer() {
        let seal = Seal::new("k".to_owned());
        let it = seal.issue(8, 1_000).unwrap().challenge;
        let mac = it.rsplit_once('.').unwrap().1;
        for forged in [
            it.replace(".8.", ".0."),
            it.replacen("3601000", "9601000", 1),
            format!("9601000.0.x.{mac}"),
            String::new(),
            "...".to_owned(),
            "é.ü".to_owned(),
            "1".repeat(300),
        ] {
            assert_eq!(seal.read(&forged), None, "{forged}");
        }
    }
}
