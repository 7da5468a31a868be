//! Long work in the log is done in parts: it goes on after whatever ended it, and taken back it
//! leaves no trace.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tallystick_background::on_startup;
use tallystick_browser::database::open;
use tallystick_wire::event::{AssignmentKey, Entry, Event, EventId, EventKind};
use tallystick_wire::message::{
    AppendEntries, CommitImport, DropImport, GoOn, LongWork, MarkSaved, ReadAssignments,
    ReadEvents, ReadLedger, StageImport, StopLongWork, WipeLedger, Work,
};
use tallystick_wire::stored::{DATABASE, VERSION};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::kit::{ask, begin, fill_disk, kill, put_text};
use crate::ledger::{key, report, task};

/// Everything that a change of the log touches, but for what says which copies are old.
const STORES: [&str; 12] = [
    "log",
    "log_ids",
    "log_about",
    "log_imports",
    "records",
    "pending",
    "days",
    "search",
    "costs",
    "imports",
    "staged",
    "sums",
];
/// Parts of an import in these tests.
const PARTS: u32 = 5;
/// More events than one transaction folds anew.
const MANY: u32 = 2_100;

fn id(n: u32) -> EventId {
    format!("01890a5d-ac96-774b-bcce-{n:012x}")
        .try_into()
        .unwrap()
}

fn event(n: u32, about: Option<AssignmentKey>, import: Option<u32>, kind: Value) -> Event {
    let import = import.map(id);
    let event = json!({"id": id(n), "at": 5, "about": about, "import": import, "kind": kind});
    serde_json::from_value(event).unwrap()
}

fn file(n: u32) -> Event {
    let kind = json!({"imported": {"format": "table", "name": "old.csv", "events": 9}});
    event(n, None, None, kind)
}

fn facts(of: &str) -> Value {
    json!({"platform": "mturk", "assignment": of, "title": "Old",
        "requester": {"platform": "mturk", "kind": "id", "value": "A1"},
        "group": {"platform": "mturk", "value": "G1"},
        "reward": {"minor": 50, "currency": "USD"}})
}

/// What is in the database, and the events in the log.
async fn all() -> (BTreeMap<&'static str, Vec<(String, String)>>, u64, u64) {
    // Lays the stores out where there are none yet.
    let state = ask(ReadLedger {}).await.unwrap();
    let base = open(DATABASE, VERSION, |_| Ok(())).await.unwrap();
    let mut all = BTreeMap::new();
    for store in STORES {
        let read = base.read(&[store]).unwrap();
        all.insert(store, read.some(store, "", None, 1_000_000).await.unwrap());
    }
    (all, state.events, state.unsaved)
}

async fn log() -> Vec<Event> {
    let (mut after, mut log) = (0, Vec::new());
    loop {
        let page = ask(ReadEvents { after, limit: 0 }).await.unwrap();
        log.extend(page.events);
        match page.next {
            Some(next) => after = next,
            None => return log,
        }
    }
}

async fn append(entries: Vec<Entry>) -> Vec<Event> {
    ask(AppendEntries { entries }).await.unwrap().events
}

async fn undo(target: EventId) -> EventId {
    let entry = Entry::alone(EventKind::Undone { target });
    append(vec![entry]).await[0].id.clone()
}

/// Asks to go on until it is over, the background killed between any two parts; the last answer.
async fn to_its_end() -> LongWork {
    loop {
        kill();
        let went = ask(GoOn {}).await.unwrap().unwrap();
        if went.over {
            assert_eq!(ask(GoOn {}).await.unwrap(), None);
            return went;
        }
    }
}

/// Puts an import aside in as many parts, each with an assignment of its own, one that all have in
/// common, and what is about none.
async fn staged() -> Vec<Event> {
    let mut all = Vec::new();
    for part in 0..PARTS {
        let n = 100 * (part + 1);
        let of = format!("3{part}");
        let mut events = vec![
            event(
                n + 1,
                Some(key(&of)),
                Some(100),
                json!({"accepted": {"facts": facts(&of)}}),
            ),
            event(
                n + 2,
                Some(key(&of)),
                Some(100),
                json!({"corrected": {"worked_ms": 60_000}}),
            ),
            event(n + 3, Some(key(&of)), Some(100), json!("submitted")),
            event(
                n + 4,
                Some(key("3A")),
                Some(100),
                json!({"noted": {"by": "me", "text": "seen"}}),
            ),
            event(
                n + 5,
                None,
                Some(100),
                json!({"searching":
                {"platform": "mturk", "from": 0, "ms": 1_800_000}}),
            ),
            event(
                n + 6,
                None,
                Some(100),
                json!({"day_seen": {"platform": "mturk",
                "facts": {"day": "2026-01-15", "submitted": part}}}),
            ),
        ];
        if part == 0 {
            events.insert(0, file(100));
        }
        let import = id(100);
        let ask_for = StageImport {
            import,
            events: events.clone(),
        };
        ask(ask_for).await.unwrap();
        all.extend(events);
    }
    all
}

