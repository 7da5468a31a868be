//! What the row's facts alone say of the time of a task.

use tallystick_wire::TaskFacts;
use tallystick_wire::review::ReviewedTask;

use crate::pay::Basis;

/// A normal distribution of the natural log of work seconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// Mean of ln seconds.
    pub mean: f64,
    /// Its variance.
    pub variance: f64,
    /// Which facts are in it.
    pub basis: Vec<Basis>,
}

/// The prior of a row; `None` if no fact says anything.
pub fn of(facts: &TaskFacts) -> Option<Prior> {
    let _ = facts;
    None
}

/// The prior's median seconds for a reviewed task: what `log_time_ratio` is a ratio to.
pub fn median_seconds(task: &ReviewedTask) -> Option<f64> {
    let _ = task;
    None
}
