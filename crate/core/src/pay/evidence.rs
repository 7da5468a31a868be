//! What the prior, the requester's other tasks, others and the worker say of a task's time, pooled.
//!
//! Statistics come from servers: what cannot be a log of seconds is not counted.

use tallystick_wire::evidence::{GroupTimes, Moments};
use tallystick_wire::{Millis, TaskFacts};

use super::{Basis, Evidence, Source};
use crate::assumed::{AVERAGE_VARIANCE, MEAN_PER_MEDIAN};
use crate::model::{self, Model};
use crate::pool::{self, Pool};
use crate::{prior, truncation};

/// The typical time of the group over all workers.
pub(super) fn typical(model: &Model, facts: &TaskFacts, evidence: &Evidence) -> Option<Pool> {
    let prior = prior::with(model, facts);
    let loose = model::looseness(model.time_loosening, prior::usd(facts.reward));
    let times = times_of(evidence);
    let group = moments(&times);
    let average = facts.average_seconds.filter(|it| 0 < *it);
    let average = average.map(|it| (f64::from(it) / MEAN_PER_MEDIAN).ln());
    let mut pool = match (prior, average) {
        (Some(prior), average) => {
            let mut pool = Pool {
                mean: prior.mean,
                variance: prior.variance,
                basis: prior.basis,
            };
            add_requester(model, &mut pool, evidence, (group, loose));
            if let Some(mean) = average {
                pool.add(Source::PlatformAverage, 1.0, mean, AVERAGE_VARIANCE);
            }
            pool
        }
        (None, Some(mean)) => Pool::start(Source::PlatformAverage, mean, AVERAGE_VARIANCE),
        (None, None) => return None,
    };
    let seen = seen_until(&times, evidence.now);
    let later: f64 = times.iter().map(|it| it.later).sum();
    let later = pool::within(0.0, later / group.n.max(1.0), 1.0);
    // Where somebody did a second task it is a batch, whatever the row tells.
    let several = if 0.0 < later {
        1.0
    } else {
        model.several(prior::tasks(facts))
    };
    let how = How {
        loose,
        several,
        first: 1.0 - later,
    };
    add_group(model, &mut pool, group, &seen, &how);
    Some(pool)
}

/// Moments that could be those of real logs of seconds or ratios; anything else is not counted.
fn plausible(moments: Moments) -> Option<Moments> {
    let Moments { n, sum, squares } = moments;
    let mean = sum / n;
    let fits = 0.0 < n && n <= 1e9 && mean.abs() <= 20.0 && squares.is_finite();
    fits.then_some(moments)
}

/// What the backends say of this group.
fn times_of<'a>(evidence: &Evidence<'a>) -> Vec<&'a GroupTimes> {
    let (Some(requester), Some(id)) = (evidence.requester, evidence.group_id) else {
        return Vec::new();
    };
    let groups = requester
        .evidence
        .iter()
        .flat_map(|it| &it.aggregate.groups);
    let possible = |it: &&GroupTimes| it.group == id && plausible(it.log_seconds).is_some();
    groups.filter(possible).collect()
}

fn moments(times: &[&GroupTimes]) -> Moments {
    let mut all = Moments::NONE;
    times.iter().for_each(|it| all += it.log_seconds);
    all
}

/// ln of how long after acceptance the reports could have been seen by `now`, and how many of
/// them; never more than there are reports.
fn seen_until(times: &[&GroupTimes], now: Option<Millis>) -> Vec<(f64, f64)> {
    let mut seen = Vec::new();
    for it in times {
        let passed = now.unwrap_or(it.as_of).saturating_sub(it.as_of).max(0) as f64 / 1_000.0;
        let mut left = it.log_seconds.n;
        for (step, n) in &it.seen {
            let n = pool::within(0.0, *n, left);
            left -= n;
            let ln = (truncation::seconds_of(*step) + passed).ln();
            match seen.iter_mut().find(|it: &&mut (f64, f64)| it.0 == ln) {
                Some(same) => same.1 += n,
                None => seen.push((ln, n)),
            }
        }
    }
    seen
}

/// The requester's mean log ratio, shrunk. The reports on this very group count as the group's
/// times and are taken out here.
fn add_requester(
    model: &Model,
    pool: &mut Pool,
    evidence: &Evidence,
    (group, loose): (Moments, f64),
) {
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
    let own_share = pool.variance * model.requester_share;
    let between_groups = pool.variance - own_share;
    let n_groups = pool::within(1.0, n_groups as f64, n.max(1.0));
    let variance = model.workers_variance * loose / n + between_groups / n_groups;
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

/// What kind of times a group's reports are.
struct How {
    /// The factor on their variance for the reward.
    loose: f64,
    /// How likely a worker does several tasks of the group, 0..=1.
    several: f64,
    /// The share of reports that are of a worker's first task, 0..=1.
    first: f64,
}

fn add_group(model: &Model, pool: &mut Pool, group: Moments, seen: &[(f64, f64)], how: &How) {
    if group.is_none() {
        return;
    }
    let mean = group.sum / group.n;
    let squared = (group.squares - group.n * mean * mean).max(0.0);
    let [one, several] = model.truncation;
    let mut reports = truncation::Reports {
        n: group.n,
        mean,
        squared,
        slow: how.several * how.first * model.first_slow,
        usual: (model.workers_variance * how.loose, model.workers_weight),
        left_open: model.group_variance,
        seen,
        trust: one + how.several * (several - one),
    };
    let early = truncation::earliness(&reports);
    reports.left_open += model.early_variance * early;
    let (posterior, variance) = truncation::posterior(pool.mean, pool.variance, &reports);
    let share = pool::within(0.0, 1.0 - variance / pool.variance, 1.0);
    let seconds = pool::interval(mean, reports.spread());
    let basis = Basis {
        source: Source::Group,
        seconds,
        n: group.n,
        share,
    };
    pool.shift(share, basis, mean);
    // No report may leave more open than there was before it.
    let tails = 1.0 + (model.group_tails - 1.0) * share + model.early_tails * early;
    (pool.mean, pool.variance) = (posterior, pool.variance.min(variance * tails));
}

/// What the worker's own times say of the next one.
pub(super) struct Own {
    pub(super) n: f64,
    pub(super) mean: f64,
    pub(super) variance: f64,
}

/// The mean of the worker's last three times, without the first of all, which is slow, where there
/// is a later one; corrected for what is still learned.
pub(super) fn own(model: &Model, loose: f64, seconds: &[u32]) -> Option<Own> {
    let times = seconds.iter().filter(|it| 0 < **it);
    let known = times.clone().count();
    let first = usize::from(1 < known);
    let mut last = Moments::NONE;
    let times = times.skip(known.saturating_sub(3).max(first));
    times.for_each(|it| last.add(f64::from(*it).ln()));
    if last.is_none() {
        return None;
    }
    let learned = model.learning.get(known.min(model.learning.len()) - 1);
    Some(Own {
        n: last.n,
        mean: last.sum / last.n + learned.copied().unwrap_or(0.0),
        variance: model.own_variance * loose / last.n,
    })
}