async fn commit(n: u32) -> LongWork {
    ask(CommitImport { import: id(n) }).await.unwrap()
}

/// A log with a bit of everything, an import among it.
async fn some_log() {
    begin().await;
    report(0, "opened", task("3A")).await;
    let events = vec![
        file(10),
        event(
            11,
            Some(key("3B")),
            Some(10),
            json!({"accepted": {"facts": facts("3B")}}),
        ),
        event(12, Some(key("3B")), Some(10), json!("submitted")),
        event(
            13,
            None,
            Some(10),
            json!({"searching": {"platform": "mturk", "from": 0, "ms": 60_000}}),
        ),
    ];
    ask(StageImport {
        import: id(10),
        events,
    })
    .await
    .unwrap();
    assert!(commit(10).await.over, "what is small enters at once");
    let entry = |of: &str, kind: Value| Entry::of(key(of), serde_json::from_value(kind).unwrap());
    append(vec![
        entry("3A", json!({"corrected": {"worked_ms": 90_000}})),
        entry("3C", json!("submitted")),
        entry("3C", json!({"edited": {"edit": {"title": "Mine"}}})),
    ])
    .await;
    let day =
        json!({"day_seen": {"platform": "mturk", "facts": {"day": "2026-01-15", "submitted": 7}}});
    append(vec![Entry::alone(serde_json::from_value(day).unwrap())]).await;
    ask(MarkSaved { events: 4 }).await.unwrap();
}

#[wasm_bindgen_test]
async fn an_import_ended_in_its_middle_goes_on() {
    begin().await;
    let events = staged().await;
    let began = commit(100).await;
    assert_eq!(
        (began.work, began.done, began.over),
        (Work::Entering, 7, false)
    );
    assert_eq!(began.of, events.len() as u64);
    kill();
    // The browser was started again: what is put aside for it is still there, nothing else is.
    let import = id(7_000);
    ask(StageImport {
        import,
        events: vec![file(7_000)],
    })
    .await
    .unwrap();
    on_startup().await;
    assert!(ask(CommitImport { import: id(7_000) }).await.is_err());
    assert_eq!(ask(ReadLedger {}).await.unwrap().underway, Some(began));
    let ended = to_its_end().await;
    assert_eq!((ended.events, ended.done), (ended.of, began.of));
    assert_eq!(log().await, events);
    let records = ask(ReadAssignments::default()).await.unwrap().records;
    assert_eq!(records.len(), 1 + PARTS as usize);
    let state = ask(ReadLedger {}).await.unwrap();
    assert_eq!((state.underway, state.imports.len()), (None, 1));
}

#[wasm_bindgen_test]
async fn entered_in_parts_it_is_the_same_as_at_once() {
    begin().await;
    let events = staged().await;
    commit(100).await;
    to_its_end().await;
    let parts = all().await;
    begin().await;
    let import = id(100);
    ask(StageImport { import, events }).await.unwrap();
    assert!(commit(100).await.over);
    let mut once = all().await;
    // How many spans there are is the parts' own business.
    once.0.insert("log_imports", parts.0["log_imports"].clone());
    assert_eq!(once, parts);
}

#[wasm_bindgen_test]
async fn a_cancelled_import_leaves_the_log_as_it_was() {
    some_log().await;
    let (before, exported) = (all().await, log().await);
    staged().await;
    // It links two assignments, undoes an import that was there, and has some events again.
    let more = vec![
        event(
            900,
            Some(key("3A")),
            Some(100),
            json!({"same_as": {"other": key("3C")}}),
        ),
        event(901, None, Some(100), json!({"undone": {"target": id(10)}})),
        event(
            902,
            Some(key("3C")),
            Some(100),
            json!({"undone": {"target": exported[6].id}}),
        ),
        event(
            903,
            None,
            Some(100),
            json!({"cost": {"platform": "mturk", "on": 5,
            "amount": {"minor": 5, "currency": "USD"}, "what": "fee"}}),
        ),
        exported[1].clone(),
    ];
    ask(StageImport {
        import: id(100),
        events: more,
    })
    .await
    .unwrap();
    // One part more, which does not enter.
    let last = vec![event(910, Some(key("3E")), Some(100), json!("submitted"))];
    ask(StageImport {
        import: id(100),
        events: last,
    })
    .await
    .unwrap();
    commit(100).await;
    for _ in 0..PARTS {
        assert!(!ask(GoOn {}).await.unwrap().unwrap().over);
    }
    let state = ask(ReadLedger {}).await.unwrap();
    assert_eq!(state.imports.len(), 1, "it undid the other one");
    assert!(log().await.iter().any(|it| it.id == id(903)));
    kill();
    let stopped = ask(StopLongWork {}).await.unwrap().unwrap();
    assert_eq!((stopped.work, stopped.done), (Work::Leaving, 0));
    to_its_end().await;
    assert_eq!((all().await, log().await), (before, exported));
}

