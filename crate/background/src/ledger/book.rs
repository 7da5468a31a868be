//! Events into the log and into what is folded out of it, within one transaction.
//!
//! What is changed is held here and written by [`Book::finish`]; a book that is dropped before
//! leaves no trace if its transaction is dropped, too. What an event does to a record is core's
//! business.

use std::collections::{BTreeMap, BTreeSet};

use tallystick_browser::database::Write;
use tallystick_browser::random;
use tallystick_core::history::Sums;
use tallystick_core::ledger::{Step, apply, home, in_force, quarters};
use tallystick_wire::event::{AssignmentKey, Entry, Event, EventId, EventKind};
use tallystick_wire::ledger::{Assignment, CostRecord, DayRecord, Standing};
use tallystick_wire::{Millis, PlatformId};

use super::counts::Counts;
use super::damage::{self, Found};
use super::journal::Journal;
use super::log::{self, Span};
use crate::mine;
use crate::store;
use crate::trouble::{Done, Trouble};
use crate::world::World;

/// The most changed records that a book remembers for an answer.
const CHANGED_MAX: usize = 1_000;

/// A record as it is stored and as it will be.
#[derive(Default)]
struct Slot {
    before: Option<Assignment>,
    now: Option<Assignment>,
}

/// The ledger while it is written.
pub struct Book<'a> {
    pub(super) world: &'a World,
    /// Its transaction.
    pub write: &'a Write,
    /// Numbers about the whole.
    pub counts: Counts,
    stored_counts: Option<Counts>,
    slots: BTreeMap<AssignmentKey, Slot>,
    /// Records to be folded anew.
    pub(super) stale: BTreeSet<AssignmentKey>,
    /// Something about no assignment was taken back.
    pub(super) taken_back: bool,
    pub(super) searches: BTreeMap<(PlatformId, i64), i64>,
    pub(super) searches_cleared: bool,
    /// What is added to the sums of the worker's hours.
    pub(super) hours: Sums,
    spans: BTreeMap<EventId, (u64, u64)>,
    changed: BTreeMap<AssignmentKey, Assignment>,
    /// One of the sums cannot be read.
    pub(super) sums_damaged: bool,
    pub(super) found: Found,
    /// What is underway, once it was read or began here.
    pub(super) journal: Option<Journal>,
    /// The last place before anything was appended here.
    pub(super) opened_at: u64,
}

impl<'a> Book<'a> {
    /// Opens the ledger in a transaction over [`store::LEDGER`].
    ///
    /// # Errors
    /// In the browser's words.
    pub async fn open(world: &'a World, write: &'a Write) -> Done<Self> {
        let mut found = Found::new();
        let counts = Counts::read(write, &mut found).await?;
        // Damaged ones are to be written in any case.
        let sound = found.is_empty();
        Ok(Self {
            world,
            write,
            opened_at: counts.last,
            stored_counts: sound.then(|| counts.clone()),
            counts,
            slots: BTreeMap::new(),
            stale: BTreeSet::new(),
            taken_back: false,
            searches: BTreeMap::new(),
            searches_cleared: false,
            hours: Sums::default(),
            spans: BTreeMap::new(),
            changed: BTreeMap::new(),
            sums_damaged: false,
            found,
            journal: None,
        })
    }

