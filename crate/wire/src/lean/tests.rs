//! What is read here is what serde reads; what serde refuses is refused.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::*;
use crate::message::{BackendReviews, Draft, Knowledge, LiveClock, MyReview, SeenOutcomes};

fn review() -> Value {
    json!({
        "id": "01890a5d-ac96-774b-bcce-b302099a8057", "revision": 2,
        "requester": { "platform": "mturk", "kind": "id", "value": "A1" },
        "requester_name": "Ada",
        "task": {
            "group": { "platform": "mturk", "value": "G1" }, "title": "Survey",
            "reward": { "minor": 50, "currency": "USD" },
            "claimed_seconds": 600, "allotted_seconds": 3600
        },
        "scores": { "communicativity": 1, "generosity": 2, "fairness": 3, "promptness": 5 },
        "issues": ["tos_violation", "broken", "unpaid_screener", "rejected_unfairly", "blocked",
            "underpaid"],
        "rejections": "overturned", "days_to_pay": 3, "text": "ä \"quoted\"",
        "measured": { "work_seconds": 60, "seen_after_seconds": 90, "order_in_batch": 1 },
        "written_at": 1_700_000_000_000_i64
    })
}

fn mine() -> Value {
    json!({ "review": review(), "states": [
        { "backend": "https://a", "state": { "is": "waiting" } },
        { "backend": "https://b", "state": { "is": "synced" } },
        { "backend": "https://c", "state": { "is": "refused", "why": "no" } }
    ] })
}

fn tally() -> Value {
    json!({
        "r": 3, "v": 4, "s": [[1.5, 2.0, 3.0], [0.0, 0.0, 0.0], [1.0, 5.0, 25.0], [1.0, 1.0, 1.0]],
        "i": [0, 1, 2, 3, 4, 5], "j": [1, 0, 0, 2], "d": [1.0, 3.0, 9.0],
        "h": [1.0, -0.25, 0.0625], "x": [1.0, 0.5, 0.25]
    })
}

fn knowledge() -> Value {
    json!({
        "settings": {
            "floor": { "minor": 1200, "currency": "USD" },
            "rates": { "date": "2026-01-01", "per_usd": { "EUR": 0.9, "JPY": 150.0 } },
            "theme": "dark", "enabled": true, "list_bar": false, "hiding": "dimmed",
            "share_measured": true
        },
        "backends": [{
            "url": "https://a", "name": "A", "read": true, "write": false, "public_name": "tsw_1",
            "fresh_at": 5, "down": { "since": 7, "why": "no answer" }
        }],
        "requesters": [{
            "evidence": [{ "backend": 0, "aggregate": {
                "k": "00", "n": "Ada", "o": ["Adah"], "a": tally(), "q": {}, "m": 9,
                "w": [{ "g": "G1", "t": [2.0, 9.0, 41.0], "s": [[40, 1.0], [41, 2.5]], "u": 8 }],
                "s": [{ "g": "G1", "a": tally(), "q": {} }]
            } }],
            "note": { "text": "slow", "tags": ["slow", "kind"] }, "hiding": "hidden",
            "mine": [mine()],
            "history": {
                "submitted": 9, "paid": 7, "rejected": 1, "unfinished": 2, "worked_ms": 600_000,
                "earned": { "minor": 350, "currency": "USD" }, "paid_ms": 500_000
            }
        }, {}],
        "groups": [{ "hiding": "shown", "my_seconds": [60, 50], "my_accepted": 7 }, {}],
        "now": 1_700_000_000_000_i64,
        "me": {
            "log_ratios": [3.0, -0.6, 0.2],
            "log": {
                "judged": 40.0, "paid": 39.0, "bonus_share": 0.02, "work_seconds": 9_000.0,
                "unpaid_seconds": 3_000.5
            }
        }
    })
}

fn draft() -> Value {
    let mut draft = review();
    let members = draft.as_object_mut().unwrap();
    members.remove("revision");
    members.remove("written_at");
    draft
}

/// What stands in for each value in turn.
fn hostile() -> [Value; 9] {
    [
        Value::Null,
        json!(-1),
        json!(1e300),
        json!(256),
        json!(""),
        json!("no such word"),
        json!(true),
        json!([{}]),
        json!({}),
    ]
}

