//! What a page says of outcomes, as entries for the log: only what is new.
//!
//! A line is matched with an assignment by its id; where that is not known, by the task group if
//! only one assignment of it fits, then by requester, title and reward if only one fits. What fits
//! several is matched with none: it begins a record of its own, which the worker can link.

use std::collections::{BTreeMap, BTreeSet};

use tallystick_wire::event::{
    AssignmentKey, AssignmentKind, Entry, EventId, EventKind, Matched, PageRef,
};
use tallystick_wire::facts::OutcomeFacts;
use tallystick_wire::ledger::{Assignment, DayRecord, Standing};
use tallystick_wire::message::{SeeOutcomes, SeenOutcomes};
use tallystick_wire::{Millis, TaskFacts};

use super::{apply, moment};
use crate::clock::keys::{combination, group_prefix, key_of};

/// How far a page's time of a start may be from the clock's, in milliseconds.
const SAME_START_MS: i64 = 10 * 60_000;
/// A submission that is younger than this need not be on a list yet.
const LISTED_AFTER_MS: i64 = 3_600_000;

/// What must be at hand before [`observe`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The records of these keys.
    pub keys: Vec<AssignmentKey>,
    /// All records whose keys, written as text, begin so.
    pub prefixes: Vec<String>,
    /// All records of the platform that are pending.
    pub pending: bool,
}

/// What is at hand.
pub struct Known<'a> {
    /// At least what [`wanted`] names, and what these became.
    pub records: &'a [Assignment],
    /// The platform's days.
    pub days: &'a [DayRecord],
    /// The platform's own day of a record.
    pub day_of: &'a dyn Fn(&Assignment) -> Option<String>,
}

/// What a page brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observed {
    /// To be appended, in this order; empty where the page says nothing new.
    pub entries: Vec<Entry>,
    /// For the worker.
    pub seen: SeenOutcomes,
}

/// What must be at hand to make sense of this page.
pub fn wanted(page: &SeeOutcomes) -> Wanted {
    let mut it = Wanted {
        pending: page.complete,
        ..Wanted::default()
    };
    for line in &page.lines {
        it.keys.extend(id_of(&line.task));
        let platform = &line.task.platform;
        let word = AssignmentKind::Group.as_str();
        let group = line.task.group.as_ref();
        it.prefixes
            .extend(group.map(|it| format!("{platform}:{word}:{}", group_prefix(&it.value))));
        let word = AssignmentKind::Combination.as_str();
        let shown = [combination(&line.task), plainly(&line.task)];
        it.prefixes.extend(
            shown
                .into_iter()
                .flatten()
                .map(|it| format!("{platform}:{word}:{it}@")),
        );
        let by_task = TaskFacts {
            assignment: None,
            ..line.task.clone()
        };
        let by_task = by_task.task.is_some().then(|| key_of(&by_task, 0));
        it.keys.extend(by_task.flatten());
    }
    it.prefixes.sort_unstable();
    it.prefixes.dedup();
    it
}

/// What this page says that the log does not know.
pub fn observe(page: &SeeOutcomes, known: &Known, at: Millis) -> Observed {
    observe_all(std::slice::from_ref(page), known, at)
}

/// What these pages together say that the log does not know; no two lines are one assignment.
pub fn observe_all(pages: &[SeeOutcomes], known: &Known, at: Millis) -> Observed {
    let mut out = Observed::default();
    let mut taken = BTreeSet::new();
    let index = Index::of(known.records);
    for page in pages {
        for line in &page.lines {
            let own = id_of(&line.task).or_else(|| made_key(line, page, &taken));
            let Some(own) = own else {
                continue;
            };
            let (matched, record) = index.find(line, &own, &taken);
            let key = match record {
                Some(record) if own.kind != AssignmentKind::Id || record.also.contains(&own) => {
                    record.key.clone()
                }
                _ => own,
            };
            taken.extend(record.map(|it| it.key.clone()));
            taken.insert(key.clone());
            see(line, page, (&key, record, matched), at, &mut out);
        }
        days(page, known, &mut out);
        if page.complete {
            unlisted(page, known, &taken, at, &mut out);
        }
    }
    out
}

fn id_of(facts: &TaskFacts) -> Option<AssignmentKey> {
    let id = facts.assignment.clone()?;
    AssignmentKey::new(facts.platform.clone(), AssignmentKind::Id, id).ok()
}

