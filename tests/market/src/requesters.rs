//! The requesters of the sample pages, so that a demo community can be seeded with reviews of
//! exactly those whom a visitor will see. Keys are what the reader reads, never spelt here.

use std::collections::BTreeMap;

use scraper::Html;
use serde_json::{Value, json};
use tallystick_core::prior;
use tallystick_site::native::Element;
use tallystick_site::sample::{self, Scenario};
use tallystick_site::{definition, read};
use tallystick_wire::{RequesterKey, TaskFacts};

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

/// One JSON line for each requester: platform, kind, value, name, and its task groups with what
/// their rows say, as `tallystick-server seed-demo --requesters` reads them.
pub fn lines() -> String {
    let mut known = BTreeMap::new();
    for facts in facts() {
        let Some(key) = facts.requester.clone() else {
            continue;
        };
        known.entry(key).or_insert_with(Vec::new).push(facts);
    }
    known.iter().map(|(key, rows)| line(key, rows)).collect()
}

fn line(key: &RequesterKey, rows: &[TaskFacts]) -> String {
    let name = rows
        .iter()
        .find_map(|it| it.requester_name.clone())
        .unwrap_or_default();
    let groups: Vec<Value> = rows.iter().filter_map(group).collect();
    let RequesterKey {
        platform,
        kind,
        value,
    } = key;
    let line = json!({
        "platform": platform, "kind": kind, "value": value, "name": name, "groups": groups,
    });
    format!("{line}\n")
}

/// The task group as a review of it would name it.
fn group(facts: &TaskFacts) -> Option<Value> {
    let task = prior::draft(facts)?.task?;
    let mut group = json!({ "value": task.group?.value, "title": task.title });
    let fields = group.as_object_mut()?;
    if let Some(reward) = task.reward {
        fields.insert("reward".to_owned(), json!(reward));
    }
    if let Some(seconds) = task.claimed_seconds {
        fields.insert("claimed_seconds".to_owned(), json!(seconds));
    }
    if let Some(seconds) = task.allotted_seconds {
        fields.insert("allotted_seconds".to_owned(), json!(seconds));
    }
    if let Some(tasks) = task.tasks {
        fields.insert("tasks".to_owned(), json!(tasks));
    }
    Some(group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_rows_and_nearly_every_row_somebody_to_review() {
        for (platform, url) in LISTS {
            let rows = list(platform, url, ROWS);
            assert_eq!(rows.len(), ROWS, "{platform}");
        }
        assert!(100 < lines().lines().count());
    }
}
