//! What a task pays an hour: as advertised, and as the evidence says.
//!
//! The estimate is the standard hierarchical one: the log of this worker's typical time in the
//! group is normal; the prior from the row's facts, the requester's other tasks, others' times in
//! the group and the worker's own times are pooled by their precision, in closed form. It is a
//! *typical* time, over several tasks; a single assignment scatters further. This module refuses
//! to know floors and verdicts.

use tallystick_wire::evidence::Moments;
use tallystick_wire::message::{KnownGroup, KnownRequester};
use tallystick_wire::{Currency, Money, TaskFacts};

use crate::claim::{self, Claim};
use crate::generated as fitted;
use crate::pool::{self, Pool};
use crate::prior;

/// Where an advertised time comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimSource {
    /// The title says it.
    Title,
    /// The description says it.
    Description,
    /// The platform shows it in a field of its own.
    Platform,
    /// The time allotted: an upper limit that workers nevertheless read as a promise.
    Allotted,
}

/// What a task is said to pay an hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Advertised {
    /// Minor units an hour, at the longer end of the claim.
    pub hourly: Money,
    /// At the shorter end, where the claim is a range.
    pub hourly_high: Option<Money>,
    /// The shorter end of the claim.
    pub low_seconds: u32,
    /// The longer end of the claim.
    pub high_seconds: u32,
    /// Who claims it.
    pub source: ClaimSource,
}

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
}

/// The worker's own speed: the mean of ln(own time / others' time) and what it leaves open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Speed {
    /// Above 0: slower than others.
    pub mean: f64,
    /// Variance of the mean.
    pub variance: f64,
}

impl Speed {
    /// Nothing is known of this worker.
    pub const UNKNOWN: Self = Self {
        mean: 0.0,
        variance: fitted::SPEED_VARIANCE,
    };

