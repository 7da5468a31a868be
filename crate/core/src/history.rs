//! What my own log says of a requester or a task group, and of my standing: for cards, rows and
//! reviews. It refuses to know storage; records come in, in any order.

mod tally;

use tallystick_wire::evidence::Moments;
use tallystick_wire::ledger::{Assignment, Standing};
use tallystick_wire::message::{Finished, KnownRequester, MyHistory};
use tallystick_wire::review::{Measured, WORK_SECONDS_MAX};
use tallystick_wire::{Millis, Money};

use crate::effective::Log;
use crate::ledger::{counts, earned, is_measured, worked_ms};
use crate::pay::Speed;
use crate::truncation;

pub use tally::{GroupTimes, Sums, Tally};

/// How many of my own times of a group travel to a page.
const TIMES_MAX: usize = 20;

/// My assignments for one requester, counted.
pub fn of_requester<'a>(records: impl IntoIterator<Item = &'a Assignment>) -> MyHistory {
    let mut out = MyHistory::default();
    let mut mixed = false;
    for it in records.into_iter().filter(|it| counts(it)) {
        let worked = worked_ms(it).unwrap_or(0);
        out.worked_ms += worked;
        match it.standing {
            Standing::Queued | Standing::Working => {}
            Standing::Pending => out.submitted += 1,
            Standing::Approved | Standing::Paid => {
                out.submitted += 1;
                out.paid += 1;
            }
            Standing::Rejected => {
                out.submitted += 1;
                out.rejected += 1;
            }
            Standing::Returned | Standing::Expired | Standing::ScreenedOut => out.unfinished += 1,
        }
        let Some(money) = earned(it) else {
            continue;
        };
        out.paid_ms += worked;
        let sum = out.earned.get_or_insert(Money::new(0, money.currency));
        mixed |= sum.currency != money.currency;
        sum.minor = sum.minor.saturating_add(money.minor);
    }
    if mixed {
        out.earned = None;
    }
    out
}

/// My own work times in one task group in seconds, newest last: measured and finished ones only.
pub fn seconds<'a>(records: impl IntoIterator<Item = &'a Assignment>) -> Vec<u32> {
    let times = records.into_iter().filter_map(time_of);
    let mut times: Vec<(Millis, u32)> = times.collect();
    times.sort_unstable();
    let newest = times.len().saturating_sub(TIMES_MAX);
    times.split_off(newest).into_iter().map(|it| it.1).collect()
}

/// When a record counts to and its measured work time in seconds, if it is finished.
fn time_of(it: &Assignment) -> Option<(Millis, u32)> {
    let finished = matches!(
        it.standing,
        Standing::Pending | Standing::Approved | Standing::Paid | Standing::Rejected
    );
    let worked = worked_ms(it).filter(|_| counts(it) && is_measured(it) && finished)?;
    let seconds = u32::try_from((worked + 500) / 1_000).ok()?;
    let possible = (1..=WORK_SECONDS_MAX).contains(&seconds);
    possible.then(|| (crate::ledger::moment(it).unwrap_or(0), seconds))
}

/// ln of my typical time over the others' in one group; `None` without either.
pub fn log_ratio(mine: &[u32], known: &KnownRequester, group: &str) -> Option<f64> {
    let mut logs = Moments::NONE;
    // The first of a batch is slow, for others as for me; theirs hold it, so mine do.
    mine.iter()
        .filter(|it| 0 < **it)
        .for_each(|it| logs.add(f64::from(*it).ln()));
    let others = others_log(known, group)?;
    (!logs.is_none()).then(|| logs.sum / logs.n - others)
}

/// ln of the others' typical seconds in a group.
fn others_log(known: &KnownRequester, group: &str) -> Option<f64> {
    let mut others = Moments::NONE;
    for backend in &known.evidence {
        for it in backend
            .aggregate
            .groups
            .iter()
            .filter(|it| it.group == group)
        {
            others += it.log_seconds;
        }
    }
    let mean = others.sum / others.n;
    (!others.is_none() && mean.abs() < 20.0).then_some(mean)
}

/// My speed out of one [`log_ratio`] a group.
pub fn speed(ratios: impl IntoIterator<Item = f64>) -> Speed {
    let mut all = Moments::NONE;
    let possible = ratios.into_iter().filter(|it| it.abs() < 10.0);
    possible.for_each(|it| all.add(it));
    Speed::of(all)
}

/// Pay an hour in minor units: mine, and the others', by typical times in this group.
pub fn you_and_others(
    reward: Money,
    mine: &[u32],
    known: Option<&KnownRequester>,
    group: &str,
) -> (Option<f64>, Option<f64>) {
    let hourly = |seconds: f64| reward.minor as f64 * 3_600.0 / seconds;
    let mut sorted: Vec<u32> = mine.iter().copied().filter(|it| 0 < *it).collect();
    sorted.sort_unstable();
    let lower = sorted.get(sorted.len().saturating_sub(1) / 2);
    let upper = sorted.get(sorted.len() / 2);
    let median = lower
        .zip(upper)
        .map(|(a, b)| (f64::from(*a) + f64::from(*b)) / 2.0);
    let others = known.and_then(|it| others_log(it, group));
    let paid = 0 < reward.minor;
    (
        median.filter(|_| paid).map(hourly),
        others.filter(|_| paid).map(|it| hourly(it.exp())),
    )
}

