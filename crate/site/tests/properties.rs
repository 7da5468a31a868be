//! What must hold of every page, whatever is in it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test that cannot go on fails the test"
)]

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use scraper::Html;
use serde_json::{Value, json};
use tallystick_site::definition::{Definition, built_in, format, parse};
use tallystick_site::native::Element;
use tallystick_site::read::answer;
use tallystick_site::sample::{self, Scenario};
use tallystick_site::{Node, read};

const LISTS: [(&str, &str, &str); 4] = [
    ("prolific", "app.prolific.com", "/studies"),
    (
        "cloudresearch",
        "connect.cloudresearch.com",
        "/participant/dashboard",
    ),
    ("mturk", "worker.mturk.com", "/projects"),
    ("microworkers", "www.microworkers.com", "/jobs.php"),
];

fn read_all(source: &str) {
    let html = Html::parse_document(source);
    let root = Element::root(&html);
    for (_, host, _) in LISTS {
        let definition = built_in(host).unwrap();
        for page in &definition.pages {
            let url = format!("https://{host}{}", page.urls[0]);
            let _ = read(&definition, page, &url, &root);
            let _ = answer(&definition, page, source, &|text| text.to_owned());
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
        "[-0-9.,:$€£ ]{0,24}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        let key = prop_oneof![
            Just("amount"),
            Just("amount_in_dollars"),
            Just("currency"),
            Just("currency_code"),
            Just("project"),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(key.prop_map(str::to_owned), inner, 0..4)
                .prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

/// An item of MTurk's list in which every field may be anything.
fn any_item() -> impl Strategy<Value = Value> {
    let keys = [
        "hit_set_id",
        "requester_id",
        "requester_name",
        "title",
        "monetary_reward",
        "assignment_duration_in_seconds",
        "assignable_hits_count",
        "caller_meets_requirements",
        "state",
        "reward",
        "date",
        "earnings",
        "assignment_id",
        "task_id",
        "time_to_deadline_in_seconds",
    ];
    prop::collection::vec(any_json(), keys.len()).prop_map(move |values| {
        let pairs = keys.iter().map(|&it| it.to_owned()).zip(values);
        Value::Object(pairs.collect())
    })
}

fn mount(props: &Value) -> String {
    let props = props
        .to_string()
        .replace('&', "&amp;")
        .replace('"', "&quot;");
    let names = [
        "HitSetTable",
        "TaskQueueTable",
        "HitStatusDetailsTable",
        "DailyWorkerStatisticsTable",
    ];
    let one = |name: &&str| {
        format!("<div data-react-class=\"{name}\" data-react-props=\"{props}\"></div>")
    };
    names.iter().map(one).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn survives_any_text_as_a_page(source in "(?s).{0,400}") {
        read_all(&source);
    }

    #[test]
    fn survives_any_data(items in prop::collection::vec(any_item(), 0..4)) {
        read_all(&mount(&json!({ "bodyData": items })));
        read_all(&json!({ "results": items }).to_string());
    }

    #[test]
    fn survives_pages_that_were_cut_and_patched(
        which in 0..LISTS.len(), from in 0.0..1.0f64, length in 0..400usize, patch in ".{0,20}",
    ) {
        let (platform, _, path) = LISTS[which];
        let page = sample::page(platform, path, Scenario::Typical, 3).unwrap();
        let chars: Vec<char> = page.chars().collect();
        let from = (from * chars.len() as f64) as usize;
        let to = (from + length).min(chars.len());
        let before: String = chars[..from].iter().collect();
        let after: String = chars[to..].iter().collect();
        read_all(&format!("{before}{patch}{after}"));
    }

    #[test]
    fn a_spoilt_definition_is_refused_with_its_place_or_written_back_the_same(
        which in 0..LISTS.len(), at in 0.0..1.0f64, patch in "[\\PC\n]{0,3}",
    ) {
        let name = format!("extension/platforms/{}.json", LISTS[which].0);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut source: Vec<char> = fs::read_to_string(root.join(&name)).unwrap().chars().collect();
        let at = (at * source.len() as f64) as usize;
        source.splice(at..at + 1, patch.chars());
        let source: String = source.into_iter().collect();
        match parse(&name, &source) {
            Ok(it) => prop_assert_eq!(parse(&name, &format(&it)).unwrap(), it),
            Err(it) => {
                let text = it.to_string();
                let rest = text.strip_prefix(&format!("{name}:")).unwrap();
                let mut place = rest.splitn(3, ':');
                let line: usize = place.next().unwrap().parse().unwrap();
                prop_assert!(line <= source.matches('\n').count() + 1, "{}", text);
                prop_assert!(place.next().unwrap().parse::<usize>().is_ok(), "{}", text);
            }
        }
    }
}

/// A group of a small world in which many look alike.
#[derive(Debug, Clone)]
struct Group {
    requester: usize,
    title: usize,
    cents: u32,
    minutes: u32,
}

/// How a row is drawn: which group it is, and which links it has.
#[derive(Debug, Clone)]
struct Drawn {
    order: u32,
    links: Links,
    foreign_row_before: bool,
    words_before_title: bool,
    removed: bool,
}

#[derive(Debug, Clone, Copy)]
enum Links {
    None,
    Own,
    OwnAndUnknown,
    Unknown,
}

const TITLES: [&str; 4] = [
    "Survey",
    "Survey, part 2",
    "Pilot Survey, part 2",
    "Transcribe",
];

fn id(at: usize) -> String {
    format!("3{at:0>29}")
}

fn requester(at: usize) -> String {
    format!("A{at:0>13}")
}

fn world() -> impl Strategy<Value = Vec<(Group, Drawn)>> {
    let group = (0..3usize, 0..TITLES.len(), 1..4u32, 1..4u32).prop_map(
        |(requester, title, cents, minutes)| Group {
            requester,
            title,
            cents,
            minutes,
        },
    );
    let links = prop_oneof![
        Just(Links::None),
        Just(Links::Own),
        Just(Links::OwnAndUnknown),
        Just(Links::Unknown),
    ];
    let order = prop_oneof![3 => Just(0), 1 => any::<u32>()];
    let chance = || prop::bool::weighted(0.1);
    let drawn = (order, links, chance(), chance(), chance()).prop_map(
        |(order, links, foreign_row_before, words_before_title, removed)| Drawn {
            order,
            links,
            foreign_row_before,
            words_before_title,
            removed,
        },
    );
    prop::collection::vec((group, drawn), 1..10)
}

fn item(at: usize, it: &Group) -> Value {
    json!({
        "hit_set_id": id(at),
        "requester_id": requester(it.requester),
        "requester_name": format!("R{}", it.requester),
        "title": TITLES[it.title],
        "monetary_reward": { "currency_code": "USD", "amount_in_dollars": f64::from(it.cents) / 100.0 },
        "assignment_duration_in_seconds": it.minutes * 60,
    })
}

fn row(at: usize, group: &Group, drawn: &Drawn) -> String {
    let link = |id: &str| format!("<a href=\"/projects/{id}/tasks?ref=x\">Go</a>");
    let own = link(&id(at));
    let unknown = link(&id(9_999));
    let links = match drawn.links {
        Links::None => String::new(),
        Links::Own => own,
        Links::OwnAndUnknown => own + &unknown,
        Links::Unknown => unknown,
    };
    let before = if drawn.words_before_title {
        "<b>★ 4.1</b> "
    } else {
        ""
    };
    let foreign = if drawn.foreign_row_before {
        "<li class=\"table-row\">Ad</li>"
    } else {
        ""
    };
    format!(
        "{foreign}<li class=\"table-row\" data-truth=\"{at}\"><div class=\"desktop-row\">\
         <a href=\"/requesters/{}/projects\">R</a><span class=\"project-name-column\">{before}{}</span>\
         {links}</div></li>",
        requester(group.requester),
        TITLES[group.title],
    )
}

fn check_world(definition: &Definition, world: &[(Group, Drawn)]) -> Result<usize, TestCaseError> {
    let items: Vec<Value> = world
        .iter()
        .enumerate()
        .map(|(at, it)| item(at, &it.0))
        .collect();
    let mut order: Vec<usize> = (0..world.len())
        .filter(|&at| !world[at].1.removed)
        .collect();
    order.sort_by_key(|&at| world[at].1.order);
    let rows: String = order
        .iter()
        .map(|&at| row(at, &world[at].0, &world[at].1))
        .collect();
    let props = json!({ "bodyData": items })
        .to_string()
        .replace('"', "&quot;");
    let page =
        format!("<div data-react-class=\"HitSetTable\" data-react-props=\"{props}\">{rows}</div>");
    let html = Html::parse_document(&page);
    let url = "https://worker.mturk.com/";
    let page = definition.page_for(url).unwrap();
    let reading = read(definition, page, url, &Element::root(&html));
    for row in &reading.rows {
        let truth = row.node.attribute("data-truth");
        prop_assert!(truth.is_some(), "a foreign row was read");
        let at: usize = truth.unwrap_or_default().parse().unwrap();
        let (group, facts) = (&world[at].0, &row.facts);
        prop_assert!(facts.group.as_ref().is_none_or(|it| it.value == id(at)));
        prop_assert_eq!(
            &facts.requester.as_ref().unwrap().value,
            &requester(group.requester)
        );
        prop_assert_eq!(facts.title.as_deref(), Some(TITLES[group.title]));
        prop_assert!(
            facts
                .reward
                .is_none_or(|it| it.minor == i64::from(group.cents))
        );
        prop_assert!(
            facts
                .allotted_seconds
                .is_none_or(|it| it == group.minutes * 60)
        );
    }
    Ok(reading.rows.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_row_is_read_right_or_not_at_all(world in world()) {
        check_world(&built_in("worker.mturk.com").unwrap(), &world)?;
    }

    #[test]
    fn a_row_with_its_own_link_only_is_always_read(mut world in world()) {
        for (_, drawn) in &mut world {
            drawn.links = Links::Own;
            drawn.removed = false;
        }
        let n = check_world(&built_in("worker.mturk.com").unwrap(), &world)?;
        prop_assert_eq!(n, world.len());
    }
}

#[test]
fn long_lists_are_read_to_the_last_row() {
    for (platform, host, path) in LISTS {
        let definition = built_in(host).unwrap();
        let url = format!("https://{host}{path}");
        for n in [0, 1, 100, 1_000] {
            let source = sample::page(platform, path, Scenario::Typical, n).unwrap();
            let html = Html::parse_document(&source);
            let page = definition.page_for(&url).unwrap();
            let reading = read(&definition, page, &url, &Element::root(&html));
            assert_eq!(reading.blind, None, "{platform} {n}");
            assert_eq!(reading.rows.len(), n, "{platform}");
            let mut groups: Vec<_> = reading
                .rows
                .iter()
                .map(|it| it.facts.group.clone())
                .collect();
            groups.sort();
            groups.dedup();
            assert_eq!(groups.len(), n, "{platform}: every row is its own group");
        }
    }
}
