//! What a worker says of a requester.

use serde::{Deserialize, Serialize};

use crate::Millis;
use crate::id::{BadId, GroupKey, RequesterKey, is_uuid_v7};
use crate::money::Money;

/// The longest text of a review, in characters.
pub const TEXT_MAX_CHARS: usize = 4_000;
/// The longest name or title that travels with a review, in characters; longer ones are cut.
pub const TITLE_MAX_CHARS: usize = 300;
/// The most days until payment that can be said.
pub const DAYS_TO_PAY_MAX: u16 = 365;
/// The longest work time that can be said, in seconds: one week.
pub const WORK_SECONDS_MAX: u32 = 7 * 24 * 3_600;

/// One answer on Turkopticon's scale: 1 (worst) to 5 (best). "Not applicable" is `None`, never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "u8", into = "u8")]
pub struct Score(u8);

impl Score {
    /// The number, 1..=5.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Score {
    type Error = BadId;

    fn try_from(number: u8) -> Result<Self, BadId> {
        if (1..=5).contains(&number) {
            Ok(Self(number))
        } else {
            Err(BadId(format!(
                "{number} is no score: 1 to 5, or leave it out"
            )))
        }
    }
}

impl From<Score> for u8 {
    fn from(score: Score) -> Self {
        score.0
    }
}

/// The four questions that Turkopticon taught everyone; each may be "not applicable".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scores {
    /// How responsive to communications or concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub communicativity: Option<Score>,
    /// How well paid for the time that the tasks take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generosity: Option<Score>,
    /// How fair in approving or rejecting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fairness: Option<Score>,
    /// How promptly approved and paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promptness: Option<Score>,
}

impl Scores {
    /// The four in their fixed order: communicativity, generosity, fairness, promptness.
    pub const fn in_order(&self) -> [Option<Score>; 4] {
        [
            self.communicativity,
            self.generosity,
            self.fairness,
            self.promptness,
        ]
    }
}

/// What went wrong. On the wire a list without repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Issue {
    /// Violates the platform's terms of service (asks for personal data, app installs, …).
    TosViolation,
    /// Cannot be completed: broken images, a dead submit button.
    Broken,
    /// A screener that took time and paid nothing.
    UnpaidScreener,
    /// Rejected without a fair reason.
    RejectedUnfairly,
    /// The worker was blocked.
    Blocked,
    /// Paid less than the work is worth.
    Underpaid,
}

impl Issue {
    /// All of them, in the order in which they are shown and counted.
    pub const ALL: [Self; 6] = [
        Self::TosViolation,
        Self::Broken,
        Self::UnpaidScreener,
        Self::RejectedUnfairly,
        Self::Blocked,
        Self::Underpaid,
    ];
}

/// How much of the reviewer's work was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rejections {
    /// None of it.
    None,
    /// Some of it.
    Some,
    /// All of it.
    All,
    /// There were rejections and all were overturned.
    Overturned,
}

/// A review's id: a UUIDv7 made by the client, lower case with hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct ReviewId(String);

impl ReviewId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ReviewId {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        if is_uuid_v7(&text) {
            Ok(Self(text))
        } else {
            Err(BadId(format!("{text:?} is no review id: a UUIDv7")))
        }
    }
}

impl From<ReviewId> for String {
    fn from(id: ReviewId) -> Self {
        id.0
    }
}

/// What was measured by the worker's own clock, sent only if the worker wants it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// Attended work time in seconds, 1..=[`WORK_SECONDS_MAX`].
    pub work_seconds: u32,
    /// Seconds between acceptance and the moment of this report: how long the task could have
    /// taken at the most and still be seen here (the truncation point of the estimate).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_after_seconds: Option<u32>,
    /// Which one of the worker's own tasks of this group it was, from 1: the first of a batch is slow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_in_batch: Option<u16>,
}

/// The task that the review is about, as far as the page told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewedTask {
    /// The task group, where the page shows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupKey>,
    /// Its title, at most [`TITLE_MAX_CHARS`] characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The reward that was offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reward: Option<Money>,
    /// The advertised time in seconds (title or platform; not the time allotted).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_seconds: Option<u32>,
    /// The time allotted in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allotted_seconds: Option<u32>,
    /// How many tasks of the group one worker could do, where the page told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tasks: Option<u32>,
}

