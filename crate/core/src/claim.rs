//! The time that a title or a description claims for its task.

/// What the words claim, in seconds; both ends are equal where one time is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The shorter end.
    pub low_seconds: u32,
    /// The longer end.
    pub high_seconds: u32,
}

impl Claim {
    /// A claim of one time.
    pub const fn one(seconds: u32) -> Self {
        Self {
            low_seconds: seconds,
            high_seconds: seconds,
        }
    }

    /// The geometric middle of both ends.
    pub fn middle_seconds(self) -> f64 {
        (f64::from(self.low_seconds) * f64::from(self.high_seconds)).sqrt()
    }
}

/// The claimed time of the task, if the text claims one.
pub fn claimed_time(text: &str) -> Option<Claim> {
    let _ = text;
    None
}
