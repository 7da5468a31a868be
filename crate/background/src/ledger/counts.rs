//! A few numbers about the whole log, kept beside it so that nobody counts it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tallystick_browser::database::{Read, Write};
use tallystick_core::ledger::undone;
use tallystick_wire::Millis;
use tallystick_wire::event::EventId;

use super::damage::{self, Found};
use super::log;
use crate::store;
use crate::trouble::Done;

/// Their key in [`store::CLOCK`].
pub const COUNTS: &str = "counts";

/// The numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// The last place that was given to an event; 0: none was.
    pub last: u64,
    /// Events in the log.
    pub events: u64,
    /// Records of assignments, but for those that became another.
    pub assignments: u64,
    /// Events that the last full export holds.
    pub saved: u64,
    /// When that was.
    pub saved_at: Option<Millis>,
    /// The word for this run of the browser.
    pub session: String,
    /// Events about no assignment that were undone, imports among them.
    pub undone: BTreeSet<EventId>,
}

impl Counts {
    /// Reads them; damaged ones are counted again.
    ///
    /// # Errors
    /// In the browser's words.
    pub async fn read(read: &Read, found: &mut Found) -> Done<Self> {
        let Some(text) = read.get(store::CLOCK, COUNTS).await? else {
            return Ok(Self::default());
        };
        match damage::read(store::CLOCK, COUNTS, &text, found) {
            Some(counts) => Ok(counts),
            None => Self::again(read, found).await,
        }
    }

    /// Stores them.
    ///
    /// # Errors
    /// In the browser's words.
    pub fn write(&self, write: &Write) -> Done<()> {
        store::put(write, store::CLOCK, COUNTS, self)
    }

    /// Events since the last full export.
    pub fn unsaved(&self) -> u64 {
        self.events.saturating_sub(self.saved)
    }

    /// Events were deleted; that makes none of the others saved or unsaved.
    pub fn removed(&mut self, events: u64) {
        let unsaved = self.unsaved();
        self.events = self.events.saturating_sub(events);
        self.saved = self.events.saturating_sub(unsaved);
    }

    /// Events left that had entered since: what was saved before still is.
    pub fn left(&mut self, events: u64) {
        self.events = self.events.saturating_sub(events);
        self.saved = self.saved.min(self.events);
    }

    async fn again(read: &Read, found: &mut Found) -> Done<Self> {
        let mut counts = Self::default();
        let mut after = Some(0);
        while let Some(from) = after {
            let (events, next) = log::part(read, from, log::PART, found).await?;
            counts.events += events.len() as u64;
            counts.last = events.last().map_or(counts.last, |it| it.0);
            after = next;
        }
        let places = log::places(read, &[None]).await?;
        let alone = log::events(read, &places, found).await?;
        counts.undone = undone(alone.values());
        counts.assignments = read.keys(store::RECORDS, "").await?.len() as u64;
        Ok(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_deleted_leaves_the_unsaved_unsaved() {
        let mut counts = Counts {
            events: 100,
            saved: 90,
            ..Counts::default()
        };
        counts.removed(50);
        assert_eq!((counts.events, counts.unsaved()), (50, 10));
        counts.removed(45);
        assert_eq!((counts.events, counts.unsaved()), (5, 5));
    }
}
