//! A platform as data: what one file of `extension/platforms/` says.
//!
//! The types hold what was checked, nothing of how it is read from a page. Definitions are data
//! only: there is no place in them for code.

mod built_in;
mod check;
mod engine;
mod fact;
mod format;
mod locate;
mod pattern;
mod take;
mod told;
mod url;

pub use built_in::built_in;
pub use check::{BadDefinition, parse, parse_with};
pub use fact::{Fact, Parser};
pub use format::format;
pub use pattern::Pattern;
pub use told::{On, Told};

use tallystick_wire::{Currency, PlatformId};

/// A platform: where its pages are and how they are read.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// Its short name, as the file's.
    pub id: PlatformId,
    /// Its name for people.
    pub name: String,
    /// Counts up with every change of the file; part of every report.
    pub version: u32,
    /// What is known, what is not, and where from; for people, left out of what is shipped.
    pub notes: Vec<String>,
    /// Match patterns as in a manifest: `https://worker.mturk.com/*`.
    pub matches: Vec<String>,
    /// The IANA name of the zone to which its days belong.
    pub time_zone: String,
    /// The currency of amounts that show none.
    pub currency: Currency,
    /// After how many days without a judgement the platform approves by itself, by its own rule;
    /// `None`: it has none for all tasks, or none is known.
    pub approval_days: Option<u32>,
    /// Signs of a page that is none of `pages` whatever its address: errors, sign-in, captchas.
    pub neither: Vec<Sign>,
    /// What tells the clock that a task was submitted, given back or ran out.
    pub clock: Vec<Told>,
    /// The kinds of pages; the first whose address fits is taken.
    pub pages: Vec<PageDefinition>,
}

/// An element, and optionally what its text must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Sign {
    /// The element.
    pub select: String,
    /// What its text must hold.
    pub pattern: Option<Pattern>,
}

/// One kind of page.
#[derive(Debug, Clone, PartialEq)]
pub struct PageDefinition {
    /// Its name in reports: `task list`.
    pub name: String,
    /// What it holds.
    pub kind: PageKind,
    /// Addresses: a path, or `https://…` with its host; `*` stands for one part of the path.
    pub urls: Vec<String>,
    /// Names of pages that the platform may show at the same addresses instead.
    pub instead: Vec<String>,
    /// Data that the page carries; `None`: the facts are read off the elements.
    pub data: Option<Data>,
    /// The element under which everything is drawn; on a task page, what the badge belongs to.
    pub root: Option<String>,
    /// Elements that only rows have: where they are and no rows are, the page has changed.
    pub signs: Option<String>,
    /// How a row is found.
    pub rows: Option<Rows>,
    /// Where a row's badge goes.
    pub badge: Option<Badge>,
    /// The facts of each row, in the order of [`Fact::ALL`].
    pub fields: Vec<Field>,
    /// Facts of the page as a whole, in the order of [`Fact::ALL`].
    pub summary: Vec<Field>,
}

/// What a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageKind {
    /// Task groups that can be taken.
    TaskList,
    /// Tasks of this worker.
    Queue,
    /// One task group or one task.
    Task,
    /// What came of assignments.
    Outcomes,
    /// Days and sums.
    Earnings,
}

impl PageKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::TaskList,
        Self::Queue,
        Self::Task,
        Self::Outcomes,
        Self::Earnings,
    ];

    /// Its word in definitions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TaskList => "task_list",
            Self::Queue => "queue",
            Self::Task => "task",
            Self::Outcomes => "outcomes",
            Self::Earnings => "earnings",
        }
    }
}

/// JSON that carries the facts.
#[derive(Debug, Clone, PartialEq)]
pub struct Data {
    /// The attribute that holds it; `None`: it is the answer of the platform's own interface at
    /// one of the page's addresses, read by [`crate::read::answer`].
    pub mount: Option<Mount>,
    /// JSON pointer to the list of items; on a task page, to the one item.
    pub at: String,
}

/// The element and attribute that hold JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct Mount {
    /// The element.
    pub select: String,
    /// The attribute.
    pub attribute: String,
}

/// How a row is found, and which item is its.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// The rows, under the root or the mount.
    pub select: String,
    /// The fact that is a row's id, read off the row itself.
    pub by: Option<Field>,
    /// Facts that a row without an id must confirm, read off the row itself.
    pub confirm: Vec<Field>,
}

/// Where a row's badge goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Badge {
    /// Anchors within the row, the first match of each; none: the row itself.
    pub select: Vec<String>,
    /// Relative to each anchor.
    pub place: Place,
}

/// Where a badge goes, relative to its anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Last in the anchor.
    Append,
    /// First in the anchor.
    Prepend,
    /// Next to the anchor, before it.
    Before,
    /// Next to the anchor, after it.
    After,
}

impl Place {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Append, Self::Prepend, Self::Before, Self::After];

    /// Its word in definitions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Append => "append",
            Self::Prepend => "prepend",
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

/// Where one fact is and how it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Which fact.
    pub fact: Fact,
    /// Where to look.
    pub from: From,
    /// The element within `from`; `None`: `from` itself.
    pub select: Option<String>,
    /// The element's attribute; `None`: its text.
    pub attribute: Option<String>,
    /// JSON pointer: into the row's item, or into the text that was found, which is then JSON.
    pub pointer: Option<String>,
    /// What to cut out of the text: the first group that took part, or the whole match.
    pub pattern: Option<Pattern>,
    /// How the text becomes a value.
    pub parser: Parser,
    /// Whether a page on which it is missing has changed.
    pub required: bool,
}

/// Where to look for a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum From {
    /// The row's item in the page's data.
    Data,
    /// The row's element.
    Row,
    /// The whole page.
    Page,
    /// The page's address.
    Url,
}

impl From {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Data, Self::Row, Self::Page, Self::Url];

    /// Its word in definitions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Row => "row",
            Self::Page => "page",
            Self::Url => "url",
        }
    }
}

impl Definition {
    /// Which kind of page is at this address; `None`: nothing that can be read.
    pub fn page_for(&self, address: &str) -> Option<&PageDefinition> {
        self.pages
            .iter()
            .find(|it| it.urls.iter().any(|pattern| url::fits(pattern, address)))
    }

    /// Whether the platform is at this host.
    pub fn is_at(&self, host: &str) -> bool {
        self.matches.iter().any(|it| url::host_fits(it, host))
    }
}
