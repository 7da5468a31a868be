//! The whole ledger in memory, followed along a log.

use std::collections::{BTreeMap, BTreeSet};

use tallystick_wire::event::{AssignmentKey, Event, EventId, EventKind};
use tallystick_wire::ledger::{Assignment, CostRecord, DayRecord};
use tallystick_wire::{Millis, PlatformId};

use super::fold::{fold, home, in_force, undone};
use super::{Step, apply};

/// A quarter of an hour: no time zone's day begins within one.
pub const QUARTER_MS: i64 = 15 * 60_000;

/// An interval by the quarters of an hour that it touches: the quarter's number since 1970-01-01
/// UTC, and the milliseconds in it.
pub fn quarters(from: Millis, ms: i64) -> impl Iterator<Item = (i64, i64)> {
    let end = from.saturating_add(ms.max(0));
    let first = from.div_euclid(QUARTER_MS);
    let last = end.saturating_sub(1).div_euclid(QUARTER_MS).max(first);
    (first..=last).filter_map(move |quarter| {
        let begin = from.max(quarter.saturating_mul(QUARTER_MS));
        let until = end.min(quarter.saturating_add(1).saturating_mul(QUARTER_MS));
        (begin < until).then_some((quarter, until - begin))
    })
}

/// Everything that a log says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// One record an assignment.
    pub assignments: BTreeMap<AssignmentKey, Assignment>,
    /// Milliseconds of searching by platform and quarter of an hour.
    pub searches: BTreeMap<(PlatformId, i64), i64>,
    /// Days of earnings pages, by platform and day.
    pub days: BTreeMap<(PlatformId, String), DayRecord>,
    /// Costs that are no single assignment's.
    pub costs: BTreeMap<EventId, CostRecord>,
    /// Imports in force.
    pub imports: BTreeMap<EventId, Event>,
    /// Undone events that are about no assignment, imports among them.
    undone: BTreeSet<EventId>,
    /// How many events of the log were followed.
    followed: usize,
}

impl Ledger {
    /// The ledger of a log.
    pub fn of(log: &[Event]) -> Self {
        let mut it = Self::default();
        it.follow(log);
        it
    }

    /// How many events of the log are in it.
    pub fn followed(&self) -> usize {
        self.followed
    }

    /// Goes on along a log of which this ledger has followed the beginning.
    ///
    /// Linear in the new events; if one of them takes something back, once along the whole log.
    pub fn follow(&mut self, log: &[Event]) {
        let new = log.get(self.followed..).unwrap_or_default();
        let mut stale = BTreeSet::new();
        let mut anew = false;
        for event in new {
            match (&event.about, &event.kind) {
                (None, EventKind::Undone { .. }) => anew = true,
                (None, _) if anew => {}
                (None, _) => self.add(event),
                (Some(key), EventKind::SameAs { other }) => {
                    stale.extend([key.clone(), other.clone()]);
                }
                (Some(key), _) => self.change(key, event, &mut stale),
            }
        }
        self.followed = log.len();
        if anew {
            self.recount(log, &mut stale);
        }
        if !stale.is_empty() {
            self.refold(log, stale);
        }
    }

    fn change(&mut self, key: &AssignmentKey, event: &Event, stale: &mut BTreeSet<AssignmentKey>) {
        let key = home(self.assignments.get(key), key).clone();
        if stale.contains(&key) {
            return;
        }
        let mut record = self.assignments.remove(&key);
        let known = record.is_some();
        let step = apply(&mut record, event);
        if let Some(mut record) = record {
            if !known {
                record.key = key.clone();
            }
            self.assignments.insert(key.clone(), record);
        }
        if step == Step::Refold {
            stale.insert(key);
        }
    }

    fn add(&mut self, event: &Event) {
        match &event.kind {
            EventKind::Searching { platform, from, ms } => {
                for (quarter, ms) in quarters(*from, *ms) {
                    *self
                        .searches
                        .entry((platform.clone(), quarter))
                        .or_default() += ms;
                }
            }
            EventKind::DaySeen { platform, facts } => {
                let record = DayRecord {
                    platform: platform.clone(),
                    facts: (**facts).clone(),
                    seen: event.at,
                };
                self.days
                    .insert((platform.clone(), facts.day.clone()), record);
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
                self.costs.insert(event.id.clone(), record);
            }
            EventKind::Imported { .. } => {
                self.imports.insert(event.id.clone(), event.clone());
            }
            _ => {}
        }
    }

    /// Something that is about no assignment was taken back, perhaps a whole import.
    fn recount(&mut self, log: &[Event], stale: &mut BTreeSet<AssignmentKey>) {
        let before = std::mem::take(&mut self.undone);
        let alone = log.iter().filter(|it| it.about.is_none());
        self.undone = undone(alone.clone());
        self.searches.clear();
        self.days.clear();
        self.costs.clear();
        self.imports.clear();
        let out = self.undone.clone();
        for event in alone.filter(|it| in_force(it, &out)) {
            self.add(event);
        }
        let turned: BTreeSet<_> = before.symmetric_difference(&out).collect();
        for event in log {
            let by_import = event.import.as_ref().is_some_and(|it| turned.contains(it));
            if by_import || turned.contains(&event.id) {
                stale.extend(event.about.clone());
                if let EventKind::SameAs { other } = &event.kind {
                    stale.insert(other.clone());
                }
            }
        }
    }

    /// Folds these records anew from the log, with all that were ever linked to them.
    fn refold(&mut self, log: &[Event], mut stale: BTreeSet<AssignmentKey>) {
        let links: Vec<_> = log.iter().filter_map(link).collect();
        loop {
            let before = stale.len();
            for (about, other) in &links {
                if stale.contains(*about) || stale.contains(*other) {
                    stale.extend([(*about).clone(), (*other).clone()]);
                }
            }
            if stale.len() == before {
                break;
            }
        }
        // Keys that no link connects cannot change each other: one fold does for all.
        let theirs = |it: &&Event| it.about.as_ref().is_some_and(|it| stale.contains(it));
        let mut records = fold(log.iter().filter(theirs), &self.undone);
        for key in stale {
            match records.remove(&key) {
                Some(record) => drop(self.assignments.insert(key, record)),
                None => drop(self.assignments.remove(&key)),
            }
        }
    }
}

/// The two keys that an event links.
fn link(event: &Event) -> Option<(&AssignmentKey, &AssignmentKey)> {
    match (&event.about, &event.kind) {
        (Some(about), EventKind::SameAs { other }) => Some((about, other)),
        _ => None,
    }
}
