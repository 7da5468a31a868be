//! The constants that are assumed or taken from published figures, each with its reason. What is
//! fitted on completions is in [`crate::generated`], written by the command of `crate/fit`.

/// Mean / median of the times of one group (published completions: 1.54): what a platform's
/// average is divided by.
pub const MEAN_PER_MEDIAN: f64 = 1.54;
/// Variance of the log of a platform's own average. Assumed: its n is not shown.
pub const AVERAGE_VARIANCE: f64 = 0.12;

/// A worker's mean log speed over k groups counts k / (k + this); unshrunk it hurts.
pub const SPEED_SHRINKAGE: f64 = 3.0;

/// The standard normal quantile of 0.9: an 80 % interval.
pub const Z_80: f64 = 1.281_551_565_5;

/// The mean score of a community, 1..=5. Assumed until a community's own scores refit it.
pub const COMMUNITY_SCORE: f64 = 3.5;
/// How many reviews the community's mean is worth. Assumed: small, as for few honest voices.
pub const COMMUNITY_SCORE_WEIGHT: f64 = 3.0;
