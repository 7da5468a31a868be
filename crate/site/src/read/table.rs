//! Reads lists and task pages: data that the page carries, or what its elements show.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::Value;
use tallystick_wire::TaskFacts;

use super::record::{Record, Scope};
use super::{Answer, Blind, Reader, Reading, Row, blind, facts, matching};
use crate::definition::{Definition, PageDefinition, PageKind, Rows};
use crate::node::Node;

impl<N: Node> Reader<'_, N> {
    /// Facts off the elements; `None`: the root is not there.
    pub(super) fn read_drawn(&self) -> Option<Reading<N>> {
        let root = self.document.select_first(self.page.root.as_ref()?)?;
        let nodes = match &self.page.rows {
            Some(rows) => root.select(&rows.select),
            None => vec![root.clone()],
        };
        let scopes = nodes.iter().map(|it| self.scope(None, Some(it)));
        let records = self.records(scopes);
        let mut reading = Reading::nothing(self.page);
        reading.root = Some(root);
        let lost = if records.is_empty() && self.has_signs() {
            Some("no row is found".to_owned())
        } else {
            blind::lost_field(&self.page.fields, &records)
        };
        if let Some(lost) = lost {
            reading.blind = Some(self.blind(&lost, &records));
            return Some(reading);
        }
        let pairs = nodes
            .iter()
            .zip(&records)
            .filter(|(_, record)| record.is_whole());
        for (node, record) in pairs {
            self.tell(&mut reading, record);
            if self.page.badge.is_some() || self.page.kind == PageKind::Task {
                reading.rows.push(self.row(node, self.task(record)));
            }
        }
        self.sum_up(&mut reading);
        self.blind_without_places(&mut reading, &records);
        Some(reading)
    }

    /// Facts out of the page's data; `None`: the element that carries it is not there.
    pub(super) fn read_data(&self) -> Option<Reading<N>> {
        let data = self.page.data.as_ref()?;
        let mount = data.mount.as_ref()?;
        let element = self.document.select_first(&mount.select)?;
        let root = match &self.page.root {
            Some(selector) => self.document.select_first(selector)?,
            None => element.clone(),
        };
        let text = element.attribute(&mount.attribute).unwrap_or_default();
        let mut reading = Reading::nothing(self.page);
        reading.root = Some(root.clone());
        let items = match items(self.page, &data.at, text) {
            Ok(items) => items,
            Err(missing) => {
                reading.blind = Some(self.blind(&missing, &[]));
                return Some(reading);
            }
        };
        let records = self.records(items.iter().map(|it| self.scope(Some(it), Some(&root))));
        if let Some(lost) = blind::lost_field(&self.page.fields, &records) {
            reading.blind = Some(self.blind(&lost, &records));
            return Some(reading);
        }
        for record in records.iter().filter(|it| it.is_whole()) {
            self.tell(&mut reading, record);
        }
        match (&self.page.rows, self.page.kind) {
            (Some(rows), _) => self.match_rows(&mut reading, rows, &root, &records),
            (None, PageKind::Task) => {
                let tasks = records.iter().map(|it| self.row(&root, self.task(it)));
                reading.rows = tasks.collect();
            }
            (None, _) => {}
        }
        self.sum_up(&mut reading);
        self.blind_without_places(&mut reading, &records);
        Some(reading)
    }

    /// Rows that are known and have no place for a badge are no use: that page has changed, too.
    fn blind_without_places(&self, reading: &mut Reading<N>, records: &[Record<'_>]) {
        let Some(badge) = &self.page.badge else {
            return;
        };
        if reading.rows.is_empty() || reading.rows.iter().any(|it| !it.badges.is_empty()) {
            return;
        }
        let missing = format!("no row has a place for a badge: {}", badge.select.join(" "));
        reading.rows.clear();
        reading.blind = Some(self.blind(&missing, records));
    }

    fn match_rows(&self, reading: &mut Reading<N>, rows: &Rows, root: &N, records: &[Record<'_>]) {
        let nodes = root.select(&rows.select);
        let usual = self.definition.currency;
        let (found, shown) = matching::candidates(rows, &nodes, records, usual);
        for (node, candidates) in nodes.iter().zip(found) {
            let records: Vec<_> = candidates
                .iter()
                .filter_map(|&at| records.get(at))
                .collect();
            if records.iter().all(|it| it.is_whole()) {
                reading.rows.extend(self.known_row(node, &records));
            }
        }
        if !shown && !records.is_empty() {
            let missing = format!("{} items, {} rows, none known", records.len(), nodes.len());
            reading.pending = true;
            reading.blind = Some(self.blind(&missing, records));
        }
    }

    fn known_row(&self, node: &N, records: &[&Record<'_>]) -> Option<Row<N>> {
        let mut tasks = records.iter().map(|it| self.task(it));
        let first = tasks.next()?;
        Some(self.row(node, tasks.fold(first, |all, it| facts::common(all, &it))))
    }

    fn scope<'s>(&'s self, item: Option<&'s Value>, row: Option<&'s N>) -> Scope<'s, N> {
        Scope {
            item,
            row,
            page: Some(self.document),
            url: self.url,
        }
    }

    fn records<'s>(&'s self, scopes: impl Iterator<Item = Scope<'s, N>>) -> Vec<Record<'s>>
    where
        N: 's,
    {
        let usual = self.definition.currency;
        scopes
            .map(|it| Record::find(&self.page.fields, it, usual))
            .collect()
    }

    fn task(&self, record: &Record<'_>) -> TaskFacts {
        facts::task(&self.definition.id, record, &|text| {
            self.document.nfkc(text)
        })
    }

    /// Outcomes and days are told without their rows.
    fn tell(&self, reading: &mut Reading<N>, record: &Record<'_>) {
        match self.page.kind {
            PageKind::Outcomes => {
                reading
                    .outcomes
                    .push(facts::outcome(self.task(record), record));
            }
            PageKind::Earnings => reading.days.extend(facts::day(record)),
            PageKind::TaskList | PageKind::Queue | PageKind::Task => {}
        }
    }

    fn sum_up(&self, reading: &mut Reading<N>) {
        if !self.page.summary.is_empty() {
            let usual = self.definition.currency;
            let record = Record::find(&self.page.summary, self.scope(None, None), usual);
            reading.summary = Some(facts::summary(&record));
        }
    }
}

