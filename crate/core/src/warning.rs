//! The verdict on a row's pay against the worker's own floor.

use serde::{Deserialize, Serialize};
use tallystick_wire::Money;
use tallystick_wire::settings::Rates;

use crate::pay::Estimate;

/// How the estimated pay stands to the floor, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// Even the upper end is below.
    Underpaid,
    /// The median is below.
    ProbablyUnderpaid,
    /// The median is not below.
    LikelyFair,
    /// Not even the lower end is below.
    Fair,
    /// No reward, no floor, no rate, or nothing to go on.
    Unknown,
}

/// The verdict.
pub fn warn(estimate: Option<&Estimate>, floor: Option<Money>, rates: &Rates) -> Warning {
    let _ = (estimate, floor, rates);
    Warning::Unknown
}
