//! What a page asks the engine, each question tied to its reply.
//!
//! Everything travels as JSON text, because the engine runs in a worker of its own.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tallystick_core::export::Report;
use tallystick_core::import::Mapping;
use tallystick_core::summary::{By, Filter, Midnight, Order};
use tallystick_core::zone::{Day, Period};
use tallystick_wire::event::AssignmentKey;
use tallystick_wire::ledger::Assignment;
use tallystick_wire::settings::Rates;
use tallystick_wire::{Currency, EventId, Millis, Money, PlatformId, RequesterKey};

use super::view::*;

/// A question with its reply.
pub trait Question: Into<Asked> {
    /// What is answered.
    type Reply: DeserializeOwned + Serialize;
}

macro_rules! questions {
    ($($(#[$doc:meta])* $name:ident -> $reply:ty;)*) => {
        /// Everything that can be asked.
        #[derive(Debug, Clone, Serialize, Deserialize)]
        pub enum Asked {
            $($(#[$doc])* $name($name),)*
        }
        $(
            impl From<$name> for Asked {
                fn from(it: $name) -> Self {
                    Self::$name(it)
                }
            }
            impl Question for $name {
                type Reply = $reply;
            }
        )*
    };
}

questions! {
    /// Begin a new book under these terms.
    Open -> Day;
    /// The background's answer to `ReadLedger`.
    Extras -> Standing;
    /// The background's answer to `ReadAssignments`.
    Load -> Loaded;
    /// Read what lies packed in the database, and what changed since.
    Shelved -> OnShelf;
    /// Read records that are not packed.
    ShelvedOn -> OnShelf;
    /// Pack a block that needs it; whether one did.
    Pack -> bool;
    /// Records that changed.
    Put -> ();
    /// The figures at a glance.
    Glance -> Overview;
    /// Figures by group.
    Groups -> Grouped;
    /// The days of a period.
    Calendar -> Vec<CellView>;
    /// Money that is to come, and money that is missing.
    Owed -> OwedView;
    /// Which assignments the list shows.
    Select -> Selected;
    /// Some rows of that list, and the place of the first.
    Rows -> (usize, Vec<RowView>);
    /// The keys of the whole list, or of the first so many.
    Keys -> Vec<AssignmentKey>;
    /// All about one assignment.
    One -> Option<Detail>;
    /// The background's answer to `ReadHistory`, in words.
    History -> Vec<EventLine>;
    /// Which assignments an export holds.
    Begin -> usize;
    /// A part of the CSV; answered in bytes.
    Csv -> ();
    /// A part of the spreadsheet.
    Sheet -> usize;
    /// The spreadsheet, finished; answered in bytes.
    SheetEnd -> ();
    /// The background's answer to `ReadEvents`, as a part of the JSON.
    Json -> JsonPart;
    /// A report.
    Reported -> Report;
    /// Whom a dispute pack is about.
    Disputed -> Vec<(RequesterKey, String)>;
    /// A file that was chosen, which comes beside the question; without one: the last again.
    Look -> Looked;
    /// The background's answer to `ReadEvents`: what the log has already.
    Prints -> Option<u64>;
    /// Read on in our own file, now that the log is known.
    ReadOn -> WasRead;
    /// A part of what an import brings, as a question to the background.
    Stage -> Staged;
    /// How much of a platform's history is here.
    Rescue -> RescueView;
}

/// See [`Asked::Open`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Open {
    /// Platforms and their time zones.
    pub zones: Vec<(PlatformId, String)>,
    /// After how many days a platform approves by its own rule, where there is one.
    pub approval_days: BTreeMap<PlatformId, u32>,
    /// The worker's own zone.
    pub own_zone: String,
    /// By whose midnight days are told.
    pub midnight: Midnight,
    /// For figures in one currency.
    pub rates: Rates,
    /// The currency of such figures.
    pub currency: Currency,
    /// The worker's floor.
    pub floor: Option<Money>,
    /// The present.
    pub now: Millis,
    /// Whether the records at hand stay.
    pub keep: bool,
}

/// See [`Asked::Extras`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Extras {
    /// As it came.
    pub answer: String,
}

/// See [`Asked::Load`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Load {
    /// As it came.
    pub answer: String,
}

/// See [`Asked::Shelved`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Shelved {}

/// See [`Asked::ShelvedOn`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShelvedOn {
    /// From this key on.
    pub from: String,
}

/// See [`Asked::Pack`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pack {
    /// Old copies are made again where at least so many records changed.
    pub least: usize,
}

