//! Files that are to enter the log: read, planned, handed on in parts. Our own is `own`'s business.

use tallystick_core::import::{
    Field, Format, Plan, Problems, detect, heads, plan_lines, read_history, read_prolific,
    read_table,
};
use tallystick_wire::Millis;
use tallystick_wire::event::{Event, EventId};
use tallystick_wire::message::{Request, SeeOutcomes, StageImport};

use super::own::Own;
use super::view::{Looked, PlanView};
use super::{Done, Engine, ask, words};

/// How many events are handed on at once; they enter the log in one transaction. In Firefox the
/// background shares its thread with this page: 2,000 held the page up for a fifth of a second.
pub(super) const AT_ONCE: usize = 500;

/// A file that was chosen.
#[derive(Default)]
pub struct Incoming {
    /// If it is ours.
    pub(super) own: Option<Own>,
    /// What another one brings.
    events: Vec<Event>,
    /// How many of these were handed on.
    handed: usize,
}

impl Engine {
    /// What a file that is not ours would do; this is what is in it.
    pub fn look(&mut self, it: &ask::Look, text: &str) -> Looked {
        self.incoming = Incoming::default();
        let looked = self.read(it, text);
        looked.unwrap_or_else(|problems| Looked::Wrong(problems.0))
    }

    fn read(&mut self, it: &ask::Look, text: &str) -> Result<Looked, Problems> {
        let Some(format) = detect(text) else {
            return Err(Problems(vec![NEITHER.to_owned()]));
        };
        let pages = match format {
            Format::Own | Format::History => read_history(text, &it.platform)?,
            Format::Prolific => read_prolific(text, &it.platform)?,
            Format::Table => {
                let heads = heads(text)?;
                let mapping = it.mapping(&heads);
                if it.columns.is_none() {
                    let fields = Field::ALL.map(|(field, label, _)| {
                        (
                            field,
                            label.to_owned(),
                            mapping.columns.get(&field).copied(),
                        )
                    });
                    return Ok(Looked::Table {
                        heads,
                        fields: fields.to_vec(),
                    });
                }
                read_table(text, &mapping)?
            }
        };
        Ok(self.plan(format, it, &pages))
    }

    fn plan(&mut self, format: Format, it: &ask::Look, pages: &[SeeOutcomes]) -> Looked {
        let mut ids = || event_id(it.now);
        let records = self.book.as_ref().map_or(&[][..], |book| book.records());
        let plan = plan_lines(format, &it.name, pages, records, it.now, &mut ids);
        let view = view(format, &plan, plan.events.len());
        self.incoming.events = plan.events;
        Looked::Plan(view)
    }

    /// Parts are asked for from the beginning, or go on.
    ///
    /// # Errors
    /// There is nothing to import.
    pub fn begin_staging(&mut self, it: &ask::Stage) -> Done<()> {
        if !it.first {
            return Ok(());
        }
        self.incoming.handed = 0;
        self.incoming.own.as_mut().map_or(Ok(()), Own::begin)
    }

    /// The next part, as a question to the background.
    ///
    /// # Errors
    /// There is nothing to import.
    pub fn stage(&mut self) -> Done<ask::Staged> {
        let incoming = &mut self.incoming;
        let (import, of, part) = match &mut incoming.own {
            Some(own) => {
                let (import, of) = own.import.clone().ok_or(NOTHING)?;
                let n = own.ready.len().min(AT_ONCE);
                (import, of, own.ready.drain(..n).collect())
            }
            None => {
                let all = &incoming.events;
                let first = all.first().ok_or(NOTHING)?;
                let part = all.iter().skip(incoming.handed).take(AT_ONCE);
                (first.id.clone(), all.len(), part.cloned().collect())
            }
        };
        let part: Vec<Event> = part;
        incoming.handed += part.len();
        let question = (!part.is_empty()).then(|| {
            let import = import.clone();
            Request::from(StageImport {
                import,
                events: part,
            })
        });
        Ok(ask::Staged {
            question: question.map(|it| serde_json::to_string(&it).unwrap_or_default()),
            import,
            done: incoming.handed,
            of,
        })
    }
}

const NOTHING: &str = "There is nothing to import";
const NEITHER: &str = "The file is neither JSON nor a table: choose an export of a platform, of an \
                       earlier tool or of Tallystick";

/// What a plan says, and how many events it brings.
pub(super) fn view(format: Format, plan: &Plan, events: usize) -> PlanView {
    let own = format == Format::Own;
    let what = if own { "event" } else { "assignment" };
    let count = |n: u32| words::count(n as usize, what);
    let mut lines = vec![("New".to_owned(), count(plan.new))];
    let mut add = |name: &str, n: u32| {
        if 0 < n {
            lines.push((name.to_owned(), count(n)));
        }
    };
    add("Known, and something is learned", plan.changed);
    add("Already there", plan.same);
    let conflict = if own {
        "Different in your log, which stays as it is"
    } else {
        "Contradicting your log: both are kept and shown"
    };
    add(conflict, plan.conflicting);
    add("Found without an id, and marked so", plan.weak);
    PlanView {
        kind: match format {
            Format::Own => "An export of Tallystick",
            Format::History => "A history of MTurk Suite, HITDB or MTurk Engine",
            Format::Prolific => "Prolific's list of submissions",
            Format::Table => "A table",
        }
        .to_owned(),
        lines,
        events,
        verbatim: plan.verbatim,
    }
}

/// A new id: the time and random bits, so that ids sort by time.
pub(super) fn event_id(now: Millis) -> EventId {
    let ms = u64::try_from(now).unwrap_or(0);
    let random = tallystick_browser::random::bytes().unwrap_or_default();
    let id = uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid();
    let id = EventId::try_from(id.hyphenated().to_string());
    // A UUIDv7 in lower case, by construction.
    id.unwrap_or_else(|_| event_id(0))
}
