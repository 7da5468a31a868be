//! What the engine answers: words ready to be printed, and beside them the filters that open what
//! is behind each figure. Numbers are there for charts only.

use serde::{Deserialize, Serialize};
use tallystick_core::import::Field;
use tallystick_core::summary::Filter;
use tallystick_core::zone::Day;
use tallystick_wire::EventId;
use tallystick_wire::event::AssignmentKey;
use tallystick_wire::message::LongWork;

/// How much there is, and what is to be known about it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Events in the log.
    pub events: u64,
    /// Assignments.
    pub assignments: u64,
    /// Events since the last full export.
    pub unsaved: u64,
    /// The last full export, in words.
    pub saved: Option<String>,
    /// What could not be read.
    pub damage: Vec<String>,
    /// Imports in force, the newest first.
    pub imports: Vec<ImportLine>,
    /// Long work in the log that is not over.
    pub underway: Option<LongWork>,
}

/// An import in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportLine {
    /// Its first event.
    pub id: EventId,
    /// File, kind, events, when.
    pub words: String,
    /// Its assignments.
    pub filter: Filter,
}

/// How far loading is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Loaded {
    /// Records in the book.
    pub records: usize,
    /// Where to go on; `None`: that was all.
    pub next: Option<AssignmentKey>,
}

/// The figures of a set of assignments, in words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its name.
    pub label: String,
    /// How many assignments.
    pub assignments: u32,
    /// Earned, by currency.
    pub earned: String,
    /// To come, by currency; empty for nothing.
    pub pending: String,
    /// Time worked.
    pub worked: String,
    /// Time that nobody paid; empty for none.
    pub unpaid: String,
    /// Pay an hour of paid work.
    pub hourly: String,
    /// The same with unpaid time.
    pub real: String,
    /// Whether the last is below the floor.
    pub below: Option<bool>,
    /// The assignments.
    pub filter: Filter,
    /// Earned in major units of one currency.
    pub earned_value: f64,
    /// Pending in the same.
    pub pending_value: f64,
    /// Pay an hour in the same.
    pub hourly_value: Option<f64>,
    /// With unpaid time.
    pub real_value: Option<f64>,
}

/// Figures by group.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Grouped {
    /// The first ones.
    pub lines: Vec<Line>,
    /// How many there are.
    pub n: usize,
}

/// A part of something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Its name.
    pub label: String,
    /// How much, in words.
    pub words: String,
    /// How much of the whole, 0 to 1.
    pub part: f64,
    /// Its assignments, where it has some.
    pub filter: Option<Filter>,
}

/// One bin of the distribution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BinView {
    /// From and to.
    pub label: String,
    /// How many assignments.
    pub assignments: u32,
    /// Time worked on them.
    pub worked: String,
    /// Whether it is below the floor.
    pub below: Option<bool>,
    /// The assignments.
    pub filter: Filter,
}

/// The figures at a glance.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// All of the filter.
    pub all: Line,
    /// How far a goal is: earned and pending in major units of one currency.
    pub reached: f64,
    /// Where the time went that nobody paid.
    pub unpaid: Vec<Share>,
    /// What became of them.
    pub standings: Vec<Share>,
    /// Pay an hour against the floor.
    pub bins: Vec<BinView>,
    /// The floor, in words.
    pub floor: Option<String>,
    /// What is to be known about these figures.
    pub notes: Vec<String>,
    /// Those whose pages and log contradict each other.
    pub contradicting: u32,
    /// Those that were left out.
    pub left_out: u32,
}

/// A day of the calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellView {
    /// Which.
    pub day: Day,
    /// Weekday from Monday 0.
    pub weekday: i8,
    /// 0 to 4.
    pub level: u8,
    /// Earned.
    pub earned: String,
    /// Worked.
    pub worked: String,
    /// How many.
    pub assignments: u32,
}

/// Money to come and money missing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OwedView {
    /// Sums to come.
    pub pending: String,
    /// Of how many.
    pub pending_n: usize,
    /// The next due first, a few hundred at most.
    pub due: Vec<OwedLine>,
    /// By reason: name, what it means, how many, how much, which.
    pub missing: Vec<MissingView>,
}