/// The records by what a line may name.
struct Index<'a> {
    keys: BTreeMap<&'a AssignmentKey, &'a Assignment>,
    groups: BTreeMap<&'a str, Vec<&'a Assignment>>,
    tasks: BTreeMap<&'a str, Vec<&'a Assignment>>,
    shown: BTreeMap<String, Vec<&'a Assignment>>,
}

impl<'a> Index<'a> {
    fn of(records: &'a [Assignment]) -> Self {
        let mut it = Self {
            keys: BTreeMap::new(),
            groups: BTreeMap::new(),
            tasks: BTreeMap::new(),
            shown: BTreeMap::new(),
        };
        for record in records {
            it.keys.insert(&record.key, record);
            if record.became.is_some() {
                continue;
            }
            if let Some(group) = &record.facts.group {
                it.groups.entry(&group.value).or_default().push(record);
            }
            if let Some(task) = &record.facts.task {
                it.tasks.entry(task).or_default().push(record);
            }
            if let Some(shown) = plainly(&record.facts) {
                it.shown.entry(shown).or_default().push(record);
            }
        }
        it
    }

    /// What a record became, if it was linked: events about it change that one.
    fn home(&self, record: &'a Assignment) -> &'a Assignment {
        let became = record.became.as_ref();
        let home = became.and_then(|it| self.keys.get(it).copied());
        home.unwrap_or(record)
    }

    /// The record that a line is about, and how that is known.
    fn find(
        &self,
        line: &OutcomeFacts,
        own: &AssignmentKey,
        taken: &BTreeSet<AssignmentKey>,
    ) -> (Matched, Option<&'a Assignment>) {
        let by_id = own.kind == AssignmentKind::Id;
        if let Some(record) = self.keys.get(own).copied() {
            let matched = if by_id { Matched::Id } else { Matched::New };
            return (matched, Some(self.home(record)));
        }
        let free = |it: &&Assignment| {
            let has_other = by_id && it.key.kind == AssignmentKind::Id;
            it.key.platform == line.task.platform
                && !has_other
                && !taken.contains(&it.key)
                && same_time(line, it)
        };
        let among = |all: Option<&Vec<&'a Assignment>>| {
            let all = all.map_or(&[][..], Vec::as_slice);
            only(all.iter().copied().filter(free))
        };
        let task = line.task.task.as_deref();
        if let Some(one) = among(task.and_then(|it| self.tasks.get(it))) {
            return (Matched::Id, Some(one));
        }
        let group = line.task.group.as_ref().map(|it| it.value.as_str());
        if let Some(one) = among(group.and_then(|it| self.groups.get(it))) {
            return (Matched::Group, Some(one));
        }
        let shown = plainly(&line.task).and_then(|it| self.shown.get(&it));
        let fits = |it: &&Assignment| {
            free(it)
                && both_or_one(group, it.facts.group.as_ref().map(|it| it.value.as_str()))
                && both_or_one(task, it.facts.task.as_deref())
                && both_or_one(requester(&line.task), requester(&it.facts))
        };
        let all = shown.map_or(&[][..], Vec::as_slice);
        match only(all.iter().copied().filter(fits)) {
            Some(one) => (Matched::Combination, Some(one)),
            None => (Matched::New, None),
        }
    }
}

/// Title and reward: what nearly every list shows.
fn plainly(facts: &TaskFacts) -> Option<String> {
    let nameless = TaskFacts {
        requester: None,
        requester_name: None,
        ..facts.clone()
    };
    combination(&nameless)
}

fn requester(facts: &TaskFacts) -> Option<&str> {
    let key = facts.requester.as_ref().map(|it| it.value.as_str());
    facts.requester_name.as_deref().or(key)
}

/// Whether two things are the same as far as both are known.
fn both_or_one(one: Option<&str>, other: Option<&str>) -> bool {
    one.zip(other).is_none_or(|(one, other)| one == other)
}

/// The first if there is no second.
fn only<'a>(mut all: impl Iterator<Item = &'a Assignment>) -> Option<&'a Assignment> {
    let first = all.next();
    first.filter(|_| all.next().is_none())
}

/// Whether what the line says of times can be this record's.
fn same_time(line: &OutcomeFacts, it: &Assignment) -> bool {
    let at = &it.moments;
    let close = |ours: Option<Millis>, theirs: Option<Millis>| match (ours, theirs) {
        (Some(ours), Some(theirs)) => (ours - theirs).abs() <= SAME_START_MS,
        _ => true,
    };
    let began = at.platform_started.or(at.accepted).or(at.started);
    let ended = at.platform_completed.or(at.submitted);
    close(began, line.started_at) && close(ended, line.completed_at)
}

