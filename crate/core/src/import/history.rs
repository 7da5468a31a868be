//! Histories of Mechanical Turk as earlier tools kept them: MTurk Suite, HITDB, MTurk Engine.
//!
//! They differ in the names of keys and in what holds the records; the records are the same: a
//! task's id, requester, title, reward, day and state.

use serde_json::{Map, Value};
use tallystick_wire::facts::OutcomeFacts;
use tallystick_wire::id::RequesterKind;
use tallystick_wire::message::SeeOutcomes;
use tallystick_wire::{Currency, GroupKey, Money, PlatformId, RequesterKey};

use super::value::{blank, day, money, outcome};
use super::{Format, PROBLEMS_MAX, Problems, pages};

type Record = Map<String, Value>;

/// Reads the file: an array of records, an object that holds one under a tool's name for it, or
/// an object of records by id.
///
/// # Errors
/// That it is no such file, or every record that cannot be read.
pub fn read(text: &str, platform: &PlatformId) -> Result<Vec<SeeOutcomes>, Problems> {
    let text = text.trim_start_matches('\u{feff}');
    let value: Value = serde_json::from_str(text)
        .map_err(|why| Problems::one(format!("The file is no JSON: {why}")))?;
    let records = records(value).ok_or_else(|| {
        Problems::one("The file holds no history: records with a title, a reward and a status")
    })?;
    let mut lines = Vec::new();
    let mut problems = Vec::new();
    for (number, record) in (1..).zip(&records) {
        match line(record, platform) {
            Ok(line) => lines.push(line),
            Err(fault) => problems.push(format!("Record {number}: {fault}")),
        }
    }
    problems.truncate(PROBLEMS_MAX);
    if problems.is_empty() {
        Ok(pages(platform, Format::History, lines))
    } else {
        Err(Problems(problems))
    }
}

/// Finds the records; a map of records by id gives each its id.
fn records(value: Value) -> Option<Vec<Record>> {
    let list = |items: Vec<Value>| {
        let records = items.into_iter().map(|it| match it {
            Value::Object(record) => Some(record),
            _ => None,
        });
        records.collect::<Option<Vec<Record>>>()
    };
    match value {
        Value::Array(items) => list(items),
        Value::Object(mut all) => {
            for name in ["HIT", "hit", "hits", "HITs", "history", "assignments"] {
                if let Some(Value::Array(items)) = all.remove(name) {
                    return list(items);
                }
            }
            let one = |(id, value): (String, Value)| match value {
                Value::Object(mut record) if record.contains_key("title") => {
                    record.entry("hit_id").or_insert(Value::String(id));
                    Some(record)
                }
                _ => None,
            };
            all.into_iter().map(one).collect()
        }
        _ => None,
    }
}

fn line(it: &Record, platform: &PlatformId) -> Result<(Option<String>, OutcomeFacts), String> {
    let mut line = blank(platform);
    let task = &mut line.task;
    task.title = text(it, &["title"]);
    task.assignment = text(it, &["assignment_id", "assignmentId"]);
    task.task = text(it, &["hit_id", "hitId", "HITId", "id"]);
    let group = text(it, &["group_id", "groupId", "hit_set_id"]);
    task.group = group.and_then(|it| GroupKey::new(platform.clone(), it).ok());
    let requester = it.get("requester").and_then(Value::as_object);
    let name = text(it, &["requester_name", "requesterName"]);
    let name = name.or_else(|| text(requester?, &["name"]));
    // MTurk Engine kept names as they stand in addresses.
    task.requester_name = name.map(|it| it.replace('+', " "));
    let id = text(it, &["requester_id", "requesterId"]);
    let id = id.or_else(|| text(requester?, &["id"]));
    task.requester =
        id.and_then(|it| RequesterKey::new(platform.clone(), RequesterKind::Id, it).ok());
    let reward = it.get("reward").or_else(|| it.get("pay"));
    task.reward = reward.and_then(amount);
    let bonus = it.get("bonus").and_then(amount);
    let inner = || reward.and_then(|it| it.get("bonus")).and_then(amount);
    line.bonus = bonus.or_else(inner).filter(|it| it.minor != 0);
    line.feedback = text(it, &["requester_feedback", "feedback"]);
    line.state = text(it, &["state", "status"]);
    line.outcome = line.state.as_deref().and_then(outcome);
    if line.task.title.is_none() && line.task.task.is_none() {
        return Err("it has neither a title nor an id".to_owned());
    }
    if line.task.reward.is_none() {
        return Err("it has no reward".to_owned());
    }
    if line.outcome.is_none() {
        let word = line.state.unwrap_or_default();
        return Err(format!("{word:?} is no state of an assignment"));
    }
    let date = text(it, &["date"]);
    let day = date.as_deref().map(|it| day(it).ok_or(it)).transpose();
    let day = day.map_err(|bad| format!("{bad:?} is no day"))?;
    Ok((day, line))
}

fn text(it: &Record, names: &[&str]) -> Option<String> {
    let found = names.iter().find_map(|name| it.get(*name)?.as_str());
    found
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
}

/// Dollars: a number, a text, or an object that holds one.
fn amount(value: &Value) -> Option<Money> {
    match value {
        Value::Number(number) => money(&number.to_string(), Some(Currency::USD)),
        Value::String(text) => money(text, Some(Currency::USD)),
        Value::Object(inner) => {
            let inner = inner
                .get("amount_in_dollars")
                .or_else(|| inner.get("pay"))?;
            amount(inner)
        }
        _ => None,
    }
}
