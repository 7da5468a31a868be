//! The patterns of the definitions mean the same to the browser as to the native engine, by which
//! the definitions are checked.

use regex_lite::Regex;
use serde_json::Value;
use tallystick_site::definition::Pattern;
use wasm_bindgen_test::wasm_bindgen_test;

const DEFINITIONS: [&str; 4] = [
    include_str!("../../../../extension/platforms/cloudresearch.json"),
    include_str!("../../../../extension/platforms/microworkers.json"),
    include_str!("../../../../extension/platforms/mturk.json"),
    include_str!("../../../../extension/platforms/prolific.json"),
];

/// What the patterns look for, nearly that, and what is neither.
const TEXTS: [&str; 24] = [
    "",
    "campaign0a9f",
    "campaign0A9F",
    "x campaign12",
    "project-card-Ab12Cd34",
    "project-card-Ab1",
    "1 h 20 min. and 5 s",
    "1.5 hours, 2 min",
    "$12.50 per hour / hour",
    "about\n$3/h",
    "/participant/dashboard/Ab12Cd34/x",
    "study-0123456789abcdef01234567",
    "/studies/0123456789abcdef01234567?x=1",
    "By Ada Ä \u{1F600} Lovelace · Prolific partner",
    "By By, Prolific partner",
    "Ada\nBy",
    "Page Request RATE exceeded",
    "rate of page requests",
    "https://workersandbox.mturk.com/projects/3ABCDEFGHIJKLMNOPQRSTU/tasks/3ABCDEFGHIJKLMNOPQRSTU",
    "/requesters/A2YTQTCXVDV7BG/projects",
    "3ABCDEFGHIJKLMNOPQRSTU",
    "A2YTQTCXVDV7BG",
    "?requester_id%5D=A2YTQTCXVDV7BG&assignment_id=3ABCDEFGHIJKLMNOPQRSTU",
    "0123456789abcdef01234567",
];

#[wasm_bindgen_test]
fn patterns_mean_the_same_in_a_page_as_natively() {
    let mut all = Vec::new();
    for text in DEFINITIONS {
        collect(&serde_json::from_str(text).unwrap(), &mut all);
    }
    all.extend(["a=([0-9]+)|b=([0-9]+)".to_owned(), "[a-z]+".to_owned()]);
    assert!(20 < all.len());
    let mut found = 0;
    for source in all {
        let pattern = Pattern::new(source.clone());
        assert_eq!(pattern.fault(), None, "{source}");
        let native = Regex::new(&source).unwrap();
        for text in TEXTS {
            let expected = native.captures(text).and_then(|it| {
                let first = if it.len() == 1 { 0 } else { 1 };
                (first..it.len())
                    .find_map(|at| it.get(at))
                    .map(|it| it.as_str())
            });
            found += usize::from(expected.is_some());
            assert_eq!(
                pattern.cut(text).as_deref(),
                expected,
                "{source} in {text:?}"
            );
        }
    }
    assert!(30 < found);
}

#[wasm_bindgen_test]
fn a_bad_pattern_is_a_fault_and_in_nothing() {
    let bad = Pattern::new("(a".to_owned());
    assert!(bad.fault().is_some());
    assert_eq!(bad.cut("(a"), None);
}

fn collect(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(text) if key == "pattern" => all.push(text.clone()),
                    _ => collect(value, all),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|it| collect(it, all)),
        _ => {}
    }
}
