//! Records made anew out of their events, where something was taken back or linked.

use std::collections::{BTreeMap, BTreeSet};

use tallystick_core::ledger::{connected, fold, in_force, undone};
use tallystick_wire::event::{AssignmentKey, Event, EventId, EventKind};

use super::book::Book;
use super::damage;
use super::log::{self, Span};
use crate::store;
use crate::trouble::Done;

/// How many records are folded anew at once, so that memory stays flat.
const AT_ONCE: usize = 500;

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
        let mut done = 0;
        while !self.stale.is_empty() {
            if let Some(long) = &self.long {
                long.step(done, done + self.stale.len())?;
            }
            self.flush().await?;
            let mut part = BTreeSet::new();
            while part.len() < AT_ONCE
                && let Some(key) = self.stale.pop_first()
            {
                part.insert(key);
            }
            done += part.len();
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
        for id in before.symmetric_difference(&out) {
            self.turned(id).await?;
        }
        Ok(())
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

    /// Whatever this event concerns, itself or as an import, is stale.
    async fn turned(&mut self, id: &EventId) -> Done<()> {
        if let Some(place) = self.write.get(store::IDS, id.as_str()).await? {
            let events = log::events(self.write, &[place], &mut self.found).await?;
            self.outdate(events.values());
        }
        let prefix = format!("{}\n", id.as_str());
        let mut unread = damage::Found::new();
        for text in self.write.all(store::SPANS, &prefix).await? {
            let Some(span) = damage::read::<Span>(store::SPANS, &prefix, &text, &mut unread) else {
                continue;
            };
            let last = log::place_of(&span.last);
            let mut after = Some(log::place_of(&span.first).saturating_sub(1));
            while let Some(from) = after {
                let (events, next) =
                    log::part(self.write, from, log::PART, &mut self.found).await?;
                let its = |it: &&(u64, Event)| it.1.import.as_ref() == Some(id);
                self.outdate(events.iter().filter(its).map(|it| &it.1));
                after = next.filter(|it| *it < last);
            }
        }
        Ok(())
    }

    fn outdate<'e>(&mut self, events: impl Iterator<Item = &'e Event>) {
        for event in events {
            self.stale.extend(event.about.clone());
            if let EventKind::SameAs { other } = &event.kind {
                self.stale.insert(other.clone());
            }
        }
    }
}
