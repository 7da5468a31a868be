//! Effective pay: what is left of an hour when work that is not paid, and time that is not work,
//! are counted. It refuses to know one task: that is [`crate::pay`].
//!
//! (reward × P(paid) + expected bonus) / (work time + overhead per task), with the uncertainty of
//! both shares. Without the worker's own log the shares are published figures, and the caller says
//! whose.

use crate::pay::{Estimate, Interval};
use crate::pool;

/// What a worker's own log counts.
pub use tallystick_wire::message::MyLog as Log;

/// Where the shares are from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Published figures: [`PUBLISHED`].
    Published,
    /// The worker's own log.
    Log,
}

/// What a worker's hours are made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shares {
    /// Share of submitted work that is paid, 0..=1.
    pub paid: f64,
    /// Standard deviation of that share.
    pub paid_sd: f64,
    /// Expected bonus as a share of the reward.
    pub bonus: f64,
    /// Standard deviation of that share.
    pub bonus_sd: f64,
    /// Unpaid seconds (searching, returns, screen-outs) for each second of paid work.
    pub overhead: f64,
    /// Standard deviation of the natural log of 1 + `overhead`.
    pub overhead_sd: f64,
    /// Where they are from.
    pub source: Source,
}

/// Toxtli, Suri, Savage (CSCW 2021): 33 % of 100 workers' time unpaid, so half a second for each
/// paid one; between workers this differs, assumed by a factor of 1.25 (one sd). Rejected work:
/// 809 of 52,074 judged assignments in our data, 1.6 %. Bonuses are in neither.
pub const PUBLISHED: Shares = Shares {
    paid: 0.984,
    paid_sd: 0.02,
    bonus: 0.0,
    bonus_sd: 0.0,
    overhead: 0.5,
    overhead_sd: 0.22,
    source: Source::Published,
};

/// How many judged assignments the published share is worth beside the log's.
const PRIOR_JUDGED: f64 = 20.0;
/// How many seconds of work the published overhead is worth: five hours.
const PRIOR_WORK_SECONDS: f64 = 18_000.0;
/// More assignments or seconds than this is an error of the log: beyond it the products overflow.
const COUNT_MAX: f64 = 1e12;
/// More bonus than this for each unit of reward, and more unpaid time than [`OVERHEAD_MAX`] for each
/// second of work, is an error of the log.
const BONUS_MAX: f64 = 1_000.0;
const OVERHEAD_MAX: f64 = 1_000.0;

impl Shares {
    /// The worker's own shares, shrunk to the published ones while the log is short. Figures that
    /// cannot be are not counted.
    pub fn of(log: &Log) -> Self {
        let counts = |it: f64| {
            if it.is_finite() {
                it.clamp(0.0, COUNT_MAX)
            } else {
                0.0
            }
        };
        let judged = counts(log.judged);
        let work = counts(log.work_seconds);
        if judged < 1.0 || work < 1.0 {
            return PUBLISHED;
        }
        let n = judged + PRIOR_JUDGED;
        let paid = (counts(log.paid).min(judged) + PRIOR_JUDGED * PUBLISHED.paid) / n;
        let bonus = counts(log.bonus_share).min(BONUS_MAX) * judged / n;
        let weight = work / (work + PRIOR_WORK_SECONDS);
        let own = (counts(log.unpaid_seconds) / work).min(OVERHEAD_MAX);
        Self {
            paid,
            // A Beta posterior's.
            paid_sd: (paid * (1.0 - paid) / (n + 1.0)).sqrt(),
            bonus,
            // As if each were paid or not like the toss of a coin that rarely falls: the spread of
            // one is as large as its mean.
            bonus_sd: bonus / n.sqrt(),
            overhead: weight * own + (1.0 - weight) * PUBLISHED.overhead,
            overhead_sd: PUBLISHED.overhead_sd * (1.0 - weight).sqrt(),
            source: Source::Log,
        }
    }
}

/// The 80 % interval of effective pay, in minor units an hour, as in `estimate.hourly_minor`.
pub fn hourly_minor(estimate: &Estimate, shares: &Shares) -> Interval {
    let pay = estimate.hourly_minor;
    let earned = shares.paid + shares.bonus;
    let kept = earned / (1.0 + shares.overhead);
    let relative = if 0.0 < earned {
        shares.paid_sd.hypot(shares.bonus_sd) / earned
    } else {
        0.0
    };
    let own = shares.overhead_sd * shares.overhead_sd + relative * relative;
    // The interval of pay is one of a normal log: its half is Z_80 sds.
    let sd = (pay.high / pay.median).ln() / crate::assumed::Z_80;
    let factor = pool::interval(0.0, sd * sd + own);
    let median = pay.median * kept;
    Interval {
        low: median * factor.low,
        median,
        high: median * factor.high,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tallystick_wire::Currency;

    fn estimate() -> Estimate {
        let interval = Interval {
            low: 300.0,
            median: 600.0,
            high: 1_200.0,
        };
        Estimate {
            seconds: interval,
            next_seconds: interval,
            hourly_minor: interval,
            currency: Currency::USD,
            basis: Vec::new(),
        }
    }

    #[test]
    fn a_third_of_the_time_unpaid_is_a_third_of_the_pay() {
        let it = hourly_minor(&estimate(), &PUBLISHED);
        assert!((it.median - 600.0 * 0.984 / 1.5).abs() < 1e-9, "{it:?}");
        assert!(2.0 < it.high / it.median, "and it is less sure");
    }

    #[test]
    fn a_long_log_speaks_for_itself() {
        let log = Log {
            judged: 2_000.0,
            paid: 1_800.0,
            bonus_share: 0.1,
            work_seconds: 3.6e6,
            unpaid_seconds: 3.6e5,
        };
        let shares = Shares::of(&log);
        assert_eq!(shares.source, Source::Log);
        assert!((shares.paid - 0.9).abs() < 0.002 && (shares.overhead - 0.1).abs() < 0.01);
        assert!((hourly_minor(&estimate(), &shares).median - 600.0 / 1.1).abs() < 5.0);
    }

    #[test]
    fn an_empty_log_leaves_the_published_figures() {
        assert_eq!(Shares::of(&Log::default()), PUBLISHED);
    }

    proptest! {
        #[test]
        fn survives_any_log(
            judged in any::<f64>(), paid in any::<f64>(), bonus_share in any::<f64>(),
            work_seconds in any::<f64>(), unpaid_seconds in any::<f64>(),
        ) {
            let log = Log { judged, paid, bonus_share, work_seconds, unpaid_seconds };
            let it = hourly_minor(&estimate(), &Shares::of(&log));
            prop_assert!(0.0 <= it.low && it.low <= it.median && it.median <= it.high);
            prop_assert!(it.high.is_finite());
        }
    }
}
