//! What can happen. New kinds are added at the end; a kind, once written, keeps its meaning.

use serde::{Deserialize, Serialize};

use super::{AssignmentKey, EventId};
use crate::Millis;
use crate::facts::{DayFacts, Outcome, OutcomeFacts, TaskFacts};
use crate::id::PlatformId;
use crate::money::Money;

/// What a worker's time on an assignment was. Every millisecond between an assignment's first and
/// last event is exactly one of these.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Its page, or a tab opened from it, had the focus and the worker was there.
    Worked,
    /// It had the focus, and the system saw no key and no mouse.
    Idle,
    /// Something else had the focus, or nothing of the browser.
    Away,
    /// Accepted, not yet started.
    Queued,
}

/// Why time was not work, as far as it is known.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Another task had the focus.
    OtherTask,
    /// Another page, or another program.
    Elsewhere,
    /// Its tabs were closed.
    Closed,
    /// No sign of life for longer than a beat: asleep, crashed, or the wall clock was set forward.
    Silence,
    /// The worker paused.
    Paused,
    /// The system saw no key and no mouse.
    NoInput,
    /// The screen was locked.
    Locked,
}

/// What the worker did by hand to the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Manual {
    /// Count time for this assignment whatever has the focus.
    Start,
    /// Count nothing for a while.
    Pause,
    /// Go on.
    Resume,
    /// The end of what [`Manual::Start`] began.
    Stop,
}

/// How a line of a page was matched with an assignment of the log.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// By the platform's assignment id.
    #[default]
    Id,
    /// By the task group, of which only one was open.
    Group,
    /// By requester, title, reward and day, and only one fitted.
    Combination,
    /// Nothing fitted: the line itself is how we know of it.
    New,
}

/// Which page said it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PageRef {
    /// The page's name in the platform's definition.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub page: String,
    /// The platform's own day that the page is about, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
}

/// What the worker changes in a record. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Edit {
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The requester's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requester_name: Option<String>,
    /// What was promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reward: Option<Money>,
    /// What the reward brought in the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid: Option<Money>,
    /// All bonuses together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bonus: Option<Money>,
    /// A bonus that was promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bonus_promised: Option<Money>,
    /// What the platform kept of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
    /// What came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The platform's own day that it counts to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// Left out of all figures (`true`), or back in them (`false`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<bool>,
}

/// What can happen. On the wire `{"worked":{…}}`: the name of the kind and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// The task is mine; accepted is not started.
    Accepted {
        /// What its page says.
        facts: Box<TaskFacts>,
        /// When, where the page tells; else the event's own time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Millis>,
    },
    /// Its page had the worker's focus for the first time.
    Started,
    /// Time on it, closed: an interval of the wall clock's `from` and its true length.
    Spent {
        /// As what.
        activity: Activity,
        /// The wall clock at its beginning.
        from: Millis,
        /// Its length in milliseconds, by a clock that nobody sets, at least 0.
        ms: i64,
        /// Why it was no work.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cause: Option<Cause>,
    },
    /// Attended time on a platform's lists: no task's.
    Searching {
        /// Where.
        platform: PlatformId,
        /// The wall clock at its beginning.
        from: Millis,
        /// Its length in milliseconds.
        ms: i64,
    },
    /// The submit button was clicked; validation may still refuse it.
    SubmitClicked,
    /// The page said that it was submitted.
    Submitted,
    /// The worker gave it back.
    Returned,
    /// Its time ran out.
    Expired,
    /// The worker was found not to fit.
    ScreenedOut,
    /// A page of the platform said what came of it.
    OutcomeSeen {
        /// Which page.
        #[serde(default)]
        page: PageRef,
        /// What it says.
        facts: Box<OutcomeFacts>,
        /// How the line found its assignment.
        #[serde(default)]
        matched: Matched,
    },
    /// A page lists everything of a day or a platform, and this assignment is not there.
    Unlisted {
        /// Which page.
        page: PageRef,
    },
    /// An earnings page's line of a day: sums that cannot be told apart by assignment.
    DaySeen {
        /// Where.
        platform: PlatformId,
        /// What it says.
        facts: Box<DayFacts>,
    },
    /// A cost that is no single assignment's: a transfer, an exchange, a month's fee.
    Cost {
        /// Where.
        platform: PlatformId,
        /// When it was taken.
        on: Millis,
        /// How much; positive is a cost.
        amount: Money,
        /// What for.
        what: String,
    },
    /// The worker worked the clock by hand.
    Manual {
        /// How.
        act: Manual,
    },
    /// The worker says how long the work took, whatever was measured.
    Corrected {
        /// The work time in milliseconds.
        worked_ms: i64,
    },
    /// An away or idle gap was work after all.
    GapCounted {
        /// The [`EventKind::Spent`] of the gap.
        gap: EventId,
    },
    /// The worker changed the record.
    Edited {
        /// What.
        edit: Box<Edit>,
    },
    /// Something said: a message from or to the requester, or the worker's own note.
    Noted {
        /// Whose words.
        by: Author,
        /// The words.
        text: String,
    },
    /// This assignment and another are one: a page that shows only the group, and later its id.
    SameAs {
        /// The other, whose events count to `about`.
        other: AssignmentKey,
    },
    /// An earlier event does not count; an undone undo counts again.
    Undone {
        /// Which event; undoing an [`EventKind::Imported`] undoes the import as a whole.
        target: EventId,
    },
    /// An import begins; its events name this event's id.
    Imported {
        /// What kind of file: see `core::import`.
        format: String,
        /// The file's name.
        name: String,
        /// How many events belong to it.
        events: u32,
    },
}

/// Whose words.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// The worker's.
    Me,
    /// The requester's.
    Requester,
    /// The platform's support.
    Platform,
}
