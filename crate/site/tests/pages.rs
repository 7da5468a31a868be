//! Every page in `tests/pages`, read and compared with what must be read from it.
//!
//! A page names its address in a comment on its second line; beside `x.html` (or the answer of a
//! platform's interface, `x.answer.json`) stands `x.read.json`. Pages that the samples make are
//! compared with the samples, too. `TALLYSTICK_REGENERATE=1` writes what is missing or differs;
//! look at the difference before you believe it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test that cannot go on fails the test"
)]

use std::fs;
use std::path::{Path, PathBuf};

use scraper::Html;
use serde_json::{Value, json};
use tallystick_site::definition::{Definition, parse};
use tallystick_site::native::Element;
use tallystick_site::read::{Blind, Reading, answer};
use tallystick_site::sample::{self, Scenario};
use tallystick_site::{Row, read};
use unicode_normalization::UnicodeNormalization;

const LISTS: [(&str, &str); 4] = [
    ("prolific", "https://app.prolific.com/studies"),
    (
        "cloudresearch",
        "https://connect.cloudresearch.com/participant/dashboard?page=1&size=100",
    ),
    (
        "mturk",
        "https://worker.mturk.com/?page_size=20&filters%5Bqualified%5D=false",
    ),
    (
        "microworkers",
        "https://www.microworkers.com/jobs.php?page=1",
    ),
];

/// Pages that have no list: platform, name, address, number of rows.
const OTHERS: [(&str, &str, &str, usize); 5] = [
    ("mturk", "queue", "https://worker.mturk.com/tasks", 4),
    ("mturk", "queue-empty", "https://worker.mturk.com/tasks", 0),
    (
        "mturk",
        "one-day",
        "https://worker.mturk.com/status_details/2026-01-12",
        8,
    ),
    (
        "mturk",
        "dashboard",
        "https://worker.mturk.com/dashboard",
        5,
    ),
    (
        "mturk",
        "dashboard-empty",
        "https://worker.mturk.com/dashboard",
        0,
    ),
];

fn regenerates() -> bool {
    std::env::var_os("TALLYSTICK_REGENERATE").is_some()
}

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

fn definition(id: &str) -> Definition {
    let name = format!("extension/platforms/{id}.json");
    parse(&name, &fs::read_to_string(folder(&name)).unwrap()).unwrap()
}

fn path_of(address: &str) -> String {
    format!("/{}", address.splitn(4, '/').nth(3).unwrap())
}

/// A sample with its address in it.
fn generated(platform: &str, address: &str, scenario: Scenario, n: usize) -> String {
    let page = sample::page(platform, &path_of(address), scenario, n).unwrap();
    page.replacen('\n', &format!("\n<!-- {address} -->\n"), 1)
}

/// Every page that the samples make: where it is kept, and its text.
fn all_generated() -> Vec<(PathBuf, String)> {
    let mut all = Vec::new();
    let mut add = |platform: &str, name: &str, text: String| {
        all.push((folder(&format!("tests/pages/{platform}/{name}.html")), text));
    };
    for (platform, address) in LISTS {
        for (scenario, name) in Scenario::ALL {
            if scenario == Scenario::Money && platform != "mturk" {
                continue;
            }
            let n = if scenario == Scenario::Typical { 10 } else { 9 };
            add(
                platform,
                &format!("list-{name}"),
                generated(platform, address, scenario, n),
            );
        }
        add(
            platform,
            "list-one-row",
            generated(platform, address, Scenario::Typical, 1),
        );
    }
    for (platform, name, address, n) in OTHERS {
        add(
            platform,
            name,
            generated(platform, address, Scenario::Typical, n),
        );
    }
    let (group, task) = first_task();
    let preview = format!("https://worker.mturk.com/projects/{group}/tasks?ref=w_pl_prvw");
    add(
        "mturk",
        "preview",
        generated("mturk", &preview, Scenario::Typical, 0),
    );
    let work = format!(
        "https://worker.mturk.com/projects/{group}/tasks/{task}?assignment_id=3A{}&from_queue=true",
        &task[2..]
    );
    add(
        "mturk",
        "work",
        generated("mturk", &work, Scenario::Typical, 0),
    );
    all
}

/// The first group and task of the sample queue.
fn first_task() -> (String, String) {
    let address = "https://worker.mturk.com/tasks";
    let page = sample::page("mturk", "/tasks", Scenario::Typical, 1).unwrap();
    let html = Html::parse_document(&page);
    let definition = definition("mturk");
    let queue = definition.page_for(address).unwrap();
    let reading = read(&definition, queue, address, &Element::root(&html));
    let facts = &reading.rows[0].facts;
    (
        facts.group.as_ref().unwrap().value.clone(),
        facts.task.clone().unwrap(),
    )
}