thread_local! {
    /// The data that was read last: lists are read again whenever a row is redrawn, their data
    /// never changes in place.
    static LAST: RefCell<Option<(String, Rc<Vec<Value>>)>> = const { RefCell::new(None) };
}

/// As [`parsed_items`], parsed once for the same text.
fn items(page: &PageDefinition, at: &str, text: String) -> Result<Rc<Vec<Value>>, String> {
    let last = LAST.with_borrow(|it| match it {
        Some((known, items)) if *known == text => Some(Rc::clone(items)),
        _ => None,
    });
    if let Some(items) = last {
        return Ok(items);
    }
    let items = Rc::new(parsed_items(page, at, &text)?);
    LAST.set(Some((text, Rc::clone(&items))));
    Ok(items)
}

/// The items in a JSON text, or what is wrong with it.
fn parsed_items(page: &PageDefinition, at: &str, text: &str) -> Result<Vec<Value>, String> {
    let mut json: Value =
        serde_json::from_str(text).map_err(|_| "the data is no JSON".to_owned())?;
    let found = json.pointer_mut(at).map(Value::take);
    match (found, page.kind) {
        (Some(item @ Value::Object(_)), PageKind::Task) => Ok(vec![item]),
        (Some(Value::Array(items)), kind) if kind != PageKind::Task => Ok(items),
        _ => Err(format!("the data has no {at}")),
    }
}

/// See [`super::answer`].
pub(super) fn answer(
    definition: &Definition,
    page: &PageDefinition,
    body: &str,
    nfkc: &dyn Fn(&str) -> String,
) -> Result<Answer, Blind> {
    let at = page.data.as_ref().map_or("", |it| &it.at);
    let bad = |missing: &str, lines: &[String]| blind::blind(definition, page, missing, lines);
    let items = parsed_items(page, at, body).map_err(|it| bad(&it, &[]))?;
    let scope = |item| Scope::<Nobody> {
        item: Some(item),
        row: None,
        page: None,
        url: "",
    };
    let find = |it| Record::find(&page.fields, scope(it), definition.currency);
    let records: Vec<_> = items.iter().map(find).collect();
    if let Some(lost) = blind::lost_field(&page.fields, &records) {
        return Err(bad(&lost, &blind::field_lines(&page.fields, &records)));
    }
    let mut answer = Answer::default();
    for record in records.iter().filter(|it| it.is_whole()) {
        let task = facts::task(&definition.id, record, nfkc);
        match page.kind {
            PageKind::Outcomes => answer.outcomes.push(facts::outcome(task, record)),
            _ => answer.tasks.push(task),
        }
    }
    Ok(answer)
}

/// An answer has no elements.
#[derive(Clone)]
enum Nobody {}

impl Node for Nobody {
    fn select(&self, _: &str) -> Vec<Self> {
        match *self {}
    }

    fn matches(&self, _: &str) -> bool {
        match *self {}
    }

    fn text(&self) -> String {
        match *self {}
    }

    fn attribute(&self, _: &str) -> Option<String> {
        match *self {}
    }

    fn nfkc(&self, _: &str) -> String {
        match *self {}
    }
}