/// The same text with each of its values replaced, and with each of its members taken out.
fn spoilt(whole: &Value) -> Vec<Value> {
    let mut all = Vec::from(hostile());
    match whole {
        Value::Object(members) => {
            for (key, value) in members {
                let with = |it: Value| {
                    let mut members = members.clone();
                    members.insert(key.clone(), it);
                    Value::Object(members)
                };
                all.extend(spoilt(value).into_iter().map(with));
                let mut without = members.clone();
                without.remove(key);
                all.push(Value::Object(without));
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                let with = |it: Value| {
                    let mut items = items.clone();
                    items[at] = it;
                    Value::Array(items)
                };
                all.extend(spoilt(value).into_iter().map(with));
            }
        }
        _ => {}
    }
    all
}

/// Whether there is a null where there was something else.
fn has_null(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.values().any(has_null),
        Value::Array(items) => items.iter().any(has_null),
        _ => value.is_null(),
    }
}

fn check<T>(whole: &Value)
where
    T: Lean + Serialize + DeserializeOwned + PartialEq + Debug,
{
    let by_serde: T = serde_json::from_value(whole.clone()).unwrap();
    let written = serde_json::to_value(&by_serde).unwrap();
    assert_eq!(T::lean(&written).as_ref(), Some(&by_serde));
    assert_eq!(read::<T>(&whole.to_string()), Some(by_serde));
    let mut refused = 0;
    for bad in spoilt(whole) {
        match serde_json::from_value::<T>(bad.clone()) {
            Ok(expected) => assert_eq!(T::lean(&bad), Some(expected), "{bad}"),
            Err(_) if has_null(&bad) => drop(T::lean(&bad)),
            Err(why) => {
                refused += 1;
                assert_eq!(T::lean(&bad), None, "{why} in {bad}");
            }
        }
    }
    assert!(20 < refused);
}

#[test]
fn knowledge_reads_as_with_serde() {
    check::<Knowledge>(&knowledge());
}

#[test]
fn a_review_of_mine_reads_as_with_serde() {
    check::<MyReview>(&mine());
}

#[test]
fn the_live_clock_reads_as_with_serde() {
    check::<LiveClock>(&json!({
        "now": 1_700_000_000_000_i64, "shown": true,
        "task": {
            "key": { "platform": "mturk", "kind": "id", "value": "3A" }, "worked_ms": 61_000,
            "running": true, "paused": false, "manual": true, "reward": { "minor": 50, "currency": "USD" },
            "due": 1_700_000_000_000_i64, "gap": {
                "id": "01890a5d-ac96-774b-bcce-b302099a8057", "ms": 720_000, "cause": "elsewhere"
            }
        },
        "did": "01890a5d-ac96-774b-bcce-b302099a8057"
    }));
}

#[test]
fn what_an_outcome_page_brought_reads_as_with_serde() {
    check::<SeenOutcomes>(&json!({
        "new": 1, "changed": 2, "same": 3, "weak": 4, "contradicting": 5, "missing": 6
    }));
}

#[test]
fn a_draft_reads_as_with_serde() {
    check::<Draft>(&draft());
}

#[test]
fn reviews_of_others_read_as_with_serde() {
    check::<Vec<BackendReviews>>(&json!([{ "backend": "A", "reviews": [
        { "k": "00", "by": "tsw_1", "stored_at": 4, "review": review() }
    ] }]));
}

#[test]
fn an_answer_is_a_reply_or_the_message_of_a_failure() {
    assert_eq!(read_answer::<()>(r#"{"Ok":null}"#), Some(Ok(())));
    assert_eq!(
        read_answer::<()>(r#"{"Err":{"message":"no"}}"#),
        Some(Err("no".to_owned()))
    );
    for bad in [
        "",
        "{}",
        "[]",
        r#"{"Ok":1}"#,
        r#"{"Err":{}}"#,
        r#"{"Err":1}"#,
        "\"Ok\"",
    ] {
        assert_eq!(read_answer::<()>(bad), None, "{bad}");
    }
}