    /// The speed from one log ratio a task group, shrunk with weight k / (k + 3).
    pub fn of(log_ratios: Moments) -> Self {
        if log_ratios.is_none() {
            return Self::UNKNOWN;
        }
        let weight = log_ratios.n / (log_ratios.n + fitted::SPEED_SHRINKAGE);
        let mean = weight * log_ratios.sum / log_ratios.n;
        Self {
            mean,
            variance: fitted::SPEED_VARIANCE * (1.0 - weight),
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
    /// Work time.
    pub seconds: Interval,
    /// Pay an hour in minor units of `currency`.
    pub hourly_minor: Interval,
    /// The reward's currency.
    pub currency: Currency,
    /// The largest share first.
    pub basis: Vec<Basis>,
}

/// What the task is said to pay an hour, and by whom; `None` without reward or claim.
///
/// In this order: title, description, the platform's own estimate, the time allotted.
pub fn advertised(facts: &TaskFacts) -> Option<Advertised> {
    let reward = facts.reward.filter(|it| 0 < it.minor)?;
    match claim_of(facts) {
        Some((claim, source @ (ClaimSource::Title | ClaimSource::Description))) => {
            Some(at(reward, claim, source))
        }
        Some((claim, source)) => {
            let mut said = at(reward, claim, source);
            said.hourly = printed(facts, reward).unwrap_or(said.hourly);
            Some(said)
        }
        None => printed_alone(facts, reward).or_else(|| {
            let allotted = facts.allotted_seconds.filter(|it| 0 < *it)?;
            Some(at(reward, Claim::one(allotted), ClaimSource::Allotted))
        }),
    }
}

/// The claimed time of a task: in its title, its description, or in the platform's field. A claim
/// in words that exceeds the time allotted cannot be the task's length and is passed over.
pub fn claim_of(facts: &TaskFacts) -> Option<(Claim, ClaimSource)> {
    let possible = |claim: &Claim| {
        facts
            .allotted_seconds
            .is_none_or(|limit| claim.high_seconds <= limit)
    };
    let said = |text: &Option<String>| claim::claimed_time(text.as_deref()?).filter(possible);
    let title = said(&facts.title).map(|it| (it, ClaimSource::Title));
    let claim = title.or_else(|| Some((said(&facts.description)?, ClaimSource::Description)));
    claim.or_else(|| {
        let seconds = facts.claimed_seconds.filter(|it| 0 < *it)?;
        Some((Claim::one(seconds), ClaimSource::Platform))
    })
}

/// What the evidence says that it pays an hour; `None` without a reward or without any fact.
pub fn estimate(facts: &TaskFacts, evidence: &Evidence) -> Option<Estimate> {
    estimate_for(facts, evidence, Speed::UNKNOWN)
}

/// [`estimate`] for a worker whose speed is known.
pub fn estimate_for(facts: &TaskFacts, evidence: &Evidence, speed: Speed) -> Option<Estimate> {
    let reward = facts.reward.filter(|it| 0 < it.minor)?;
    let mut pool = typical(facts, evidence)?;
    pool.mean += speed.mean;
    pool.variance += speed.variance;
    if let Some(group) = evidence.group {
        add_own(&mut pool, &group.my_seconds);
    }
    let seconds = pool::interval(pool.mean, pool.variance);
    let hourly = |seconds: f64| reward.minor as f64 * 3_600.0 / seconds;
    let hourly_minor = Interval {
        low: hourly(seconds.high),
        median: hourly(seconds.median),
        high: hourly(seconds.low),
    };
    if !hourly_minor.high.is_finite() || !seconds.high.is_finite() {
        return None;
    }
    let mut basis = pool.basis;
    basis.sort_by(|a, b| b.share.total_cmp(&a.share));
    Some(Estimate {
        seconds,
        hourly_minor,
        currency: reward.currency,
        basis,
    })
}

fn at(reward: Money, claim: Claim, source: ClaimSource) -> Advertised {
    let Claim {
        low_seconds,
        high_seconds,
    } = claim;
    let hourly_high = (low_seconds < high_seconds).then(|| hourly(reward, low_seconds));
    Advertised {
        hourly: hourly(reward, high_seconds),
        hourly_high,
        low_seconds,
        high_seconds,
        source,
    }
}

fn hourly(reward: Money, seconds: u32) -> Money {
    let minor = reward.minor as f64 * 3_600.0 / f64::from(seconds.max(1));
    Money::new(minor.round() as i64, reward.currency)
}

/// The hourly pay that the platform prints, where it is of the reward's currency.
fn printed(facts: &TaskFacts, reward: Money) -> Option<Money> {
    facts
        .advertised_hourly
        .filter(|it| it.currency == reward.currency && 0 < it.minor)
}

fn printed_alone(facts: &TaskFacts, reward: Money) -> Option<Advertised> {
    let hourly = printed(facts, reward)?;
    let seconds = (reward.minor as f64 * 3_600.0 / hourly.minor as f64).round() as u32;
    Some(Advertised {
        hourly,
        ..at(reward, Claim::one(seconds.max(1)), ClaimSource::Platform)
    })
}

/// The typical time of the group over all workers.
fn typical(facts: &TaskFacts, evidence: &Evidence) -> Option<Pool> {
    let prior = prior::of(facts);
    let group = group_times(evidence);
    let average = facts.average_seconds.filter(|it| 0 < *it);
    let average = average.map(|it| (f64::from(it) / fitted::MEAN_PER_MEDIAN).ln());
    let average_variance = fitted::AVERAGE_SD * fitted::AVERAGE_SD;
    let mut pool = match (prior, average) {
        (Some(prior), average) => {
            let mut pool = Pool {
                mean: prior.mean,
                variance: prior.variance,
                basis: prior.basis,
            };
            add_requester(&mut pool, evidence, group);
            if let Some(mean) = average {
                pool.add(Source::PlatformAverage, 1.0, mean, average_variance);
            }
            pool
        }
        (None, Some(mean)) => Pool::start(Source::PlatformAverage, mean, average_variance),
        (None, None) => return None,
    };
    add_group(&mut pool, group);
    Some(pool)
}

/// Moments that could be those of real logs of seconds or ratios; anything else is not counted.
fn plausible(moments: Moments) -> Option<Moments> {
    let Moments { n, sum, squares } = moments;
    let mean = sum / n;
    let fits = 0.0 < n && n <= 1e9 && mean.abs() <= 20.0 && squares.is_finite();
    fits.then_some(moments)
}

fn group_times(evidence: &Evidence) -> Moments {
    let mut all = Moments::NONE;
    let (Some(requester), Some(id)) = (evidence.requester, evidence.group_id) else {
        return all;
    };
    for backend in &requester.evidence {
        for times in backend.aggregate.groups.iter().filter(|it| it.group == id) {
            all += plausible(times.log_seconds).unwrap_or(Moments::NONE);
        }
    }
    all
}

/// The requester's mean log ratio, shrunk. The reports on this very group count as the group's
/// times and are taken out here.
fn add_requester(pool: &mut Pool, evidence: &Evidence, group: Moments) {
    let Some(requester) = evidence.requester else {
        return;
    };
    let mut ratios = Moments::NONE;
    let mut n_groups = 0;
    for backend in &requester.evidence {
        ratios += plausible(backend.aggregate.all.log_time_ratio).unwrap_or(Moments::NONE);
        n_groups = n_groups.max(backend.aggregate.groups.len());
    }
    let n = ratios.n - group.n;
    if n < 0.5 {
        return;
    }
    let mean = (ratios.sum - (group.sum - group.n * pool.mean)) / n;
    if !mean.is_finite() || 10.0 < mean.abs() {
        return;
    }
    let own_share = pool.variance * fitted::REQUESTER_SHARE;
    let between_groups = pool.variance - own_share;
    let n_groups = (n_groups as f64).clamp(1.0, n.max(1.0));
    let variance = workers_variance() / n + between_groups / n_groups;
    let share = own_share / (own_share + variance);
    let target = pool.mean + mean;
    let seconds = pool::interval(target, variance + between_groups);
    pool.shift(
        share,
        Basis {
            source: Source::Requester,
            seconds,
            n,
            share,
        },
        target,
    );
    pool.variance = own_share * (1.0 - share) + between_groups;
}

fn workers_variance() -> f64 {
    fitted::WORKERS_SD * fitted::WORKERS_SD
}

fn add_group(pool: &mut Pool, group: Moments) {
    if group.is_none() {
        return;
    }
    let mean = group.sum / group.n;
    let squared = (group.squares - group.n * mean * mean).max(0.0);
    let weight = fitted::WORKERS_SD_WEIGHT;
    let between = (weight * workers_variance() + squared) / (weight + (group.n - 1.0).max(0.0));
    pool.add(Source::Group, group.n, mean, between / group.n);
    if let Some(basis) = pool.basis.last_mut() {
        basis.seconds = pool::interval(mean, between);
    }
}

/// The worker's own times: the last five, without the first of all, which is slow by learning.
fn add_own(pool: &mut Pool, seconds: &[u32]) {
    let learned = if 1 < seconds.len() {
        seconds.get(1..).unwrap_or(&[])
    } else {
        seconds
    };
    let recent = learned.iter().rev().filter(|it| 0 < **it).take(5);
    let mut own = Moments::NONE;
    recent.for_each(|it| own.add(f64::from(*it).ln()));
    if own.is_none() {
        return;
    }
    let variance = fitted::OWN_VARIANCE / own.n + fitted::OWN_DRIFT_VARIANCE;
    pool.add(Source::Own, own.n, own.sum / own.n, variance);
}

#[cfg(test)]
mod tests;