/// The key of what is seen for the first time and has no id: the same whenever the page is opened.
fn made_key(
    line: &OutcomeFacts,
    page: &SeeOutcomes,
    taken: &BTreeSet<AssignmentKey>,
) -> Option<AssignmentKey> {
    let at = line.started_at.or(line.completed_at);
    let mut key = key_of(&line.task, at.unwrap_or(0))?;
    let undated = key.value.strip_suffix('0').filter(|it| it.ends_with('@'));
    if let (None, Some(day), Some(stem)) = (at, &page.day, undated) {
        key.value = format!("{stem}{day}");
    }
    let stem = key.value.clone();
    let mut n = 1;
    while taken.contains(&key) {
        n += 1;
        key.value = format!("{stem}#{n}");
    }
    Some(key)
}

/// One line, with the record that it is about.
fn see(
    line: &OutcomeFacts,
    page: &SeeOutcomes,
    (key, record, matched): (&AssignmentKey, Option<&Assignment>, Matched),
    at: Millis,
    out: &mut Observed,
) {
    let kind = EventKind::OutcomeSeen {
        page: PageRef {
            page: page.page.clone(),
            day: page.day.clone(),
        },
        facts: Box::new(line.clone()),
        matched,
    };
    let entry = Entry::of(key.clone(), kind);
    let Some(id) = nil() else {
        return;
    };
    let event = entry.clone().event(id, at, "");
    let mut after = record.cloned();
    apply(&mut after, &event);
    let linked = record.is_some_and(|it| it.key != *key);
    let before = record.map(|it| it.contradictions.len());
    let after_count = after.as_ref().map(|it| it.contradictions.len());
    if before.unwrap_or(0) < after_count.unwrap_or(0) {
        out.seen.contradicting += 1;
    }
    if record.is_some() && !linked && !differs(record, after.as_ref()) {
        out.seen.same += 1;
        return;
    }
    match record {
        Some(record) if linked => {
            let other = record.key.clone();
            out.entries
                .push(Entry::of(key.clone(), EventKind::SameAs { other }));
            out.seen.changed += 1;
        }
        Some(_) => out.seen.changed += 1,
        None => out.seen.new += 1,
    }
    if matches!(matched, Matched::Group | Matched::Combination) {
        out.seen.weak += 1;
    }
    out.entries.push(entry);
}

/// Whether a page taught anything but that it was opened.
fn differs(before: Option<&Assignment>, after: Option<&Assignment>) -> bool {
    let plain = |it: Option<&Assignment>| {
        it.cloned().map(|mut it| {
            it.events = 0;
            it.moments.seen = None;
            it
        })
    };
    plain(before) != plain(after)
}

/// An id for trying an event out; it never enters the log.
fn nil() -> Option<EventId> {
    EventId::try_from("00000000-0000-7000-8000-000000000000".to_owned()).ok()
}

fn days(page: &SeeOutcomes, known: &Known, out: &mut Observed) {
    for facts in &page.days {
        let same = |it: &DayRecord| it.platform == page.platform && it.facts == *facts;
        if known.days.iter().any(same) {
            continue;
        }
        out.entries.push(Entry::alone(EventKind::DaySeen {
            platform: page.platform.clone(),
            facts: Box::new(facts.clone()),
        }));
    }
}

/// What should be on a page that lists everything, and is not.
fn unlisted(
    page: &SeeOutcomes,
    known: &Known,
    taken: &BTreeSet<AssignmentKey>,
    at: Millis,
    out: &mut Observed,
) {
    for record in known.records {
        let on_it = page.day.is_none() || (known.day_of)(record) == page.day;
        let old = moment(record).is_some_and(|it| it + LISTED_AFTER_MS < at);
        let due = record.key.platform == page.platform
            && record.standing == Standing::Pending
            && record.became.is_none()
            && record.moments.vanished.is_none();
        if due && on_it && old && !taken.contains(&record.key) {
            let page = PageRef {
                page: page.page.clone(),
                day: page.day.clone(),
            };
            out.entries
                .push(Entry::of(record.key.clone(), EventKind::Unlisted { page }));
            out.seen.missing += 1;
        }
    }
}
