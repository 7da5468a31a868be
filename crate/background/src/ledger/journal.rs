//! What is underway in the log and too long for one transaction: an import that enters, an undo that
//! changes more than some hundreds of events, the deletion of what is known of a platform.
//!
//! It is done in parts of a second or less, each one transaction that also writes here how far it
//! came, so that journal and log agree whenever the browser ends. `parts` is how one goes on. What
//! enters can leave again: the journal knows at which places it lies.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tallystick_browser::database::{Read, Write};
use tallystick_wire::PlatformId;
use tallystick_wire::event::EventId;
use tallystick_wire::message::{LongWork, Work};

use super::damage::{self, Found};
use crate::store;
use crate::trouble::{Done, Trouble};

/// Its key in [`store::CLOCK`].
pub const JOURNAL: &str = "journal";
/// Why something has to wait.
const BUSY: &str = "Other long work in the log is not over yet: open the dashboard and let it end, or \
                    cancel it there";

/// Long work, of which there is one at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    /// What it is.
    pub work: Work,
    /// Which import enters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<EventId>,
    /// Which platform's log is deleted, until it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<PlatformId>,
    /// Events that are put aside and did not enter yet.
    #[serde(default)]
    pub staged: u64,
    /// The first and last places of what it added to the log, part by part.
    #[serde(default)]
    pub spans: Vec<(u64, u64)>,
    /// Something about no assignment left: what is about none is to be counted again.
    #[serde(default)]
    pub recount: bool,
    /// What was undone or brought back, itself or as an import, and is to be folded anew.
    #[serde(default)]
    pub turned: BTreeSet<EventId>,
    /// The last place of the first of these that was folded anew; 0: none.
    #[serde(default)]
    pub at: u64,
    /// Events that were looked at.
    #[serde(default)]
    pub done: u64,
    /// Of so many.
    #[serde(default)]
    pub of: u64,
    /// Events that entered.
    #[serde(default)]
    pub events: u64,
}

impl Journal {
    /// Nothing was done yet.
    pub fn of(work: Work) -> Self {
        Self {
            work,
            import: None,
            platform: None,
            staged: 0,
            spans: Vec::new(),
            recount: false,
            turned: BTreeSet::new(),
            at: 0,
            done: 0,
            of: 0,
            events: 0,
        }
    }

    /// An import begins, of which so many events are put aside.
    pub fn entering(import: EventId, staged: u64) -> Self {
        Self {
            import: Some(import),
            staged,
            of: staged,
            ..Self::of(Work::Entering)
        }
    }

    /// A platform's log begins to be deleted, of which so many events are found.
    pub fn wiping(platform: PlatformId, of: u64) -> Self {
        Self {
            platform: Some(platform),
            of,
            ..Self::of(Work::Wiping)
        }
    }

    /// Reads it; `None`: nothing is underway.
    ///
    /// # Errors
    /// In the browser's words.
    pub async fn read(read: &Read, found: &mut Found) -> Done<Option<Self>> {
        let text = read.get(store::CLOCK, JOURNAL).await?;
        Ok(text.and_then(|text| damage::read(store::CLOCK, JOURNAL, &text, found)))
    }

    /// Stores how far it is, or that it is over.
    ///
    /// # Errors
    /// In the browser's words.
    pub fn write(&self, write: &Write) -> Done<()> {
        if self.is_over() {
            Ok(write.delete(store::CLOCK, JOURNAL)?)
        } else {
            store::put(write, store::CLOCK, JOURNAL, self)
        }
    }

    /// These are to be folded anew, with so many events.
    pub fn turn(&mut self, ids: impl IntoIterator<Item = EventId>, events: u64) {
        self.turned.extend(ids);
        // One of them may have turned twice.
        self.at = 0;
        self.of += events;
    }

    /// What it did is to be taken back.
    pub fn leave(&mut self) {
        self.work = Work::Leaving;
        self.staged = 0;
        self.done = 0;
        self.of = self.spans.iter().map(|it| it.1 + 1 - it.0).sum();
    }

    /// Whether nothing is left to be done.
    pub fn is_over(&self) -> bool {
        let leaving = self.work == Work::Leaving;
        let there = leaving && (!self.spans.is_empty() || self.recount);
        self.staged == 0 && !there && self.turned.is_empty() && self.platform.is_none()
    }

    /// For the worker.
    pub fn told(&self) -> LongWork {
        LongWork {
            work: self.work,
            done: self.done.min(self.of),
            of: self.of,
            events: self.events,
            over: self.is_over(),
        }
    }
}

/// Nothing long may be underway.
///
/// # Errors
/// Something is; or the browser's words.
pub async fn idle(read: &Read) -> Done<()> {
    match Journal::read(read, &mut Found::new()).await? {
        Some(_) => Err(Trouble::Told(BUSY.to_owned())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u32) -> EventId {
        let id = format!("01890a5d-ac96-774b-bcce-{n:012x}");
        EventId::try_from(id).unwrap()
    }

    #[test]
    fn an_import_is_over_once_all_of_it_entered_and_is_folded() {
        let mut it = Journal::entering(id(1), 5);
        assert!(!it.is_over());
        it.staged = 0;
        it.spans.push((1, 5));
        assert!(it.is_over());
        it.turn([id(2)], 7);
        assert!(!it.is_over());
        assert_eq!((it.told().of, it.told().over), (12, false));
    }

    #[test]
    fn what_is_taken_back_is_over_once_all_of_it_left() {
        let mut it = Journal::entering(id(1), 5);
        it.spans = vec![(3, 4), (7, 7)];
        it.leave();
        assert_eq!((it.told().of, it.is_over()), (3, false));
        it.spans.clear();
        it.recount = true;
        assert!(!it.is_over());
        it.recount = false;
        assert!(it.is_over());
    }
}
