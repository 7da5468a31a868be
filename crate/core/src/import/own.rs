//! Our own JSON back into a log: the same events, each once.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Deserialize;
use tallystick_wire::Millis;
use tallystick_wire::event::{Event, EventId};

use super::{Format, Plan, Problems, first};
use crate::export::{FORMAT, FORMAT_VERSION, json_head};

/// A file that is read in parts.
pub struct OwnReader<'a> {
    lines: std::iter::Enumerate<std::str::Lines<'a>>,
    /// A file that was written anew by another program is read at once.
    whole: Option<Vec<Event>>,
}

#[derive(Deserialize)]
struct File {
    format: String,
    format_version: u64,
    events: Vec<Event>,
}

impl<'a> OwnReader<'a> {
    /// Begins a file.
    ///
    /// # Errors
    /// That it is none of ours, or that it was written by a newer version.
    pub fn new(text: &'a str) -> Result<Self, Problems> {
        let text = text.trim_start_matches('\u{feff}');
        let mut lines = text.lines().enumerate();
        if lines.next().is_some_and(|it| it.1 == json_head()) {
            // A file that was cut off has no foot.
            if !text.trim_end().ends_with("]}") {
                return Err(Problems::one("The file is cut off: export it again"));
            }
            return Ok(Self { lines, whole: None });
        }
        let file: File = serde_json::from_str(text)
            .map_err(|why| Problems::one(format!("The file is no export of the ledger: {why}")))?;
        if file.format != FORMAT {
            let why = format!("The file says {:?}, not {FORMAT:?}", file.format);
            return Err(Problems::one(why));
        }
        if FORMAT_VERSION < file.format_version {
            let why = "The file was written by a newer version: update, then import it";
            return Err(Problems::one(why));
        }
        Ok(Self {
            lines: "".lines().enumerate(),
            whole: Some(file.events),
        })
    }

    /// The next events, at most so many; none at the end.
    ///
    /// # Errors
    /// The line that cannot be read, and why.
    pub fn next(&mut self, most: usize) -> Result<Vec<Event>, Problems> {
        if let Some(mut events) = self.whole.take() {
            let rest = events.split_off(most.min(events.len()));
            self.whole = Some(rest);
            return Ok(events);
        }
        let mut events = Vec::new();
        while events.len() < most {
            let Some((at, line)) = self.lines.next() else {
                break;
            };
            let line = line.trim().trim_end_matches(',');
            if line.is_empty() || line == "]}" {
                continue;
            }
            let event = serde_json::from_str(line)
                .map_err(|why| Problems::one(format!("Line {}: {why}", at + 1)))?;
            events.push(event);
        }
        Ok(events)
    }
}

/// What tells whether two events of one id are the same.
pub fn fingerprint(event: &Event) -> u64 {
    let mut hasher = DefaultHasher::new();
    let plain = Event {
        // An event that came with an import names it; the event is the same.
        import: None,
        ..event.clone()
    };
    serde_json::to_string(&plain)
        .unwrap_or_default()
        .hash(&mut hasher);
    hasher.finish()
}

/// What the events of a file would do to a log with these events.
///
/// Into an empty log they go as they are, so that a second export is the same file. Into another
/// one they go with the import's id; an event whose id the log has already stays as the log has it.
pub fn plan(
    name: &str,
    events: Vec<Event>,
    log: &BTreeMap<EventId, u64>,
    now: Millis,
    ids: &mut dyn FnMut() -> EventId,
) -> Plan {
    let mut plan = Plan {
        verbatim: log.is_empty(),
        ..Plan::default()
    };
    let mut fresh = Vec::new();
    let mut seen = BTreeMap::new();
    for event in events {
        let print = fingerprint(&event);
        let known = log.get(&event.id).or(seen.get(&event.id)).copied();
        match known {
            Some(known) if known == print => plan.same += 1,
            Some(_) => plan.conflicting += 1,
            None => {
                plan.new += 1;
                seen.insert(event.id.clone(), print);
                fresh.push(event);
            }
        }
    }
    if plan.verbatim || fresh.is_empty() {
        plan.events = fresh;
        return plan;
    }
    let first = first(Format::Own, name, plan.new, now, ids);
    let import = first.id.clone();
    plan.events.push(first);
    for mut event in fresh {
        event.import.get_or_insert_with(|| import.clone());
        plan.events.push(event);
    }
    plan
}
