//! The engine: the book of all assignments, and everything that takes long.
//!
//! It runs in a worker, so that a page stays alive whatever it does; in tests it is called at once.
//! It puts what `core` computed into words and refuses to know the DOM and the background: what the
//! background says comes in as text.

pub mod ask;
mod figures;
mod files;
mod history;
mod imports;
mod log;
mod owed;
mod own;
mod rescue;
pub mod view;
pub mod words;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tallystick_core::export::Xlsx;
use tallystick_core::summary::{self, Book, Terms};
use tallystick_core::zone::{Day, Zones};
use tallystick_wire::event::EventKind;
use tallystick_wire::ledger::Assignment;
use tallystick_wire::message::{AssignmentPage, Failure, LedgerState};

use ask::{Asked, Question};
use imports::Incoming;
use view::{ImportLine, Loaded, Standing};

/// What the engine answers with.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// `Result<Reply, String>` as JSON.
    Text(String),
    /// A file.
    Bytes(Vec<u8>),
}

/// The book, and what is underway with it.
#[derive(Default)]
pub struct Engine {
    book: Option<Book>,
    selected: Vec<usize>,
    leaving: Vec<usize>,
    sheet: Option<Xlsx>,
    incoming: Incoming,
}

/// A result whose error is a sentence for the worker.
pub type Done<T> = Result<T, String>;

impl Engine {
    /// Answers a question.
    pub fn answer(&mut self, asked: Asked) -> Answer {
        match asked {
            Asked::SheetEnd(it) => file(self.sheet_end(&it)),
            Asked::Csv(it) => file(self.csv(&it)),
            Asked::Open(it) => reply(&it, self.open(&it)),
            Asked::Extras(it) => reply(&it, self.extras(&it)),
            Asked::Load(it) => reply(&it, self.load(&it)),
            Asked::Put(it) => reply(&it.clone(), self.put(it)),
            Asked::Glance(it) => reply(&it, self.glance(&it)),
            Asked::Groups(it) => reply(&it, self.groups(&it)),
            Asked::Calendar(it) => reply(&it, self.calendar(&it)),
            Asked::Owed(it) => reply(&it, self.owed(&it)),
            Asked::Select(it) => reply(&it, self.select(&it)),
            Asked::Rows(it) => reply(&it, self.rows(&it)),
            Asked::Keys(it) => reply(&it, self.keys(&it)),
            Asked::One(it) => reply(&it, self.one(&it)),
            Asked::History(it) => reply(&it, self.history(&it)),
            Asked::Begin(it) => reply(&it, self.begin(&it)),
            Asked::Sheet(it) => reply(&it, self.sheet(&it)),
            Asked::Json(it) => reply(&it, files::json(&it)),
            Asked::Reported(it) => reply(&it, self.report(&it)),
            Asked::Disputed(it) => reply(&it, self.disputed(&it)),
            Asked::Prints(it) => reply(&it, self.prints(&it)),
            Asked::Rescue(it) => reply(&it, self.rescue(&it)),
            // Answered out of the database or a file, by `turn`.
            Asked::Shelved(_)
            | Asked::ShelvedOn(_)
            | Asked::Pack(_)
            | Asked::Look(_)
            | Asked::ReadOn(_)
            | Asked::Stage(_) => text::<()>(Ok(())),
        }
    }

    fn open(&mut self, it: &ask::Open) -> Done<Day> {
        let names = it.zones.iter().map(|(id, zone)| (id, zone.as_str()));
        let terms = Terms {
            zones: Zones::named(names, &it.own_zone),
            midnight: it.midnight,
            rates: it.rates.clone(),
            currency: it.currency,
            floor: it.floor,
            now: it.now,
            approval_days: it.approval_days.clone(),
        };
        let today = terms.zones.own.day(it.now);
        let known = self.book.take().filter(|_| it.keep);
        let book = match known {
            Some(book) => book.under(terms),
            None => Book::new(Vec::new(), summary::Extras::default(), terms),
        };
        self.book = Some(book);
        self.selected.clear();
        Ok(today)
    }

    fn extras(&mut self, it: &ask::Extras) -> Done<Standing> {
        let state: LedgerState = said(&it.answer)?;
        let book = self.book_mut()?;
        let now = book.terms().now;
        let imports = state.imports.iter().rev();
        let imports = imports.filter_map(|event| match &event.kind {
            EventKind::Imported { name, events, .. } => Some(ImportLine {
                id: event.id.clone(),
                words: format!(
                    "{} · {} · {}",
                    words::name(name),
                    words::count(*events as usize, "event"),
                    tallystick_core::show::age(event.at, now)
                ),
                filter: summary::Filter {
                    import: Some(event.id.clone()),
                    ..Default::default()
                },
            }),
            _ => None,
        });
        let standing = Standing {
            events: state.events,
            assignments: state.assignments,
            unsaved: state.unsaved,
            saved: state.saved_at.map(|at| tallystick_core::show::age(at, now)),
            damage: state.damage.clone(),
            imports: imports.collect(),
            underway: state.underway,
        };
        book.put_extras(summary::Extras {
            days: state.days,
            searches: state.searches,
            costs: state.costs,
        });
        Ok(standing)
    }

    fn load(&mut self, it: &ask::Load) -> Done<Loaded> {
        let page: AssignmentPage = said(&it.answer)?;
        Ok(Loaded {
            records: self.take(page.records)?,
            next: page.next,
        })
    }

    /// Records into the book; how many there are now.
    ///
    /// # Errors
    /// The book is not open.
    pub fn take(&mut self, records: Vec<Assignment>) -> Done<usize> {
        let book = self.book_mut()?;
        book.add(records);
        Ok(book.len())
    }

    fn put(&mut self, it: ask::Put) -> Done<()> {
        self.book_mut()?.put(it.records);
        Ok(())
    }

    fn book(&self) -> Done<&Book> {
        self.book.as_ref().ok_or_else(not_open)
    }

    fn book_mut(&mut self) -> Done<&mut Book> {
        self.book.as_mut().ok_or_else(not_open)
    }
}

fn not_open() -> String {
    "The figures are not loaded yet: try again in a moment".to_owned()
}

/// What the background said.
fn said<T: DeserializeOwned>(answer: &str) -> Done<T> {
    let answer: Result<T, Failure> = serde_json::from_str(answer)
        .map_err(|why| format!("The background's answer could not be read: {why}"))?;
    answer.map_err(|failure| failure.message)
}

/// A question that is none.
pub fn unread(why: &serde_json::Error) -> Answer {
    text::<()>(Err(format!("The question could not be read: {why}")))
}

/// The reply that belongs to this question, and no other.
pub fn reply<Q: Question>(_: &Q, result: Done<Q::Reply>) -> Answer {
    text(result)
}

/// Bytes as they are: as text in a text they would be written and read several times.
fn file(result: Done<Vec<u8>>) -> Answer {
    match result {
        Ok(bytes) => Answer::Bytes(bytes),
        Err(why) => text::<()>(Err(why)),
    }
}

fn text<T: Serialize>(result: Done<T>) -> Answer {
    let written = serde_json::to_string(&result);
    // Of strings, numbers and lists: nothing in it can fail to be written.
    Answer::Text(written.unwrap_or_default())
}
