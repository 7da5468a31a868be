//! What the dashboard asks about the ledger. Only the extension's own pages may.
//!
//! These travel inside [`super::Request::Ledger`] as text, so that a content script, which can
//! write every `Request`, does not carry the writers of all these. With the feature `ledger` each
//! of them is an [`Ask`] like any other.

use serde::{Deserialize, Serialize};

use crate::Millis;
use crate::event::{AssignmentKey, Entry, Event, EventId};
use crate::id::PlatformId;
use crate::ledger::{Assignment, CostRecord, DayRecord, SearchRecord};

#[cfg(feature = "ledger")]
use super::{Ask, Request};

/// See [`super::Request::Ledger`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// The JSON text of a [`LedgerRequest`].
    pub question: String,
}

macro_rules! ledger_requests {
    ($($(#[$doc:meta])* $name:ident -> $reply:ty;)*) => {
        /// Everything that can be asked about the ledger.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "ask", rename_all = "snake_case")]
        pub enum LedgerRequest {
            $($(#[$doc])* $name($name),)*
        }
        $(
            #[cfg(feature = "ledger")]
            impl From<$name> for Request {
                fn from(it: $name) -> Self {
                    // Of strings, numbers and lists: nothing in it can fail to be written.
                    let question = serde_json::to_string(&LedgerRequest::$name(it)).unwrap_or_default();
                    Self::Ledger(Ledger { question })
                }
            }
            #[cfg(feature = "ledger")]
            impl Ask for $name {
                type Reply = $reply;
            }
        )*
    };
}

ledger_requests! {
    /// How much there is, and everything that is not one assignment's.
    ReadLedger -> LedgerState;
    /// Records of assignments, a page at a time.
    ReadAssignments -> AssignmentPage;
    /// All events behind one assignment, in the log's order.
    ReadHistory -> Vec<Event>;
    /// The log itself, a page at a time, for an export.
    ReadEvents -> EventPage;
    /// Append what the worker did by hand: edits, corrections, notes, undos, own records.
    AppendEntries -> Appended;
    /// Put a part of an import aside; nothing of it counts yet.
    StageImport -> ();
    /// Everything that was put aside is to enter the log, or nothing: it begins, with the first
    /// part. While the reply says that it is not over, [`GoOn`] brings the next ones.
    CommitImport -> LongWork;
    /// Forget what was put aside.
    DropImport -> ();
    /// Go on with the long work that is underway in the log, by one part of a second or two; as it
    /// stands then. `None`: nothing is underway.
    GoOn -> Option<LongWork>;
    /// That work is to be taken back: what it did is undone part by part, as [`GoOn`] is asked.
    /// `None`: nothing is underway.
    StopLongWork -> Option<LongWork>;
    /// The worker has saved a full export of the log up to here.
    MarkSaved -> ();
    /// Delete the ledger, whole at once or of one platform in parts: the first of them, after which
    /// [`GoOn`] is asked. Cannot be undone. `None`: it is gone.
    WipeLedger -> Option<LongWork>;
}

/// See [`LedgerRequest::ReadLedger`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadLedger {}

/// The reply to [`ReadLedger`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LedgerState {
    /// Events in the log.
    pub events: u64,
    /// Assignments.
    pub assignments: u64,
    /// Events since the last full export, for the reminder to save.
    pub unsaved: u64,
    /// The last full export.
    pub saved_at: Option<Millis>,
    /// What earnings pages said of days.
    pub days: Vec<DayRecord>,
    /// Attended time on lists.
    pub searches: Vec<SearchRecord>,
    /// Costs.
    pub costs: Vec<CostRecord>,
    /// Imports in force, oldest first: their [`crate::event::EventKind::Imported`] events.
    pub imports: Vec<Event>,
    /// Records that could not be read, and what became of them, for people.
    pub damage: Vec<String>,
    /// Long work that has begun and is not over, perhaps since before the browser was ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub underway: Option<LongWork>,
}

/// See [`LedgerRequest::ReadAssignments`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadAssignments {
    /// Go on behind this one; `None`: from the beginning.
    pub after: Option<AssignmentKey>,
    /// At most this many; 0: as many as the background thinks right.
    pub limit: u32,
    /// Only of this platform.
    pub platform: Option<PlatformId>,
}

/// The reply to [`ReadAssignments`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentPage {
    /// In the order of their keys.
    pub records: Vec<Assignment>,
    /// Where to go on; `None`: these were the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<AssignmentKey>,
}

/// See [`LedgerRequest::ReadHistory`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadHistory {
    /// Of which assignment.
    pub key: AssignmentKey,
}

/// See [`LedgerRequest::ReadEvents`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadEvents {
    /// Go on behind this place of the log; 0: from the beginning.
    pub after: u64,
    /// At most this many; 0: as many as the background thinks right.
    pub limit: u32,
}

/// The reply to [`ReadEvents`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPage {
    /// In the log's order.
    pub events: Vec<Event>,
    /// Where to go on; `None`: these were the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// See [`LedgerRequest::AppendEntries`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppendEntries {
    /// What happened, in this order; all of it or nothing is appended.
    pub entries: Vec<Entry>,
}

/// The reply to [`AppendEntries`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appended {
    /// The events as they are in the log now; undo them by their ids.
    pub events: Vec<Event>,
    /// The records that changed, as they are now.
    pub records: Vec<Assignment>,
}

/// See [`LedgerRequest::StageImport`]. The first event of an import is its
/// [`crate::event::EventKind::Imported`], whose id the others name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageImport {
    /// The id of the import's first event.
    pub import: EventId,
    /// The next part, in order; at most some thousands at a time.
    pub events: Vec<Event>,
}

/// See [`LedgerRequest::CommitImport`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitImport {
    /// Which.
    pub import: EventId,
}

/// See [`LedgerRequest::DropImport`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropImport {
    /// Which.
    pub import: EventId,
}

/// See [`LedgerRequest::GoOn`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoOn {}

/// What takes so long that it is done in parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// An import enters the log.
    Entering,
    /// What was undone, or brought back, is folded anew.
    Undoing,
    /// What had begun is taken back: at its end nothing of it was done.
    Leaving,
    /// What is known of one platform is deleted.
    Wiping,
}

impl Work {
    /// Whether it can be taken back before its end.
    pub const fn can_stop(self) -> bool {
        matches!(self, Self::Entering | Self::Undoing)
    }
}

/// Long work in the log, and how far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LongWork {
    /// What it is.
    pub work: Work,
    /// Events that were looked at.
    pub done: u64,
    /// Of so many.
    pub of: u64,
    /// Events that entered the log so far; those that it had already did not.
    pub events: u64,
    /// Whether that was all: nothing is underway any more.
    pub over: bool,
}

/// See [`LedgerRequest::StopLongWork`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopLongWork {}

/// See [`LedgerRequest::MarkSaved`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkSaved {
    /// Events in the log when the export began.
    pub events: u64,
}

/// See [`LedgerRequest::WipeLedger`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WipeLedger {
    /// Only of this platform; `None`: everything.
    pub platform: Option<PlatformId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_about_the_ledger_travels_as_text_in_a_request() {
        let question = ReadHistory {
            key: serde_json::from_str(r#"{"platform":"mturk","kind":"id","value":"3A"}"#).unwrap(),
        };
        let text = serde_json::to_string(&Request::from(question.clone())).unwrap();
        let Request::Ledger(carried) = serde_json::from_str(&text).unwrap() else {
            panic!("{text}");
        };
        let read: LedgerRequest = serde_json::from_str(&carried.question).unwrap();
        assert_eq!(read, LedgerRequest::ReadHistory(question));
    }
}