#[test]
fn pages_are_as_the_samples_make_them() {
    compare_or_write_samples();
}

fn compare_or_write_samples() {
    for (path, text) in all_generated() {
        if fs::read_to_string(&path).is_ok_and(|it| it == text) {
            continue;
        }
        assert!(regenerates(), "{} differs from its sample", path.display());
        fs::write(path, text).unwrap();
    }
}

fn blind(it: &Blind) -> Value {
    json!({ "missing": it.missing, "report": it.report.lines().collect::<Vec<_>>() })
}

fn told(reading: &Reading<Element<'_>>) -> Value {
    let row = |it: &Row<Element<'_>>| json!({ "facts": it.facts, "badges": it.badges.len(), "place": it.place.as_str() });
    let mut told = json!({ "page": reading.page, "kind": reading.kind.as_str() });
    let mut add = |key: &str, value: Value| told[key] = value;
    if reading.pending {
        add("pending", Value::Bool(true));
    }
    if let Some(it) = &reading.blind {
        add("blind", blind(it));
    }
    add("root", json!(reading.root.is_some()));
    add("rows", reading.rows.iter().map(row).collect());
    if !reading.outcomes.is_empty() {
        add("outcomes", json!(reading.outcomes));
    }
    if !reading.days.is_empty() {
        add("days", json!(reading.days));
    }
    if let Some(it) = &reading.summary {
        let sums = [it.available, it.rewards, it.bonuses, it.total];
        add("summary", json!(sums));
        let counts = json!({
            "day": it.day, "pages": it.pages, "approved": it.approved, "rejected": it.rejected,
        });
        add("whole", counts);
    }
    told
}

fn read_page(definition: &Definition, source: &str) -> Value {
    let comment = source.lines().nth(1).unwrap();
    let address = comment.trim_start_matches("<!-- ").trim_end_matches(" -->");
    let Some(page) = definition.page_for(address) else {
        return json!({ "page": null });
    };
    let html = Html::parse_document(source);
    let document = Element::root(&html);
    let mut read = told(&read(definition, page, address, &document));
    let signs = definition.clock.iter();
    let seen = signs.filter_map(|it| Some((it.sign, it.seen(address, &document)?)));
    let seen: Vec<_> = seen.collect();
    if !seen.is_empty() {
        read["clock"] = json!(seen);
    }
    read
}

fn read_answer(definition: &Definition, name: &str, source: &str) -> Value {
    let name = name.trim_end_matches(".answer.json").replace('-', " ");
    let wanted = |it: &str| name.starts_with(it.trim_end_matches(" answer"));
    let page = definition
        .pages
        .iter()
        .find(|it| it.name.ends_with("answer") && wanted(&it.name));
    let page = page.unwrap_or_else(|| panic!("no page for {name}"));
    match answer(definition, page, source, &|text| text.nfkc().collect()) {
        Ok(it) => json!({ "page": page.name, "tasks": it.tasks, "outcomes": it.outcomes }),
        Err(it) => json!({ "page": page.name, "blind": blind(&it) }),
    }
}

#[test]
fn every_page_reads_as_it_must() {
    if regenerates() {
        compare_or_write_samples();
    }
    let mut wrong = Vec::new();
    let mut n_pages = 0;
    for platform in fs::read_dir(folder("tests/pages")).unwrap() {
        let platform = platform.unwrap().path();
        if !platform.is_dir() {
            continue;
        }
        let definition = definition(&platform.file_name().unwrap().to_string_lossy());
        for file in fs::read_dir(&platform).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let source = || fs::read_to_string(&path).unwrap();
            let (stem, read) = if let Some(stem) = name.strip_suffix(".html") {
                (stem, read_page(&definition, &source()))
            } else if let Some(stem) = name.strip_suffix(".answer.json") {
                (stem, read_answer(&definition, &name, &source()))
            } else {
                continue;
            };
            n_pages += 1;
            let beside = path.with_file_name(format!("{stem}.read.json"));
            let text = format!("{}\n", serde_json::to_string_pretty(&read).unwrap());
            if fs::read_to_string(&beside).is_ok_and(|it| it == text) {
                continue;
            }
            if regenerates() {
                fs::write(&beside, text).unwrap();
            } else {
                let expected = fs::read_to_string(&beside).unwrap_or_default();
                wrong.push(format!(
                    "{}\n{}",
                    beside.display(),
                    first_difference(&expected, &text)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(50 < n_pages, "{n_pages} pages");
}

fn first_difference(expected: &str, read: &str) -> String {
    let mut both = expected.lines().zip(read.lines()).enumerate();
    match both.find(|(_, (expected, read))| expected != read) {
        Some((at, (expected, read))) => format!("line {}: {expected}\n   but: {read}", at + 1),
        None => "one has more lines than the other".to_owned(),
    }
}