/// The reply to [`Shelved`] and [`ShelvedOn`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OnShelf {
    /// Records in the book.
    pub records: usize,
    /// Where to go on; `None`: that was all.
    pub next: Option<String>,
}

/// See [`Asked::Put`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Put {
    /// As they are now.
    pub records: Vec<Assignment>,
}

/// See [`Asked::Glance`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Glance {
    /// Of which.
    pub filter: Filter,
}

/// See [`Asked::Groups`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Groups {
    /// Of which.
    pub filter: Filter,
    /// By what; `None`: over time, as it fits.
    pub by: Option<By>,
    /// At most so many, the first ones; 0: all.
    pub most: usize,
}

/// See [`Asked::Calendar`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Calendar {
    /// Of which.
    pub filter: Filter,
    /// Of when.
    pub period: Period,
}

/// See [`Asked::Owed`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Owed {
    /// Of which.
    pub filter: Filter,
}

/// See [`Asked::Select`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Select {
    /// Which.
    pub filter: Filter,
    /// In which order.
    pub order: Order,
}

/// See [`Asked::Rows`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Rows {
    /// The first one.
    pub from: usize,
    /// How many.
    pub n: usize,
}

/// See [`Asked::Keys`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Keys {
    /// At most so many.
    pub most: usize,
}

/// See [`Asked::One`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct One {
    /// Which.
    pub key: AssignmentKey,
}

/// See [`Asked::History`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct History {
    /// As it came.
    pub answer: String,
}

/// See [`Asked::Begin`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Begin {
    /// Which.
    pub filter: Filter,
}

/// See [`Asked::Csv`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Csv {
    /// The first one.
    pub from: usize,
    /// How many.
    pub n: usize,
}

/// See [`Asked::Sheet`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sheet {
    /// The first one.
    pub from: usize,
    /// How many.
    pub n: usize,
}

/// See [`Asked::SheetEnd`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SheetEnd {
    /// As the export began.
    pub filter: Filter,
}

/// See [`Asked::Json`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Json {
    /// As it came.
    pub answer: String,
    /// Whether it is the first part.
    pub first: bool,
}

/// See [`Asked::Reported`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reported {
    /// A period, or everything.
    Period(Filter),
    /// A tax year.
    TaxYear(Period),
    /// A dispute pack.
    Dispute {
        /// About these.
        filter: Filter,
        /// About one of them only.
        key: Option<AssignmentKey>,
        /// With the platform's ids of the worker's assignments.
        with_ids: bool,
    },
}

/// See [`Asked::Disputed`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Disputed {
    /// As in [`Reported::Dispute`].
    pub filter: Filter,
    /// As there.
    pub key: Option<AssignmentKey>,
}

/// See [`Asked::Look`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Look {
    /// The file's name.
    pub name: String,
    /// Whose lines they are, where the file does not say.
    pub platform: PlatformId,
    /// Their currency, where the file does not say.
    pub currency: Currency,
    /// Which column is what; `None`: as the heads suggest.
    pub columns: Option<BTreeMap<tallystick_core::import::Field, usize>>,
    /// The present.
    pub now: Millis,
}

impl Look {
    /// The mapping of a table with these heads.
    pub fn mapping(&self, heads: &[String]) -> Mapping {
        let mut mapping =
            tallystick_core::import::guess(heads, self.platform.clone(), self.currency);
        if let Some(columns) = &self.columns {
            mapping.columns.clone_from(columns);
        }
        mapping
    }
}

/// See [`Asked::Prints`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Prints {
    /// As it came.
    pub answer: String,
}

/// See [`Asked::ReadOn`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReadOn {}

/// The reply to [`ReadOn`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WasRead {
    /// Bytes that were read.
    pub done: u64,
    /// Of so many.
    pub of: u64,
    /// What the file would do, or why it cannot be taken; `None`: there is more to read.
    pub looked: Option<Looked>,
}

/// See [`Asked::Stage`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Stage {
    /// From the beginning.
    pub first: bool,
}

/// See [`Asked::Rescue`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Rescue {
    /// Whose.
    pub platform: PlatformId,
    /// How many assignments the platform shows on one page of a day.
    pub per_page: u32,
}

/// The reply to [`Stage`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Staged {
    /// The question; `None`: everything was asked.
    pub question: Option<String>,
    /// The import's id.
    pub import: EventId,
    /// Events that were handed on.
    pub done: usize,
    /// Of so many.
    pub of: usize,
}
