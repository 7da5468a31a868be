//! Records from all their events, and which of them count.

use std::collections::{BTreeMap, BTreeSet};

use tallystick_wire::event::{AssignmentKey, Event, EventId, EventKind};
use tallystick_wire::ledger::Assignment;

use super::apply::{apply, empty};

/// The ids of events that do not count: undone, and not by an undo that was itself undone.
///
/// An undo counts if no later undo that counts names it, so they are read from the last.
pub fn undone<'a>(events: impl DoubleEndedIterator<Item = &'a Event>) -> BTreeSet<EventId> {
    let mut out = BTreeSet::new();
    for event in events.rev() {
        if let EventKind::Undone { target } = &event.kind
            && !out.contains(&event.id)
        {
            out.insert(target.clone());
        }
    }
    out
}

/// Whether an event counts: neither it nor the import that it came with was undone.
pub fn in_force(event: &Event, undone: &BTreeSet<EventId>) -> bool {
    let import = event.import.as_ref();
    !undone.contains(&event.id) && !import.is_some_and(|it| undone.contains(it))
}

/// The records out of all events about some assignments, in the log's order: for each key of
/// [`connected`] its record, or what it became. A key without a record has nothing left that counts.
///
/// The events must be those of a whole [`connected`] set. `undone`: events about no assignment that
/// were undone, imports among them.
pub fn fold<'a>(
    events: impl DoubleEndedIterator<Item = &'a Event> + Clone,
    undone_alone: &BTreeSet<EventId>,
) -> BTreeMap<AssignmentKey, Assignment> {
    let mut out = undone(events.clone());
    out.extend(undone_alone.iter().cloned());
    let counting = events.filter(|it| in_force(it, &out));
    let links = Links::of(counting.clone());
    let mut records: BTreeMap<&AssignmentKey, Option<Assignment>> = BTreeMap::new();
    for event in counting {
        let linking = matches!(
            event.kind,
            EventKind::SameAs { .. } | EventKind::Undone { .. }
        );
        if let (Some(about), false) = (&event.about, linking) {
            apply(records.entry(links.root(about)).or_default(), event);
        }
    }
    // A link outlives the events of both its keys: more of them may come.
    for (_, about) in &links.became {
        records.entry(links.root(about)).or_default();
    }
    let mut all = BTreeMap::new();
    for (key, record) in records {
        let mut record = record.unwrap_or_else(|| empty(key));
        record.key = key.clone();
        for other in links.others_of(key) {
            let mut stub = empty(other);
            stub.became = Some(key.clone());
            all.insert(other.clone(), stub);
            record.also.push(other.clone());
        }
        all.insert(key.clone(), record);
    }
    all
}

/// All keys that these events speak of. Whoever gathers the events of one key adds those of the
/// keys named here until there are no more: then the set is whole. A link is found under both of
/// its keys.
pub fn connected<'a>(events: impl Iterator<Item = &'a Event>) -> BTreeSet<AssignmentKey> {
    let mut keys = BTreeSet::new();
    for event in events {
        keys.extend(event.about.clone());
        if let EventKind::SameAs { other } = &event.kind {
            keys.insert(other.clone());
        }
    }
    keys
}

/// The key whose record an event about `key` changes: what it became, if it was linked.
pub fn home<'a>(record: Option<&'a Assignment>, key: &'a AssignmentKey) -> &'a AssignmentKey {
    record.and_then(|it| it.became.as_ref()).unwrap_or(key)
}

/// Which key became which: the first link of a key counts, and none that closes a circle.
#[derive(Default)]
struct Links<'a> {
    became: Vec<(&'a AssignmentKey, &'a AssignmentKey)>,
}

impl<'a> Links<'a> {
    fn of(events: impl Iterator<Item = &'a Event>) -> Self {
        let mut it = Self::default();
        for event in events {
            if let (Some(about), EventKind::SameAs { other }) = (&event.about, &event.kind) {
                let taken = it.became.iter().any(|link| link.0 == other);
                if !taken && it.root(about) != other {
                    it.became.push((other, about));
                }
            }
        }
        it
    }

    fn root<'k>(&self, key: &'k AssignmentKey) -> &'k AssignmentKey
    where
        'a: 'k,
    {
        let mut at = key;
        while let Some(link) = self.became.iter().find(|link| link.0 == at) {
            at = link.1;
        }
        at
    }

    fn others_of(&self, root: &AssignmentKey) -> impl Iterator<Item = &'a AssignmentKey> {
        let all = self.became.iter().map(|link| link.0);
        let same: Vec<_> = all.filter(|it| self.root(it) == root).collect();
        same.into_iter()
    }
}
