//! How often verdicts are wrong: alarms that are false, and what is missed.

use tallystick_core::rates;
use tallystick_core::warning::{self, Warning};
use tallystick_wire::{Currency, Money};

use crate::evaluate::Case;

/// The floors that are judged, in US cents an hour.
pub const FLOORS: [i64; 3] = [400, 725, 1_200];

/// Shares of verdicts at one floor.
#[derive(Debug, Clone, Copy)]
pub struct Verdicts {
    /// Of the groups that pay the floor: called `underpaid`.
    pub false_alarm: f64,
    /// Of them: called `probably underpaid`.
    pub doubtful_alarm: f64,
    /// Of the groups that do not: called `fair`.
    pub missed: f64,
    /// Of them: called `likely fair`.
    pub doubtful_miss: f64,
    /// Of all: called `underpaid` or `fair`, which is all that is said for sure.
    pub sure: f64,
    /// Of those: rightly.
    pub sure_right: f64,
    /// Share of groups that pay the floor.
    pub paying: f64,
}

/// Over task groups.
pub fn verdicts(cases: &[Case], floor: i64) -> Verdicts {
    let rates = rates::built_in();
    let money = Money::new(floor, Currency::USD);
    let (mut fair, mut bad) = ([0.0; 4], [0.0; 4]);
    for case in cases {
        let pays = case.group.usd * 360_000.0 / case.group.truth.exp();
        let counts = if floor as f64 <= pays {
            &mut fair
        } else {
            &mut bad
        };
        match warning::warn(Some(&case.estimate), Some(money), &rates) {
            Warning::Underpaid => counts[0] += case.weight,
            Warning::ProbablyUnderpaid => counts[1] += case.weight,
            Warning::LikelyFair => counts[2] += case.weight,
            Warning::Fair => counts[3] += case.weight,
            Warning::Unknown => {}
        }
    }
    let (n_fair, n_bad): (f64, f64) = (fair.iter().sum(), bad.iter().sum());
    let sure = fair[0] + fair[3] + bad[0] + bad[3];
    Verdicts {
        false_alarm: fair[0] / n_fair,
        doubtful_alarm: fair[1] / n_fair,
        missed: bad[3] / n_bad,
        doubtful_miss: bad[2] / n_bad,
        sure: sure / (n_fair + n_bad),
        sure_right: (fair[3] + bad[0]) / sure,
        paying: n_fair / (n_fair + n_bad),
    }
}
