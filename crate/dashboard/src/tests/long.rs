//! Files of years, and what was ended in its middle.

use serde_json::json;
use tallystick_core::export::{json_event, json_foot, json_head};
use tallystick_wire::event::Event;
use wasm_bindgen_test::wasm_bindgen_test;

use super::fake::{asked, empty, with_submissions};
use super::{dashboard, until};

/// More than are handed on at once, and more than one slice of a file; of few assignments, since
/// the background of these tests folds them all for each answer.
const MANY: u32 = 4_500;

fn event(n: u32) -> Event {
    let id = format!("01890a5d-ac96-774b-8001-{n:012x}");
    let about = json!({"platform": "mturk", "kind": "id", "value": format!("3{}", n % 5)});
    let kind = json!({"noted": {"by": "me", "text": "ü".repeat(100)}});
    let event = json!({"id": id, "at": 5, "about": about, "kind": kind});
    serde_json::from_value(event).unwrap()
}

fn many() -> Vec<Event> {
    (0..MANY).map(event).collect()
}

fn file(log: &[Event]) -> String {
    let mut text = json_head();
    for (n, event) in log.iter().enumerate() {
        text += &json_event(event, n == 0);
    }
    text + json_foot()
}

#[wasm_bindgen_test]
async fn a_copy_of_thousands_of_events_comes_back_in_parts() {
    let log = empty();
    let page = dashboard("import");
    page.says("A file").await;
    let events = many();
    let text = file(&events);
    assert!(1 << 20 < text.len(), "one slice holds all");
    page.give("mine.json", &text);
    page.says("the file becomes it").await;
    page.says("4,500 events").await;
    page.press("Import it");
    page.says("Imported: 4500 events").await;
    assert!(log.borrow().log == events, "not the same events");
    assert_eq!((asked("stage_import"), asked("go_on")), (9, 8));
}

#[wasm_bindgen_test]
async fn refuses_a_copy_of_thousands_with_one_bad_line_in_its_second_slice() {
    let _log = empty();
    let page = dashboard("import");
    page.says("A file").await;
    let text = file(&many());
    let at = text.rfind("\"id\":").unwrap();
    let torn = format!("{}\"no{}", &text[..at], &text[at..]);
    page.give("mine.json", &torn);
    page.says("Nothing was imported").await;
    page.says("Line 4501:").await;
    assert_eq!(asked("stage_import"), 0);
}

#[wasm_bindgen_test]
async fn what_the_log_has_of_a_copy_stays_and_the_rest_enters() {
    let log = with_submissions();
    let before = log.borrow().log.clone();
    let page = dashboard("import");
    page.says("A file").await;
    let mut events = before.clone();
    events.push(event(1));
    events.push(event(1));
    page.give("copy.json", &file(&events));
    page.says("Already there").await;
    page.says("It can be undone as a whole").await;
    page.press("Import it");
    page.says("Imported: 2 events").await;
    let now = log.borrow().log.clone();
    assert_eq!(now[..before.len()], before);
    assert_eq!(now.len(), before.len() + 2);
    assert_eq!(
        now.last().unwrap().import.as_ref(),
        Some(&now[before.len()].id)
    );
}

#[wasm_bindgen_test]
async fn an_import_ended_in_its_middle_goes_on_when_the_dashboard_is_opened() {
    let log = with_submissions();
    let before = log.borrow().log.len();
    log.borrow_mut().entered = Some(0);
    log.borrow_mut().staged = (0..3).map(|n| vec![event(n)]).collect();
    let page = dashboard("figures");
    page.says("Imported: 3 events").await;
    assert_eq!(log.borrow().log.len(), before + 3);
    assert!(page.all("#work-progress").is_empty());
}

#[wasm_bindgen_test]
async fn what_was_being_taken_back_when_the_browser_ended_is_taken_back() {
    let log = with_submissions();
    let before = log.borrow().log.clone();
    log.borrow_mut().log.extend((0..3).map(event));
    log.borrow_mut().entered = Some(3);
    log.borrow_mut().leaving = true;
    let page = dashboard("export");
    page.says("the log is as it was before").await;
    assert_eq!(log.borrow().log, before);
    until("exports again", || page.all("button[disabled]").is_empty()).await;
}

#[wasm_bindgen_test]
async fn an_import_whose_parts_fail_is_taken_back_and_says_why() {
    let log = empty();
    let page = dashboard("import");
    page.says("A file").await;
    page.give("mine.json", &file(&many()));
    page.says("the file becomes it").await;
    log.borrow_mut().fails = Some("There is no room");
    page.press("Import it");
    // So often it was tried; what takes it back fails, too, and waits.
    until("tries", || 6 <= asked("go_on")).await;
    page.says("There is no room").await;
    assert!(log.borrow().leaving);
    drop(page);
    log.borrow_mut().fails = None;
    let page = dashboard("import");
    page.says("the log is as it was before").await;
    assert!(log.borrow().log.is_empty());
}

#[wasm_bindgen_test]
async fn cancelled_while_it_enters_nothing_of_an_import_is_left() {
    let log = empty();
    let page = dashboard("import");
    page.says("A file").await;
    page.give("mine.json", &file(&many()));
    page.says("the file becomes it").await;
    page.press("Import it");
    until("it to enter", || page.text().contains("Entering the log")).await;
    page.press("Cancel");
    page.says("Cancelled: nothing was imported").await;
    assert!(log.borrow().log.is_empty() && log.borrow().staged.is_empty());
}
