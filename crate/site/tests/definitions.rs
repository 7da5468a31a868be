//! Every definition that is shipped, and every way in which one is refused.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test that cannot go on fails the test"
)]

use std::fs;
use std::path::PathBuf;

use tallystick_site::definition::{Definition, built_in, format, parse};

fn folder(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

/// Name and text of every shipped definition.
fn shipped() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder("extension/platforms")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        all.push((
            format!("extension/platforms/{name}"),
            fs::read_to_string(path).unwrap(),
        ));
    }
    all.sort();
    assert!(!all.is_empty());
    all
}

fn definition(id: &str) -> Definition {
    let (name, source) = shipped()
        .into_iter()
        .find(|(name, _)| name.ends_with(&format!("/{id}.json")))
        .unwrap();
    parse(&name, &source).unwrap()
}

#[test]
fn every_definition_survives_a_round_trip_byte_for_byte() {
    for (name, source) in shipped() {
        let written = format(&parse(&name, &source).unwrap_or_else(|it| panic!("{it}")));
        if std::env::var_os("TALLYSTICK_REGENERATE").is_some() {
            fs::write(folder(&name), &written).unwrap();
        } else if written != source {
            let same = written
                .bytes()
                .zip(source.bytes())
                .take_while(|(a, b)| a == b)
                .count();
            let line = source[..same].matches('\n').count() + 1;
            panic!("{name}:{line}: not as it would be written; TALLYSTICK_REGENERATE=1 writes it");
        }
    }
}

#[test]
fn every_definition_is_named_as_its_file_and_has_pages_to_prove_it() {
    for (name, source) in shipped() {
        let it = parse(&name, &source).unwrap();
        assert_eq!(name, format!("extension/platforms/{}.json", it.id));
        let pages = folder("tests/pages").join(it.id.as_str());
        let proofs = fs::read_dir(&pages).map_or(0, Iterator::count);
        assert_ne!(proofs, 0, "{name} has no fixture in {}", pages.display());
    }
}

#[test]
fn every_definition_is_built_in_and_found_by_its_hosts() {
    for (name, source) in shipped() {
        let mut it = parse(&name, &source).unwrap();
        it.notes.clear();
        for pattern in &it.matches {
            let host = pattern
                .trim_start_matches("https://")
                .split('/')
                .next()
                .unwrap();
            assert_eq!(built_in(host).as_ref(), Some(&it), "{host}");
        }
    }
    assert_eq!(built_in("example.org"), None);
    assert_eq!(built_in("worker.mturk.com.example.org"), None);
}

#[test]
fn a_platform_s_own_rule_of_approval_is_known_where_it_has_one() {
    let days = |id: &str| definition(id).approval_days;
    assert_eq!(days("prolific"), Some(22));
    assert_eq!(days("cloudresearch"), Some(14));
    assert_eq!(
        days("mturk"),
        None,
        "each requester's own, and shown nowhere"
    );
}

