//! A platform as data.

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
    /// Match patterns as in a manifest: `https://worker.mturk.com/*`.
    pub matches: Vec<String>,
    /// The IANA name of the zone to which its days belong.
    pub time_zone: String,
    /// The currency of amounts without one.
    pub currency: Currency,
    /// The kinds of pages, first match wins.
    pub pages: Vec<PageDefinition>,
}

/// One kind of page.
#[derive(Debug, Clone, PartialEq)]
pub struct PageDefinition {
    /// Its name in reports: `task list`.
    pub name: String,
    /// What it holds.
    pub kind: PageKind,
    /// Where a badge goes, relative to its anchor.
    pub place: Place,
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

/// Why a definition is refused: file, line, column, what is wrong and the cure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadDefinition(pub String);

impl std::fmt::Display for BadDefinition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadDefinition {}

/// Reads a definition.
///
/// # Errors
/// File, line and column of the first thing that is wrong, and the cure.
pub fn parse(file_name: &str, _source: &str) -> Result<Definition, BadDefinition> {
    Err(BadDefinition(format!("{file_name}: not yet")))
}

/// The one way to write a definition: `format(parse(file)) == file`.
pub fn format(_definition: &Definition) -> String {
    String::new()
}

/// The definition that came with the program for this host, e.g. `worker.mturk.com`.
pub fn built_in(_host: &str) -> Option<Definition> {
    None
}

impl Definition {
    /// Which kind of page is at this address; `None`: nothing that can be read.
    pub fn page_for(&self, _url: &str) -> Option<&PageDefinition> {
        self.pages.first()
    }
}