    /// Gives entries their ids and appends them.
    ///
    /// # Errors
    /// In the browser's words.
    pub async fn record(&mut self, entries: Vec<Entry>, at: Millis) -> Done<Vec<Event>> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        if self.counts.session.is_empty() {
            self.counts.session = session()?;
        }
        let mut events = Vec::with_capacity(entries.len());
        for entry in entries {
            events.push(entry.event(event_id(at)?, at, &self.counts.session));
        }
        self.append(&events).await?;
        Ok(events)
    }

    /// Appends events in this order.
    ///
    /// # Errors
    /// In the browser's words.
    pub async fn append(&mut self, events: &[Event]) -> Done<()> {
        let mut keys = BTreeSet::new();
        for event in events {
            self.place(event)?;
            keys.extend(event.about.clone());
        }
        self.load(keys).await?;
        events.iter().try_for_each(|event| self.take(event))
    }

    /// The record that an assignment has by now; of what became another, that of the other.
    ///
    /// # Errors
    /// In the browser's words.
    pub async fn now(&mut self, key: &AssignmentKey) -> Done<Option<&Assignment>> {
        self.load(BTreeSet::from([key.clone()])).await?;
        let own = self.slots.get(key).and_then(|it| it.now.as_ref());
        let home = home(own, key).clone();
        Ok(self.slots.get(&home).and_then(|it| it.now.as_ref()))
    }

    /// Folds anew what must be, so that [`Book::now`] is up to date.
    ///
    /// # Errors
    /// In the browser's words.
    pub async fn fold_now(&mut self) -> Done<()> {
        self.settle().await
    }

    /// Folds what must be folded anew and writes everything; the records that changed, not more
    /// than a thousand.
    ///
    /// # Errors
    /// In the browser's words.
    pub async fn finish(mut self) -> Done<Vec<Assignment>> {
        self.close().await?;
        Ok(self.changed.into_values().collect())
    }

    /// The same, for whoever looks at the book afterwards. Once.
    ///
    /// # Errors
    /// In the browser's words.
    pub(super) async fn close(&mut self) -> Done<()> {
        self.settle().await?;
        self.flush().await?;
        self.write_spans()?;
        self.write_searches().await?;
        self.write_hours().await?;
        if self.stored_counts.as_ref() != Some(&self.counts) {
            self.counts.write(self.write)?;
        }
        if let Some(journal) = &self.journal {
            journal.write(self.write)?;
        }
        // What was found since is set aside, too.
        damage::set_aside(self.write, &std::mem::take(&mut self.found))
    }

    /// Writes the records that changed and forgets them.
    ///
    /// # Errors
    /// In the browser's words.
    pub async fn flush(&mut self) -> Done<()> {
        // Before anything is put in its place.
        damage::set_aside(self.write, &std::mem::take(&mut self.found))?;
        let mut slots = std::mem::take(&mut self.slots);
        slots.retain(|_, slot| slot.before != slot.now);
        let changes = slots.values();
        let changes: Vec<_> = changes
            .map(|it| (it.before.as_ref(), it.now.as_ref()))
            .collect();
        self.sum(&changes).await?;
        for (key, slot) in slots {
            self.write_slot(key, slot)?;
        }
        Ok(())
    }

    fn write_slot(&mut self, key: AssignmentKey, slot: Slot) -> Done<()> {
        let name = key.to_string();
        match &slot.now {
            Some(record) => store::put(self.write, store::RECORDS, &name, record)?,
            None => self.write.delete(store::RECORDS, &name)?,
        }
        self.write.put(store::CHANGED, &name, "")?;
        match (is_pending(&slot.before), is_pending(&slot.now)) {
            (false, true) => self.write.put(store::PENDING, &name, "")?,
            (true, false) => self.write.delete(store::PENDING, &name)?,
            _ => {}
        }
        let assignments = self.counts.assignments;
        let assignments = assignments.saturating_sub(u64::from(is_own(&slot.before)));
        self.counts.assignments = assignments + u64::from(is_own(&slot.now));
        if self.changed.len() < CHANGED_MAX {
            self.changed.extend(slot.now.map(|it| (key, it)));
        }
        Ok(())
    }

    /// Has the records of these at hand, and of what they became.
    pub(super) async fn load(&mut self, keys: BTreeSet<AssignmentKey>) -> Done<()> {
        let mut wanted: Vec<AssignmentKey> = keys.into_iter().collect();
        while !wanted.is_empty() {
            wanted.retain(|key| !self.slots.contains_key(key));
            let mut homes = BTreeSet::new();
            for part in wanted.chunks(log::PART) {
                let names: Vec<String> = part.iter().map(ToString::to_string).collect();
                let texts = self.write.get_each(store::RECORDS, &names).await?;
                for ((key, name), text) in part.iter().zip(&names).zip(texts) {
                    let before = self.parsed(key, name, text);
                    homes.extend(before.as_ref().and_then(|it| it.became.clone()));
                    let now = before.clone();
                    self.slots.insert(key.clone(), Slot { before, now });
                }
            }
            wanted = homes.into_iter().collect();
        }
        Ok(())
    }

    /// Puts what was folded in the place of a record that is at hand.
    pub(super) fn replace(&mut self, key: AssignmentKey, record: Option<Assignment>) {
        self.slots.entry(key).or_default().now = record;
    }

    /// An event about no assignment that counts.
    pub(super) fn add(&mut self, event: &Event) -> Done<()> {
        match &event.kind {
            EventKind::Searching { platform, from, ms } => {
                for (quarter, ms) in quarters(*from, *ms) {
                    *self
                        .searches
                        .entry((platform.clone(), quarter))
                        .or_default() += ms;
                }
                Ok(())
            }
            EventKind::DaySeen { platform, facts } => {
                let record = DayRecord {
                    platform: platform.clone(),
                    facts: (**facts).clone(),
                    seen: event.at,
                };
                let key = format!("{platform}\n{}", facts.day);
                store::put(self.write, store::DAYS, &key, &record)
            }
            EventKind::Cost {
                platform,
                on,
                amount,
                what,
            } => {
                let record = CostRecord {
                    id: event.id.clone(),
                    platform: platform.clone(),
                    on: *on,
                    amount: *amount,
                    what: what.clone(),
                };
                store::put(self.write, store::COSTS, event.id.as_str(), &record)
            }
            EventKind::Imported { .. } => {
                store::put(self.write, store::IMPORTS, event.id.as_str(), event)
            }
            _ => Ok(()),
        }
    }

    fn parsed(
        &mut self,
        key: &AssignmentKey,
        name: &str,
        text: Option<String>,
    ) -> Option<Assignment> {
        let text = text?;
        let record = damage::read(store::RECORDS, name, &text, &mut self.found);
        if record.is_none() {
            self.stale.insert(key.clone());
        }
        record
    }

    fn place(&mut self, event: &Event) -> Done<()> {
        self.counts.last += 1;
        self.counts.events += 1;
        let place = self.counts.last;
        if let Some(import) = &event.import {
            let span = self.spans.entry(import.clone()).or_insert((place, place));
            span.1 = place;
        }
        log::put(self.write, &log::place_key(place), event)
    }

    fn take(&mut self, event: &Event) -> Done<()> {
        match (&event.about, &event.kind) {
            (None, EventKind::Undone { .. }) => self.taken_back = true,
            // Everything of this kind is counted again anyway.
            (None, _) if self.taken_back => {}
            // Its import may be undone while it enters.
            _ if !in_force(event, &self.counts.undone) => self.stale.extend(event.about.clone()),
            (None, _) => self.add(event)?,
            (Some(key), EventKind::SameAs { other }) => {
                self.stale.extend([key.clone(), other.clone()]);
            }
            (Some(key), _) => self.change(key, event),
        }
        Ok(())
    }

    fn change(&mut self, key: &AssignmentKey, event: &Event) {
        let own = self.slots.get(key).and_then(|it| it.now.as_ref());
        let key = home(own, key).clone();
        if self.stale.contains(&key) {
            return;
        }
        let slot = self.slots.entry(key.clone()).or_default();
        let known = slot.now.is_some();
        let step = apply(&mut slot.now, event);
        if let Some(record) = slot.now.as_mut().filter(|_| !known) {
            record.key = key.clone();
        }
        if step == Step::Refold {
            self.stale.insert(key);
        }
    }

    fn write_spans(&self) -> Done<()> {
        for (import, (first, last)) in &self.spans {
            let span = Span {
                first: log::place_key(*first),
                last: log::place_key(*last),
            };
            let key = format!("{}\n{}", import.as_str(), span.first);
            store::put(self.write, store::SPANS, &key, &span)?;
        }
        Ok(())
    }
}

/// A fresh id of an event.
///
/// # Errors
/// Where the browser has no source of chance.
pub fn event_id(now: Millis) -> Done<EventId> {
    let id = EventId::try_from(mine::uuid(now, random::bytes()?));
    id.map_err(|bad| Trouble::Told(bad.0))
}

/// A fresh word for a run of the browser.
///
/// # Errors
/// Where the browser has no source of chance.
pub fn session() -> Done<String> {
    let bytes = random::bytes::<4>()?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn is_pending(record: &Option<Assignment>) -> bool {
    record
        .as_ref()
        .is_some_and(|it| it.standing == Standing::Pending && it.became.is_none())
}

fn is_own(record: &Option<Assignment>) -> bool {
    record.as_ref().is_some_and(|it| it.became.is_none())
}