/// What my log counts for effective pay; `searching_ms` of the same time. The share of bonuses is
/// that of their value in dollars by the built-in rates: a share hardly moves with a rate.
pub fn log<'a>(
    records: impl IntoIterator<Item = &'a Assignment> + Clone,
    searching_ms: i64,
) -> Log {
    let mut sums = Sums::default();
    sums.searched_ms = searching_ms;
    records
        .into_iter()
        .for_each(|it| sums.change(None, Some(it)));
    sums.log()
}

/// Whether an assignment of this standing is judged, paid, work that was submitted, and time that
/// nobody pays.
const fn judged(standing: Standing) -> (bool, bool, bool, bool) {
    match standing {
        Standing::Queued | Standing::Working => (false, false, false, false),
        Standing::Pending => (false, false, true, false),
        Standing::Approved | Standing::Paid => (true, true, true, false),
        Standing::Rejected => (true, false, true, false),
        Standing::Returned | Standing::Expired | Standing::ScreenedOut => {
            (false, false, false, true)
        }
    }
}

/// The measured time of a finished task as a review carries it; `accepted`: when it was taken,
/// `n`: which one of the worker's own tasks of this group it was, from 1. How long the report could
/// have taken is told only as finely as the estimate counts it.
pub fn measured(
    work_seconds: u32,
    accepted: Option<Millis>,
    n: usize,
    now: Millis,
) -> Option<Measured> {
    let seen = accepted.and_then(|it| u32::try_from((now - it) / 1_000).ok());
    let possible = (1..=WORK_SECONDS_MAX).contains(&work_seconds);
    possible.then(|| Measured {
        work_seconds,
        seen_after_seconds: seen.map(truncation::coarse),
        order_in_batch: u16::try_from(n.max(1)).ok(),
    })
}

/// A submitted assignment as it is offered for review; `None` where nobody can be named, or where
/// its time was not measured.
pub fn finished(it: &Assignment) -> Option<Finished> {
    time_of(it)?;
    let facts = &it.facts;
    Some(Finished {
        requester: facts.requester.clone()?,
        requester_name: facts.requester_name.clone().unwrap_or_default(),
        group: facts.group.clone()?,
        title: facts.title.clone().unwrap_or_default(),
        reward: facts.reward,
    })
}

/// What one more rejection does to an approval rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Impact {
    /// Approved of all judged, in per cent.
    pub now: f64,
    /// The same after one more rejection.
    pub then: f64,
    /// The threshold in per cent that is looked at: the highest usual one that is still held.
    pub threshold: u32,
    /// How many more rejections leave the rate at or above the threshold.
    pub spare: u64,
}

/// Thresholds that requesters ask for, the highest first.
const THRESHOLDS: [u32; 6] = [99, 98, 97, 95, 90, 80];

/// What one more rejection would do; `None` where nothing was judged yet.
pub fn impact(approved: u64, rejected: u64) -> Option<Impact> {
    let judged = approved.checked_add(rejected).filter(|it| 0 < *it)?;
    let rate = |judged: u64| 100.0 * approved as f64 / judged as f64;
    // approved / (judged + n) >= t / 100, in whole numbers.
    let spare = |threshold: u32| {
        let most = u128::from(approved) * 100 / u128::from(threshold);
        u64::try_from(most).unwrap_or(u64::MAX).checked_sub(judged)
    };
    let held = THRESHOLDS.into_iter().find_map(|it| Some((it, spare(it)?)));
    let (threshold, spare) = held.unwrap_or((80, 0));
    Some(Impact {
        now: rate(judged),
        then: rate(judged + 1),
        threshold,
        spare,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rejection_moves_the_rate_and_eats_a_spare() {
        let it = impact(987, 13).unwrap();
        assert_eq!((it.now * 10.0).round(), 987.0);
        assert_eq!((it.threshold, it.spare), (98, 7));
        let rate = |more: u64| impact(987, 13 + more).unwrap();
        assert_eq!((rate(7).threshold, rate(7).spare), (98, 0), "still held");
        assert_eq!(rate(8).threshold, 97, "no longer");
        assert_eq!(impact(0, 0), None);
        assert_eq!(impact(0, 5).unwrap().spare, 0);
        let clean = impact(10_000, 0).unwrap();
        assert_eq!((clean.threshold, clean.spare), (99, 101));
    }

    #[test]
    fn a_shared_time_tells_when_the_task_was_taken_as_coarsely_as_the_estimate_needs() {
        let (taken, minute) = (1_000_000, 60_000);
        let at = |minutes: i64| measured(420, Some(taken), 3, taken + minutes * minute).unwrap();
        let seen = at(10).seen_after_seconds.unwrap();
        assert!((550..=660).contains(&seen), "{seen}");
        assert_eq!(at(10), at(11), "not to the minute");
        assert_eq!(at(60 * 24 * 30), at(60 * 24 * 31), "long ago is long ago");
        assert_eq!((at(10).work_seconds, at(10).order_in_batch), (420, Some(3)));
        let unknown = measured(420, None, 0, taken).unwrap();
        assert_eq!(
            (unknown.seen_after_seconds, unknown.order_in_batch),
            (None, Some(1))
        );
        assert_eq!(measured(0, None, 1, taken), None);
    }

    #[test]
    fn you_and_others_are_typical_hours() {
        let usd = Money::new(50, tallystick_wire::Currency::USD);
        let (mine, others) = you_and_others(usd, &[100, 162, 200], None, "G");
        assert_eq!(mine.map(f64::round), Some(1_111.0));
        assert_eq!(others, None);
        assert_eq!(you_and_others(usd, &[], None, "G"), (None, None));
    }
}
