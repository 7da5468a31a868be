//! From groups to everything that is fitted, as the code that ships takes it.

use tallystick_core::assumed::Z_80;
use tallystick_core::model::Model;

use crate::censoring;
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
    /// How much of the truncation's correction counts where a worker does one task and several.
    pub truncation: [f64; 2],
    /// How much slower a worker's first task of several is, as far as early reports show it.
    pub first_slow: f64,
    /// What early reports leave open.
    pub early_variance: f64,
    /// How much wider intervals are after early ones.
    pub early_tails: f64,
    /// How much of the other correction would count: see [`crate::censoring`].
    pub censoring: f64,
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
            row_loosening: self.row.loosening,
            several: self.row.several,
            time_loosening: times.loosening,
            requester_share: self.row.requester_share,
            workers_variance: times.workers_variance,
            workers_weight: 5.0,
            group_variance: times.group_variance,
            early_variance: self.early_variance,
            early_tails: self.early_tails,
            group_tails: self.group_tails,
            truncation: self.truncation,
            first_slow: self.first_slow,
            speed_variance: times.speed_variance,
            person_variance: times.person_variance,
            own_variance: times.own_variance,
            learning: times.learning,
            next_tails: [self.tails, times.own_tails],
        }
    }
}

impl Fitted {
    /// The model for fitting on top of it: for a group of this owner with the row's lines that were
    /// fitted on the other owners.
    pub fn model_without(&self, owner: &str) -> Model {
        Model {
            lines: *self.row.without.get(owner).unwrap_or(&self.row.lines),
            ..self.model()
        }
    }
}

/// How much of the correction may count.
const TRUSTS: [f64; 8] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9];
/// ln of how slow a first task of several may be.
const FIRST_SLOW: [f64; 4] = [0.0, 0.1, 0.2, 0.3];
/// Factors, less one, on the variance where all reports are early.
const EARLY_TAILS: [f64; 6] = [0.0, 0.3, 0.6, 1.0, 1.5, 2.0];
/// What early reports may leave open.
const EARLY: [f64; 6] = [0.0, 0.02, 0.04, 0.07, 0.1, 0.2];
/// Factors on the variance of the group's median.
const TAILS: [f64; 9] = [1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2.0];

/// Fits everything on these groups, one thing after the other.
pub fn fit(groups: &[&Group]) -> Fitted {
    let examples = row::examples(groups);
    let weights: Vec<f64> = examples.iter().map(|it| it.weight).collect();
    let row = row::fit(&examples);
    let times = times::fit(groups, &weights);
    let mut fitted = Fitted {
        row,
        times,
        truncation: [0.0; 2],
        censoring: 0.0,
        first_slow: 0.0,
        early_variance: 0.0,
        early_tails: 0.0,
        group_tails: 1.0,
        tails: 1.0,
    };
    early(&mut fitted, groups);
    fitted.group_tails = best(&TAILS, |group_tails| {
        let tried = Fitted {
            group_tails,
            ..fitted.clone()
        };
        off(&tried, groups, Order::Random)
    });
    open_of_early(&mut fitted, groups);
    early(&mut fitted, groups);
    fitted.tails = next_tails(&fitted, groups);
    fitted.censoring = best(&TRUSTS, |trust| censoring_error(&fitted, groups, trust));
    fitted
}

/// How much of the correction counts for one task and for several, and how slow a first task is:
/// together, since what the one lacks the other makes up for.
fn early(fitted: &mut Fitted, groups: &[&Group]) {
    let mut least = f64::INFINITY;
    let pairs = TRUSTS
        .into_iter()
        .flat_map(|one| TRUSTS.map(|several| [one, several]));
    for truncation in pairs.filter(|[one, several]| several <= one) {
        for first_slow in FIRST_SLOW {
            let tried = Fitted {
                truncation,
                first_slow,
                ..fitted.clone()
            };
            let error = [1, 3, 10].map(|n| early_error(&tried, groups, n));
            let error = error.iter().sum();
            if error < least {
                least = error;
                (fitted.truncation, fitted.first_slow) = (truncation, first_slow);
            }
        }
    }
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

/// The mean error after the first `n` to submit, in ln seconds.
fn early_error(fitted: &Fitted, groups: &[&Group], n: usize) -> f64 {
    let cases = evaluate::some(fitted, groups, n, Order::Submission);
    both(&cases, |it| {
        Some((it.estimate.seconds.median.ln() - it.group.truth).abs())
    })
}

/// The same of the other correction, over 1, 3 and 10.
fn censoring_error(fitted: &Fitted, groups: &[&Group], trust: f64) -> f64 {
    let of = |n: usize| {
        let cases = evaluate::some(fitted, groups, n, Order::Submission);
        both(&cases, |it| {
            let model = fitted.model_without(&it.group.owner);
            let ln = censoring::median(&model, it.group, (n, it.looked), trust)?;
            Some((ln - it.group.truth).abs())
        })
    };
    [1, 3, 10].map(of).iter().sum()
}

/// What early reports leave open, by a variance and by tails together: the one tells of many early
/// reports, the other of few.
fn open_of_early(fitted: &mut Fitted, groups: &[&Group]) {
    let mut least = f64::INFINITY;
    for early_variance in EARLY {
        for early_tails in EARLY_TAILS {
            let tried = Fitted {
                early_variance,
                early_tails,
                ..fitted.clone()
            };
            let off = off(&tried, groups, Order::Submission);
            if off < least {
                least = off;
                (fitted.early_variance, fitted.early_tails) = (early_variance, early_tails);
            }
        }
    }
}

/// How far the share of intervals that hold the group's median is from 80 %, over 1, 3 and 10
/// reports, each by itself.
fn off(fitted: &Fitted, groups: &[&Group], order: Order) -> f64 {
    let holds = |it: &Case| {
        let (said, truth) = (it.estimate.seconds, it.group.truth.exp());
        Some(f64::from(u8::from(said.low <= truth && truth <= said.high)))
    };
    let of = |n: usize| both(&evaluate::some(fitted, groups, n, order), holds);
    [1, 3, 10].map(|n| (of(n) - 0.8).abs()).iter().sum()
}

/// The mean over groups and the mean over owners, in the middle.
fn both(cases: &[Case], figure: impl Fn(&Case) -> Option<f64>) -> f64 {
    let average = |by_owner: bool| {
        let owners = cases.iter().map(|it| (it.group.owner.as_str(), it.weight));
        let weights = score::weights(owners, by_owner);
        let figures = cases.iter().map(&figure).zip(weights);
        let known: Vec<(f64, f64)> = figures.filter_map(|it| Some((it.0?, it.1))).collect();
        mean(&known)
    };
    f64::midpoint(average(false), average(true))
}

/// The factor on a stranger's next time's variance with which 80 % of the intervals hold.
fn next_tails(fitted: &Fitted, groups: &[&Group]) -> f64 {
    let mut sizes = Vec::new();
    for n in [0, 1, 3, 10] {
        let cases = evaluate::some(fitted, groups, n, Order::Random);
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
