//! Look-ups in a bucket's body: JSON lines sorted by key, found by binary search over the text.
//!
//! The body is its own index, so a table takes no more memory than its bytes, and only the line
//! that was asked for is parsed. Bodies come from the network: whatever is wrong with one is an
//! absent answer or an error, never a panic. This module refuses to know where bodies come from.

use std::cmp::Ordering;

use serde::de::DeserializeOwned;
use tallystick_wire::Aggregate;
use tallystick_wire::api::PublicReview;

use crate::key::KEY_DIGITS;
use crate::pool::within;

/// How each line begins, followed by the key and a quote.
const LINE_START: &str = r#"{"k":""#;
/// The longest line that is accepted: a requester with thousands of groups is below.
const LINE_MAX_BYTES: usize = 1 << 20;

/// Why a body from the network cannot be a bucket; names the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadBucket(pub String);

impl std::fmt::Display for BadBucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadBucket {}

/// What the body says of a requester; `None` if it says nothing or the line does not parse.
pub fn find(body: &str, lookup_key: &str) -> Option<Aggregate> {
    let line = lines_from(body, lookup_key).next()?;
    if key_of(line) != Some(lookup_key) {
        return None;
    }
    serde_json::from_str(line).ok()
}

/// The texts on a requester, in the body's order; lines that do not parse are left out.
pub fn find_texts(body: &str, lookup_key: &str) -> Vec<PublicReview> {
    lines_from(body, lookup_key)
        .take_while(|line| key_of(line) == Some(lookup_key))
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

/// Checks a body of aggregates from the network: sorted, without repeats, each line parses.
/// Returns the number of lines.
///
/// # Errors
/// The first line that is wrong, and how.
pub fn check(body: &str) -> Result<usize, BadBucket> {
    check_lines::<Aggregate>(body, Ordering::Less)
}

/// Checks a body of review texts from the network: sorted (one requester may have several
/// lines), each line parses. Returns the number of lines.
///
/// # Errors
/// The first line that is wrong, and how.
pub fn check_texts(body: &str) -> Result<usize, BadBucket> {
    check_lines::<PublicReview>(body, Ordering::Equal)
}

/// How often the search guesses before it halves: keys are hashes, so guesses are good, but a
/// hostile body may hold any keys.
const GUESSES_MAX: usize = 6;

/// The lines from the first one on whose key is not below `lookup_key`.
fn lines_from<'a>(body: &'a str, lookup_key: &str) -> std::str::Lines<'a> {
    let (mut low, mut high) = (0, body.len());
    let wanted = fraction(lookup_key);
    let (mut low_key, mut high_key) = (0.0, 1.0);
    for n_probes in 0.. {
        if high <= low {
            break;
        }
        let share = if n_probes < GUESSES_MAX && low_key < high_key {
            within(0.0, (wanted - low_key) / (high_key - low_key), 1.0)
        } else {
            0.5
        };
        let guess = low + ((high - low) as f64 * share) as usize;
        let (start, line) = line_around(body, guess.min(high - 1));
        let key = key_of(line);
        // A line without a key cannot be ordered: treat it as too low, the search still ends.
        if key.is_some_and(|key| lookup_key <= key) {
            (high, high_key) = (start, key.map_or(high_key, fraction));
        } else {
            low = (start + line.len() + 1).min(body.len());
            low_key = key.map_or(low_key, fraction);
        }
    }
    body.get(low..).unwrap_or("").lines()
}

/// Where a key lies among all keys, 0..1, by its first twelve digits.
fn fraction(key: &str) -> f64 {
    let digits = key.get(..12).unwrap_or("");
    u64::from_str_radix(digits, 16).map_or(0.0, |it| it as f64 / (1_u64 << 48) as f64)
}

/// The line that holds the byte at `at`, and where it starts.
fn line_around(body: &str, at: usize) -> (usize, &str) {
    let at = body.floor_char_boundary(at);
    let (before, after) = body.split_at(at);
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let end = after.find('\n').map_or(body.len(), |newline| at + newline);
    (start, body.get(start..end).unwrap_or(""))
}

/// The key of a line, without parsing the line.
fn key_of(line: &str) -> Option<&str> {
    let (key, rest) = line
        .strip_prefix(LINE_START)?
        .split_at_checked(KEY_DIGITS)?;
    rest.starts_with('"').then_some(key)
}

