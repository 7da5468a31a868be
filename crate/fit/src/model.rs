//! From groups to everything that is fitted, as the code that ships takes it.

use tallystick_core::assumed::Z_80;
use tallystick_core::model::Model;

use crate::data::Group;
use crate::evaluate::{self, Case, Order};
use crate::matrix::{mean, quantile};
use crate::row::{self, Row};
use crate::score;
use crate::times::{self, Times};

/// A fitted model that owns its words.
#[derive(Debug, Clone, Default)]
pub struct Fitted {
    /// What the row's facts say.
    pub row: Row,
    /// How times scatter.
    pub times: Times,
    /// How much of the truncation's correction counts.
    pub truncation: f64,
    /// What early reports leave open beside that.
    pub early_variance: f64,
    /// Heavy tails of the group's median once there are reports.
    pub group_tails: f64,
    /// Heavy tails of a stranger's next time.
    pub tails: f64,
}

impl Fitted {
    /// The model as core takes it.
    pub fn model(&self) -> Model {
        let times = &self.times;
        Model {
            lines: self.row.lines,
            requester_share: self.row.requester_share,
            workers_variance: times.workers_variance,
            workers_weight: 5.0,
            group_variance: times.group_variance,
            early_variance: self.early_variance,
            group_tails: self.group_tails,
            truncation: self.truncation,
            speed_variance: times.speed_variance,
            person_variance: times.person_variance,
            own_variance: times.own_variance,
            learning: times.learning,
            next_tails: [self.tails, times.own_tails],
        }
    }
}

/// How much of the correction may count.
const TRUSTS: [f64; 7] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7];
/// What early reports may leave open.
const EARLY: [f64; 7] = [0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8];
/// Factors on the variance of the group's median.
const TAILS: [f64; 6] = [1.0, 1.2, 1.4, 1.6, 1.8, 2.0];

/// Fits everything on these groups, one thing after the other.
pub fn fit(groups: &[&Group]) -> Fitted {
    let examples = row::examples(groups);
    let weights: Vec<f64> = examples.iter().map(|it| it.weight).collect();
    let row = row::fit(&examples);
    let times = times::fit(groups, &weights);
    let mut fitted = Fitted {
        row,
        times,
        truncation: 0.0,
        early_variance: 0.1,
        group_tails: 1.0,
        tails: 1.0,
    };
    fitted.truncation = best(&TRUSTS, |truncation| {
        let tried = Fitted {
            truncation,
            ..fitted.clone()
        };
        [1, 3, 10]
            .map(|n| early_misses(&tried, groups, n))
            .iter()
            .sum()
    });
    fitted.group_tails = best(&TAILS, |group_tails| {
        let tried = Fitted {
            group_tails,
            ..fitted.clone()
        };
        (coverage(&tried, groups, &[1, 3, 10], Order::Random) - 0.8).abs()
    });
    fitted.early_variance = best(&EARLY, |early_variance| {
        let tried = Fitted {
            early_variance,
            ..fitted.clone()
        };
        (coverage(&tried, groups, &[1, 3, 10], Order::Submission) - 0.8).abs()
    });
    fitted.tails = next_tails(&fitted, groups);
    fitted
}

/// The one with the least badness, the first of equals.
fn best(all: &[f64], badness: impl Fn(f64) -> f64) -> f64 {
    let mut best = (f64::INFINITY, 0.0);
    for it in all {
        let bad = badness(*it);
        if bad < best.0 {
            best = (bad, *it);
        }
    }
    best.1
}

/// Share that is not within a factor of 2 after the first `n` to submit.
fn early_misses(fitted: &Fitted, groups: &[&Group], n: usize) -> f64 {
    let cases = evaluate::cases(fitted, groups, n, Order::Submission);
    both(&cases, |it| {
        let error = it.estimate.seconds.median.ln() - it.group.truth;
        f64::from(u8::from(2.0_f64.ln() < error.abs()))
    })
}

/// Share of intervals that hold the group's median.
fn coverage(fitted: &Fitted, groups: &[&Group], ns: &[usize], order: Order) -> f64 {
    let holds = |it: &Case| {
        let (said, truth) = (it.estimate.seconds, it.group.truth.exp());
        f64::from(u8::from(said.low <= truth && truth <= said.high))
    };
    let of = |n: &usize| both(&evaluate::cases(fitted, groups, *n, order), holds);
    ns.iter().map(of).sum::<f64>() / ns.len() as f64
}

/// The mean over groups and the mean over owners, in the middle.
fn both(cases: &[Case], figure: impl Fn(&Case) -> f64) -> f64 {
    let average = |by_owner: bool| {
        let owners = cases.iter().map(|it| (it.group.owner.as_str(), it.weight));
        let weights = score::weights(owners, by_owner);
        mean(&cases.iter().map(&figure).zip(weights).collect::<Vec<_>>())
    };
    f64::midpoint(average(false), average(true))
}

/// The factor on a stranger's next time's variance with which 80 % of the intervals hold.
fn next_tails(fitted: &Fitted, groups: &[&Group]) -> f64 {
    let mut sizes = Vec::new();
    for n in [0, 3, 10] {
        let cases = evaluate::cases(fitted, groups, n, Order::Random);
        for by_owner in [false, true] {
            let owners = cases.iter().map(|it| (it.group.owner.as_str(), it.weight));
            let weights = score::weights(owners, by_owner);
            let total: f64 = weights.iter().sum();
            for (it, weight) in cases.iter().zip(weights) {
                let Some(next) = it.next else { continue };
                let said = it.estimate.next_seconds;
                let sd = (said.high / said.median).ln() / Z_80;
                sizes.push((((next - said.median.ln()) / sd).abs(), weight / total));
            }
        }
    }
    (quantile(&sizes, 0.8) / Z_80).powi(2)
}
