//! Records out of a true IndexedDB: packed, changed since, damaged, and not there.

use tallystick_browser::database::{Database, open};
use tallystick_core::ledger::Ledger;
use tallystick_wire::ledger::Assignment;
use tallystick_wire::stored::{CHANGED, DATABASE, PACKS, RECORDS, VERSION};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::dashboard;
use super::fake::{asked, with_submissions};
use crate::shelf::{pack, packed, part};

#[wasm_bindgen(inline_js = r#"
export function gone(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = resolve;
    request.onerror = reject;
  });
}
"#)]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn gone(name: &str) -> Result<JsValue, JsValue>;
}

/// The stores as the background lays them out, as far as they concern us.
async fn stores() -> Database {
    gone(DATABASE).await.unwrap();
    let made = open(DATABASE, VERSION, |upgrade| {
        [RECORDS, PACKS, CHANGED]
            .iter()
            .try_for_each(|store| upgrade.create(store))
    });
    made.await.unwrap()
}

fn record(id: &str, title: &str) -> Assignment {
    let record = serde_json::json!({
        "key": { "platform": "mturk", "kind": "id", "value": id },
        "facts": { "platform": "mturk", "title": title }, "events": 1,
    });
    serde_json::from_value(record).unwrap()
}

/// As the background writes and marks them.
async fn write(database: &Database, records: &[Assignment]) {
    let write = database.write(&[RECORDS, CHANGED]).unwrap();
    for it in records {
        let text = serde_json::to_string(it).unwrap();
        write.put(RECORDS, &it.key.to_string(), &text).unwrap();
        write.put(CHANGED, &it.key.to_string(), "").unwrap();
    }
    write.done().await.unwrap();
}

fn titles(mut records: Vec<Assignment>) -> Vec<String> {
    records.sort_by(|a, b| a.key.cmp(&b.key));
    let titles = records.into_iter().filter_map(|it| it.facts.title);
    titles.collect()
}

async fn marked(database: &Database) -> usize {
    let read = database.read(&[CHANGED]).unwrap();
    read.keys(CHANGED, "").await.unwrap().len()
}

/// How many records are read, packed and as text.
async fn read_whole() -> usize {
    let mut last = packed().await.unwrap();
    let mut read = last.records.len();
    while let Some(from) = last.next {
        last = part(&from).await.unwrap();
        read += last.records.len();
    }
    read
}

#[wasm_bindgen_test]
async fn reads_copies_with_what_changed_since() {
    let database = stores().await;
    let old = ["3A", "3B", "3C"].map(|it| record(it, it));
    write(&database, &old).await;
    let none = packed().await.unwrap();
    assert_eq!((none.records.len(), none.next.as_deref()), (0, Some("")));
    assert_eq!(part("").await.unwrap().records.len(), 3);
    assert!(
        pack::next(1_000).await.unwrap(),
        "what has no copy is packed"
    );
    assert!(!pack::next(1).await.unwrap());
    assert_eq!(marked(&database).await, 0);

    write(&database, &[record("3B", "new"), record("3D", "3D")]).await;
    let delete = database.write(&[RECORDS, CHANGED]).unwrap();
    delete.delete(RECORDS, "mturk:id:3A").unwrap();
    delete.put(CHANGED, "mturk:id:3A", "").unwrap();
    delete.done().await.unwrap();
    for least in [4, 3] {
        let all = packed().await.unwrap();
        assert_eq!(all.next, None);
        assert_eq!(titles(all.records), ["new", "3C", "3D"]);
        assert_eq!(pack::next(least).await.unwrap(), least == 3);
    }
    assert_eq!(marked(&database).await, 0);
    assert_eq!(titles(packed().await.unwrap().records), ["new", "3C", "3D"]);
    gone_after(database).await;
}

#[wasm_bindgen_test]
async fn reads_all_from_the_first_on_where_most_of_it_is_new() {
    let database = stores().await;
    assert!(pack::next(1).await.unwrap(), "nothing is packed, too");
    assert_eq!(packed().await.unwrap().next, None);
    write(&database, &["3A", "3B"].map(|it| record(it, it))).await;
    let none = packed().await.unwrap();
    assert_eq!((none.records.len(), none.next.as_deref()), (0, Some("")));
    assert_eq!(titles(part("").await.unwrap().records), ["3A", "3B"]);
    gone_after(database).await;
}

