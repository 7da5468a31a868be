//! Our own JSON back into a log: the same events, each once. The file comes in slices that are cut
//! anywhere, since one of years has hundreds of megabytes; of its events only ids and fingerprints
//! are kept. Read once it is compared, read again its events enter.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Deserialize;
use tallystick_wire::Millis;
use tallystick_wire::event::{Event, EventId};

use super::{Format, Plan, Problems, first};
use crate::export::{FORMAT, FORMAT_VERSION, json_foot, json_head};

/// Reads a file that comes in slices.
#[derive(Debug, Default)]
pub struct OwnReader {
    /// What came behind the last end of a line; of a file that another program wrote anew, all.
    rest: Vec<u8>,
    /// How many lines were read.
    lines: usize,
    /// The last line that was not empty was the foot.
    ended: bool,
    /// It was written anew by another program, and is read at once at its end.
    whole: bool,
}

#[derive(Deserialize)]
struct File {
    format: String,
    format_version: u64,
    events: Vec<Event>,
}

impl OwnReader {
    /// The next slice; the events of the lines that end in it.
    ///
    /// # Errors
    /// The line that cannot be read, and why.
    pub fn push(&mut self, slice: &[u8]) -> Result<Vec<Event>, Problems> {
        self.rest.extend_from_slice(slice);
        if self.whole {
            return Ok(Vec::new());
        }
        let Some(end) = self.rest.iter().rposition(|it| *it == b'\n') else {
            return Ok(Vec::new());
        };
        if self.lines == 0 && !begins_as_ours(&self.rest) {
            self.whole = true;
            return Ok(Vec::new());
        }
        let behind = self.rest.split_off(end + 1);
        let lines = std::mem::replace(&mut self.rest, behind);
        self.read(&lines)
    }

    /// The file has ended; the events that are left.
    ///
    /// # Errors
    /// That it is none of ours, that it was written by a newer version, that it is cut off, or the
    /// line that cannot be read.
    pub fn end(mut self) -> Result<Vec<Event>, Problems> {
        let rest = std::mem::take(&mut self.rest);
        if self.whole || (self.lines == 0 && !begins_as_ours(&rest)) {
            return whole(&rest);
        }
        let events = self.read(&rest)?;
        if self.ended {
            Ok(events)
        } else {
            // A file that was cut off has no foot.
            Err(Problems::one("The file is cut off: export it again"))
        }
    }

    fn read(&mut self, lines: &[u8]) -> Result<Vec<Event>, Problems> {
        let mut events = Vec::new();
        for line in lines.split_inclusive(|it| *it == b'\n') {
            self.lines += 1;
            let line = line.trim_ascii();
            if self.lines == 1 || line.is_empty() {
                continue;
            }
            self.ended = line == json_foot().trim().as_bytes();
            if self.ended {
                continue;
            }
            let event = serde_json::from_slice(line.strip_suffix(b",").unwrap_or(line))
                .map_err(|why| Problems::one(format!("Line {}: {why}", self.lines)))?;
            events.push(event);
        }
        Ok(events)
    }
}

fn begins_as_ours(text: &[u8]) -> bool {
    let text = without_mark(text);
    let line = text.split(|it| *it == b'\n').next().unwrap_or_default();
    line.trim_ascii_end() == json_head().as_bytes()
}

/// Without the byte order mark that some programs put first.
fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text)
}

fn whole(text: &[u8]) -> Result<Vec<Event>, Problems> {
    let file: File = serde_json::from_slice(without_mark(text))
        .map_err(|why| Problems::one(format!("The file is no export of the ledger: {why}")))?;
    if file.format != FORMAT {
        let why = format!("The file says {:?}, not {FORMAT:?}", file.format);
        return Err(Problems::one(why));
    }
    if FORMAT_VERSION < file.format_version {
        let why = "The file was written by a newer version: update, then import it";
        return Err(Problems::one(why));
    }
    Ok(file.events)
}

/// What a file of ours would do to a log, and which of its events enter.
///
/// Into an empty log they go as they are, so that a second export is the same file. Into another
/// one they go with the import's id; an event whose id the log has already stays as the log has it.
#[derive(Debug, Default)]
pub struct OwnPlan {
    /// What the log has.
    log: HashMap<u128, u64>,
    /// What it has not.
    fresh: HashMap<u128, u64>,
    /// The first of these.
    begins: Option<EventId>,
    same: u32,
    conflicting: u32,
    /// The import's id, once its events enter.
    import: Option<EventId>,
}

impl OwnPlan {
    /// The log has these.
    pub fn know(&mut self, events: &[Event]) {
        let prints = events.iter().map(|it| (number(&it.id), fingerprint(it)));
        self.log.extend(prints);
    }

    /// The file brings these.
    pub fn compare(&mut self, events: &[Event]) {
        for event in events {
            let (number, print) = (number(&event.id), fingerprint(event));
            match self.log.get(&number).or(self.fresh.get(&number)) {
                Some(known) if *known == print => self.same += 1,
                Some(_) => self.conflicting += 1,
                None => {
                    self.begins.get_or_insert_with(|| event.id.clone());
                    self.fresh.insert(number, print);
                }
            }
        }
    }

    /// What it would do; without the events. `events` of it counts what would enter.
    pub fn plan(&self) -> (Plan, usize) {
        let new = u32::try_from(self.fresh.len()).unwrap_or(u32::MAX);
        let verbatim = self.log.is_empty();
        let first = usize::from(!verbatim && 0 < new);
        let plan = Plan {
            new,
            same: self.same,
            conflicting: self.conflicting,
            verbatim,
            ..Plan::default()
        };
        (plan, self.fresh.len() + first)
    }

    /// The entering begins: the import's id, and the event that it begins with; `None` where the
    /// file becomes the log. Nothing at all where there is nothing new.
    pub fn begin(
        &mut self,
        name: &str,
        now: Millis,
        ids: &mut dyn FnMut() -> EventId,
    ) -> Option<(EventId, Option<Event>)> {
        let begins = self.begins.clone()?;
        if self.log.is_empty() {
            return Some((begins, None));
        }
        let first = first(Format::Own, name, self.plan().0.new, now, ids);
        self.import = Some(first.id.clone());
        Some((first.id.clone(), Some(first)))
    }

    /// Those of these events, read again, that enter, as they enter.
    pub fn take(&mut self, events: Vec<Event>) -> Vec<Event> {
        let mut taken = Vec::with_capacity(events.len());
        for mut event in events {
            if self.fresh.remove(&number(&event.id)).is_none() {
                continue;
            }
            if let Some(import) = &self.import {
                event.import.get_or_insert_with(|| import.clone());
            }
            taken.push(event);
        }
        taken
    }

    /// How many of those that enter were not read again yet.
    pub fn left(&self) -> usize {
        self.fresh.len()
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

/// A UUID as the number that it is: a third of the memory of its text.
fn number(id: &EventId) -> u128 {
    let digits = id.as_str().chars().filter_map(|it| it.to_digit(16));
    digits.fold(0, |number, digit| (number << 4) | u128::from(digit))
}
