//! The log in a true IndexedDB: what enters it, what is folded out of it, and what survives.

use serde_json::{Value, json};
use tallystick_wire::event::{AssignmentKey, Entry, Event, EventId, EventKind};
use tallystick_wire::ledger::Standing;
use tallystick_wire::message::{
    AmendClock, AppendEntries, Ask, ClockReport, CommitImport, DropImport, Failure, GoOn,
    ListMarks, LiveClock, LookUp, MarkSaved, MyHistory, ReadAssignments, ReadEvents, ReadHistory,
    ReadLedger, Request, SeeOutcomes, SeenOutcomes, StageImport, WipeLedger,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::kit::{
    ask, begin, hold_database, kill, older_database, pass, put_text, release_database, send,
};

const PAGE: &str = r#"{"url":"https://worker.mturk.com/","tab":{"id":7},"frameId":0}"#;

pub async fn from_page<A: Ask>(ask: A) -> Result<A::Reply, Failure> {
    let request: Request = ask.into();
    send(&serde_json::to_string(&request).unwrap(), PAGE).await
}

pub async fn report(elapsed: i64, sign: &str, on: Value) -> LiveClock {
    let report = json!({"platform": "mturk", "origin": 1, "elapsed": elapsed, "sign": sign,
        "on": on});
    let report: ClockReport = serde_json::from_value(report).unwrap();
    from_page(report).await.unwrap()
}

pub fn task(id: &str) -> Value {
    json!({"is": "task", "accepted": true, "facts": {"platform": "mturk", "assignment": id,
        "title": "A survey", "reward": {"minor": 50, "currency": "USD"}}})
}

pub fn key(id: &str) -> AssignmentKey {
    serde_json::from_value(json!({"platform": "mturk", "kind": "id", "value": id})).unwrap()
}

fn id(n: u32) -> EventId {
    format!("01890a5d-ac96-774b-bcce-{n:012x}")
        .try_into()
        .unwrap()
}

fn imported(n: u32, about: &str, import: Option<u32>, kind: Value) -> Event {
    let about = (!about.is_empty()).then(|| key(about));
    let import = import.map(id);
    serde_json::from_value(
        json!({"id": id(n), "at": 5, "import": import, "about": about,
        "kind": kind}),
    )
    .unwrap()
}

fn paid(minor: i64) -> Value {
    json!({"outcome_seen": {"matched": "new", "facts": {"outcome": "paid",
        "task": {"platform": "mturk", "title": "Old", "reward":
            {"minor": minor, "currency": "USD"}}}}})
}

fn file(n: u32) -> Value {
    json!({"imported": {"format": "table", "name": "old.csv", "events": n}})
}

async fn all() -> Vec<(String, Standing)> {
    let page = ask(ReadAssignments::default()).await.unwrap();
    let word = |it: &tallystick_wire::ledger::Assignment| (it.key.to_string(), it.standing);
    page.records.iter().map(word).collect()
}

#[wasm_bindgen_test]
async fn survives_a_kill_between_any_two_beats() {
    begin().await;
    let live = report(0, "opened", task("3A")).await;
    assert!(!live.tell_again && live.shown);
    report(10, "focused", Value::Null).await;
    for beat in 1..=4 {
        kill();
        pass(15_000.0);
        let live = report(10 + beat * 15_000, "beat", Value::Null).await;
        let task = live.task.unwrap();
        assert!(task.running && task.key == key("3A"));
        assert!((beat * 15_000 - 500..beat * 15_000 + 500).contains(&task.worked_ms));
    }
    kill();
    report(60_020, "submitted", Value::Null).await;
    kill();
    assert_eq!(all().await, [("mturk:id:3A".to_owned(), Standing::Pending)]);
    let history = ask(ReadHistory { key: key("3A") }).await.unwrap();
    assert!(matches!(history[0].kind, EventKind::Accepted { .. }));
    assert!(
        history
            .iter()
            .any(|it| matches!(it.kind, EventKind::Spent { ms, .. } if 59_000 < ms))
    );
    let log = ask(ReadEvents::default()).await.unwrap();
    assert_eq!((log.events, log.next), (history, None));
}

#[wasm_bindgen_test]
async fn only_own_pages_read_the_log() {
    begin().await;
    let refused = from_page(ReadLedger {}).await.unwrap_err();
    assert!(refused.message.contains("own pages"), "{}", refused.message);
    let wiped = from_page(WipeLedger::default()).await;
    assert!(wiped.is_err());
    assert_eq!(ask(ReadLedger {}).await.unwrap().events, 0);
}

#[wasm_bindgen_test]
async fn a_page_opened_twice_brings_its_outcomes_once() {
    begin().await;
    let page: SeeOutcomes = serde_json::from_value(json!({"platform": "mturk", "page": "day",
        "day": "2026-01-15", "complete": true,
        "lines": [{"outcome": "approved", "task": {"platform": "mturk", "assignment": "3A",
            "title": "A", "reward": {"minor": 50, "currency": "USD"}}}],
        "days": [{"day": "2026-01-15", "approved": 1}]}))
    .unwrap();
    let first = from_page(page.clone()).await.unwrap();
    assert_eq!((first.new, first.same), (1, 0));
    kill();
    let again = from_page(page).await.unwrap();
    let expected = SeenOutcomes {
        same: 1,
        ..SeenOutcomes::default()
    };
    assert_eq!(again, expected);
    let state = ask(ReadLedger {}).await.unwrap();
    assert_eq!(
        (state.events, state.assignments, state.days.len()),
        (2, 1, 1)
    );
}

#[wasm_bindgen_test]
async fn an_edit_can_be_undone_and_the_undo_too() {
    begin().await;
    report(0, "opened", task("3A")).await;
    let edited = ask(AppendEntries {
        entries: vec![Entry::of(
            key("3A"),
            serde_json::from_value(json!({"edited": {"edit": {"title": "Mine"}}})).unwrap(),
        )],
    })
    .await
    .unwrap();
    assert_eq!(edited.records[0].facts.title.as_deref(), Some("Mine"));
    let undo = |target: &EventId| AppendEntries {
        entries: vec![Entry::of(
            key("3A"),
            EventKind::Undone {
                target: target.clone(),
            },
        )],
    };
    let undone = ask(undo(&edited.events[0].id)).await.unwrap();
    assert_eq!(undone.records[0].facts.title.as_deref(), Some("A survey"));
    kill();
    let redone = ask(undo(&undone.events[0].id)).await.unwrap();
    assert_eq!(redone.records[0].facts.title.as_deref(), Some("Mine"));
}

#[wasm_bindgen_test]
async fn a_correction_is_taken_back_by_its_name_and_nothing_else_is() {
    begin().await;
    report(0, "opened", task("3A")).await;
    let amend = |change: Value| AmendClock {
        key: key("3A"),
        change: serde_json::from_value(change).unwrap(),
    };
    let corrected = from_page(amend(json!({"corrected": {"worked_ms": 90_000}})));
    let corrected = corrected.await.unwrap();
    assert_eq!(corrected.task.unwrap().worked_ms, 90_000);
    let undone = amend(json!({"undone": {"target": corrected.did.unwrap()}}));
    let undone = from_page(undone).await.unwrap();
    assert_eq!(undone.task.unwrap().worked_ms, 0);
    let accepted = ask(ReadEvents::default()).await.unwrap().events[0]
        .id
        .clone();
    let refused = from_page(amend(json!({"undone": {"target": accepted}}))).await;
    assert!(refused.unwrap_err().message.contains("dashboard"));
}

#[wasm_bindgen_test]
async fn an_import_counts_once_committed_and_is_undone_as_a_whole() {
    begin().await;
    report(0, "opened", task("3A")).await;
    let stage = |events: Vec<Event>| StageImport {
        import: id(1),
        events,
    };
    let searching = json!({"searching": {"platform": "mturk", "from": 0, "ms": 1_800_000}});
    ask(stage(vec![
        imported(1, "", None, file(3)),
        imported(2, "3B", Some(1), paid(70)),
    ]))
    .await
    .unwrap();
    ask(stage(vec![
        imported(3, "3C", Some(1), paid(80)),
        imported(4, "3A", Some(1), paid(50)),
        imported(5, "", Some(1), searching),
        imported(2, "3B", Some(1), paid(9_999)),
    ]))
    .await
    .unwrap();
    kill();
    assert_eq!(all().await.len(), 1, "what is put aside counts already");
    let begun = ask(CommitImport { import: id(1) }).await.unwrap();
    assert_eq!((begun.events, begun.over), (2, false));
    let committed = ask(GoOn {}).await.unwrap().unwrap();
    assert_eq!((committed.events, committed.over), (5, true));
    kill();
    assert_eq!(all().await.len(), 3);
    let state = ask(ReadLedger {}).await.unwrap();
    assert_eq!(
        (state.assignments, state.imports.len(), state.searches.len()),
        (3, 1, 2)
    );
    assert!(ask(CommitImport { import: id(1) }).await.is_err());
    let undo = |target: EventId| AppendEntries {
        entries: vec![Entry::alone(EventKind::Undone { target })],
    };
    let undone = ask(undo(id(1))).await.unwrap();
    let state = ask(ReadLedger {}).await.unwrap();
    assert_eq!(
        (state.assignments, state.imports.len(), state.searches.len()),
        (1, 0, 0)
    );
    assert_eq!(all().await, [("mturk:id:3A".to_owned(), Standing::Queued)]);
    kill();
    ask(undo(undone.events[0].id.clone())).await.unwrap();
    assert_eq!(all().await.len(), 3);
    assert_eq!(ask(ReadLedger {}).await.unwrap().searches.len(), 2);
}

async fn known() -> (Option<MyHistory>, Vec<u32>, f64, f64) {
    let question = json!({"platform": "mturk", "requesters": [
        {"platform": "mturk", "kind": "id", "value": "A1"}],
        "groups": [{"platform": "mturk", "value": "G1"}]});
    let question: LookUp = serde_json::from_value(question).unwrap();
    let mut known = from_page(question).await.unwrap();
    let (requester, group) = (known.requesters.remove(0), known.groups.remove(0));
    let log = known.me.log;
    (
        requester.history,
        group.my_seconds,
        log.work_seconds,
        log.unpaid_seconds,
    )
}

#[wasm_bindgen_test]
async fn a_look_up_knows_my_own_history_and_forgets_what_was_undone_or_wiped() {
    begin().await;
    assert_eq!(known().await, (None, vec![], 0.0, 0.0));
    let facts = json!({"platform": "mturk", "title": "T",
        "requester": {"platform": "mturk", "kind": "id", "value": "A1"},
        "group": {"platform": "mturk", "value": "G1"},
        "reward": {"minor": 50, "currency": "USD"}});
    let of = |id: &str, kinds: Vec<Value>| AppendEntries {
        entries: kinds
            .into_iter()
            .map(|kind| Entry::of(key(id), serde_json::from_value(kind).unwrap()))
            .collect(),
    };
    let accepted = json!({"accepted": {"facts": facts}});
    let worked = |ms: i64| json!({"corrected": {"worked_ms": ms}});
    let done = |ms: i64| vec![accepted.clone(), worked(ms), json!("submitted")];
    ask(of("3A", done(60_000))).await.unwrap();
    ask(of("3B", done(90_000))).await.unwrap();
    let paid = json!({"outcome_seen": {"facts": {"outcome": "paid", "task": facts}}});
    let paid = ask(of("3B", vec![paid])).await.unwrap();
    let searching = json!({"searching": {"platform": "mturk", "from": 0, "ms": 30_000}});
    let searching = Entry::alone(serde_json::from_value(searching).unwrap());
    ask(AppendEntries {
        entries: vec![searching],
    })
    .await
    .unwrap();
    for _ in 0..2 {
        let (history, seconds, work, unpaid) = known().await;
        let history = history.unwrap();
        assert_eq!(
            (history.submitted, history.paid, history.worked_ms),
            (2, 1, 150_000)
        );
        assert_eq!(history.earned.unwrap().minor, 50);
        assert_eq!((seconds, work, unpaid), (vec![60, 90], 150.0, 30.0));
        kill();
    }
    let target = paid.events[0].id.clone();
    ask(of("3B", vec![json!({"undone": {"target": target}})]))
        .await
        .unwrap();
    assert_eq!(known().await.0.unwrap().paid, 0);
    let platform = Some("mturk".parse().unwrap());
    ask(WipeLedger { platform }).await.unwrap();
    assert_eq!(known().await, (None, vec![], 0.0, 0.0));
}

#[wasm_bindgen_test]
async fn an_import_that_is_dropped_leaves_nothing() {
    begin().await;
    ask(StageImport {
        import: id(1),
        events: vec![imported(1, "", None, file(0))],
    })
    .await
    .unwrap();
    ask(DropImport { import: id(1) }).await.unwrap();
    let why = ask(CommitImport { import: id(1) })
        .await
        .unwrap_err()
        .message;
    assert!(why.contains("choose the file again"), "{why}");
    assert_eq!(ask(ReadLedger {}).await.unwrap().events, 0);
}

#[wasm_bindgen_test]
async fn two_keys_of_one_assignment_are_one_record() {
    begin().await;
    let entries = |list: Vec<(&str, Value)>| AppendEntries {
        entries: list
            .into_iter()
            .map(|(of, kind)| Entry::of(key(of), serde_json::from_value(kind).unwrap()))
            .collect(),
    };
    ask(entries(vec![("G", json!("submitted")), ("3A", paid(50))]))
        .await
        .unwrap();
    assert_eq!(ask(ReadLedger {}).await.unwrap().assignments, 2);
    let linked = ask(entries(vec![(
        "3A",
        json!({"same_as": {"other": key("G")}}),
    )]))
    .await
    .unwrap();
    assert_eq!(ask(ReadLedger {}).await.unwrap().assignments, 1);
    kill();
    ask(entries(vec![(
        "G",
        json!({"corrected": {"worked_ms": 60_000}}),
    )]))
    .await
    .unwrap();
    let history = ask(ReadHistory { key: key("3A") }).await.unwrap();
    assert_eq!(history.len(), 4);
    let target = linked.events[0].id.clone();
    ask(AppendEntries {
        entries: vec![Entry::of(key("3A"), EventKind::Undone { target })],
    })
    .await
    .unwrap();
    let page = ask(ReadAssignments::default()).await.unwrap();
    let own: Vec<Option<i64>> = page.records.iter().map(|it| it.corrected).collect();
    assert_eq!(own, [None, Some(60_000)]);
}

#[wasm_bindgen_test]
async fn pages_of_records_and_of_the_log_meet_without_a_gap() {
    begin().await;
    let entries = (0..7).map(|n| Entry::of(key(&format!("3{n}")), EventKind::Submitted));
    ask(AppendEntries {
        entries: entries.collect(),
    })
    .await
    .unwrap();
    let (mut after, mut seen) = (None, 0);
    loop {
        let page = ask(ReadAssignments {
            after,
            limit: 3,
            platform: None,
        });
        let page = page.await.unwrap();
        seen += page.records.len();
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, 7);
    let first = ask(ReadEvents { after: 0, limit: 4 }).await.unwrap();
    let after = first.next.unwrap();
    let rest = ask(ReadEvents { after, limit: 4 }).await.unwrap();
    assert_eq!(
        (first.events.len(), rest.events.len(), rest.next),
        (4, 3, None)
    );
}

#[wasm_bindgen_test]
async fn what_was_saved_is_no_longer_unsaved() {
    begin().await;
    report(0, "opened", task("3A")).await;
    let state = ask(ReadLedger {}).await.unwrap();
    assert!(0 < state.unsaved && state.saved_at.is_none());
    let events = state.events;
    ask(MarkSaved { events }).await.unwrap();
    kill();
    let state = ask(ReadLedger {}).await.unwrap();
    assert!(state.unsaved == 0 && state.saved_at.is_some());
}

#[wasm_bindgen_test]
async fn wipes_one_platform_and_everything() {
    begin().await;
    report(0, "opened", task("3A")).await;
    let other = AssignmentKey {
        platform: "prolific".parse().unwrap(),
        ..key("P1")
    };
    ask(AppendEntries {
        entries: vec![Entry::of(other, EventKind::Submitted)],
    })
    .await
    .unwrap();
    let platform = Some("mturk".parse().unwrap());
    ask(WipeLedger { platform }).await.unwrap();
    kill();
    let left = [("prolific:id:P1".to_owned(), Standing::Pending)];
    assert_eq!(all().await, left);
    let state = ask(ReadLedger {}).await.unwrap();
    assert_eq!((state.events, state.assignments, state.unsaved), (1, 1, 1));
    let live = report(5_000, "beat", Value::Null).await;
    assert!(live.tell_again && live.task.is_none());
    ask(WipeLedger::default()).await.unwrap();
    assert_eq!(ask(ReadLedger {}).await.unwrap().events, 0);
    assert!(all().await.is_empty());
}

#[wasm_bindgen_test]
async fn wiping_a_platform_removes_the_names_of_its_files_and_no_others() {
    begin().await;
    for (first, platform) in [(1, "mturk"), (11, "prolific")] {
        let mut events = vec![imported(first, "", None, file(1))];
        let mut line = imported(first + 1, "H1", Some(first), paid(10));
        line.about = Some(AssignmentKey {
            platform: platform.parse().unwrap(),
            ..key("H1")
        });
        events.push(line);
        let import = id(first);
        ask(StageImport {
            import: import.clone(),
            events,
        })
        .await
        .unwrap();
        ask(CommitImport { import }).await.unwrap();
    }
    assert_eq!(ask(ReadLedger {}).await.unwrap().imports.len(), 2);
    let platform = Some("mturk".parse().unwrap());
    ask(WipeLedger { platform }).await.unwrap();
    kill();
    let state = ask(ReadLedger {}).await.unwrap();
    let left: Vec<EventId> = state.imports.into_iter().map(|it| it.id).collect();
    assert_eq!((left, state.events), (vec![id(11)], 2));
    let log = ask(ReadEvents::default()).await.unwrap().events;
    assert!(log.iter().all(|it| it.id != id(1)), "{log:?}");
}

#[wasm_bindgen_test]
async fn sums_that_cannot_be_read_are_made_again_out_of_the_records() {
    begin().await;
    let facts = json!({"platform": "mturk", "title": "T",
        "requester": {"platform": "mturk", "kind": "id", "value": "A1"},
        "group": {"platform": "mturk", "value": "G1"}});
    let done = |id: &str, ms: i64| AppendEntries {
        entries: [
            json!({"accepted": {"facts": facts}}),
            json!({"corrected": {"worked_ms": ms}}),
            json!("submitted"),
        ]
        .map(|kind| Entry::of(key(id), serde_json::from_value(kind).unwrap()))
        .into(),
    };
    ask(done("3A", 60_000)).await.unwrap();
    ask(done("3B", 90_000)).await.unwrap();
    let searching = json!({"searching": {"platform": "mturk", "from": 0, "ms": 30_000}});
    let searching = Entry::alone(serde_json::from_value(searching).unwrap());
    let entries = vec![searching];
    ask(AppendEntries { entries }).await.unwrap();
    let sound = known().await;
    assert_eq!(
        (sound.0.clone().unwrap().submitted, &sound.1),
        (2, &vec![60, 90])
    );

    // Come upon by a look-up.
    put_text("tallystick", "sums", "r\nmturk:id:A1", "{").await;
    put_text("tallystick", "sums", "me", "[").await;
    kill();
    assert_eq!(known().await, sound);
    // Come upon by a change.
    put_text("tallystick", "sums", "g\nmturk:G1", "7").await;
    kill();
    ask(done("3C", 30_000)).await.unwrap();
    let (history, seconds, ..) = known().await;
    assert_eq!((history.unwrap().submitted, seconds), (3, vec![60, 90, 30]));
    let said = ask(ReadLedger {}).await.unwrap().damage;
    let again = |it: &&String| it.contains("made again out of the records");
    assert_eq!(said.iter().filter(again).count(), 3, "{said:?}");
}

#[wasm_bindgen_test]
async fn what_cannot_be_read_is_set_aside_and_said_and_blocks_nothing() {
    begin().await;
    let entries = ["3A", "3B"].map(|it| Entry::of(key(it), EventKind::Submitted));
    ask(AppendEntries {
        entries: entries.into(),
    })
    .await
    .unwrap();
    put_text("tallystick", "records", "mturk:id:3A", "{broken").await;
    put_text("tallystick", "clock", "clock", "broken").await;
    kill();
    assert_eq!(all().await.len(), 2, "the record was made again");
    let live = report(0, "opened", task("3C")).await;
    assert!(live.task.is_some(), "the clock goes on");
    put_text("tallystick", "log", "0000000000000002", "[]").await;
    put_text("tallystick", "clock", "counts", "[").await;
    let log = ask(ReadEvents::default()).await.unwrap();
    assert_eq!(log.events.len(), 2);
    let state = ask(ReadLedger {}).await.unwrap();
    assert_eq!((state.events, state.damage.len()), (2, 4));
    assert!(
        state
            .damage
            .iter()
            .any(|it| it.contains("Entry 2 of the log"))
    );
}

#[wasm_bindgen_test]
async fn an_older_database_is_brought_up_to_date_without_loss() {
    begin().await;
    let hidden = json!({"target": {"of": "requester", "key":
        {"platform": "mturk", "kind": "id", "value": "A1"}}, "label": "Ann", "hiding": "dimmed"});
    let key = "requester:mturk:id:A1";
    older_database("tallystick", 1, "hiding", key, &hidden.to_string()).await;
    let marks = ask(ListMarks {}).await.unwrap();
    assert_eq!(marks.hidden.len(), 1);
    report(0, "opened", task("3A")).await;
    assert_eq!(all().await.len(), 1);
}

#[wasm_bindgen_test]
async fn refuses_a_database_of_a_newer_version_and_leaves_it_alone() {
    begin().await;
    older_database("tallystick", 99, "hiding", "x", "{}").await;
    let why = ask(ReadLedger {}).await.unwrap_err().message;
    assert!(
        why.contains("newer version") && why.contains("nothing"),
        "{why}"
    );
}

#[wasm_bindgen_test]
async fn says_when_another_window_holds_an_older_database() {
    begin().await;
    older_database("tallystick", 1, "hiding", "x", "{}").await;
    hold_database("tallystick").await;
    for _ in 0..2 {
        let why = ask(ReadLedger {}).await.unwrap_err().message;
        assert!(why.contains("Close"), "{why}");
    }
    release_database("tallystick").await;
    assert!(all().await.is_empty());
}
