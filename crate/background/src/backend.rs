//! One backend as it is kept here, and the secret that names the worker there.

use serde::{Deserialize, Serialize};
use tallystick_wire::Millis;
use tallystick_wire::api::{About, SECRET_CHARS, SECRET_PREFIX};
use tallystick_wire::message::BackendStatus;

use crate::health::Health;
use crate::notices::Notices;
use crate::own::Shared;

/// How long evidence counts as fresh: it is not asked for again before.
pub const FRESH_MS: Millis = 30 * 60_000;

/// A backend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Backend {
    /// Its address in the one form of [`crate::address::normalise`].
    pub url: String,
    /// When the worker added it; backends are listed in this order.
    pub added_at: Millis,
    /// Whether its evidence is shown.
    pub read: bool,
    /// Whether the worker's reviews go there.
    pub write: bool,
    /// The worker's public name there; `None`: no member, or not since it was added.
    pub public_name: Option<String>,
    /// Whether it knows this device no more: nothing is sent until the worker has decided.
    #[serde(default)]
    pub revoked: bool,
    /// Whether the worker has switched it off for now, whatever else is set.
    #[serde(default)]
    pub paused: bool,
    /// Whether the secret is one of a moving file, and no own one yet.
    #[serde(default)]
    pub shared: Option<Shared>,
    /// What it last said of itself.
    pub about: About,
    /// Digits of the names of the buckets that are held; `None`: none are.
    pub digits: Option<u8>,
    /// Whether all its buckets are held, so that look-ups need not ask for any.
    pub whole: bool,
    /// When everything held was last known to be the newest.
    pub fresh_at: Option<Millis>,
    /// What moderators there did to the worker's reviews.
    #[serde(default)]
    pub notices: Notices,
    /// How reading does.
    pub reading: Health,
    /// How writing does.
    pub writing: Health,
}

impl Backend {
    /// One of which nothing is held yet, neither read nor written to.
    pub fn fresh(url: &str, about: About, now: Millis) -> Self {
        Self {
            url: url.to_owned(),
            added_at: now,
            read: false,
            write: false,
            public_name: None,
            revoked: false,
            paused: false,
            shared: None,
            about,
            digits: None,
            whole: false,
            fresh_at: None,
            notices: Notices::default(),
            reading: Health::default(),
            writing: Health::default(),
        }
    }

    /// As pages see it. Down since the earlier of what fails, with both reasons; of one that is switched
    /// off nobody knows.
    pub fn status(&self) -> BackendStatus {
        let down = match (&self.reading.down, &self.writing.down) {
            (Some(reading), Some(writing)) if reading.why != writing.why => {
                let mut both = reading.clone();
                both.since = reading.since.min(writing.since);
                both.why = format!("{}; sending reviews: {}", reading.why, writing.why);
                Some(both)
            }
            (reading, writing) => reading.clone().or_else(|| writing.clone()),
        };
        BackendStatus {
            url: self.url.clone(),
            name: self.about.name.clone(),
            read: self.read,
            write: self.write,
            public_name: self.public_name.clone(),
            revoked: self.revoked,
            paused: self.paused,
            shared: self.shared.as_ref().map(Shared::why),
            fresh_at: self.fresh_at,
            down: down.filter(|_| !self.paused),
        }
    }

    /// Whether reviews are sent there at present.
    pub fn sends(&self) -> bool {
        self.write && !self.revoked && !self.paused
    }

    /// Whether its evidence is fetched and shown at present.
    pub fn reads(&self) -> bool {
        self.read && !self.paused
    }

    /// When a secret of this device's own is to be asked for; `None`: there is one, or not now.
    pub fn own_at(&self) -> Option<Millis> {
        let may = self.public_name.is_some() && !self.revoked && !self.paused;
        self.shared.as_ref().filter(|_| may).map(Shared::try_at)
    }

    /// When it is to be asked what moderators did; `None`: never.
    pub fn notices_at(&self) -> Option<Millis> {
        let member = self.sends() && self.public_name.is_some();
        member.then(|| self.notices.ask_at.max(self.writing.retry_at))
    }

    /// When its evidence is to be asked for next; `None`: never.
    pub fn refresh_at(&self) -> Option<Millis> {
        let old_at = self.fresh_at.map_or(0, |at| at + FRESH_MS);
        self.reads().then(|| old_at.max(self.reading.retry_at))
    }
}

/// A new secret out of 32 random bytes: `tss_` and 43 characters of base64url.
pub fn secret(random: &[u8; 32]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bit = |at: usize| {
        random
            .get(at / 8)
            .map_or(0, |byte| usize::from(byte >> (7 - at % 8) & 1))
    };
    let digit = |at: usize| (0..6).fold(0, |sum, more| sum * 2 + bit(at * 6 + more));
    let text = (0..SECRET_CHARS).filter_map(|at| ALPHABET.get(digit(at)).copied().map(char::from));
    SECRET_PREFIX.chars().chain(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_base64url_of_all_its_bits() {
        assert_eq!(secret(&[0; 32]), format!("tss_{}", "A".repeat(43)));
        // RFC 4648: 256 one-bits are 42 times '_' and then four bits and two zeros, '8'.
        assert_eq!(secret(&[0xff; 32]), format!("tss_{}8", "_".repeat(42)));
        let mut one = [0; 32];
        one[31] = 1;
        assert_eq!(secret(&one), format!("tss_{}E", "A".repeat(42)));
    }
}
