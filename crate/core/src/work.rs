//! Proof of work: cheap for one who registers, dear for one who registers thousands.
//!
//! Hashcash on SHA-256: find a number whose hash together with the server's challenge and the hash
//! of one's own secret begins with so many zero bits. A solution fits one secret only. The server
//! checks with the same function that the extension solves with. It refuses to know who asks.

use sha2::{Digest, Sha256};

/// The hardest puzzle that is ever asked for: some minutes on a slow telephone.
pub const BITS_MAX: u8 = 26;
/// Registrations a day that cost no more than the base.
pub const QUIET_DAY: u64 = 16;

/// Whether `nonce` solves the puzzle of `challenge` for the secret with this hash.
pub fn holds(challenge: &str, secret_hash: &str, nonce: u64, bits: u8) -> bool {
    let mut hash = Sha256::new();
    for part in ["tallystick:", challenge, ":", secret_hash, ":"] {
        hash.update(part.as_bytes());
    }
    hash.update(nonce.to_be_bytes());
    leading_zeros(&hash.finalize()) >= u32::from(bits)
}

/// Tries `tries` numbers from `from` on, so that a caller can say how far it is and stop; the
/// solution if one of them is.
pub fn solve(challenge: &str, secret_hash: &str, bits: u8, from: u64, tries: u64) -> Option<u64> {
    let until = from.saturating_add(tries);
    (from..until).find(|nonce| holds(challenge, secret_hash, *nonce, bits))
}

/// How far somebody is after so many tries, 0..=1: the chance that a solution was among them.
pub fn progress(tries: u64, bits: u8) -> f64 {
    1.0 - (-(tries as f64) / f64::from(bits).exp2()).exp()
}

/// The bits that a server asks for: one more whenever the registrations of the last 24 hours
/// double beyond a quiet day. 0 stays 0: no work is asked for.
pub fn bits(base: u8, registrations: u64) -> u8 {
    if base == 0 {
        return 0;
    }
    let rise = (registrations.max(QUIET_DAY) / QUIET_DAY).ilog2();
    base.saturating_add(u8::try_from(rise).unwrap_or(BITS_MAX))
        .min(BITS_MAX)
}

fn leading_zeros(hash: &[u8]) -> u32 {
    let zeros = hash.iter().take_while(|it| **it == 0).count();
    let rest = hash.get(zeros).map_or(0, |it| it.leading_zeros());
    8 * u32::try_from(zeros).unwrap_or(u32::MAX / 8) + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_solution_fits_one_challenge_and_one_secret() {
        let nonce = solve("c", "s", 12, 0, 1 << 18).unwrap();
        assert!(holds("c", "s", nonce, 12));
        assert!(!holds("c", "t", nonce, 12) && !holds("d", "s", nonce, 12));
    }

    #[test]
    fn slices_find_what_one_run_finds() {
        let whole = solve("c", "s", 10, 0, 1 << 16).unwrap();
        let slices = (0_u64..)
            .step_by(100)
            .find_map(|from| solve("c", "s", 10, from, 100));
        assert_eq!(slices, Some(whole));
        assert_eq!(solve("c", "s", 10, 0, whole), None);
    }

    #[test]
    fn the_price_doubles_with_the_rush() {
        assert_eq!(
            [0, 16, 31, 32, 200, 16_000].map(|it| bits(18, it)),
            [18, 18, 18, 19, 21, 26]
        );
        assert_eq!(bits(18, u64::MAX), BITS_MAX);
        assert_eq!(bits(0, 1_000_000), 0);
    }

    #[test]
    fn progress_is_a_chance() {
        assert_eq!(progress(0, 20), 0.0);
        assert!((progress(1 << 20, 20) - 0.632).abs() < 1e-3);
    }
}
