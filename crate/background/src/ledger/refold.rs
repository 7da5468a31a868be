//! Records made anew out of their events, where something was taken back or linked.

use std::collections::{BTreeMap, BTreeSet};

use tallystick_core::ledger::{connected, fold, in_force, undone};
use tallystick_wire::event::{AssignmentKey, Event, EventId, EventKind};
use tallystick_wire::message::Work;

use super::book::Book;
use super::journal::Journal;
use super::{log, parts};
use crate::store;
use crate::trouble::Done;

/// How many records are folded anew at once, so that memory stays flat.
const AT_ONCE: usize = 500;
/// How many events of undone imports are looked at in one transaction: in Firefox the background
/// shares its thread with the extension's pages, which are held up meanwhile.
const AT_ONCE_EVENTS: u64 = 500;

impl Book<'_> {
    /// Folds everything anew that must be.
    ///
    /// # Errors
    /// In the browser's words.
    pub(super) async fn settle(&mut self) -> Done<()> {
        if self.taken_back {
            self.taken_back = false;
            self.recount().await?;
        }
        while !self.stale.is_empty() {
            self.flush().await?;
            let mut part = BTreeSet::new();
            while part.len() < AT_ONCE
                && let Some(key) = self.stale.pop_first()
            {
                part.insert(key);
            }
            self.refold(part).await?;
        }
        Ok(())
    }

    async fn refold(&mut self, mut keys: BTreeSet<AssignmentKey>) -> Done<()> {
        let mut events: BTreeMap<String, Event> = BTreeMap::new();
        let mut todo: Vec<AssignmentKey> = keys.iter().cloned().collect();
        while !todo.is_empty() {
            let of: Vec<Option<&AssignmentKey>> = todo.iter().map(Some).collect();
            let mut places = log::places(self.write, &of).await?;
            places.retain(|place| !events.contains_key(place));
            let more = log::events(self.write, &places, &mut self.found).await?;
            let named = connected(more.values());
            todo = named.into_iter().filter(|it| !keys.contains(it)).collect();
            keys.extend(todo.iter().cloned());
            events.extend(more);
        }
        self.load(keys.clone()).await?;
        let mut records = fold(events.values(), &self.counts.undone);
        for key in keys {
            self.stale.remove(&key);
            let record = records.remove(&key);
            self.replace(key, record);
        }
        Ok(())
    }

    /// Counts again what is about no assignment; whatever belongs to an import that was undone or
    /// brought back is to be folded anew.
    async fn recount(&mut self) -> Done<()> {
        let places = log::places(self.write, &[None]).await?;
        let alone = log::events(self.write, &places, &mut self.found).await?;
        let out = undone(alone.values());
        let before = std::mem::replace(&mut self.counts.undone, out.clone());
        self.clear_alone()?;
        for event in alone.values().filter(|it| in_force(it, &out)) {
            self.add(event)?;
        }
        let turned: Vec<EventId> = before.symmetric_difference(&out).cloned().collect();
        self.turn(turned).await
    }

    /// Nothing was searched, said of days, paid or imported: before it is counted again.
    pub(super) fn clear_alone(&mut self) -> Done<()> {
        self.searches.clear();
        self.searches_cleared = true;
        for store in [store::SEARCH, store::DAYS, store::COSTS, store::IMPORTS] {
            self.write.delete_all(store, "")?;
        }
        Ok(())
    }

    /// Whatever these events concern, themselves or as imports, is to be folded anew: at once where
    /// it is little, else part by part, as the journal says.
    async fn turn(&mut self, turned: Vec<EventId>) -> Done<()> {
        let mut all = Vec::new();
        for id in &turned {
            if let Some(place) = self.write.get(store::IDS, id.as_str()).await? {
                let events = log::events(self.write, &[place], &mut self.found).await?;
                self.outdate(events.values());
            }
            let spans = parts::spans(self.write, id).await?;
            all.extend(spans.into_iter().map(|span| (id, span)));
        }
        let events: u64 = all.iter().map(|(_, (first, last))| last + 1 - first).sum();
        if AT_ONCE_EVENTS < events {
            return self.turn_later(turned, events).await;
        }
        for (id, (first, last)) in all {
            let mut from = first.saturating_sub(1);
            while from < last {
                from = self.outdate_import(id, from, last).await?;
            }
        }
        Ok(())
    }

    async fn turn_later(&mut self, turned: Vec<EventId>, events: u64) -> Done<()> {
        if self.journal.is_none() {
            self.read_journal().await?;
        }
        let own = (self.opened_at + 1, self.counts.last);
        let journal = self.journal.get_or_insert_with(|| Journal {
            spans: vec![own],
            ..Journal::of(Work::Undoing)
        });
        journal.turn(turned, events);
        Ok(())
    }

    /// Has at hand what is underway.
    ///
    /// # Errors
    /// In the browser's words.
    pub(super) async fn read_journal(&mut self) -> Done<Option<&Journal>> {
        self.journal = Journal::read(self.write, &mut self.found).await?;
        Ok(self.journal.as_ref())
    }

    /// The events of an import behind a place, not behind `last` and not very many, are stale; up
    /// to which place that was.
    ///
    /// # Errors
    /// In the browser's words.
    pub(super) async fn outdate_import(
        &mut self,
        import: &EventId,
        from: u64,
        last: u64,
    ) -> Done<u64> {
        let most = AT_ONCE_EVENTS.min(last - from);
        let most = usize::try_from(most).unwrap_or(log::PART);
        let (events, next) = log::part(self.write, from, most, &mut self.found).await?;
        let its = |it: &&(u64, Event)| it.0 <= last && it.1.import.as_ref() == Some(import);
        self.outdate(events.iter().filter(its).map(|it| &it.1));
        Ok(next.map_or(last, |it| it.min(last)))
    }

    /// The assignments of these events are to be folded anew.
    pub(super) fn outdate<'e>(&mut self, events: impl IntoIterator<Item = &'e Event>) {
        for event in events {
            self.stale.extend(event.about.clone());
            if let EventKind::SameAs { other } = &event.kind {
                self.stale.insert(other.clone());
            }
        }
    }
}
