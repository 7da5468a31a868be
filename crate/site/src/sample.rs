//! Sample pages of the platforms, made up from what is known of their structure.

/// What is special about a sample page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scenario {
    /// Realistic rows with varied pay; `n` rows.
    Typical,
    /// No rows.
    Empty,
    /// Names and titles that try to break things.
    Hostile,
    /// The page shows its rows in another order than its data.
    Reordered,
    /// The mount or list has another name.
    RenamedMount,
    /// A required field is gone.
    MissingField,
    /// Rows as another extension leaves them.
    Altered,
}

/// A whole page: `path` as in the platform's URL, with query. `None`: no such platform or page.
pub fn page(_platform: &str, _path: &str, _scenario: Scenario, _n: usize) -> Option<String> {
    Some("<!doctype html><title>Sample</title>".to_owned())
}