/// One worker's review of one requester, with everything that may be shared of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Made by the client, the same at every backend and in every revision.
    pub id: ReviewId,
    /// 1 for the first writing, one more at each edit; a higher one supersedes.
    pub revision: u32,
    /// Whom it is about.
    pub requester: RequesterKey,
    /// The requester's name as shown on the page, at most [`TITLE_MAX_CHARS`] characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub requester_name: String,
    /// Which task it is about, if one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<ReviewedTask>,
    /// The four scores.
    #[serde(default)]
    pub scores: Scores,
    /// What went wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<Issue>,
    /// How much was rejected; `None`: not known or not applicable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejections: Option<Rejections>,
    /// Days until approved and paid, 0..=[`DAYS_TO_PAY_MAX`]; `None`: still waiting or not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_to_pay: Option<u16>,
    /// Free text, at most [`TEXT_MAX_CHARS`] characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What the worker's clock measured, opt-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<Measured>,
    /// When this revision was written, by the worker's clock.
    pub written_at: Millis,
}

/// Why a review cannot be taken; the text says which part and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unacceptable(pub String);

impl Review {
    /// Checks what the types alone cannot: lengths, ranges, and that something is said at all.
    ///
    /// # Errors
    /// The first thing that is wrong, in words for the worker.
    pub fn check(&self) -> Result<(), Unacceptable> {
        let says_nothing = self.scores == Scores::default()
            && self.issues.is_empty()
            && self.rejections.is_none()
            && self.days_to_pay.is_none()
            && self.measured.is_none()
            && self.text.trim().is_empty();
        let task_title = self.task.as_ref().map_or("", |task| task.title.as_str());
        let mut issues = self.issues.clone();
        issues.sort_unstable();
        issues.dedup();
        let wrong = if says_nothing {
            "The review is empty: give a score, tick what went wrong or write a sentence".to_owned()
        } else if self.revision == 0 {
            "Revisions count from 1".to_owned()
        } else if TEXT_MAX_CHARS < self.text.chars().count() {
            format!("The text is longer than {TEXT_MAX_CHARS} characters")
        } else if TITLE_MAX_CHARS < self.requester_name.chars().count() {
            format!("The requester's name is longer than {TITLE_MAX_CHARS} characters")
        } else if TITLE_MAX_CHARS < task_title.chars().count() {
            format!("The task's title is longer than {TITLE_MAX_CHARS} characters")
        } else if issues.len() != self.issues.len() {
            "The same thing that went wrong is listed twice".to_owned()
        } else if self.days_to_pay.is_some_and(|days| DAYS_TO_PAY_MAX < days) {
            format!("Days until payment are at most {DAYS_TO_PAY_MAX}")
        } else if self
            .measured
            .is_some_and(|it| !(1..=WORK_SECONDS_MAX).contains(&it.work_seconds))
        {
            format!("The measured time must be 1 to {WORK_SECONDS_MAX} seconds")
        } else {
            return Ok(());
        };
        Err(Unacceptable(wrong))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn review(more: &str) -> Result<Review, serde_json::Error> {
        serde_json::from_str(&format!(
            r#"{{"id":"01890a5d-ac96-774b-bcce-b302099a8057","revision":1,
                "requester":{{"platform":"mturk","kind":"id","value":"A1"}},"written_at":0{more}}}"#
        ))
    }

    #[test]
    fn refuses_scores_outside_one_to_five() {
        for bad in ["0", "6", "-1", "2.5", "\"3\""] {
            assert!(
                review(&format!(r#","scores":{{"fairness":{bad}}}"#)).is_err(),
                "{bad}"
            );
        }
    }

    #[test]
    fn refuses_reviews_that_say_nothing() {
        assert!(review("").unwrap().check().is_err());
        assert!(review(r#","text":"  ""#).unwrap().check().is_err());
        assert!(
            review(r#","scores":{"fairness":3}"#)
                .unwrap()
                .check()
                .is_ok()
        );
    }

    #[test]
    fn refuses_what_is_too_long_or_out_of_range() {
        assert!(
            review(&format!(r#","text":"{}""#, "x".repeat(4_001)))
                .unwrap()
                .check()
                .is_err()
        );
        assert!(review(r#","days_to_pay":366"#).unwrap().check().is_err());
        assert!(
            review(r#","measured":{"work_seconds":0}"#)
                .unwrap()
                .check()
                .is_err()
        );
        assert!(
            review(r#","issues":["broken","broken"]"#)
                .unwrap()
                .check()
                .is_err()
        );
    }
}
