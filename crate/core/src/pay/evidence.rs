//! What the prior, the requester's other tasks, others and the worker say of a task's time, pooled.
//!
//! Statistics come from servers: what cannot be a log of seconds is not counted.

use tallystick_wire::TaskFacts;
use tallystick_wire::evidence::Moments;

use super::{Basis, Evidence, Source};
use crate::generated as fitted;
use crate::pool::{self, Pool};
use crate::prior;

/// The typical time of the group over all workers.
pub(super) fn typical(facts: &TaskFacts, evidence: &Evidence) -> Option<Pool> {
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
    let n_groups = pool::within(1.0, n_groups as f64, n.max(1.0));
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
pub(super) fn add_own(pool: &mut Pool, seconds: &[u32]) {
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
