//! What a backend knows of a requester: sufficient statistics, so that backends pool by adding.

use serde::{Deserialize, Serialize};

use crate::Millis;

/// Count, sum and sum of squares. Weighted evidence has a fractional count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "(f64, f64, f64)", into = "(f64, f64, f64)")]
pub struct Moments {
    /// How many (or their summed weight).
    pub n: f64,
    /// Their sum.
    pub sum: f64,
    /// The sum of their squares.
    pub squares: f64,
}

impl Moments {
    /// Nothing counted.
    pub const NONE: Self = Self {
        n: 0.0,
        sum: 0.0,
        squares: 0.0,
    };

    /// Counts one more value with weight 1.
    pub fn add(&mut self, value: f64) {
        self.n += 1.0;
        self.sum += value;
        self.squares += value * value;
    }

    /// Counts one more value with a weight above 0.
    pub fn add_weighted(&mut self, value: f64, weight: f64) {
        self.n += weight;
        self.sum += weight * value;
        self.squares += weight * value * value;
    }

    /// Whether nothing was counted.
    pub fn is_none(&self) -> bool {
        self.n <= 0.0
    }
}

impl From<(f64, f64, f64)> for Moments {
    fn from((n, sum, squares): (f64, f64, f64)) -> Self {
        Self { n, sum, squares }
    }
}

impl From<Moments> for (f64, f64, f64) {
    fn from(it: Moments) -> Self {
        (it.n, it.sum, it.squares)
    }
}

impl std::ops::AddAssign for Moments {
    fn add_assign(&mut self, other: Self) {
        self.n += other.n;
        self.sum += other.sum;
        self.squares += other.squares;
    }
}

/// What is known over one span of time (all time, or the last 90 days), all of it over the same
/// visible reviews.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Tally {
    /// Distinct reviewers: one voice each.
    #[serde(rename = "r", skip_serializing_if = "is_zero")]
    pub reviewers: u32,
    /// Visible reviews.
    #[serde(rename = "v", skip_serializing_if = "is_zero")]
    pub reviews: u32,
    /// The four scores in their fixed order (see [`crate::Scores::in_order`]).
    #[serde(rename = "s", skip_serializing_if = "no_scores")]
    pub scores: [Moments; 4],
    /// How many reviews name each issue, in the order of [`crate::review::Issue::ALL`].
    #[serde(rename = "i", skip_serializing_if = "all_zero")]
    pub issues: [u32; 6],
    /// How many reviews say each of: none, some, all rejected, overturned.
    #[serde(rename = "j", skip_serializing_if = "all_zero")]
    pub rejections: [u32; 4],
    /// Days until paid.
    #[serde(rename = "d", skip_serializing_if = "Moments::is_none")]
    pub days_to_pay: Moments,
    /// Natural log of measured pay an hour, in US dollars at the rates of `core`'s table.
    #[serde(rename = "h", skip_serializing_if = "Moments::is_none")]
    pub log_hourly_usd: Moments,
    /// Natural log of measured work time over the prior's median for the same row's facts.
    #[serde(rename = "x", skip_serializing_if = "Moments::is_none")]
    pub log_time_ratio: Moments,
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}

fn no_scores(scores: &[Moments; 4]) -> bool {
    scores.iter().all(Moments::is_none)
}

fn all_zero<const N: usize>(counts: &[u32; N]) -> bool {
    counts.iter().all(is_zero)
}

/// Measured times of one task group.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupTimes {
    /// The platform's id of the group.
    #[serde(rename = "g")]
    pub group: String,
    /// Natural log of work seconds, one value a worker (their own mean).
    #[serde(rename = "t")]
    pub log_seconds: Moments,
    /// How many of these workers say that the time was not that of their first task of the group: the
    /// first of a batch is slow, and where somebody did a second one it is a batch.
    #[serde(rename = "l", default, skip_serializing_if = "is_nothing")]
    pub later: f64,
    /// How long after their acceptance these tasks could have been seen as of [`Self::as_of`]: pairs
    /// of a step (a quarter of a doubling, from one second) and how many reports. Those that could
    /// take longer than a day, or do not say, are absent.
    #[serde(rename = "s", default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<(u8, f64)>,
    /// When this was counted: the newest of its reports, to the hour.
    #[serde(rename = "u", default, skip_serializing_if = "is_never")]
    pub as_of: Millis,
}

fn is_nothing(weight: &f64) -> bool {
    *weight == 0.0
}

fn is_never(instant: &Millis) -> bool {
    *instant == 0
}

/// What reviews say of one task group: a part of its requester's tallies, over the same visible
/// reviews and with the same weights. Only reviewers, reviews and scores are counted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupTally {
    /// The platform's id of the group.
    #[serde(rename = "g")]
    pub group: String,
    /// Over all time.
    #[serde(rename = "a", default)]
    pub all: Tally,
    /// Over the last 90 days.
    #[serde(rename = "q", default)]
    pub recent: Tally,
}

/// One line of a bucket: everything that a backend says of one requester.
///
/// `k` comes first in the line, so that a line can be found by its key without being parsed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Aggregate {
    /// The first 32 hex digits of the SHA-256 of the requester's canonical key.
    #[serde(rename = "k")]
    pub key: String,
    /// The newest name, empty where only the key is a name.
    #[serde(rename = "n", default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Names it had before, newest first.
    #[serde(rename = "o", default, skip_serializing_if = "Vec::is_empty")]
    pub old_names: Vec<String>,
    /// Over all time.
    #[serde(rename = "a", default)]
    pub all: Tally,
    /// Over the last 90 days.
    #[serde(rename = "q", default)]
    pub recent: Tally,
    /// Measured times of its task groups.
    #[serde(rename = "w", default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupTimes>,
    /// Scores of its task groups, of those that count most of late; absent from older servers.
    #[serde(rename = "s", default, skip_serializing_if = "Vec::is_empty")]
    pub group_tallies: Vec<GroupTally>,
    /// When the newest review behind it was stored, to the hour.
    #[serde(rename = "m", default)]
    pub newest_at: Millis,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_tally_takes_two_bytes_on_the_wire() {
        assert_eq!(serde_json::to_string(&Tally::default()).unwrap(), "{}");
    }

    #[test]
    fn a_line_without_scores_of_groups_is_read_and_written_as_ever() {
        let line = r#"{"k":"ab","a":{},"q":{},"m":0}"#;
        let read: Aggregate = serde_json::from_str(line).unwrap();
        assert_eq!(read.group_tallies, []);
        assert_eq!(serde_json::to_string(&read).unwrap(), line);
    }

    #[test]
    fn the_key_comes_first_in_a_line() {
        let line = serde_json::to_string(&Aggregate {
            key: "ab".into(),
            ..Default::default()
        });
        assert!(line.unwrap().starts_with(r#"{"k":"ab""#));
    }
}
