//! The ledger's records, as `core` folds them out of events: one an assignment, one a day.
//!
//! Shapes only: what they mean is computed in `core::ledger`. A record can be thrown away and
//! folded again at any time; the log is what counts.

use serde::{Deserialize, Serialize};

use crate::Millis;
use crate::event::{Activity, AssignmentKey, Author, Cause, EventId, Matched};
use crate::facts::{DayFacts, Outcome, TaskFacts};
use crate::id::PlatformId;
use crate::money::Money;

/// Where an assignment stands.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Accepted, not started.
    #[default]
    Queued,
    /// Started.
    Working,
    /// Submitted, waiting for the requester.
    Pending,
    /// Approved, not yet said to be paid.
    Approved,
    /// Paid.
    Paid,
    /// Rejected.
    Rejected,
    /// Given back by the worker.
    Returned,
    /// The time ran out.
    Expired,
    /// Screened out.
    ScreenedOut,
}

impl Standing {
    /// All, in the order of a task's life.
    pub const ALL: [Self; 9] = [
        Self::Queued,
        Self::Working,
        Self::Pending,
        Self::Approved,
        Self::Paid,
        Self::Rejected,
        Self::Returned,
        Self::Expired,
        Self::ScreenedOut,
    ];

    /// The word on the wire and in exports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Working => "working",
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Paid => "paid",
            Self::Rejected => "rejected",
            Self::Returned => "returned",
            Self::Expired => "expired",
            Self::ScreenedOut => "screened_out",
        }
    }

    /// What a platform's outcome means here.
    pub const fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Active => Self::Working,
            Outcome::Submitted => Self::Pending,
            Outcome::Approved => Self::Approved,
            Outcome::Paid => Self::Paid,
            Outcome::Rejected => Self::Rejected,
            Outcome::Returned => Self::Returned,
            Outcome::Expired => Self::Expired,
            Outcome::ScreenedOut => Self::ScreenedOut,
        }
    }
}

/// How the measured time divides; milliseconds, none negative. Their sum is the time from the
/// first to the last event that the clock saw.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Times {
    /// Attended, gaps that were counted included.
    pub worked: i64,
    /// No key and no mouse, not counted.
    pub idle: i64,
    /// Elsewhere, not counted.
    pub away: i64,
    /// Accepted and not yet started.
    pub queued: i64,
}

/// A gap in the work that can be counted after all.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Its event.
    pub id: EventId,
    /// Idle or away.
    pub activity: Activity,
    /// The wall clock at its beginning.
    pub from: Millis,
    /// Its length.
    pub ms: i64,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// Whether the worker counted it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub counted: bool,
}

/// Something that the log and a page, or two pages, say differently. Shown, never merged silently.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contradiction {
    /// When the second was seen.
    pub at: Millis,
    /// The event that brought it.
    pub by: EventId,
    /// What about: a word of `core::ledger`'s list.
    pub what: String,
    /// What was known.
    pub ours: String,
    /// What was said.
    pub theirs: String,
}

/// Words with their author.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// When they were noted or seen.
    pub at: Millis,
    /// Whose.
    pub by: Author,
    /// The words.
    pub text: String,
}

/// When things happened or were first seen, wall clock.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Moments {
    /// First event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Millis>,
    /// Accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Millis>,
    /// Started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started: Option<Millis>,
    /// The last click on submit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clicked: Option<Millis>,
    /// Submitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted: Option<Millis>,
    /// Returned, expired or screened out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Millis>,
    /// First seen approved or paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved: Option<Millis>,
    /// First seen rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejected: Option<Millis>,
    /// First seen approved or paid after a rejection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overturned: Option<Millis>,
    /// First missing from a list that should show it; cleared when it is seen again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vanished: Option<Millis>,
    /// Started, as the platform says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_started: Option<Millis>,
    /// Completed, as the platform says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_completed: Option<Millis>,
    /// Time taken in seconds, as the platform says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_seconds: Option<u32>,
    /// The last time at which a page said something of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<Millis>,
}

/// The amounts of an assignment, all in the currency they were seen in.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Amounts {
    /// Promised when it was accepted (or as first seen).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promised: Option<Money>,
    /// What the outcome page shows as its reward.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid: Option<Money>,
    /// Itemised bonuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bonus: Option<Money>,
    /// A bonus that was promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bonus_promised: Option<Money>,
    /// What the platform kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
}

/// Everything that is known of one assignment.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Which.
    pub key: AssignmentKey,
    /// What is known of the task.
    pub facts: TaskFacts,
    /// Where it stands.
    #[serde(default)]
    pub standing: Standing,
    /// When what happened.
    #[serde(default)]
    pub moments: Moments,
    /// The platform's own day, where a page or the worker said it; else it follows from
    /// `moments` and the platform's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// Measured time.
    #[serde(default)]
    pub times: Times,
    /// The worker's own figure of the work time, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<i64>,
    /// Gaps, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// Money.
    #[serde(default)]
    pub amounts: Amounts,
    /// How the pages' lines found it, weakest so far; `None`: no page spoke of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matched: Option<Matched>,
    /// What does not fit together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contradictions: Vec<Contradiction>,
    /// Messages, feedback and notes, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<Said>,
    /// Other keys under which it was known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<AssignmentKey>,
    /// The assignment that this one turned out to be; it then counts nowhere itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub became: Option<AssignmentKey>,
    /// Whether the worker changed it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub edited: bool,
    /// Whether the worker left it out of the figures.
    #[serde(default, skip_serializing_if = "is_false")]
    pub left_out: bool,
    /// The import that first told of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<EventId>,
    /// How many events are behind it.
    #[serde(default)]
    pub events: u32,
}

/// A platform's day, as its earnings page last said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRecord {
    /// Where.
    pub platform: PlatformId,
    /// What the page says.
    pub facts: DayFacts,
    /// When it was last seen.
    pub seen: Millis,
}

/// Attended time on lists within a quarter of an hour, which no time zone splits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchRecord {
    /// Where.
    pub platform: PlatformId,
    /// Quarters of an hour since 1970-01-01 UTC.
    pub quarter: i64,
    /// Milliseconds searched in it.
    pub ms: i64,
}

/// A cost that is no single assignment's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostRecord {
    /// Its event.
    pub id: EventId,
    /// Where.
    pub platform: PlatformId,
    /// When.
    pub on: Millis,
    /// How much; positive is a cost.
    pub amount: Money,
    /// What for.
    pub what: String,
}

fn is_false(it: &bool) -> bool {
    !*it
}