#[test]
fn addresses_lead_to_their_pages() {
    for (id, address, expected) in [
        ("mturk", "https://worker.mturk.com", Some("task list")),
        (
            "mturk",
            "https://worker.mturk.com/?page_size=100",
            Some("task list"),
        ),
        (
            "mturk",
            "https://worker.mturk.com/projects/",
            Some("task list"),
        ),
        (
            "mturk",
            "https://worker.mturk.com/requesters/A1/projects",
            Some("task list"),
        ),
        ("mturk", "https://worker.mturk.com/tasks", Some("queue")),
        (
            "mturk",
            "https://worker.mturk.com/projects/3A/tasks?ref=x",
            Some("preview and work"),
        ),
        (
            "mturk",
            "https://worker.mturk.com/projects/3A/tasks/3B",
            Some("preview and work"),
        ),
        (
            "mturk",
            "https://worker.mturk.com/status_details/2026-01-12",
            Some("one day"),
        ),
        (
            "mturk",
            "https://worker.mturk.com/dashboard",
            Some("dashboard"),
        ),
        ("mturk", "https://worker.mturk.com/direct_deposit", None),
        (
            "prolific",
            "https://app.prolific.com/studies",
            Some("studies"),
        ),
        (
            "prolific",
            "https://app.prolific.com/studies/5eed",
            Some("one study"),
        ),
        ("prolific", "https://app.prolific.com/login", None),
        (
            "prolific",
            "https://internal-api.prolific.com/api/v1/participant/submissions/?page=1",
            Some("submissions answer"),
        ),
        (
            "cloudresearch",
            "https://connect.cloudresearch.com/participant/dashboard?page=1&size=100",
            Some("dashboard"),
        ),
        (
            "cloudresearch",
            "https://connect.cloudresearch.com/participant/dashboard/0A1B/details",
            Some("project details"),
        ),
        (
            "cloudresearch",
            "https://connect.cloudresearch.com/participant/login",
            None,
        ),
        (
            "microworkers",
            "https://www.microworkers.com/jobs.php?page=2",
            Some("jobs"),
        ),
    ] {
        let definition = definition(id);
        let found = definition.page_for(address).map(|it| it.name.as_str());
        assert_eq!(found, expected, "{address}");
    }
}

/// A small definition that is taken as it stands.
const GOOD: &str = r##"{
  "id": "x",
  "name": "X",
  "version": 1,
  "matches": ["https://x.example/*"],
  "time_zone": "UTC",
  "currency": "USD",
  "pages": [
    {
      "name": "list",
      "kind": "task_list",
      "urls": ["/list"],
      "root": "#list",
      "rows": { "select": "li" },
      "badge": { "select": [".title"], "place": "append" },
      "fields": {
        "title": { "select": ".title", "required": true }
      }
    }
  ]
}
"##;

#[track_caller]
fn refuses(change: (&str, &str), expected: &str) {
    let good = GOOD.replace("\"id\": \"x\"", "\"id\": \"xx\"");
    let source = good.replacen(change.0, change.1, 1);
    assert_ne!(source, good, "nothing was changed");
    let error = parse("x.json", &source).unwrap_err().to_string();
    assert!(error.starts_with(expected), "{error}\nexpected {expected}");
}

