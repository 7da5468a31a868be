//! Measures the ledger, natively and compiled as the extension ships: `./build.sh bench`. A million
//! events are folded, 200,000 assignments packed, summed up and exported. Prints one line a figure:
//! name, value, unit, budget.

mod host;

use std::collections::BTreeMap;

use tallystick_core::export::{Xlsx, csv_head, csv_rows, json_event};
use tallystick_core::ledger::Ledger;
use tallystick_core::packed::{BLOCK, pack, unpack};
use tallystick_core::rates;
use tallystick_core::summary::{Book, By, Extras, Filter, Midnight, Order, Sums, Terms};
use tallystick_core::zone::{Period, Zones};
use tallystick_wire::event::{Activity, Event, EventKind, Matched, PageRef};
use tallystick_wire::facts::{Outcome, OutcomeFacts};
use tallystick_wire::{AssignmentKey, Currency, EventId, PlatformId, TaskFacts};

const N_EVENTS: usize = 1_000_000;
const N_ASSIGNMENTS: usize = 200_000;
/// Accepted, started, three intervals, submitted, pending, approved.
const EVENTS_EACH: usize = 8;
const BEGIN: i64 = 1_735_689_600_000;
const EACH_MS: i64 = 9 * 60_000;

fn main() {
    let Some(log) = log(N_EVENTS) else {
        return;
    };
    let folded = timed("fold of 1,000,000 events", "-", || Ledger::of(&log));
    figure(
        "their assignments",
        folded.assignments.len() as f64,
        "",
        "-",
    );
    let text: Vec<String> = log.iter().map(|it| json_event(it, false)).collect();
    let bytes: usize = text.iter().map(String::len).sum();
    figure("JSON of them", bytes as f64 / 1e6, "MB", "-");
    let parse =
        |it: &String| serde_json::from_str::<Event>(it.trim_start_matches([',', '\n'])).ok();
    let read = timed("their JSON, parsed", "-", || {
        text.iter().filter_map(parse).count()
    });
    figure("parsed", read as f64, "", "-");
    drop((text, folded, log));

    let Some(log) = crate::log(N_ASSIGNMENTS * EVENTS_EACH) else {
        return;
    };
    let records: Vec<_> = Ledger::of(&log).assignments.into_values().collect();
    drop(log);
    let blocks = timed("200,000 assignments packed", "-", || {
        records.chunks(BLOCK).map(pack).collect::<Vec<_>>()
    });
    let bytes: usize = blocks.iter().map(Vec::len).sum();
    figure("their blocks", bytes as f64 / 1e6, "MB", "-");
    let unpacked = timed("unpacked", "-", || {
        blocks
            .iter()
            .filter_map(|it| unpack(it).ok())
            .flatten()
            .count()
    });
    figure("unpacked", unpacked as f64, "", "-");
    drop(blocks);
    let book = timed("book of 200,000 assignments", "-", || {
        Book::new(records, Extras::default(), terms())
    });
    let all = Filter::default();
    let figures = timed("all figures", "-", || book.figures(&all));
    let total = book.total(&figures, Sums::earned).map_or(0.0, |it| it.0);
    figure("earned", total / 100.0, "$", "-");
    timed("by day", "-", || book.groups(&all, By::Day).len());
    timed("by requester", "-", || {
        book.groups(&all, By::Requester).len()
    });
    timed("distribution", "-", || book.bins(&all).len());
    timed("missing money", "-", || book.missing(&all).len());
    let year = Period::year(
        book.day(0)
            .unwrap_or_else(|| Zones::named([], "UTC").own.day(0)),
    );
    timed("calendar of a year", "-", || {
        book.calendar(&all, year).len()
    });
    let search = Filter {
        text: "survey 7".to_owned(),
        ..Filter::default()
    };
    timed("search by words", "-", || {
        book.select(&search, Order::Newest).len()
    });
    let places = book.select(&all, Order::Oldest);
    let csv = timed("CSV", "-", || {
        let parts = places.chunks(2_000).map(|it| csv_rows(&book, it).len());
        csv_head().len() + parts.sum::<usize>()
    });
    figure("CSV", csv as f64 / 1e6, "MB", "-");
    let before = peak_mb();
    let xlsx = timed("XLSX", "-", || {
        let mut xlsx = Xlsx::new().ok()?;
        for part in places.chunks(2_000) {
            xlsx.add(&book, part).ok()?;
        }
        xlsx.finish(&book, &all).ok()
    });
    figure(
        "XLSX",
        xlsx.map_or(0, |it| it.len()) as f64 / 1e6,
        "MB",
        "-",
    );
    figure("peak memory before the XLSX", before, "MB", "-");
    figure("peak memory after it", peak_mb(), "MB", "-");
}