fn check_lines<T: DeserializeOwned>(body: &str, step: Ordering) -> Result<usize, BadBucket> {
    let mut n_lines = 0;
    let mut last = "";
    for line in body.lines() {
        n_lines += 1;
        let wrong = |what: &str| Err(BadBucket(["line ", &n_lines.to_string(), what].concat()));
        let Some(key) = key_of(line).filter(|key| key.bytes().all(is_hex)) else {
            return wrong(" does not begin with a key of 32 hex digits");
        };
        let order = last.cmp(key);
        if order != Ordering::Less && order != step {
            return wrong(" is not in the order of the keys");
        }
        if LINE_MAX_BYTES < line.len() {
            return wrong(" is longer than a megabyte");
        }
        if let Err(error) = serde_json::from_str::<T>(line) {
            return wrong(&[" does not parse: ", &error.to_string()].concat());
        }
        last = key;
    }
    Ok(n_lines)
}

fn is_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(key: u128, name: &str) -> String {
        let key = format!("{key:032x}");
        serde_json::to_string(&Aggregate {
            key,
            name: name.to_owned(),
            ..Default::default()
        })
        .unwrap()
    }

    fn body(keys: &[u128]) -> String {
        keys.iter()
            .map(|key| line(*key, &format!("né {key}")) + "\n")
            .collect()
    }

    #[test]
    fn finds_the_first_the_last_and_every_other_line() {
        let keys = [1, 5, 7, 1 << 90, u128::MAX];
        let body = body(&keys);
        for key in keys {
            let hit = find(&body, &format!("{key:032x}")).unwrap();
            assert_eq!(hit.name, format!("né {key}"));
        }
        for absent in [0_u128, 2, 6, 1 << 91] {
            assert_eq!(find(&body, &format!("{absent:032x}")), None, "{absent}");
        }
        assert_eq!(find("", &format!("{:032x}", 1)), None);
        assert_eq!(
            find(body.trim_end(), &format!("{:032x}", u128::MAX))
                .unwrap()
                .old_names
                .len(),
            0
        );
    }

    #[test]
    fn finds_all_texts_of_one_requester() {
        let text = |key: u128, id: u32| {
            format!(
                r#"{{"k":"{key:032x}","by":"tsw_{id}","stored_at":0,"review":{{"id":"01890a5d-ac96-774b-bcce-b302099a{id:04}","revision":1,"requester":{{"platform":"mturk","kind":"id","value":"A"}},"written_at":0}}}}"#
            )
        };
        let body = [text(1, 1), text(2, 2), text(2, 3), text(2, 4), text(9, 5)].join("\n");
        let by = |key: u128| -> Vec<String> {
            find_texts(&body, &format!("{key:032x}"))
                .into_iter()
                .map(|it| it.author)
                .collect()
        };
        assert_eq!(by(1), ["tsw_1"]);
        assert_eq!(by(2), ["tsw_2", "tsw_3", "tsw_4"]);
        assert_eq!(by(9), ["tsw_5"]);
        assert!(by(3).is_empty());
        assert_eq!(check_texts(&body), Ok(5));
    }

    #[track_caller]
    fn refuses(body: &str, because: &str) {
        let error = check(body).unwrap_err().0;
        assert!(error.contains(because), "{error}");
    }

    #[test]
    fn refuses_bodies_that_are_no_buckets_and_names_the_line() {
        let (one, two) = (line(1, ""), line(2, ""));
        assert_eq!(check(&format!("{one}\n{two}\n")), Ok(2));
        assert_eq!(check(""), Ok(0));
        refuses(&format!("{two}\n{one}"), "line 2 is not in the order");
        refuses(&format!("{one}\n{one}"), "line 2 is not in the order");
        refuses(&format!("{one}\n\n{two}"), "line 2 does not begin");
        refuses("<!doctype html><title>502", "line 1 does not begin");
        refuses(&one.replace("\"k\":", "\"k\": "), "line 1 does not begin");
        refuses(&one.replace('}', ""), "line 1 does not parse");
        refuses(&one.replace("01\"", "0G\""), "line 1 does not begin");
        let long = line(1, &"x".repeat(LINE_MAX_BYTES));
        refuses(&long, "line 1 is longer");
    }

    proptest! {
        #[test]
        fn survives_any_body(body in "(\\PC|\n|\\{\"k\":\"[0-9a-f]{32}\"\\}\n){0,80}", key in "[0-9a-f]{0,40}") {
            let _ = (find(&body, &key), find_texts(&body, &key), check(&body), check_texts(&body));
        }

        #[test]
        fn every_key_of_a_sorted_body_is_found(keys in prop::collection::btree_set(any::<u128>(), 0..60)) {
            let keys: Vec<u128> = keys.into_iter().collect();
            let body = body(&keys);
            prop_assert_eq!(check(&body), Ok(keys.len()));
            for key in keys {
                let hit = find(&body, &format!("{key:032x}"));
                prop_assert!(hit.is_some());
            }
        }
    }
}
