//! The fitted part of an estimate as one value, so that the evaluation runs the very code that
//! ships, only with constants from which one requester was left out.
//!
//! All logs are natural logs of seconds. This module refuses to know how the constants are fitted.

use crate::pool::within;

/// Which facts of a row a [`Line`] is for: the sum of those that are there.
pub const REWARD: usize = 1;
/// See [`REWARD`].
pub const ALLOTTED: usize = 2;
/// See [`REWARD`]. Alone it says nothing of the time.
pub const TASKS: usize = 4;
/// Below so many dollars the time hangs less on the reward.
pub const CHEAP_USD: f64 = 0.2;
/// From so many tasks on, one worker does several of a group; of one task, one.
const SEVERAL: f64 = 10.0;
/// More tasks than this say no more.
const TASKS_MAX: f64 = 1_000.0;

/// What a row with one set of known facts says: a line in their logs, and beside a claimed time
/// the mean of both.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Line {
    /// ln seconds at one dollar and one hour.
    pub base: f64,
    /// Times ln(reward in US dollars).
    pub reward: f64,
    /// Times ln(reward / [`CHEAP_USD`]) below that: what pays a few cents takes longer than a tenth of
    /// what pays ten times as much.
    pub cheap: f64,
    /// Times ln(hours allotted).
    pub allotted: f64,
    /// Times ln(tasks of the group that one worker could do).
    pub tasks: f64,
    /// Added where the title announces prose ([`crate::kind`]).
    pub prose: f64,
    /// Variance of what the line leaves open on requesters that were left out, at a dollar or more.
    pub variance: f64,
    /// How much of the estimate is the claimed time's where there is one, 0..=1.
    pub claim_share: f64,
    /// Added where there is one.
    pub claim_base: f64,
    /// The variance beside a claimed time.
    pub claim_variance: f64,
}

/// The factor on a variance for a task of this reward: 1 from a dollar up, and (1 / reward) to the
/// power of `loosening` below, down to a cent. Where no reward is known it is 1.
pub fn looseness(loosening: f64, usd: Option<f64>) -> f64 {
    let usd = within(0.01, usd.unwrap_or(1.0), 1.0);
    (-loosening * usd.ln()).exp()
}

/// What a [`Line`]'s `cheap` is multiplied with.
pub fn ln_cheap(ln_usd: f64) -> f64 {
    (ln_usd - CHEAP_USD.ln()).min(0.0)
}

/// ln of how many tasks of a group one worker could do, as a [`Line`] takes it.
pub fn ln_tasks(tasks: Option<u32>) -> Option<f64> {
    let tasks = tasks.filter(|it| 0 < *it)?;
    Some(within(1.0, f64::from(tasks), TASKS_MAX).ln())
}

/// Everything that is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// By the sum of the known facts ([`REWARD`], [`ALLOTTED`]); the first is for a claim alone.
    pub lines: [Line; 8],
    /// How much more the row leaves open of cheap tasks: see [`looseness`].
    pub row_loosening: f64,
    /// Share of groups of which a worker does several tasks, where the row does not tell.
    pub several: f64,
    /// How much further the times of cheap tasks scatter: see [`looseness`].
    pub time_loosening: f64,
    /// Which part of the prior's variance is common to all groups of one requester.
    pub requester_share: f64,
    /// Variance of ln seconds between single reports of different workers of one group that pays a
    /// dollar or more.
    pub workers_variance: f64,
    /// How many reports the figure above is worth beside a group's own spread.
    pub workers_weight: f64,
    /// What any number of others' reports leaves open of the group's median.
    pub group_variance: f64,
    /// What early reports leave open beside that, where all are.
    pub early_variance: f64,
    /// Heavy tails after early reports: what is added to the factor below where all are.
    pub early_tails: f64,
    /// Heavy tails: factor on the variance of the group's median once there are reports.
    pub group_tails: f64,
    /// How much of the truncation's correction is believed, 0..=1: where a worker does one task, and
    /// where several.
    pub truncation: [f64; 2],
    /// ln of how much longer a worker's first task of several takes, as far as early reports show it.
    pub first_slow: f64,
    /// Variance of a worker's speed over all groups.
    pub speed_variance: f64,
    /// Variance of a worker's typical time around the group's (speed, and this group's own part).
    pub person_variance: f64,
    /// Variance of one's own time around one's own typical time in the group.
    pub own_variance: f64,
    /// ln(next own time / what counts of the last ones) after one, two, three, and more own times:
    /// the first of a batch is slow.
    pub learning: [f64; 4],
    /// Heavy tails: factor on the variance of a worker's next time, without and with own times.
    pub next_tails: [f64; 2],
}

impl Model {
    /// How likely a worker does several tasks of a group, 0..=1: 0 for one task, 1 from ten on,
    /// between them by the log.
    pub fn several(&self, tasks: Option<u32>) -> f64 {
        ln_tasks(tasks).map_or(self.several, |it| within(0.0, it / SEVERAL.ln(), 1.0))
    }
}
