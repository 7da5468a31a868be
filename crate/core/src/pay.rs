//! What a task pays an hour: as advertised, and as the evidence says.
//!
//! The estimate is the standard hierarchical one: the log of this worker's typical time in the
//! group is normal; the prior from the row's facts, the requester's other tasks, others' times in
//! the group and the worker's own times are pooled by their precision, in closed form. Two things
//! are said: the *typical* time (the group's median, or the worker's own where there are own times)
//! and the worker's *next* one, which scatters further. This module refuses to know floors and
//! verdicts.

mod advertised;
mod evidence;

use tallystick_wire::evidence::Moments;
use tallystick_wire::message::{KnownGroup, KnownRequester};
use tallystick_wire::{Currency, Millis, TaskFacts};

use crate::assumed::SPEED_SHRINKAGE;
use crate::generated::FITTED;
use crate::model::{self, Model};
use crate::{pool, prior};

pub use advertised::{Advertised, ClaimSource, advertised, claim_of};

/// An 80 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// One in ten is below.
    pub low: f64,
    /// The middle.
    pub median: f64,
    /// One in ten is above.
    pub high: f64,
}

/// What is known beside the row's facts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence<'a> {
    /// What the backends say of the requester.
    pub requester: Option<&'a KnownRequester>,
    /// What this machine knows of the group.
    pub group: Option<&'a KnownGroup>,
    /// The group's id, for finding its times in the requester's evidence.
    pub group_id: Option<&'a str>,
    /// The present, for how long others' tasks could have been seen by now; `None`: as long as
    /// when their backend counted them.
    pub now: Option<Millis>,
    /// How fast this worker is elsewhere.
    pub speed: Speed,
}

/// The worker's own speed: the mean of ln(own time / others' time) and what it leaves open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Speed {
    /// Above 0: slower than others.
    pub mean: f64,
    /// Variance of the mean.
    pub variance: f64,
}

impl Default for Speed {
    fn default() -> Self {
        Self::UNKNOWN
    }
}

impl Speed {
    /// Nothing is known of this worker.
    pub const UNKNOWN: Self = Self {
        mean: 0.0,
        variance: FITTED.speed_variance,
    };

    /// The speed from one log ratio a task group, shrunk with weight k / (k + 3). Ratios that cannot
    /// be are not counted.
    pub fn of(log_ratios: Moments) -> Self {
        let Moments { n, sum, .. } = log_ratios;
        if !(0.0 < n && n <= 1e9 && (sum / n).abs() <= 10.0) {
            return Self::UNKNOWN;
        }
        let weight = n / (n + SPEED_SHRINKAGE);
        let mean = weight * sum / n;
        Self {
            mean,
            variance: FITTED.speed_variance * (1.0 - weight),
        }
    }
}

/// A kind of evidence on the time of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The size of the reward.
    Reward,
    /// The size of the reward and the time allotted together.
    RewardAndAllotted,
    /// The time allotted.
    Allotted,
    /// A claimed time.
    Claim(ClaimSource),
    /// The average that the platform itself measured.
    PlatformAverage,
    /// How long this requester's other tasks took.
    Requester,
    /// Others' measured times in this group.
    Group,
    /// The worker's own times in this group.
    Own,
}

/// One piece of evidence and how much it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Basis {
    /// What kind.
    pub source: Source,
    /// What it alone says, in seconds: for a group, how its workers' times spread.
    pub seconds: Interval,
    /// How many reports are behind it; 1 for a fact of the row.
    pub n: f64,
    /// Its share of the estimate, 0..=1; all shares add to 1.
    pub share: f64,
}

/// What the evidence says.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Typical work time: the group's median over workers; with own times, my own.
    pub seconds: Interval,
    /// My next task's work time, which scatters around the typical one.
    pub next_seconds: Interval,
    /// Pay an hour in minor units of `currency`.
    pub hourly_minor: Interval,
    /// The reward's currency.
    pub currency: Currency,
    /// The largest share first.
    pub basis: Vec<Basis>,
}

/// What the evidence says that it pays an hour; `None` without a reward or without any fact.
pub fn estimate(facts: &TaskFacts, evidence: &Evidence) -> Option<Estimate> {
    estimate_with(&FITTED, facts, evidence)
}

/// [`estimate`] with other constants.
pub fn estimate_with(model: &Model, facts: &TaskFacts, evidence: &Evidence) -> Option<Estimate> {
    let speed = evidence.speed;
    let reward = facts.reward.filter(|it| 0 < it.minor)?;
    let mut pool = evidence::typical(model, facts, evidence)?;
    pool.mean += speed.mean;
    let loose = model::looseness(model.time_loosening, prior::usd(facts.reward));
    let person = model.person_variance * loose;
    let unknown_of_me = (person - model.speed_variance).max(0.0) + speed.variance;
    let my_variance = pool.variance + unknown_of_me;
    let own = evidence
        .group
        .and_then(|it| evidence::own(model, loose, &it.my_seconds));
    let [alone, experienced] = model.next_tails;
    let own_variance = model.own_variance * loose;
    let mut next_variance = (my_variance + own_variance) * alone;
    if let Some(own) = own {
        pool.variance = my_variance;
        pool.add(Source::Own, own.n, own.mean, own.variance);
        next_variance = (pool.variance + own_variance) * experienced;
    }
    let seconds = pool::interval(pool.mean, pool.variance);
    let next_seconds = pool::interval(pool.mean, next_variance);
    let hourly = |seconds: f64| reward.minor as f64 * 3_600.0 / seconds;
    let hourly_minor = Interval {
        low: hourly(seconds.high),
        median: hourly(seconds.median),
        high: hourly(seconds.low),
    };
    if !hourly_minor.high.is_finite() || !next_seconds.high.is_finite() {
        return None;
    }
    let mut basis = pool.basis;
    basis.sort_unstable_by(|a, b| b.share.total_cmp(&a.share));
    Some(Estimate {
        seconds,
        next_seconds,
        hourly_minor,
        currency: reward.currency,
        basis,
    })
}

#[cfg(test)]
mod tests;
