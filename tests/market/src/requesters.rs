//! The requesters of the sample pages, so that a demo community can be seeded with reviews of
//! exactly those whom a visitor will see. Keys are what the reader reads, never spelt here.

use std::collections::BTreeMap;

use scraper::Html;
use tallystick_site::native::Element;
use tallystick_site::sample::{self, Scenario};
use tallystick_site::{definition, read};
use tallystick_wire::TaskFacts;

use crate::LISTS;

/// How many rows of each list are looked at.
const ROWS: usize = 100;

/// The facts of each row of each platform's typical list.
pub fn facts() -> Vec<TaskFacts> {
    LISTS
        .iter()
        .flat_map(|(platform, url)| list(platform, url, ROWS))
        .collect()
}

/// What the reader reads from one list natively; the browser must read the same.
pub fn list(platform: &str, url: &str, rows: usize) -> Vec<TaskFacts> {
    let path = url
        .splitn(4, '/')
        .nth(3)
        .map(|path| format!("/{path}"))
        .unwrap_or_default();
    let html = sample::page(platform, &path, Scenario::Typical, rows).unwrap_or_default();
    read_natively(url, &html)
}

/// What the reader reads from a page's source.
pub fn read_natively(url: &str, html: &str) -> Vec<TaskFacts> {
    let host = url.split('/').nth(2).unwrap_or_default();
    let Some(definition) = definition::built_in(host) else {
        return Vec::new();
    };
    let Some(page) = definition.page_for(url) else {
        return Vec::new();
    };
    let document = Html::parse_document(html);
    let reading = read(&definition, page, url, &Element::root(&document));
    reading.rows.into_iter().map(|row| row.facts).collect()
}

/// One JSON line for each requester: `{"key":…,"name":…,"tasks":[…]}`.
pub fn lines() -> String {
    let mut known = BTreeMap::new();
    for facts in facts() {
        let Some(key) = facts.requester.clone() else {
            continue;
        };
        known.entry(key).or_insert_with(Vec::new).push(facts);
    }
    let line = |(key, facts): (_, Vec<TaskFacts>)| {
        let name = facts
            .iter()
            .find_map(|it| it.requester_name.clone())
            .unwrap_or_default();
        serde_json::json!({ "requester": key, "name": name, "tasks": facts }).to_string() + "\n"
    };
    known.into_iter().map(line).collect()
}
