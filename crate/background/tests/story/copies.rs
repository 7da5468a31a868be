//! What the background does for the dashboard's packed copies of records: it marks what changed,
//! in the same transaction, and wipes them with what they are copies of.

use tallystick_browser::database::{Database, open};
use tallystick_wire::event::{Entry, EventKind};
use tallystick_wire::message::{AppendEntries, ReadAssignments, ReadLedger, WipeLedger};
use tallystick_wire::stored::{CHANGED, DATABASE, PACKS, VERSION};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::kit::{ask, begin, kill, older_database, put_text};
use crate::ledger::{key, report, task};

async fn database() -> Database {
    open(DATABASE, VERSION, |_| Ok(())).await.unwrap()
}

async fn keys(store: &str) -> Vec<String> {
    let read = database().await.read(&[store]).unwrap();
    read.keys(store, "").await.unwrap()
}

/// As when everything was packed.
async fn unmark() {
    let write = database().await.write(&[CHANGED]).unwrap();
    write.delete_all(CHANGED, "").unwrap();
    write.done().await.unwrap();
}

async fn append(id: &str) {
    let entries = vec![Entry::of(key(id), EventKind::Submitted)];
    ask(AppendEntries { entries }).await.unwrap();
}

#[wasm_bindgen_test]
async fn marks_every_record_that_changed_since_it_was_packed() {
    begin().await;
    append("3A").await;
    append("3B").await;
    report(0, "opened", task("3C")).await;
    assert_eq!(
        keys(CHANGED).await,
        ["mturk:id:3A", "mturk:id:3B", "mturk:id:3C"]
    );
    unmark().await;
    append("3B").await;
    assert_eq!(keys(CHANGED).await, ["mturk:id:3B"]);
}

#[wasm_bindgen_test]
async fn marks_a_record_that_could_not_be_read() {
    begin().await;
    append("3A").await;
    put_text(DATABASE, "records", "mturk:id:3A", "{broken").await;
    put_text(DATABASE, "records", "mturk:id:none", "{broken").await;
    unmark().await;
    kill();
    let page = ask(ReadAssignments::default()).await.unwrap();
    assert_eq!(page.records.len(), 1);
    assert_eq!(keys(CHANGED).await, ["mturk:id:3A", "mturk:id:none"]);
}

#[wasm_bindgen_test]
async fn leaves_no_copy_of_what_was_wiped() {
    for platform in [Some("mturk".parse().unwrap()), None] {
        begin().await;
        append("3A").await;
        put_text(DATABASE, PACKS, "mturk:id:3A", "a copy").await;
        put_text(DATABASE, PACKS, "", "how far they reach").await;
        ask(WipeLedger { platform }).await.unwrap();
        assert!(keys(PACKS).await.is_empty());
        assert!(keys(CHANGED).await.is_empty());
    }
}

#[wasm_bindgen_test]
async fn lays_out_copies_beside_the_log_of_an_older_version() {
    begin().await;
    older_database(DATABASE, 2, "imports", "x", "{}").await;
    append("3A").await;
    assert_eq!(ask(ReadLedger {}).await.unwrap().assignments, 1);
    assert_eq!(keys(CHANGED).await, ["mturk:id:3A"]);
    assert!(keys(PACKS).await.is_empty());
}
