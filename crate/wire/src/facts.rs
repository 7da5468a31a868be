//! What a platform's page says of a task, an outcome, a day: facts only, nothing computed.

use serde::{Deserialize, Serialize};

use crate::Millis;
use crate::id::{GroupKey, PlatformId, RequesterKey};
use crate::money::Money;

/// The facts of one task group or task, as one row or one page shows them.
///
/// Whatever a platform does not tell is `None`; nothing is ever guessed here.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskFacts {
    /// Where it was seen.
    pub platform: PlatformId,
    /// The task group's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupKey>,
    /// Whom reputation is looked up under; `None` where neither requester nor group is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester: Option<RequesterKey>,
    /// The requester's name as shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester_name: Option<String>,
    /// The title as shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The description, where the page carries one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What one assignment pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reward: Option<Money>,
    /// The time that the platform or the requester claims in a field of its own (Prolific's and
    /// Connect's estimate, Microworkers' TTF), in seconds. Claims in titles are read in core.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_seconds: Option<u32>,
    /// The time allotted (the limit), in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allotted_seconds: Option<u32>,
    /// The platform's own measured average, in seconds (Toloka, Prolific's API).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average_seconds: Option<u32>,
    /// The hourly pay that the platform itself prints.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advertised_hourly: Option<Money>,
    /// Places left for workers, each of whom may take one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<u32>,
    /// Tasks left in the group, of which one worker may do many (MTurk's HITs).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tasks: Option<u32>,
    /// Whether the worker may take it; `None`: the page does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualified: Option<bool>,
    /// This worker's assignment of it (queue, work page).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<String>,
    /// This worker's task of the group (MTurk: HIT id).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// Seconds left until the limit, when the page was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining_seconds: Option<u32>,
}

impl TaskFacts {
    /// A task of which only the platform is known.
    pub const fn of(platform: PlatformId) -> Self {
        Self {
            platform,
            group: None,
            requester: None,
            requester_name: None,
            title: None,
            description: None,
            reward: None,
            claimed_seconds: None,
            allotted_seconds: None,
            average_seconds: None,
            advertised_hourly: None,
            places: None,
            tasks: None,
            qualified: None,
            assignment: None,
            task: None,
            remaining_seconds: None,
        }
    }
}

/// What came of an assignment, in one vocabulary for all platforms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Reserved or accepted, not yet submitted.
    Active,
    /// Submitted, waiting for the requester.
    Submitted,
    /// Approved, not yet said to be paid.
    Approved,
    /// Paid.
    Paid,
    /// Rejected.
    Rejected,
    /// Returned by the worker.
    Returned,
    /// The time ran out.
    Expired,
    /// Screened out.
    ScreenedOut,
}

/// One line of an outcome list (Prolific's submissions, MTurk's status detail of a day).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeFacts {
    /// Which task, as far as the line tells; `task.assignment` is the key where there is one.
    pub task: TaskFacts,
    /// What came of it; `None` where the page's word is not known to us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The page's own word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Bonus on this assignment, where it is itemised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bonus: Option<Money>,
    /// When it was started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Millis>,
    /// When it was completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Millis>,
    /// Time taken in seconds, as the platform says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_seconds: Option<u32>,
    /// The requester's words on a rejection or approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<String>,
}

/// One day of an earnings page (MTurk's dashboard).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayFacts {
    /// The platform's own day, `YYYY-MM-DD`.
    pub day: String,
    /// Counts, as shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted: Option<u32>,
    /// Approved of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<u32>,
    /// Rejected of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected: Option<u32>,
    /// Pending of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<u32>,
    /// Rewards of the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rewards: Option<Money>,
    /// Bonuses of the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bonuses: Option<Money>,
    /// Both together, as the page says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earnings: Option<Money>,
}
