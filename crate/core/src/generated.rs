//! The constants that are fitted on data or assumed, all of them in one place, to be refitted
//! together.
//!
//! Fitted on 338,206 published assignments of 631 task groups by 48 owners (MTurk, 2008-2024,
//! accept-to-submit times, mostly academic requesters); errors are those on owners left out.
//! What is assumed and not fitted says so.

/// ln seconds = base + reward · ln(reward in US dollars) + allotted · ln(hours allotted).
pub const LN_SECONDS_BASE: f64 = 6.447;
/// See [`LN_SECONDS_BASE`].
pub const LN_SECONDS_PER_LN_REWARD: f64 = 0.646;
/// See [`LN_SECONDS_BASE`].
pub const LN_SECONDS_PER_LN_ALLOTTED: f64 = 0.346;
/// Standard deviation of what that formula leaves open (an 80 % interval of ×/÷ 2.4).
pub const REWARD_AND_ALLOTTED_SD: f64 = 0.7;

/// Where no time is allotted: seconds = 3600 · reward / this wage, in US dollars an hour.
pub const WAGE_USD: f64 = 4.5;
/// Standard deviation of what the wage rule leaves open.
pub const REWARD_SD: f64 = 0.9;

/// Median of work time / time allotted.
pub const ALLOTTED_SHARE: f64 = 0.10;
/// Standard deviation of its log: 37 % are within a factor of two.
pub const ALLOTTED_SD: f64 = 1.44;

/// Median of ln(work time / claimed time): claims are right in the middle, and far off at the ends.
pub const LN_CLAIM_RATIO: f64 = 0.01;
/// Standard deviation of that log: 61 % within ×1.5, 81 % within ×2, p5 0.50, p95 2.58.
pub const CLAIM_SD: f64 = 0.5;
/// What the reward and the time allotted still say once a claim is known. Assumed: both miss the
/// same tasks, so a claim and the facts together are little better than the claim.
pub const FACTS_SD_BESIDE_CLAIM: f64 = 1.2;

/// Mean / median of the times of one group: what a platform's average is divided by.
pub const MEAN_PER_MEDIAN: f64 = 1.54;
/// Standard deviation of the log of a platform's own average. Assumed: its n is not shown.
pub const AVERAGE_SD: f64 = 0.35;

/// Which part of the prior's variance is common to all groups of one requester. From the
/// requester's other groups alone 77 % are within ×2, as from the row's facts alone.
pub const REQUESTER_SHARE: f64 = 0.4;
/// Standard deviation of ln seconds between workers of one group.
pub const WORKERS_SD: f64 = 0.75;
/// How many reports the figure above is worth when a group's own spread is known.
pub const WORKERS_SD_WEIGHT: f64 = 5.0;

/// Variance of a worker's speed: the covariance of one worker's log times across groups.
pub const SPEED_VARIANCE: f64 = 0.17;
/// A worker's mean log speed over k groups counts k / (k + this).
pub const SPEED_SHRINKAGE: f64 = 3.0;
/// Variance of ln seconds from one's own time to one's own time in the same group: the last one
/// predicts the next within ×1.5 in 62 % of cases, the last five in 69 %.
pub const OWN_VARIANCE: f64 = 0.12;
/// What any number of one's own times leaves open (drift, learning).
pub const OWN_DRIFT_VARIANCE: f64 = 0.03;

/// The standard normal quantile of 0.9: an 80 % interval.
pub const Z_80: f64 = 1.281_551_565_5;

/// The mean score of a community, 1..=5. Assumed until a community's own scores refit it.
pub const COMMUNITY_SCORE: f64 = 3.5;
/// How many reviews the community's mean is worth. Assumed: small, as for few honest voices.
pub const COMMUNITY_SCORE_WEIGHT: f64 = 3.0;
