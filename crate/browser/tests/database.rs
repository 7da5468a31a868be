//! The database in a real browser.

#![cfg(target_arch = "wasm32")]
// Clippy takes only what is marked #[test] for a test.
#![allow(clippy::unwrap_used)]

use tallystick_browser::Error;
use tallystick_browser::database::{Database, Upgrade, open};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn stores(upgrade: &Upgrade<'_>) -> Result<(), Error> {
    if upgrade.from < 1 {
        upgrade.create("a")?;
        upgrade.create("b")?;
    }
    Ok(())
}

async fn opened(name: &str) -> Database {
    open(name, 1, stores).await.unwrap()
}

#[wasm_bindgen_test]
async fn what_was_done_is_there_after_opening_again() {
    let database = opened("again").await;
    let write = database.write(&["a", "b"]).unwrap();
    write.put("a", "x\n1", "one").unwrap();
    write.put("a", "x\n2", "two").unwrap();
    write.put("a", "y\n1", "other").unwrap();
    write.put("b", "x\n1", "elsewhere").unwrap();
    write.done().await.unwrap();
    drop(database);
    let database = opened("again").await;
    let read = database.read(&["a"]).unwrap();
    assert_eq!(read.get("a", "x\n1").await.unwrap().as_deref(), Some("one"));
    assert_eq!(read.get("a", "z").await.unwrap(), None);
    assert_eq!(read.all("a", "x\n").await.unwrap(), ["one", "two"]);
    assert_eq!(read.keys("a", "").await.unwrap(), ["x\n1", "x\n2", "y\n1"]);
    let keys = ["y\n1", "none", "x\n2"].map(String::from);
    let each = read.get_each("a", &keys).await.unwrap();
    assert_eq!(
        each,
        [Some("other".to_owned()), None, Some("two".to_owned())]
    );
}

#[wasm_bindgen_test]
async fn a_transaction_that_is_dropped_is_undone_as_a_whole() {
    let database = opened("dropped").await;
    let write = database.write(&["a"]).unwrap();
    write.put("a", "kept", "before").unwrap();
    write.done().await.unwrap();
    let write = database.write(&["a"]).unwrap();
    write.put("a", "kept", "after").unwrap();
    write.put("a", "new", "after").unwrap();
    assert_eq!(
        write.get("a", "kept").await.unwrap().as_deref(),
        Some("after")
    );
    drop(write);
    let read = database.read(&["a"]).unwrap();
    assert_eq!(
        read.get("a", "kept").await.unwrap().as_deref(),
        Some("before")
    );
    assert_eq!(read.get("a", "new").await.unwrap(), None);
}

#[wasm_bindgen_test]
async fn deletes_by_key_and_by_prefix() {
    let database = opened("deletes").await;
    let write = database.write(&["a"]).unwrap();
    for key in ["x\n1", "x\n2", "xx\n1", "y"] {
        write.put("a", key, key).unwrap();
    }
    write.delete_all("a", "x\n").unwrap();
    write.delete("a", "y").unwrap();
    write.done().await.unwrap();
    let read = database.read(&["a"]).unwrap();
    assert_eq!(read.keys("a", "").await.unwrap(), ["xx\n1"]);
}

#[wasm_bindgen_test]
async fn an_upgrade_that_fails_leaves_everything_as_it_was() {
    let database = opened("upgrade").await;
    let write = database.write(&["a"]).unwrap();
    write.put("a", "k", "v").unwrap();
    write.done().await.unwrap();
    drop(database);
    let failed = open("upgrade", 2, |upgrade| {
        upgrade.delete("b")?;
        upgrade.create("a")
    });
    assert!(failed.await.is_err());
    let read = opened("upgrade").await.read(&["a", "b"]).unwrap();
    assert_eq!(read.get("a", "k").await.unwrap().as_deref(), Some("v"));
}

#[wasm_bindgen_test]
async fn refuses_stores_that_are_not_there_with_a_sentence() {
    let database = opened("missing").await;
    let why = database.read(&["nothing"]).err().unwrap().to_string();
    assert!(why.starts_with("the extension's database: "), "{why}");
}

#[wasm_bindgen_test]
async fn two_writers_wait_for_each_other() {
    let database = opened("two").await;
    let first = database.write(&["a"]).unwrap();
    let second = database.write(&["a"]).unwrap();
    second.put("a", "n", "2").unwrap();
    first.put("a", "n", "1").unwrap();
    first.put("a", "first", "1").unwrap();
    let seen = second.get("a", "first").await.unwrap();
    assert_eq!(
        seen.as_deref(),
        Some("1"),
        "the second began before the first had ended"
    );
    second.done().await.unwrap();
    first.done().await.unwrap();
    let read = database.read(&["a"]).unwrap();
    assert_eq!(read.get("a", "n").await.unwrap().as_deref(), Some("2"));
}
