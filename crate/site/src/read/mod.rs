//! Reads a page by its definition: facts and where badges go, never a guess.
//!
//! A page is either read, or not drawn yet (`pending`), or *blind*: it is the page that its
//! definition means, and a required part of it is gone. This module refuses to know any platform.

mod blind;
mod facts;
mod matching;
mod record;
mod table;

use tallystick_wire::facts::{DayFacts, OutcomeFacts};
use tallystick_wire::{Money, TaskFacts};

use crate::definition::{Definition, PageDefinition, PageKind, Place};
use crate::node::Node;

/// What a page says.
#[derive(Debug, Clone)]
pub struct Reading<N> {
    /// What kind of page it is; a platform may show another one at the same address.
    pub kind: PageKind,
    /// Its name in the definition.
    pub page: String,
    /// The element under which rows come and go: what to observe. `None` while it is not there.
    pub root: Option<N>,
    /// Rows that are drawn and known, in the page's order; one for a task page. A row that is not
    /// known for certain is not among them.
    pub rows: Vec<Row<N>>,
    /// Outcomes, in the page's order.
    pub outcomes: Vec<OutcomeFacts>,
    /// Days, in the page's order.
    pub days: Vec<DayFacts>,
    /// What holds for all its lines, as the page says.
    pub summary: Option<Summary>,
    /// A required part is not there, as of now. A page that is loading or `pending` may yet draw it:
    /// believe this only if it stays for some seconds after the page has loaded.
    pub blind: Option<Blind>,
    /// The page has not drawn its rows, and may yet: watch it and read again.
    pub pending: bool,
}

/// One row of a list, or the task page's bar.
#[derive(Debug, Clone)]
pub struct Row<N> {
    /// The row's element.
    pub node: N,
    /// What it says.
    pub facts: TaskFacts,
    /// Where badges go: usually one, several where the row has a copy for narrow screens, none
    /// where the row has no place for one.
    pub badges: Vec<N>,
    /// Where a badge goes, relative to each of `badges`.
    pub place: Place,
}

/// What a page says of all its lines together.
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
    /// The platform's own day that all lines are about, `YYYY-MM-DD`.
    pub day: Option<String>,
    /// How many pages the list has.
    pub pages: Option<u32>,
    /// Approved of all time.
    pub approved: Option<u32>,
    /// Rejected of all time.
    pub rejected: Option<u32>,
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

/// Facts out of an answer of the platform's own interface.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// Tasks, on a page of tasks.
    pub tasks: Vec<TaskFacts>,
    /// Outcomes, on a page of outcomes.
    pub outcomes: Vec<OutcomeFacts>,
}

/// Reads a page. Never fails and never guesses: what cannot be read is `None`, silent or blind.
pub fn read<N: Node>(
    definition: &Definition,
    page: &PageDefinition,
    url: &str,
    document: &N,
) -> Reading<N> {
    let at = |page| Reader {
        definition,
        page,
        url,
        document,
    };
    if let Some(reading) = at(page).read() {
        return reading;
    }
    if at(page).is_neither() {
        return Reading::nothing(page);
    }
    let others = definition
        .pages
        .iter()
        .filter(|it| page.instead.contains(&it.name));
    let reading = others.into_iter().find_map(|it| at(it).read());
    reading.unwrap_or_else(|| at(page).absent())
}

/// Reads an answer of the platform's own interface, where a definition says how.
///
/// # Errors
/// The body is not what the definition says.
pub fn answer(
    definition: &Definition,
    page: &PageDefinition,
    body: &str,
    nfkc: &dyn Fn(&str) -> String,
) -> Result<Answer, Blind> {
    table::answer(definition, page, body, nfkc)
}

/// One reading of one page.
pub(crate) struct Reader<'a, N> {
    pub definition: &'a Definition,
    pub page: &'a PageDefinition,
    pub url: &'a str,
    pub document: &'a N,
}

impl<N> Reading<N> {
    pub(crate) fn nothing(page: &PageDefinition) -> Self {
        Self {
            kind: page.kind,
            page: page.name.clone(),
            root: None,
            rows: Vec::new(),
            outcomes: Vec::new(),
            days: Vec::new(),
            summary: None,
            blind: None,
            pending: false,
        }
    }
}

impl<N: Node> Reader<'_, N> {
    /// `None`: the place where the facts would be is not on this page.
    fn read(&self) -> Option<Reading<N>> {
        if self.page.data.is_some() {
            self.read_data()
        } else {
            self.read_drawn()
        }
    }

    fn is_neither(&self) -> bool {
        self.definition.neither.iter().any(|sign| {
            let fits = |it: &N| {
                sign.pattern
                    .as_ref()
                    .is_none_or(|cut| cut.is_in(&it.text()))
            };
            self.document.select(&sign.select).iter().any(fits)
        })
    }

    /// The place of the facts is missing: is the page not drawn, empty or another one?
    fn absent(&self) -> Reading<N> {
        let mut reading = Reading::nothing(self.page);
        let mount = self.page.data.as_ref().and_then(|it| it.mount.as_ref());
        let selector = match (mount, &self.page.root) {
            (Some(mount), _) => &mount.select,
            (None, Some(root)) => root,
            (None, None) => return reading, // An answer: there is nothing to see on a page.
        };
        // A list that a script draws may be left out when it is empty: only signs of rows tell.
        // Data is always sent.
        if mount.is_some() || self.has_signs() {
            reading.blind = Some(self.blind(&format!("nothing matches {selector}"), &[]));
        }
        reading.pending = true;
        reading
    }

    fn has_signs(&self) -> bool {
        self.page
            .signs
            .as_ref()
            .is_some_and(|it| self.document.select_first(it).is_some())
    }

    fn row(&self, node: &N, facts: TaskFacts) -> Row<N> {
        let badge = self.page.badge.as_ref();
        let place = badge.map_or(Place::Append, |it| it.place);
        let badges = match badge {
            Some(it) if it.select.is_empty() => vec![node.clone()],
            Some(it) => it
                .select
                .iter()
                .filter_map(|it| node.select_first(it))
                .collect(),
            None => Vec::new(),
        };
        Row {
            node: node.clone(),
            facts,
            badges,
            place,
        }
    }
}
