//! Reads a page by its definition.

use tallystick_wire::facts::{DayFacts, OutcomeFacts};
use tallystick_wire::{Money, TaskFacts};

use crate::definition::{Definition, PageDefinition, PageKind, Place};
use crate::node::Node;

/// What a page says.
#[derive(Debug, Clone)]
pub struct Reading<N> {
    /// What kind of page it is.
    pub kind: PageKind,
    /// The element under which rows come and go: what to observe. `None` while it is not there.
    pub root: Option<N>,
    /// Rows that are drawn and known, in the page's order; one for a task page.
    pub rows: Vec<Row<N>>,
    /// Outcomes, in the page's order.
    pub outcomes: Vec<OutcomeFacts>,
    /// Days, in the page's order.
    pub days: Vec<DayFacts>,
    /// Sums over all time, as the page says.
    pub summary: Option<Summary>,
    /// Set when the page cannot be read as its definition says.
    pub blind: Option<Blind>,
    /// The data is there and the page has not drawn its rows yet.
    pub pending: bool,
}

/// One row of a list, or the task page's bar.
#[derive(Debug, Clone)]
pub struct Row<N> {
    /// The row's element.
    pub node: N,
    /// What it says.
    pub facts: TaskFacts,
    /// Where badges go: usually one, several where the row has a copy for narrow screens.
    pub badges: Vec<N>,
    /// Where a badge goes, relative to each of `badges`.
    pub place: Place,
}

/// Sums of an earnings page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Earned and not yet transferred.
    pub available: Option<Money>,
    /// Rewards of all time.
    pub rewards: Option<Money>,
    /// Bonuses of all time.
    pub bonuses: Option<Money>,
    /// Everything of all time.
    pub total: Option<Money>,
}

/// A page that is of a known kind and cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blind {
    /// The page's name in the definition.
    pub page: String,
    /// What is missing, in a few words.
    pub missing: String,
    /// To copy: versions, selectors and counts, nothing personal.
    pub report: String,
}

/// Reads a page. Never fails and never guesses: what cannot be read is `None`, silent or blind.
pub fn read<N: Node>(
    _definition: &Definition,
    page: &PageDefinition,
    _url: &str,
    _document: &N,
) -> Reading<N> {
    Reading {
        kind: page.kind,
        root: None,
        rows: Vec::new(),
        outcomes: Vec::new(),
        days: Vec::new(),
        summary: None,
        blind: None,
        pending: false,
    }
}