#[wasm_bindgen_test]
async fn refuses_what_does_not_go_with_an_import_that_enters() {
    begin().await;
    staged().await;
    commit(100).await;
    ask(StageImport {
        import: id(10),
        events: vec![file(10)],
    })
    .await
    .unwrap();
    let why = ask(CommitImport { import: id(10) })
        .await
        .unwrap_err()
        .message;
    assert!(
        why.contains("not over") && why.contains("dashboard"),
        "{why}"
    );
    let platform = Some("mturk".parse().unwrap());
    let why = ask(WipeLedger { platform }).await.unwrap_err().message;
    assert!(why.contains("not over"), "{why}");
    let why = ask(MarkSaved { events: 3 }).await.unwrap_err().message;
    assert!(why.contains("not over"), "{why}");
    let again = StageImport {
        import: id(100),
        events: vec![file(100)],
    };
    let why = ask(again).await.unwrap_err().message;
    assert!(why.contains("enters the log already"), "{why}");
    assert!(ask(DropImport { import: id(100) }).await.is_err());
    // Everything is wiped with what is underway.
    ask(WipeLedger::default()).await.unwrap();
    assert_eq!(ask(GoOn {}).await.unwrap(), None);
    assert_eq!(ask(StopLongWork {}).await.unwrap(), None);
    assert!(log().await.is_empty());
}

#[wasm_bindgen_test]
async fn an_import_without_room_can_still_be_taken_back() {
    some_log().await;
    let before = all().await;
    staged().await;
    commit(100).await;
    fill_disk(true);
    let why = ask(GoOn {}).await.unwrap_err().message;
    fill_disk(false);
    assert!(why.contains("no room"), "{why}");
    ask(StopLongWork {}).await.unwrap().unwrap();
    to_its_end().await;
    assert_eq!(all().await, before);
}

#[wasm_bindgen_test]
async fn how_far_it_was_cannot_be_read_and_what_entered_stays() {
    begin().await;
    staged().await;
    commit(100).await;
    put_text(DATABASE, "clock", "journal", "{").await;
    kill();
    assert_eq!(ask(GoOn {}).await.unwrap(), None);
    let state = ask(ReadLedger {}).await.unwrap();
    assert!(
        state.damage[0].contains("can be undone"),
        "{:?}",
        state.damage
    );
    assert_eq!((state.events, state.imports.len()), (7, 1));
}

#[wasm_bindgen_test]
async fn the_clock_may_write_between_two_parts() {
    begin().await;
    staged().await;
    commit(100).await;
    report(0, "opened", task("3A")).await;
    ask(GoOn {}).await.unwrap();
    report(10, "focused", Value::Null).await;
    report(15_010, "submitted", Value::Null).await;
    let its = |it: &&Event| !it.session.is_empty();
    let clocks: Vec<Event> = log().await.iter().filter(its).cloned().collect();
    assert!(3 <= clocks.len(), "{clocks:?}");
    let stopped = ask(StopLongWork {}).await.unwrap().unwrap();
    assert_eq!((stopped.work, stopped.of), (Work::Leaving, 13));
    to_its_end().await;
    assert_eq!(log().await, clocks);
    let records = ask(ReadAssignments::default()).await.unwrap().records;
    let alone = tallystick_core::ledger::Ledger::of(&clocks).assignments;
    assert_eq!(records, alone.into_values().collect::<Vec<_>>());
    // The same file may be chosen again, and enters whole.
    let events = staged().await;
    commit(100).await;
    report(20_000, "opened", task("3D")).await;
    assert_eq!(to_its_end().await.events, events.len() as u64);
    let log = log().await;
    let entered: Vec<Event> = log
        .iter()
        .filter(|it| it.session.is_empty())
        .cloned()
        .collect();
    assert_eq!(entered, events);
}

