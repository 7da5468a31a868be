//! Long work in the log tells how far it is, and stops when it is told to.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::json;
use tallystick_wire::event::Event;
use tallystick_wire::message::{CommitImport, ReadLedger, ReadLongWork, StageImport, StopLongWork};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::kit::{ask, begin};
use crate::ledger::key;

#[wasm_bindgen(
    inline_js = "export function turn() { return new Promise((end) => setTimeout(end)); }"
)]
extern "C" {
    /// Lets the database have its turn.
    async fn turn();
}

const PARTS: usize = 300;

fn event(n: usize) -> Event {
    let id = format!("01890a5d-ac96-774b-bcce-{n:012x}");
    let about = key(&format!("{n}"));
    serde_json::from_value(json!({"id": id, "at": 5, "about": about, "kind": "submitted"})).unwrap()
}

#[wasm_bindgen_test]
async fn an_import_that_is_stopped_while_it_enters_leaves_nothing() {
    begin().await;
    let import = event(0).id;
    for n in 0..PARTS {
        let (import, events) = (import.clone(), vec![event(n)]);
        ask(StageImport { import, events }).await.unwrap();
    }
    assert_eq!(ask(ReadLongWork {}).await.unwrap(), None);
    assert!(!ask(StopLongWork {}).await.unwrap(), "nothing is underway");
    let ended = Rc::new(RefCell::new(None));
    let (at_end, of) = (Rc::clone(&ended), import.clone());
    spawn_local(async move {
        let committed = ask(CommitImport { import: of }).await;
        at_end.replace(Some(committed));
    });
    let mut most = 0;
    while ended.borrow().is_none() {
        if let Some(at) = ask(ReadLongWork {}).await.unwrap() {
            most = most.max(at.of);
            ask(StopLongWork {}).await.unwrap();
        }
        turn().await;
    }
    assert_eq!(most, PARTS as u64);
    let why = ended.take().unwrap().unwrap_err().message;
    assert!(why.contains("nothing was changed"), "{why}");
    assert_eq!(ask(ReadLedger {}).await.unwrap().events, 0);
    // What was put aside is still there, until it is dropped.
    let committed = ask(CommitImport { import }).await.unwrap();
    assert_eq!(committed.events, PARTS as u64);
    assert_eq!(ask(ReadLongWork {}).await.unwrap(), None);
}