/// Missing money of one reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MissingView {
    /// The reason in a few words.
    pub label: String,
    /// What it means.
    pub help: String,
    /// How many.
    pub n: usize,
    /// How much.
    pub amount: String,
    /// Which.
    pub filter: Filter,
    /// The oldest first, some at most.
    pub lines: Vec<OwedLine>,
}

/// One assignment with money to come or missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwedLine {
    /// Which.
    pub key: AssignmentKey,
    /// Its title.
    pub title: String,
    /// Requester and platform.
    pub whose: String,
    /// The platform.
    pub platform: String,
    /// How much.
    pub amount: String,
    /// When due, or since when.
    pub when: String,
}

/// What the list shows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Selected {
    /// Their figures.
    pub line: Line,
    /// How many; without those that do not count in the figures.
    pub n: usize,
}

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowView {
    /// Which.
    pub key: AssignmentKey,
    /// Title.
    pub title: String,
    /// Requester.
    pub requester: String,
    /// Platform's id.
    pub platform: String,
    /// Day.
    pub day: String,
    /// What became of it.
    pub state: String,
    /// Good, bad or neither.
    pub good: Option<bool>,
    /// Money.
    pub money: String,
    /// Time worked.
    pub worked: String,
    /// Pay an hour.
    pub hourly: String,
    /// Whether that is below the floor.
    pub below: Option<bool>,
    /// "edited", "left out" …
    pub flags: Vec<String>,
}

/// Everything about one assignment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    /// Which.
    pub key: AssignmentKey,
    /// Title.
    pub title: String,
    /// Name and value.
    pub facts: Vec<(String, String)>,
    /// Breaks: event, words, whether they count as work.
    pub gaps: Vec<(EventId, String, bool)>,
    /// What does not fit.
    pub contradictions: Vec<String>,
    /// Words said.
    pub said: Vec<String>,
    /// What the form for changes begins with.
    pub form: EditForm,
}

/// A form for changes; texts as they stand in its fields.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EditForm {
    /// Title.
    pub title: String,
    /// Requester.
    pub requester: String,
    /// Promised.
    pub reward: String,
    /// Paid.
    pub paid: String,
    /// Bonus.
    pub bonus: String,
    /// Their currency.
    pub currency: String,
    /// What became of it: the outcome's word.
    pub outcome: String,
    /// The day.
    pub day: String,
    /// Minutes worked.
    pub minutes: String,
    /// Not in the figures.
    pub left_out: bool,
}

/// One event in words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventLine {
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: String,
    /// What.
    pub words: String,
    /// Whether it was undone.
    pub undone: bool,
    /// Whether the worker did it and may take it back.
    pub mine: bool,
}

/// A part of the JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JsonPart {
    /// The text.
    pub text: String,
    /// Where to go on.
    pub next: Option<u64>,
    /// How many events.
    pub events: usize,
}

/// What a chosen file is and would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Looked {
    /// Nothing of it can be taken; why.
    Wrong(Vec<String>),
    /// A table: its heads, and which field is which column.
    Table {
        /// The heads.
        heads: Vec<String>,
        /// Field, its label, its column.
        fields: Vec<(Field, String, Option<usize>)>,
    },
    /// Our own: the log must be known first.
    NeedsLog,
    /// What it would do.
    Plan(PlanView),
}

/// What an import would do.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanView {
    /// What kind of file it is.
    pub kind: String,
    /// Name and value.
    pub lines: Vec<(String, String)>,
    /// Events that it brings; 0: nothing to do.
    pub events: usize,
    /// Whether only a wipe takes it back.
    pub verbatim: bool,
}

/// How much of a platform's history is here.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RescueView {
    /// The newest first.
    pub days: Vec<RescueLine>,
    /// Days done and days listed.
    pub done: (usize, usize),
}

/// One day of a history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RescueLine {
    /// Which.
    pub day: Day,
    /// What it brought.
    pub words: String,
    /// Whether it is done; `None`: the earnings page does not list it.
    pub done: Option<bool>,
    /// Where the sums differ.
    pub differs: Option<String>,
    /// The page of it that is to be read next, from 1.
    pub page: u32,
    /// Its assignments.
    pub filter: Filter,
}
