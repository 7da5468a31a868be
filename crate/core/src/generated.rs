//! Constants that are fitted on data, all of them, and nothing else.

/// Placeholder of the first commit.
pub const LN_SECONDS_BASE: f64 = 6.447;
