//! Tabs, windows, the keyboard, a restart of the browser and a full disk, as the clock sees them.

use serde_json::{Value, json};
use tallystick_background::{on_alarm, on_signal, on_startup};
use tallystick_wire::event::{Activity, AssignmentKey, Entry, EventKind};
use tallystick_wire::message::{
    AppendEntries, ClockAct, GetStatus, MarkSaved, ReadEvents, ReadLedger, SetSettings,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::kit::{ask, begin, bring_to_front, fill_disk, kill, pass, tick_at};
use crate::ledger::{from_page, key, report, task};

async fn signal(name: &str, one: i32, other: i32) {
    on_signal(name.to_owned(), one, other).await;
}

async fn working(id: &str) {
    report(0, "opened", task(id)).await;
    report(10, "focused", Value::Null).await;
}

/// Milliseconds of an activity in the log.
async fn spent(wanted: Activity) -> i64 {
    let log = ask(ReadEvents::default()).await.unwrap().events;
    let ms = |kind: &EventKind| match kind {
        EventKind::Spent { activity, ms, .. } if *activity == wanted => *ms,
        _ => 0,
    };
    log.iter().map(|it| ms(&it.kind)).sum()
}

#[track_caller]
fn about(seconds: i64, ms: i64) {
    let near = seconds * 1_000 - 1_500..seconds * 1_000 + 1_500;
    assert!(near.contains(&ms), "{ms} ms, not about {seconds} s");
}

#[wasm_bindgen_test]
async fn a_survey_in_a_tab_opened_from_the_task_is_work_however_often_the_worker_is_killed() {
    begin().await;
    working("3A").await;
    assert_eq!(tick_at(), 0.0, "a page that beats needs no alarm");
    signal("created", 8, 7).await;
    signal("activated", 8, 1).await;
    for _ in 0..4 {
        assert!(0.0 < tick_at(), "nobody will tick");
        kill();
        pass(30_000.0);
        on_alarm("tick".to_owned()).await;
    }
    signal("activated", 9, 1).await;
    pass(60_000.0);
    signal("activated", 7, 1).await;
    report(180_100, "submitted", Value::Null).await;
    about(120, spent(Activity::Worked).await);
    about(60, spent(Activity::Away).await);
}

#[wasm_bindgen_test]
async fn another_program_in_front_is_no_work() {
    begin().await;
    working("3A").await;
    pass(30_000.0);
    signal("window", -1, -1).await;
    pass(60_000.0);
    bring_to_front(7);
    signal("window", 1, -1).await;
    // A tab that comes to the front of a window behind is nobody's focus.
    signal("activated", 9, 2).await;
    pass(30_000.0);
    report(120_010, "submitted", Value::Null).await;
    about(60, spent(Activity::Worked).await);
    about(60, spent(Activity::Away).await);
}

#[wasm_bindgen_test]
async fn lunch_is_cut_back_to_the_last_key_and_offered_back() {
    begin().await;
    working("3A").await;
    for beat in 1..=4 {
        pass(60_000.0);
        report(10 + beat * 60_000, "beat", Value::Null).await;
    }
    signal("idle", -1, -1).await;
    kill();
    pass(60_000.0);
    report(300_010, "beat", Value::Null).await;
    signal("active", -1, -1).await;
    let live = report(300_020, "beat", Value::Null).await;
    about(120, spent(Activity::Worked).await);
    about(180, spent(Activity::Idle).await);
    about(180, live.task.unwrap().gap.unwrap().ms);
}

#[wasm_bindgen_test]
async fn a_restart_of_the_browser_ends_what_ran_and_begins_a_new_run() {
    begin().await;
    working("3A").await;
    pass(15_000.0);
    report(15_010, "beat", Value::Null).await;
    kill();
    pass(3_600_000.0);
    on_startup().await;
    about(15, spent(Activity::Worked).await);
    let live = report(20, "beat", Value::Null).await;
    assert!(live.tell_again, "a tab's number means another tab now");
    let act = ClockAct {
        key: key("3A"),
        act: serde_json::from_value(json!("start")).unwrap(),
    };
    from_page(act).await.unwrap();
    let log = ask(ReadEvents::default()).await.unwrap().events;
    let runs: Vec<&str> = log.iter().map(|it| it.session.as_str()).collect();
    assert!(
        !runs[0].is_empty() && runs[0] != runs[runs.len() - 1],
        "{runs:?}"
    );
}

#[wasm_bindgen_test]
async fn the_clock_goes_on_while_the_disk_is_full_and_says_so() {
    begin().await;
    working("3A").await;
    fill_disk(true);
    for beat in 1..=3 {
        pass(30_000.0);
        report(10 + beat * 30_000, "beat", Value::Null).await;
    }
    let status = ask(GetStatus {}).await.unwrap();
    assert!(status.unstored.unwrap().contains("free some space"));
    let entries = vec![Entry::of(key("3A"), EventKind::Submitted)];
    let refused = ask(AppendEntries { entries }).await.unwrap_err().message;
    assert!(refused.contains("Free some space"), "{refused}");
    fill_disk(false);
    pass(30_000.0);
    let live = report(120_010, "beat", Value::Null).await;
    about(120, live.task.unwrap().worked_ms);
    assert_eq!(ask(GetStatus {}).await.unwrap().unstored, None);
    report(120_020, "submitted", Value::Null).await;
    about(120, spent(Activity::Worked).await);
}

#[wasm_bindgen_test]
async fn a_backup_is_due_after_so_many_entries_until_one_is_saved() {
    begin().await;
    let entry = |n: u32| {
        let key: AssignmentKey = key(&format!("3{n}"));
        Entry::of(key, EventKind::Submitted)
    };
    let entries = (0..100).map(entry).collect();
    ask(AppendEntries { entries }).await.unwrap();
    assert!(!ask(GetStatus {}).await.unwrap().backup_due);
    let values = [("backup_after".to_owned(), "\"100\"".to_owned())].into();
    ask(SetSettings { values }).await.unwrap();
    let status = ask(GetStatus {}).await.unwrap();
    assert_eq!((status.unsaved, status.backup_due), (100, true));
    let events = ask(ReadLedger {}).await.unwrap().events;
    ask(MarkSaved { events }).await.unwrap();
    let status = ask(GetStatus {}).await.unwrap();
    assert_eq!((status.unsaved, status.backup_due), (0, false));
}
