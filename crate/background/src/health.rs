//! How one side of a backend (reading from it, writing to it) does, and when to try again.
//!
//! It has no clock and no dice of its own: both are handed in.

use serde::{Deserialize, Serialize};
use tallystick_wire::Millis;
use tallystick_wire::message::Down;

/// The wait after a first failure.
const FIRST_WAIT_MS: Millis = 15_000;
/// The longest wait that we choose ourselves.
const LONGEST_WAIT_MS: Millis = 60 * 60_000;
/// The longest wait that a server may ask for.
const LONGEST_ASKED_MS: Millis = 24 * 60 * 60_000;

/// How it does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// Failures in a row.
    pub failures: u32,
    /// Not to be tried before this time; 0: at any time.
    pub retry_at: Millis,
    /// Since when it fails, and how it failed last; `None`: it is well.
    pub down: Option<Down>,
}

impl Health {
    /// Whether it may be tried at this time.
    pub fn may_try(&self, now: Millis) -> bool {
        self.retry_at <= now
    }

    /// It failed. `retry_after_ms` is what the server asked for, `chance` a random number in 0..1.
    pub fn fail(&mut self, now: Millis, why: String, retry_after_ms: Option<Millis>, chance: f64) {
        let asked = retry_after_ms.unwrap_or(0).clamp(0, LONGEST_ASKED_MS);
        self.retry_at = now + wait_ms(self.failures, chance).max(asked);
        self.failures = self.failures.saturating_add(1);
        let since = self.down.as_ref().map_or(now, |down| down.since);
        self.down = Some(Down { since, why });
    }

    /// It did as it should.
    pub fn recover(&mut self) {
        *self = Self::default();
    }
}

/// Doubles with each failure, then half of it by chance, so that a thousand clients of a backend
/// that comes back do not come back together.
fn wait_ms(failures_before: u32, chance: f64) -> Millis {
    let whole = FIRST_WAIT_MS
        .saturating_mul(1 << failures_before.min(20))
        .min(LONGEST_WAIT_MS);
    whole / 2 + (whole as f64 / 2.0 * chance.clamp(0.0, 1.0)) as Millis
}

/// What a `Retry-After` header asks for, in milliseconds from now: seconds, or a date that
/// `read_date` knows how to read.
pub fn retry_after_ms(
    header: &str,
    now: Millis,
    read_date: impl Fn(&str) -> Option<Millis>,
) -> Option<Millis> {
    let header = header.trim();
    match header.parse::<u32>() {
        Ok(seconds) => Some(Millis::from(seconds) * 1_000),
        Err(_) => read_date(header).map(|at| (at - now).max(0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour_and_spread_by_half() {
        assert_eq!(wait_ms(0, 1.0), 15_000);
        assert_eq!(wait_ms(0, 0.0), 7_500);
        assert_eq!(wait_ms(3, 1.0), 120_000);
        assert_eq!(wait_ms(30, 1.0), LONGEST_WAIT_MS);
        assert_eq!(wait_ms(u32::MAX, 0.0), LONGEST_WAIT_MS / 2);
    }

    #[test]
    fn down_since_the_first_failure_with_the_words_of_the_last() {
        let mut health = Health::default();
        health.fail(1_000, "no connection".into(), None, 0.5);
        health.fail(90_000, "status 500".into(), None, 0.5);
        assert_eq!(
            health.down,
            Some(Down {
                since: 1_000,
                why: "status 500".into()
            })
        );
        assert!(!health.may_try(90_001));
        health.recover();
        assert!(health.may_try(0) && health.down.is_none());
    }

    #[test]
    fn honours_what_the_server_asks_for_within_a_day() {
        let mut health = Health::default();
        health.fail(0, "429".into(), Some(600_000), 0.5);
        assert_eq!(health.retry_at, 600_000);
        health.fail(0, "429".into(), Some(Millis::MAX), 0.5);
        assert_eq!(health.retry_at, LONGEST_ASKED_MS);
    }

    #[test]
    fn reads_seconds_and_dates_and_ignores_the_rest() {
        let date = |text: &str| (text == "Fri, 31 Dec 1999 23:59:59 GMT").then_some(5_000);
        assert_eq!(retry_after_ms(" 120 ", 0, date), Some(120_000));
        assert_eq!(
            retry_after_ms("Fri, 31 Dec 1999 23:59:59 GMT", 2_000, date),
            Some(3_000)
        );
        assert_eq!(
            retry_after_ms("Fri, 31 Dec 1999 23:59:59 GMT", 9_000, date),
            Some(0)
        );
        assert_eq!(retry_after_ms("soon", 0, date), None);
        assert_eq!(retry_after_ms("-5", 0, date), None);
    }
}
