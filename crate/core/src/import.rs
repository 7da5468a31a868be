//! Other people's files into the log: what they would do is said first, then all of it or nothing.
//!
//! Our own JSON brings events; every other file brings lines, which find their assignments as the
//! lines of a platform's page do ([`crate::ledger::observe_all`]). Whatever comes in carries the id
//! of the import's first event, whose undoing undoes the whole. It refuses to know files and ids:
//! texts, and a maker of ids, come in.

mod history;
mod own;
mod prolific;
mod table;
mod value;

use tallystick_wire::Millis;
use tallystick_wire::event::{Event, EventId, EventKind};
use tallystick_wire::ledger::Assignment;
use tallystick_wire::message::{SeeOutcomes, SeenOutcomes};

use crate::ledger::{Known, observe_all};

pub use history::read as read_history;
pub use own::{OwnPlan, OwnReader, fingerprint};
pub use prolific::read as read_prolific;
pub use table::{Field, Mapping, guess, heads, read as read_table};

/// The most problems of one file that are named.
const PROBLEMS_MAX: usize = 20;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Our own JSON.
    Own,
    /// The history of MTurk Suite, HITDB or MTurk Engine.
    History,
    /// Prolific's list of submissions.
    Prolific,
    /// Any other table; needs a [`Mapping`].
    Table,
}

impl Format {
    /// The word in the log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "tallystick",
            Self::History => "mturk-history",
            Self::Prolific => "prolific-submissions",
            Self::Table => "table",
        }
    }
}

/// What a file looks like; `None` for what is neither JSON nor a table.
pub fn detect(text: &str) -> Option<Format> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with(['{', '[']) {
        let head: String = text.chars().take(200).collect();
        let own = head.contains(crate::export::FORMAT);
        return Some(if own { Format::Own } else { Format::History });
    }
    let head = text.lines().next()?.to_lowercase();
    if head.starts_with("study,reward,bonus,started at,completed at") {
        return Some(Format::Prolific);
    }
    [',', ';', '\t']
        .iter()
        .any(|it| head.contains(*it))
        .then_some(Format::Table)
}

/// What an import would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// What enters the log, in this order; the first one's id names the import.
    pub events: Vec<Event>,
    /// Assignments (of our own JSON: events) that the log does not have.
    pub new: u32,
    /// Assignments that it has and of which something is learned.
    pub changed: u32,
    /// What it has already.
    pub same: u32,
    /// What contradicts the log. Of lines, both are kept and shown; of our own events, the log's
    /// stays.
    pub conflicting: u32,
    /// Matched without an id.
    pub weak: u32,
    /// Whether the events enter an empty log as they are, with nothing to undo them by but a wipe.
    pub verbatim: bool,
}

/// Everything that is wrong with a file, each as a sentence with its line; nothing is imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<String>);

impl Problems {
    fn one(text: impl Into<String>) -> Self {
        Self(vec![text.into()])
    }
}

/// What the lines of a file would do to a log with these records.
pub fn plan_lines(
    format: Format,
    name: &str,
    pages: &[SeeOutcomes],
    records: &[Assignment],
    now: Millis,
    ids: &mut dyn FnMut() -> EventId,
) -> Plan {
    let known = Known {
        records,
        days: &[],
        day_of: &|it| it.day.clone(),
    };
    let observed = observe_all(pages, &known, now);
    let SeenOutcomes {
        new,
        changed,
        same,
        weak,
        contradicting,
        ..
    } = observed.seen;
    let mut plan = Plan {
        new,
        changed,
        same,
        weak,
        conflicting: contradicting,
        ..Plan::default()
    };
    if observed.entries.is_empty() {
        return plan;
    }
    let count = u32::try_from(observed.entries.len()).unwrap_or(u32::MAX);
    let first = first(format, name, count, now, ids);
    let import = first.id.clone();
    plan.events.push(first);
    for entry in observed.entries {
        let mut event = entry.event(ids(), now, "");
        event.import = Some(import.clone());
        plan.events.push(event);
    }
    plan
}

/// The event that an import begins with.
fn first(
    format: Format,
    name: &str,
    events: u32,
    now: Millis,
    ids: &mut dyn FnMut() -> EventId,
) -> Event {
    Event {
        id: ids(),
        at: now,
        session: String::new(),
        import: None,
        about: None,
        kind: EventKind::Imported {
            format: format.as_str().to_owned(),
            name: name.chars().take(200).collect(),
            events,
        },
    }
}

/// Lines by their day, in the order of the days' first lines.
fn pages(
    platform: &tallystick_wire::PlatformId,
    format: Format,
    lines: Vec<(Option<String>, tallystick_wire::facts::OutcomeFacts)>,
) -> Vec<SeeOutcomes> {
    let mut places: std::collections::BTreeMap<Option<String>, usize> = Default::default();
    let mut pages: Vec<SeeOutcomes> = Vec::new();
    for (day, line) in lines {
        let at = *places.entry(day.clone()).or_insert_with(|| {
            pages.push(SeeOutcomes {
                platform: platform.clone(),
                page: format.as_str().to_owned(),
                day,
                complete: false,
                lines: Vec::new(),
                days: Vec::new(),
            });
            pages.len() - 1
        });
        if let Some(page) = pages.get_mut(at) {
            page.lines.push(line);
        }
    }
    pages
}
