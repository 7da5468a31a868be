//! How good estimates are: errors, intervals, and the right side of a wage.

use std::collections::BTreeMap;

use tallystick_core::pay;

use crate::evaluate::Case;
use crate::matrix::{mean, quantile};

/// The minimum wage whose right side is asked for, dollars an hour.
pub const WAGE: f64 = 7.25;

/// One judged figure.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// Whose group it is.
    pub owner: &'a str,
    /// ln(said / true).
    pub error: f64,
    /// Whether it says rightly if the group pays less than [`WAGE`].
    pub right_side: bool,
    /// How much it counts among groups.
    pub weight: f64,
}

/// The figures of a row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Score {
    /// Median of |said / true - 1|.
    pub error: f64,
    /// Shares within a factor.
    pub within: [f64; 2],
    /// Share with |said / true - 1| up to 0.75.
    pub within_75: f64,
    /// Share on the right side of [`WAGE`].
    pub right_side: f64,
}

/// A judged figure of `seconds` for a case's group.
pub fn judged<'a>(case: &Case<'a>, seconds: f64) -> Judged<'a> {
    let group = case.group;
    let pays = |seconds: f64| group.usd * 3_600.0 / seconds;
    Judged {
        owner: &group.owner,
        error: seconds.ln() - group.truth,
        right_side: (pays(seconds) < WAGE) == (pays(group.truth.exp()) < WAGE),
        weight: case.weight,
    }
}

/// Over task groups, or with each owner weighing the same.
pub fn score(judged: &[Judged], by_owner: bool) -> Score {
    let weights = weights(judged.iter().map(|it| (it.owner, it.weight)), by_owner);
    let share = |holds: &dyn Fn(&Judged) -> bool| {
        let each = judged.iter().zip(&weights);
        mean(
            &each
                .map(|(it, weight)| (f64::from(u8::from(holds(it))), *weight))
                .collect::<Vec<_>>(),
        )
    };
    let size = |it: &Judged| (it.error.exp() - 1.0).abs();
    let errors: Vec<(f64, f64)> = judged
        .iter()
        .zip(&weights)
        .map(|(it, weight)| (size(it), *weight))
        .collect();
    let within = |factor: f64| share(&|it| it.error.abs() <= factor.ln());
    Score {
        error: quantile(&errors, 0.5),
        within: [within(1.5), within(2.0)],
        within_75: share(&|it| size(it) <= 0.75),
        right_side: share(&|it| it.right_side),
    }
}

/// The weights as given, or scaled so that each owner has 1.
pub fn weights<'a>(each: impl Iterator<Item = (&'a str, f64)>, by_owner: bool) -> Vec<f64> {
    let each: Vec<(&str, f64)> = each.collect();
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for (owner, weight) in &each {
        *sums.entry(owner).or_default() += weight;
    }
    let scaled = |it: &(&str, f64)| if by_owner { it.1 / sums[it.0] } else { it.1 };
    each.iter().map(scaled).collect()
}

/// Share of intervals that hold the group's median, and the next time of a worker; and the median
/// factor of high / low for both, as x/÷.
#[derive(Debug, Clone, Copy)]
pub struct Intervals {
    /// Of the group's median.
    pub typical: f64,
    /// Of the next time.
    pub next: f64,
    /// x/÷ of the first.
    pub typical_width: f64,
    /// x/÷ of the second.
    pub next_width: f64,
}

/// Over task groups, or with each owner weighing the same.
pub fn intervals(cases: &[&Case], by_owner: bool) -> Intervals {
    let weights = weights(
        cases.iter().map(|it| (it.group.owner.as_str(), it.weight)),
        by_owner,
    );
    let average = |figure: &dyn Fn(&Case) -> Option<f64>| {
        let each = cases.iter().zip(&weights);
        let figures: Vec<(f64, f64)> = each
            .filter_map(|(it, weight)| Some((figure(it)?, *weight)))
            .collect();
        figures
    };
    let holds = |at: pay::Interval, ln: f64| {
        let seconds = ln.exp();
        f64::from(u8::from(at.low <= seconds && seconds <= at.high))
    };
    let width = |it: pay::Interval| Some((it.high / it.low).sqrt());
    Intervals {
        typical: mean(&average(&|it| {
            Some(holds(it.estimate.seconds, it.group.truth))
        })),
        next: mean(&average(&|it| {
            Some(holds(it.estimate.next_seconds, it.next?))
        })),
        typical_width: quantile(&average(&|it| width(it.estimate.seconds)), 0.5),
        next_width: quantile(&average(&|it| width(it.estimate.next_seconds)), 0.5),
    }
}
