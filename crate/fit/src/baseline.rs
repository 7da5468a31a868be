//! The simple methods that the estimate is judged beside, fitted on the same owners.

use crate::data::Group;
use crate::evaluate::Case;
use crate::matrix::{median, ridge};

/// The names of the methods, in their order.
pub const NAMES: [&str; 5] = [
    "time allotted × constant",
    "reward / constant wage",
    "claimed time, else reward / wage",
    "raw median of the reports",
    "log-linear in reward and allotted",
];

/// The fitted simple methods.
#[derive(Debug, Clone)]
pub struct Baseline {
    allotted: f64,
    wage: f64,
    linear: Vec<f64>,
}

impl Baseline {
    /// Fits on these groups, each counting once.
    pub fn fit(groups: &[&Group]) -> Self {
        let of = |figure: fn(&Group) -> f64| {
            median(
                &groups
                    .iter()
                    .map(|it| it.truth - figure(it))
                    .collect::<Vec<_>>(),
            )
        };
        let x: Vec<Vec<f64>> = groups
            .iter()
            .map(|it| vec![1.0, it.usd.ln(), allotted(it)])
            .collect();
        let y: Vec<f64> = groups.iter().map(|it| it.truth).collect();
        Self {
            allotted: of(allotted),
            wage: of(|it| it.usd.ln()),
            linear: ridge(&x, &y, &vec![1.0; y.len()], &[0.0; 3]),
        }
    }

    /// What each method of [`NAMES`] says of a case, in seconds; `None` where it says nothing.
    pub fn say(&self, case: &Case) -> [Option<f64>; 5] {
        let group = case.group;
        let wage = self.wage + group.usd.ln();
        let claim = group.claim.unwrap_or(wage);
        let [base, reward, limit] = [0, 1, 2].map(|at| self.linear[at]);
        let linear = base + reward * group.usd.ln() + limit * allotted(group);
        [
            Some((self.allotted + allotted(group)).exp()),
            Some(wage.exp()),
            Some(claim.exp()),
            case.raw,
            Some(linear.exp()),
        ]
    }
}

/// ln of the hours allotted; one hour, the usual, where it is not known.
fn allotted(group: &Group) -> f64 {
    let seconds = group.facts.allotted_seconds.unwrap_or(3_600).max(1);
    (f64::from(seconds) / 3_600.0).ln()
}