#[wasm_bindgen_test]
async fn packs_block_by_block_and_begins_anew_where_too_much_changed() {
    let database = stores().await;
    let many = |from: usize, n: usize| -> Vec<Assignment> {
        (from..from + n)
            .map(|it| record(&format!("{it:06}"), "old"))
            .collect()
    };
    write(&database, &many(0, 4_500)).await;
    let mut packs = 0;
    while pack::next(1).await.unwrap() {
        packs += 1;
        let so_far = packed().await.unwrap();
        let rest = match so_far.next {
            Some(from) => part(&from).await.unwrap().records.len(),
            None => 0,
        };
        assert!(so_far.records.len() == 4_500 || 0 < rest, "{packs}");
    }
    assert_eq!(packs, 3);
    // Thousands of new ones between two old ones.
    write(&database, &many(10_000, 4_500)).await;
    assert_eq!(read_whole().await, 9_000);
    while pack::next(1).await.unwrap() {}
    let all = packed().await.unwrap();
    assert_eq!((all.records.len(), all.next), (9_000, None));
    assert_eq!(marked(&database).await, 0);
    gone_after(database).await;
}

#[wasm_bindgen_test]
async fn throws_damaged_copies_away_and_reads_the_records() {
    let database = stores().await;
    write(&database, &[record("3A", "3A")]).await;
    while pack::next(1).await.unwrap() {}
    let damage = database.write(&[PACKS]).unwrap();
    damage
        .put_bytes(PACKS, "mturk:id:3A", &[1, 0, 0, 0, 7, 7])
        .unwrap();
    damage.done().await.unwrap();
    let none = packed().await.unwrap();
    assert_eq!((none.records.len(), none.next.as_deref()), (0, Some("")));
    assert_eq!(titles(part("").await.unwrap().records), ["3A"]);
    assert!(pack::next(1).await.unwrap());
    assert_eq!(titles(packed().await.unwrap().records), ["3A"]);
    gone_after(database).await;
}

#[wasm_bindgen_test]
async fn the_dashboard_asks_for_records_only_what_it_cannot_read_itself() {
    let log = with_submissions();
    let records: Vec<Assignment> = Ledger::of(&log.borrow().log)
        .assignments
        .into_values()
        .collect();
    let database = stores().await;
    write(&database, &records).await;
    {
        let page = dashboard("log");
        page.says("3 assignments").await;
        page.says("Quick survey").await;
        assert_eq!(asked("read_assignments"), 0);
    }
    let broken = database.write(&[RECORDS, PACKS]).unwrap();
    broken
        .put(RECORDS, &records[0].key.to_string(), "{broken")
        .unwrap();
    broken.delete_all(PACKS, "").unwrap();
    broken.done().await.unwrap();
    let page = dashboard("log");
    page.says("3 assignments").await;
    page.says("Quick survey").await;
    assert!(0 < asked("read_assignments"));
    gone_after(database).await;
}

#[wasm_bindgen_test]
async fn thousands_change_in_parts_until_the_worker_stops_it() {
    let log = with_submissions();
    let events = (0..1_200_usize).map(|n| {
        let event = serde_json::json!({
            "id": format!("01890a5d-ac96-774b-9000-{n:012x}"), "at": 1,
            "about": record(&format!("{n:06}"), "").key, "kind": "submitted",
        });
        serde_json::from_value(event).unwrap()
    });
    log.borrow_mut().log = events.collect();
    let records: Vec<Assignment> = Ledger::of(&log.borrow().log)
        .assignments
        .into_values()
        .collect();
    let database = stores().await;
    write(&database, &records).await;
    let page = dashboard("log");
    page.says("1,200 assignments").await;
    page.press("Choose all 1200");
    page.says("1200 chosen").await;
    page.press("Leave out of the figures");
    page.says("Changing: 0 of 1,200").await;
    page.press("Cancel");
    page.says("Stopped: 500 of 1,200 were changed").await;
    page.says("700 assignments").await;
    page.press("Undo");
    page.says("Taken back").await;
    page.says("1,200 assignments").await;
    gone_after(database).await;
}

/// So that no other test meets it.
async fn gone_after(database: Database) {
    drop(database);
    gone(DATABASE).await.unwrap();
}
