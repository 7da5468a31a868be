//! The verdict on a row's pay against the worker's own floor.
//!
//! A false alarm against a requester is as bad as a missed one, so the verdict looks at the whole
//! interval and not at its middle alone. It refuses to know how the estimate was made.

use serde::{Deserialize, Serialize};
use tallystick_wire::Money;
use tallystick_wire::settings::Rates;

use crate::pay::Estimate;
use crate::rates;

/// How the estimated pay stands to the floor, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// Even the upper end is below.
    Underpaid,
    /// The median is below.
    ProbablyUnderpaid,
    /// The median is not below.
    LikelyFair,
    /// Not even the lower end is below.
    Fair,
    /// No reward, no floor, no rate, or nothing to go on.
    Unknown,
}

impl Warning {
    /// Whether the worker is warned.
    pub const fn is_bad(self) -> bool {
        matches!(self, Self::Underpaid | Self::ProbablyUnderpaid)
    }
}

/// The verdict.
pub fn warn(estimate: Option<&Estimate>, floor: Option<Money>, rates: &Rates) -> Warning {
    let (Some(estimate), Some(floor)) = (estimate, floor) else {
        return Warning::Unknown;
    };
    let Some(floor) = in_currency(floor, estimate.currency, rates) else {
        return Warning::Unknown;
    };
    let pay = estimate.hourly_minor;
    if !(pay.low.is_finite() && pay.median.is_finite() && pay.high.is_finite()) {
        return Warning::Unknown;
    }
    if pay.high < floor {
        Warning::Underpaid
    } else if pay.median < floor {
        Warning::ProbablyUnderpaid
    } else if pay.low < floor {
        Warning::LikelyFair
    } else {
        Warning::Fair
    }
}

/// An amount in minor units of another currency, unrounded: a verdict must not hang on rounding.
fn in_currency(amount: Money, to: tallystick_wire::Currency, rates: &Rates) -> Option<f64> {
    let factor = rates::factor(amount.currency, to, rates)?;
    Some(amount.major() * factor * to.minor_per_major() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::Interval;
    use proptest::prelude::*;
    use tallystick_wire::Currency;

    const SOME: Interval = Interval {
        low: 1.0,
        median: 1.0,
        high: 1.0,
    };

    fn estimate(low: f64, median: f64, high: f64) -> Estimate {
        Estimate {
            seconds: SOME,
            next_seconds: SOME,
            hourly_minor: Interval { low, median, high },
            currency: Currency::USD,
            basis: Vec::new(),
        }
    }

    #[track_caller]
    fn check(low: f64, median: f64, high: f64, floor: Option<Money>, expected: Warning) {
        let verdict = warn(
            Some(&estimate(low, median, high)),
            floor,
            &rates::built_in(),
        );
        assert_eq!(verdict, expected, "{low} {median} {high} against {floor:?}");
    }

    fn usd(minor: i64) -> Option<Money> {
        Some(Money::new(minor, Currency::USD))
    }

    #[test]
    fn warns_only_as_far_as_the_interval_says() {
        check(300.0, 500.0, 724.0, usd(725), Warning::Underpaid);
        check(300.0, 500.0, 725.0, usd(725), Warning::ProbablyUnderpaid);
        check(300.0, 724.9, 900.0, usd(725), Warning::ProbablyUnderpaid);
        check(300.0, 725.0, 900.0, usd(725), Warning::LikelyFair);
        check(725.0, 900.0, 990.0, usd(725), Warning::Fair);
    }

    #[test]
    fn stays_silent_without_floor_rate_or_evidence() {
        check(1.0, 1.0, 1.0, None, Warning::Unknown);
        check(
            1.0,
            1.0,
            1.0,
            Some(Money::new(9, "XXX".parse().unwrap())),
            Warning::Unknown,
        );
        check(f64::NAN, f64::NAN, f64::NAN, usd(725), Warning::Unknown);
        assert_eq!(warn(None, usd(725), &rates::built_in()), Warning::Unknown);
    }

    #[test]
    fn warns_across_currencies() {
        let pounds = Some(Money::new(730, Currency::GBP));
        check(990.0, 995.0, 999.0, pounds, Warning::Underpaid);
        check(1_001.0, 1_002.0, 1_003.0, pounds, Warning::Fair);
    }

    proptest! {
        #[test]
        fn a_higher_floor_never_makes_the_verdict_better(
            low in 1.0..1e4_f64, up in 1.0..3.0_f64, floor in 1_i64..20_000, more in 0_i64..20_000,
        ) {
            let rank = |floor| warn(Some(&estimate(low, low * up, low * up * up)), usd(floor), &rates::built_in()) as u8;
            prop_assert!(rank(floor + more) <= rank(floor));
        }
    }
}
