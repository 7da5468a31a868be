//! Files that are to enter the log: read, planned, handed on in parts.

use tallystick_core::import::{
    Field, Format, OwnReader, Plan, Problems, detect, fingerprint, heads, plan_lines, plan_own,
    read_history, read_prolific, read_table,
};
use tallystick_wire::Millis;
use tallystick_wire::event::{Event, EventId};
use tallystick_wire::message::{EventPage, Request, SeeOutcomes, StageImport};

use super::view::{Looked, PlanView};
use super::{Done, Engine, ask, said, words};

/// How many events are read at once.
const READ_AT_ONCE: usize = 5_000;

/// A file that was chosen.
pub struct Incoming {
    name: String,
    text: String,
    own: Vec<Event>,
    events: Vec<Event>,
}

impl Engine {
    pub(super) fn look(&mut self, it: ask::Look) -> Done<Looked> {
        let text = match (&it.text, self.incoming.take()) {
            (Some(text), _) => text.clone(),
            (None, Some(known)) => known.text,
            (None, None) => return Err("Choose the file again".to_owned()),
        };
        let mut incoming = Incoming {
            name: it.name.clone(),
            text,
            own: Vec::new(),
            events: Vec::new(),
        };
        let looked = self.read(&it, &mut incoming);
        self.incoming = Some(incoming);
        Ok(looked.unwrap_or_else(|problems| Looked::Wrong(problems.0)))
    }

    fn read(&self, it: &ask::Look, incoming: &mut Incoming) -> Result<Looked, Problems> {
        let text = &incoming.text;
        let Some(format) = detect(text) else {
            let why = "The file is neither JSON nor a table: choose an export of a platform, of an \
                       earlier tool or of Tallystick";
            return Err(Problems(vec![why.to_owned()]));
        };
        let pages = match format {
            Format::Own => {
                let mut reader = OwnReader::new(text)?;
                loop {
                    let events = reader.next(READ_AT_ONCE)?;
                    if events.is_empty() {
                        return Ok(Looked::NeedsLog);
                    }
                    incoming.own.extend(events);
                }
            }
            Format::History => read_history(text, &it.platform)?,
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
        Ok(self.plan(format, it, &pages, incoming))
    }

    fn plan(
        &self,
        format: Format,
        it: &ask::Look,
        pages: &[SeeOutcomes],
        incoming: &mut Incoming,
    ) -> Looked {
        let mut ids = || event_id(it.now);
        let records = self.book.as_ref().map_or(&[][..], |book| book.records());
        let plan = plan_lines(format, &it.name, pages, records, it.now, &mut ids);
        let view = view(format, &plan);
        incoming.events = plan.events;
        Looked::Plan(view)
    }

    pub(super) fn prints(&mut self, it: &ask::Prints) -> Done<Option<u64>> {
        let page: EventPage = said(&it.answer)?;
        if it.first {
            self.prints.clear();
        }
        let prints = page
            .events
            .iter()
            .map(|it| (it.id.clone(), fingerprint(it)));
        self.prints.extend(prints);
        Ok(page.next)
    }

    pub(super) fn plan_own(&mut self, it: &ask::PlanOwn) -> Done<Looked> {
        let incoming = self.incoming.as_mut().ok_or("Choose the file again")?;
        let mut ids = || event_id(it.now);
        let own = std::mem::take(&mut incoming.own);
        let plan = plan_own(&incoming.name, own, &self.prints, it.now, &mut ids);
        self.prints.clear();
        let view = view(Format::Own, &plan);
        incoming.events = plan.events;
        Ok(Looked::Plan(view))
    }

    pub(super) fn stage(&self, it: &ask::Stage) -> Done<ask::Staged> {
        let events = self.incoming.as_ref().map_or(&[][..], |it| &it.events);
        let first = events.first().ok_or("There is nothing to import")?;
        let part: Vec<Event> = events.iter().skip(it.from).take(it.n).cloned().collect();
        let question = (!part.is_empty()).then(|| {
            Request::from(StageImport {
                import: first.id.clone(),
                events: part,
            })
        });
        let question = question.map(|it| serde_json::to_string(&it).unwrap_or_default());
        Ok(ask::Staged {
            question,
            import: first.id.clone(),
            events: events.len(),
        })
    }
}

fn view(format: Format, plan: &Plan) -> PlanView {
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
        events: plan.events.len(),
        verbatim: plan.verbatim,
    }
}

/// A new id: the time and random bits, so that ids sort by time.
fn event_id(now: Millis) -> EventId {
    let ms = u64::try_from(now).unwrap_or(0);
    let random = tallystick_browser::random::bytes().unwrap_or_default();
    let id = uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid();
    let id = EventId::try_from(id.hyphenated().to_string());
    // A UUIDv7 in lower case, by construction.
    id.unwrap_or_else(|_| event_id(0))
}
