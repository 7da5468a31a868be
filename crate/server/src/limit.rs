//! How often one may do what: token buckets.
//!
//! What a community allows is counted in its database, by [`crate::allowance`], for all processes
//! together. The tables in memory here stand before that: they turn a flood away without a word to
//! the database, and since each allows as much as the community does, they refuse nobody whom it
//! would not. A table forgets whom it has not seen for as long as a bucket takes to fill, and never
//! holds more than [`HELD_MAX`], so that it cannot be made to grow.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use tallystick_wire::Millis;

/// Whom a table remembers at the most.
const HELD_MAX: usize = 50_000;

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    /// Making an identity: by address.
    Register,
    /// Sending an outbox: by identity.
    Sync,
    /// Flagging a review: by identity.
    Flag,
    /// Changing one's tokens: by identity.
    Token,
}

impl Limited {
    /// How often an hour, unless the configuration says otherwise.
    pub const fn per_hour(self) -> u32 {
        match self {
            Self::Register => 120,
            Self::Sync => 2_400,
            Self::Flag => 40,
            Self::Token => 120,
        }
    }

    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Sync => "sync",
            Self::Flag => "flag",
            Self::Token => "token",
        }
    }

    /// What somebody reads who did it too often.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Register => "Too many new identities from this address",
            Self::Sync => "Too many syncs of this identity",
            Self::Flag => "Too many flags of this identity",
            Self::Token => "Too many changes of this identity's tokens",
        }
    }
}

/// Who is limited: an address, IPv6 by its /64 since one household holds all of that.
pub fn address_key(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => match six.to_ipv4_mapped() {
            Some(four) => IpAddr::V4(four),
            None => {
                let [a, b, c, d, ..] = six.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        },
    }
}

/// When a bucket is full again that is full at `full_at` (or now) and gives one token away;
/// `per_hour` 0 forbids.
///
/// # Errors
/// In how many seconds there is a token again.
pub fn next_level(full_at: Option<Millis>, per_hour: u32, now: Millis) -> Result<Millis, u32> {
    if per_hour == 0 {
        return Err(3_600);
    }
    let each = 3_600_000 / i64::from(per_hour);
    let at_once = i64::from((per_hour / 4).max(1));
    let next = full_at.unwrap_or(now).max(now) + each;
    let missing = next - now - at_once * each.max(1);
    if missing <= 0 {
        return Ok(next);
    }
    let seconds = u32::try_from((missing + 999) / 1_000);
    Err(seconds.unwrap_or(u32::MAX).max(1))
}

/// One table: `per_hour` on average, a quarter of that at once (but at least one).
#[derive(Debug)]
pub struct Limiter<K> {
    per_hour: u32,
    /// Whom, and by when their bucket is full again.
    full_at: Mutex<HashMap<K, Millis>>,
}

impl<K: Eq + Hash> Limiter<K> {
    /// How often an hour.
    pub const fn per_hour(&self) -> u32 {
        self.per_hour
    }

    /// A table with nobody in it. `per_hour` 0 forbids.
    pub fn new(per_hour: u32) -> Self {
        Self {
            per_hour,
            full_at: Mutex::new(HashMap::new()),
        }
    }

    /// Takes one token.
    ///
    /// # Errors
    /// In how many seconds there is one again.
    pub fn take(&self, who: K, now: Millis) -> Result<(), u32> {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if HELD_MAX <= full_at.len() {
            full_at.retain(|_, at| now < *at);
        }
        let next = next_level(full_at.get(&who).copied(), self.per_hour, now)?;
        if full_at.len() < HELD_MAX {
            full_at.insert(who, next);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lets_a_burst_through_and_then_one_at_a_time() {
        let limiter = Limiter::new(8);
        assert_eq!(
            [limiter.take("a", 0), limiter.take("a", 0)],
            [Ok(()), Ok(())]
        );
        assert_eq!(limiter.take("a", 0), Err(450));
        assert_eq!(limiter.take("b", 0), Ok(()));
        assert_eq!(limiter.take("a", 449_000), Err(1));
        assert_eq!(limiter.take("a", 450_000), Ok(()));
    }

    #[test]
    fn nothing_is_allowed_at_0_an_hour() {
        assert_eq!(Limiter::new(0).take("a", 0), Err(3_600));
    }

    #[test]
    fn a_household_is_one_address() {
        let key = |text: &str| address_key(text.parse().unwrap());
        assert_eq!(key("2001:db8:1:2:aaaa::1"), key("2001:db8:1:2:bbbb::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
    }
}