fn terms() -> Terms {
    let zones = platform().map(|it| (it, "America/Los_Angeles"));
    Terms {
        zones: Zones::named(zones.iter().map(|it| (&it.0, it.1)), "Europe/Berlin"),
        midnight: Midnight::Platform,
        rates: rates::built_in(),
        currency: Currency::USD,
        floor: None,
        now: BEGIN + 400 * 86_400_000,
        approval_days: BTreeMap::new(),
    }
}

fn platform() -> Option<PlatformId> {
    "mturk".parse().ok()
}

fn log(n: usize) -> Option<Vec<Event>> {
    (0..n).map(event).collect()
}

fn event(n: usize) -> Option<Event> {
    let which = n / EVENTS_EACH;
    let at = BEGIN + which as i64 * EACH_MS;
    let key =
        serde_json::json!({ "platform": "mturk", "kind": "id", "value": format!("3{which:029}") });
    let about: AssignmentKey = serde_json::from_value(key).ok()?;
    let spent = |activity, from, ms| EventKind::Spent {
        activity,
        from,
        ms,
        cause: None,
    };
    let kind = match n % EVENTS_EACH {
        0 => EventKind::Accepted {
            facts: Box::new(facts(which)?),
            since: None,
        },
        1 => EventKind::Started,
        2 => spent(Activity::Worked, at, 60_000),
        3 => spent(Activity::Away, at + 60_000, 30_000),
        4 => spent(Activity::Worked, at + 90_000, 60_000),
        5 => EventKind::Submitted,
        6 => seen(which, Outcome::Submitted)?,
        _ => seen(which, Outcome::Paid)?,
    };
    Some(Event {
        id: EventId::try_from(format!("01890a5d-ac96-774b-bcce-{n:012x}")).ok()?,
        at,
        session: "s1".to_owned(),
        import: None,
        about: Some(about),
        kind,
    })
}

fn facts(n: usize) -> Option<TaskFacts> {
    let value = serde_json::json!({
        "platform": "mturk", "title": format!("A survey, number {}", n % 500),
        "requester": { "platform": "mturk", "kind": "id", "value": format!("A{}", n % 900) },
        "requester_name": format!("Laboratory {}", n % 900),
        "group": { "platform": "mturk", "value": format!("G{}", n % 3_000) },
        "reward": { "minor": 20 + n % 300, "currency": "USD" }, "allotted_seconds": 3600,
    });
    serde_json::from_value(value).ok()
}

fn seen(n: usize, outcome: Outcome) -> Option<EventKind> {
    Some(EventKind::OutcomeSeen {
        page: PageRef::default(),
        facts: Box::new(OutcomeFacts {
            task: facts(n)?,
            outcome: Some(outcome),
            state: None,
            bonus: None,
            started_at: None,
            completed_at: None,
            taken_seconds: None,
            feedback: None,
        }),
        matched: Matched::Id,
    })
}

/// The most memory that this process ever had, where the system says.
fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|it| it.starts_with("VmHWM:"));
    let kb = line.and_then(|it| it.split_whitespace().nth(1)?.parse().ok());
    kb.map_or(0.0, |kb: f64| kb / 1_000.0)
}

fn timed<T>(name: &str, budget: &str, run: impl FnOnce() -> T) -> T {
    let begin = host::now_us();
    let result = run();
    figure(name, (host::now_us() - begin) / 1e3, "ms", budget);
    result
}

fn figure(name: &str, value: f64, unit: &str, budget: &str) {
    host::say(&format!("{name}\t{value:.2}\t{unit}\t{budget}"));
}