#[test]
fn refuses_what_cannot_work_with_file_line_column_and_cure() {
    parse("x.json", &GOOD.replace("\"x\"", "\"xx\"")).unwrap();
    let title = r#""select": ".title", "required""#;
    for (from, to, expected) in [
        (
            title,
            r#""selctor": ".title", "required""#,
            "x.json:17:20: unknown key \"selctor\"; known here: from, select,",
        ),
        (
            "\"kind\"",
            "\"kinds\"",
            "x.json:11:7: unknown key \"kinds\"; known here: name, kind,",
        ),
        (
            "\"title\": {",
            "\"titel\": {",
            "x.json:17:9: unknown key \"titel\"; known here: group,",
        ),
        (
            title,
            r#""select": ".a..b", "required""#,
            "x.json:17:30: bad selector \".a..b\"",
        ),
        (
            "[\".title\"]",
            "[\".title\", \"><\"]",
            "x.json:15:39: bad selector",
        ),
        ("\"#list\"", "\"\"", "x.json:13:15: \"root\" must be a text"),
        (
            title,
            r#""pattern": "(a", "required""#,
            "x.json:17:31: bad pattern \"(a\"",
        ),
        (
            title,
            r#""pointer": "/a", "required""#,
            "x.json:17:18: this page has no data: use \"select\"",
        ),
        (
            title,
            r#""select": "a", "as": "money", "required""#,
            "x.json:17:18: title cannot be read as money; \"as\": text",
        ),
        (
            title,
            r#""from": "url", "required""#,
            "x.json:17:18: in the address",
        ),
        (
            "\"/list\"",
            "\"list\"",
            "x.json:12:16: bad URL pattern \"list\": it must begin with /",
        ),
        ("\"/list\"", "\"/list?a\"", "x.json:12:16: bad URL pattern"),
        (
            "https://x.example/*",
            "http://x.example/*",
            "x.json:5:15: bad match pattern",
        ),
        (
            "\"task_list\"",
            "\"list\"",
            "x.json:11:15: \"list\" is no kind; known: task_list, queue",
        ),
        (
            "\"append\"",
            "\"inside\"",
            "x.json:15:49: \"inside\" is no place; known: append",
        ),
        (
            "\"currency\": \"USD\",",
            "\"currency\": \"USD\", \"approval_days\": 0,",
            "x.json:7:39: must be from 1 to 365 days; leave it out",
        ),
        (
            "\"version\": 1",
            "\"version\": \"1\"",
            "x.json:4:14: \"version\" must be a whole number",
        ),
        (
            "  \"version\": 1,\n",
            "",
            "x.json:1:1: \"version\" is missing: add it",
        ),
        (
            "\"currency\": \"USD\"",
            "\"currency\": \"dollars\"",
            "x.json:7:15: \"dollars\" is no currency",
        ),
        (
            "\"id\": \"xx\"",
            "\"id\": \"X X\"",
            "x.json:2:9: \"X X\" is no platform id",
        ),
        (
            "\"time_zone\": \"UTC\"",
            "\"time_zone\": \"PST\"",
            "x.json:6:16: must be a zone",
        ),
        (
            "\"root\": \"#list\",",
            "",
            "x.json:9:5: \"root\" is missing: name the element",
        ),
        (
            "\"rows\": { \"select\": \"li\" },",
            "",
            "x.json:9:5: \"rows\" is missing",
        ),
        (
            "      \"urls\": [\"/list\"],\n",
            "",
            "x.json:9:5: \"urls\" is missing",
        ),
        (
            "\"urls\"",
            "\"instead\": [\"other\"], \"urls\"",
            "x.json:12:19: there is no other page \"other\"",
        ),
        (
            "\"name\": \"X\",",
            "\"name\": \"X\", \"name\": \"Y\",",
            "x.json:3:16: the key \"name\" is here twice",
        ),
        (
            "\"name\": \"X\",",
            "\"name\": \"X\"",
            "x.json:4:3: this is no JSON: expected `,` or `}`",
        ),
        (
            "{ \"select\": \"li\" }",
            "\"li\"",
            "x.json:14:15: must be an object",
        ),
        (
            "{ \"select\": \"li\" }",
            "{ \"select\": \"li\", \"by\": { \"group\": { \"select\": \"a\" } } }",
            "x.json:14:15: \"by\" and \"confirm\" match rows with data",
        ),
        (
            "\"pages\"",
            "\"clock\": [{ \"sign\": \"submitted\" }], \"pages\"",
            "x.json:8:13: say where: \"select\", \"urls\" or both",
        ),
        (
            "\"pages\"",
            "\"clock\": [{ \"sign\": \"closed\" }], \"pages\"",
            "x.json:8:23: \"closed\" is no sign; known: submit_clicked,",
        ),
        (
            "\"pages\"",
            r#""clock": [{ "sign": "submitted", "on": "message", "pattern": "a" }], "pages""#,
            "x.json:8:13: a message can only tell submit_clicked",
        ),
        (
            "\"title\": {",
            "\"day\": { \"select\": \"a\", \"as\": \"date\" }, \"title\": {",
            "x.json:17:16: such a page has no day",
        ),
    ] {
        refuses((from, to), expected);
    }
}

#[test]
fn refuses_two_pages_of_one_name() {
    let good = GOOD.replace("\"x\"", "\"xx\"");
    let from = good.find("    {\n      \"name\"").unwrap();
    let page = &good[from..good.rfind("\n  ]").unwrap()];
    let source = good.replacen(page, &format!("{page},\n{page}"), 1);
    let error = parse("x.json", &source).unwrap_err().to_string();
    assert!(
        error.starts_with("x.json:21:15: there is a page \"list\" already"),
        "{error}"
    );
}
