//! What a page tells the clock, and what the clock tells the live line and the outcome pages.
//!
//! A page reports what it sees of itself; which tab that is, and which tab was opened from which,
//! the background knows from the browser. Neither adds times: that is `core::clock`.

use serde::{Deserialize, Serialize};

use crate::Millis;
use crate::event::{AssignmentKey, Cause, EventId, Manual};
use crate::facts::{DayFacts, OutcomeFacts, TaskFacts};
use crate::id::{GroupKey, PlatformId, RequesterKey};
use crate::money::Money;

/// See [`super::Request::ClockReport`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockReport {
    /// The platform of the page.
    pub platform: PlatformId,
    /// `performance.timeOrigin` in milliseconds: tells a reloaded document from the one before.
    pub origin: i64,
    /// `performance.now()` in milliseconds: a clock that nobody sets.
    pub elapsed: i64,
    /// What happened.
    pub sign: PageSign,
    /// The platform's id of the assignment that the sign is about, where it is not the page's own
    /// (a task returned from the queue).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<String>,
    /// What the page is; sent with `opened` and again when it changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<PageOn>,
}

/// What happened to a page. While it is visible and focused it beats at least every 15 s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageSign {
    /// It was loaded, or turned into another page.
    Opened,
    /// It has the focus.
    Focused,
    /// It still has it.
    Beat,
    /// It is visible and has lost the focus.
    Blurred,
    /// It is no longer visible.
    Hidden,
    /// It goes away: closed, reloaded or left.
    Closed,
    /// The worker clicked on submit.
    SubmitClicked,
    /// The page says that the task was submitted.
    Submitted,
    /// The worker gave the task back.
    Returned,
    /// The page says that the time ran out.
    Expired,
}

/// What a page is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum PageOn {
    /// A list of tasks: attended time is searching.
    List,
    /// The tasks that the worker holds.
    Queue {
        /// With `assignment` and, where it is shown, `remaining_seconds`.
        tasks: Vec<TaskFacts>,
    },
    /// One task.
    Task {
        /// What is said of it.
        facts: Box<TaskFacts>,
        /// Whether it is mine: `false` on a preview (attended time is searching), `None` where the
        /// page does not tell (it is searching until a tab is opened from it, something is
        /// submitted or the worker starts the clock).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        accepted: Option<bool>,
    },
    /// Any other page of the platform: messages, earnings, settings. Nobody's time.
    Other,
}

/// The reply to [`ClockReport`], [`ClockAct`], [`CountGap`] and [`AmendClock`]: what the live line needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveClock {
    /// When this was said.
    pub now: Millis,
    /// Whether the worker wants the line.
    #[serde(default)]
    pub shown: bool,
    /// The clock does not know this page (its state was wiped): report `opened` again.
    #[serde(default)]
    pub tell_again: bool,
    /// The task that this page is about; `None` on lists and previews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<LiveTask>,
    /// The event that [`CountGap`] or [`AmendClock`] wrote: what an undo names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did: Option<EventId>,
    /// What was finished with this report, if it is to be offered for review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<Finished>,
}

/// A task that was just submitted, as far as a review needs it. Its work time is the last of
/// [`super::KnownGroup::my_seconds`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    /// Whose it was.
    pub requester: RequesterKey,
    /// Their name as it was shown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub requester_name: String,
    /// Of which group.
    pub group: GroupKey,
    /// Its title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What it pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reward: Option<Money>,
}

/// The clock of one assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveTask {
    /// Which.
    pub key: AssignmentKey,
    /// Worked so far, in milliseconds, at [`LiveClock::now`].
    pub worked_ms: i64,
    /// Whether it is counting.
    pub running: bool,
    /// Whether the worker paused it.
    #[serde(default)]
    pub paused: bool,
    /// Whether the worker started it by hand: it counts whatever has the focus.
    #[serde(default)]
    pub manual: bool,
    /// What it pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reward: Option<Money>,
    /// When its time runs out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Millis>,
    /// The last gap that is neither counted nor passed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<LiveGap>,
}

/// A gap that is offered back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveGap {
    /// Its event.
    pub id: EventId,
    /// Its length in milliseconds.
    pub ms: i64,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

/// See [`super::Request::ClockAct`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockAct {
    /// Of which assignment.
    pub key: AssignmentKey,
    /// What the worker did.
    pub act: Manual,
}

/// See [`super::Request::CountGap`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountGap {
    /// Of which assignment.
    pub key: AssignmentKey,
    /// Which gap.
    pub gap: EventId,
}

/// See [`super::Request::AmendClock`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendClock {
    /// Of which assignment.
    pub key: AssignmentKey,
    /// What the worker says.
    pub change: Amend,
}

/// What the worker says of the time of one assignment, from the live line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Amend {
    /// It took so long, whatever was measured: an [`crate::event::EventKind::Corrected`].
    Corrected {
        /// The work time in milliseconds.
        worked_ms: i64,
    },
    /// An earlier event about it does not count: an [`crate::event::EventKind::Undone`].
    Undone {
        /// Which.
        target: EventId,
    },
}

/// See [`super::Request::SeeOutcomes`]: everything that an outcome or earnings page says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeeOutcomes {
    /// The platform of the page.
    pub platform: PlatformId,
    /// The page's name in the definition.
    pub page: String,
    /// The platform's own day that the page is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// Whether these lines are all there are: of the day, or without a day of the platform.
    #[serde(default)]
    pub complete: bool,
    /// The assignments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<OutcomeFacts>,
    /// The days of an earnings page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<DayFacts>,
}

/// The reply to [`SeeOutcomes`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeenOutcomes {
    /// Assignments that the log did not have.
    pub new: u32,
    /// Assignments of which something was learned.
    pub changed: u32,
    /// Lines that said nothing new.
    pub same: u32,
    /// Lines that were matched without an assignment id.
    pub weak: u32,
    /// Lines that contradict the log.
    pub contradicting: u32,
    /// Assignments that should be on the page and are not.
    pub missing: u32,
}
