//! Our own file, slice by slice: compared with the log when it is read for the first time, handed
//! on when it is read again.

use tallystick_core::import::{Format, OwnPlan, OwnReader, Problems};
use tallystick_wire::Millis;
use tallystick_wire::event::{Event, EventId};
use tallystick_wire::message::EventPage;

use super::imports::{AT_ONCE, event_id, view};
use super::view::Looked;
use super::{Done, Engine, ask, said};

/// The file.
#[derive(Default)]
pub struct Own {
    name: String,
    now: Millis,
    plan: OwnPlan,
    reader: OwnReader,
    /// What was read again and is to be handed on.
    pub(super) ready: Vec<Event>,
    /// The import's id, and how many events it brings; once they are handed on.
    pub(super) import: Option<(EventId, usize)>,
    /// It was read to its end, again.
    ended: bool,
}

impl Engine {
    /// A file of ours was chosen; it will be compared once the log is known.
    pub fn begin_own(&mut self, it: ask::Look) {
        self.incoming.own = Some(Own {
            name: it.name,
            now: it.now,
            ..Own::default()
        });
    }

    /// The log has these.
    pub(super) fn prints(&mut self, it: &ask::Prints) -> Done<Option<u64>> {
        let page: EventPage = said(&it.answer)?;
        self.own()?.plan.know(&page.events);
        Ok(page.next)
    }

    /// The file's next slice is compared; `None`: it has ended. What it would do, once it is known,
    /// or that it cannot be taken.
    ///
    /// # Errors
    /// No file of ours was chosen.
    pub fn compare(&mut self, slice: Option<&[u8]>) -> Done<Option<Looked>> {
        let own = self.own()?;
        Ok(match own.read(slice) {
            Err(problems) => Some(Looked::Wrong(problems.0)),
            Ok(events) => {
                own.plan.compare(&events);
                slice.is_none().then(|| {
                    let (plan, events) = own.plan.plan();
                    Looked::Plan(view(Format::Own, &plan, events))
                })
            }
        })
    }

    /// Whether a slice is needed before the next part can be handed on.
    pub fn wants_slice(&self) -> bool {
        let wants = |it: &Own| it.ready.len() < AT_ONCE && !it.ended;
        self.incoming.own.as_ref().is_some_and(wants)
    }

    /// The file's next slice, read again; `None`: it has ended.
    ///
    /// # Errors
    /// It is not what it was when it was compared.
    pub fn feed(&mut self, slice: Option<&[u8]>) -> Done<()> {
        let own = self.own()?;
        let changed = || "The file was changed meanwhile: choose it again".to_owned();
        let events = own.read(slice).map_err(|_| changed())?;
        let events = own.plan.take(events);
        own.ready.extend(events);
        own.ended = slice.is_none();
        if own.ended && 0 < own.plan.left() {
            return Err(changed());
        }
        Ok(())
    }

    fn own(&mut self) -> Done<&mut Own> {
        let own = self.incoming.own.as_mut();
        own.ok_or_else(|| "Choose the file again".to_owned())
    }
}

impl Own {
    /// The file is read once more, and what is new in it handed on.
    pub(super) fn begin(&mut self) -> Done<()> {
        self.reader = OwnReader::default();
        let (_, events) = self.plan.plan();
        let now = self.now;
        let begun = self.plan.begin(&self.name, now, &mut || event_id(now));
        let (import, first) = begun.ok_or("There is nothing to import")?;
        self.import = Some((import, events));
        self.ready.extend(first);
        Ok(())
    }

    fn read(&mut self, slice: Option<&[u8]>) -> Result<Vec<Event>, Problems> {
        match slice {
            Some(slice) => self.reader.push(slice),
            None => std::mem::take(&mut self.reader).end(),
        }
    }
}