#[wasm_bindgen_test]
async fn what_is_undone_while_it_enters_counts_nowhere() {
    some_log().await;
    let before = all().await.0;
    let records = ask(ReadAssignments::default()).await.unwrap().records;
    staged().await;
    commit(100).await;
    let undone = undo(id(100)).await;
    to_its_end().await;
    let now = all().await.0;
    for store in ["sums", "days", "search", "imports", "pending", "records"] {
        assert_eq!(now[store], before[store], "{store}");
    }
    let again = ask(ReadAssignments::default()).await.unwrap().records;
    assert_eq!(again, records);
    undo(undone).await;
    assert_eq!(
        ask(ReadLedger {}).await.unwrap().assignments,
        3 + u64::from(PARTS)
    );
}

/// An import of many assignments.
async fn many() {
    for part in 0..3 {
        let n = 10_000 + part * MANY;
        let mut events = Vec::new();
        if part == 0 {
            events.push(file(10_000));
        }
        events.extend((1..=MANY / 3).map(|it| {
            let of = key(&format!("H{}", n + it));
            event(n + it, Some(of), Some(10_000), json!("submitted"))
        }));
        events.push(event(
            n + MANY,
            Some(key("3C")),
            Some(10_000),
            json!({"noted": {"by": "me", "text": "x"}}),
        ));
        let import = id(10_000);
        ask(StageImport { import, events }).await.unwrap();
    }
    commit(10_000).await;
    to_its_end().await;
}

async fn assignments() -> u64 {
    let mut after = None;
    let mut there = 0;
    loop {
        let page = ask(ReadAssignments {
            after,
            ..ReadAssignments::default()
        })
        .await
        .unwrap();
        there += page.records.iter().filter(|it| it.became.is_none()).count() as u64;
        after = page.next;
        if after.is_none() {
            assert_eq!(ask(ReadLedger {}).await.unwrap().assignments, there);
            return there;
        }
    }
}

#[wasm_bindgen_test]
async fn an_undo_ended_in_its_middle_goes_on() {
    some_log().await;
    let few = all().await;
    many().await;
    let (there, before) = (assignments().await, all().await);
    let undone = undo(id(10_000)).await;
    let state = ask(ReadLedger {}).await.unwrap();
    assert_eq!(state.underway.unwrap().work, Work::Undoing);
    assert_eq!(state.imports.len(), 1, "only the other one is in force");
    kill();
    on_startup().await;
    // What happens meanwhile to what is not folded anew yet counts, too.
    let of = key(&format!("H{}", 10_000 + 2 * MANY + 9));
    append(vec![Entry::of(of, EventKind::Started)]).await;
    let went = to_its_end().await;
    assert_eq!(went.done, went.of);
    assert_eq!(assignments().await, there + 1 - u64::from(MANY));
    let now = all().await;
    for store in ["sums", "days", "search", "costs", "imports"] {
        assert_eq!(now.0[store], few.0[store], "{store}");
    }
    undo(undone).await;
    to_its_end().await;
    assert_eq!(assignments().await, there);
    let now = all().await;
    for store in ["sums", "days", "search", "costs", "imports"] {
        assert_eq!(now.0[store], before.0[store], "{store}");
    }
}

#[wasm_bindgen_test]
async fn an_undo_that_is_cancelled_never_happened() {
    some_log().await;
    many().await;
    let before = (all().await, log().await);
    undo(id(10_000)).await;
    ask(GoOn {}).await.unwrap().unwrap();
    kill();
    let stopped = ask(StopLongWork {}).await.unwrap().unwrap();
    assert_eq!(stopped.work, Work::Leaving);
    to_its_end().await;
    assert_eq!((all().await, log().await), before);
}

#[wasm_bindgen_test]
async fn a_wipe_ended_in_its_middle_goes_on_and_leaves_nothing_of_the_platform() {
    some_log().await;
    many().await;
    let other = json!({"platform": "prolific", "kind": "id", "value": "65"});
    let other: AssignmentKey = serde_json::from_value(other).unwrap();
    let stays = append(vec![Entry::of(other, EventKind::Submitted)]).await;
    let platform = Some("mturk".parse().unwrap());
    let began = ask(WipeLedger { platform }).await.unwrap().unwrap();
    assert_eq!((began.work, began.over), (Work::Wiping, false));
    assert!(0 < began.done && began.done < began.of, "{began:?}");
    kill();
    on_startup().await;
    let stopped = ask(StopLongWork {}).await.unwrap().unwrap();
    assert_eq!(stopped, began, "what is gone cannot be brought back");
    let went = to_its_end().await;
    assert_eq!(went.done, went.of);
    assert_eq!(log().await, stays);
    assert_eq!(assignments().await, 1);
    for (store, entries) in all().await.0 {
        for (key, text) in entries {
            let named = key.contains("mturk") || text.contains("mturk");
            assert!(!named, "{store}: {key}: {text}");
        }
    }
}
