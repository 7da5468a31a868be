//! What the clock hears of a page, the live line, and what a page of outcomes brings.

use std::rc::Rc;

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlFormElement, HtmlInputElement};

use super::{begin, document, fake, frame, page, row, select, three, until};
use crate::app::App;
use crate::make;

/// The work page of the same platform, at the same address.
const WORK: &str = r##"{
  "id": "fair", "name": "Fair", "version": 1,
  "matches": ["https://fair.example.org/*"],
  "time_zone": "UTC", "currency": "USD",
  "clock": [
    { "sign": "submitted", "select": ".told", "pattern": "thank you" },
    { "sign": "returned", "on": "submit", "select": "form.back", "attribute": "action",
      "assignment": "id=([A-Z0-9]+)" },
    { "sign": "submit_clicked", "on": "message", "pattern": "finished",
      "assignment": "finished ([A-Z0-9]+)" }
  ],
  "pages": [
    {
      "name": "work", "kind": "task", "urls": ["/"], "root": "#work",
      "fields": {
        "title": { "select": "h3", "required": true },
        "assignment": { "attribute": "data-assignment" }
      }
    }
  ]
}"##;

/// What came of things, at the same address.
const DAY: &str = r##"{
  "id": "fair", "name": "Fair", "version": 1,
  "matches": ["https://fair.example.org/*"],
  "time_zone": "UTC", "currency": "USD",
  "pages": [
    {
      "name": "day", "kind": "outcomes", "urls": ["/"], "root": "#list",
      "rows": { "select": ".task" },
      "fields": {
        "assignment": { "attribute": "data-group", "required": true },
        "title": { "select": "h3" },
        "outcome": { "select": ".by", "as": "outcome", "required": true }
      }
    }
  ]
}"##;

fn empty_page() {
    fake::background();
    for old in [
        "#work",
        "#list",
        "tallystick-clock",
        "tallystick-notice",
        "tallystick-offer",
        ".told",
    ] {
        select(old).iter().for_each(web_sys::Element::remove);
    }
}

fn work_page() -> Rc<App> {
    empty_page();
    let work = make::add(&document().body().unwrap(), "div", "", "").unwrap();
    work.set_id("work");
    work.set_attribute("data-assignment", "A1").unwrap();
    make::add(&work, "h3", "", "Copy a receipt").unwrap();
    begin(WORK)
}

fn signs() -> Vec<String> {
    let word = |it: Value| it["sign"].as_str().unwrap().to_owned();
    fake::asked("clock_report").into_iter().map(word).collect()
}

fn told(sign: &str) -> Option<Value> {
    fake::asked("clock_report")
        .into_iter()
        .find(|it| it["sign"] == sign)
}

async fn line(app: &Rc<App>) {
    until("the live line", || app.live.borrow().is_some()).await;
}

fn part(app: &App, selector: &str) -> HtmlElement {
    let live = app.live.borrow();
    let root = live.as_ref().unwrap().root();
    root.query_selector(selector)
        .unwrap()
        .unwrap()
        .unchecked_into()
}

/// Clicks a button of the line by its text.
fn press(app: &App, text: &str) {
    let buttons = {
        let live = app.live.borrow();
        live.as_ref()
            .unwrap()
            .root()
            .query_selector_all("button")
            .unwrap()
    };
    let mut all = (0..buttons.length()).map(|at| buttons.item(at).unwrap());
    let found = all.find(|it| it.text_content().as_deref() == Some(text));
    found
        .unwrap_or_else(|| panic!("no {text}"))
        .unchecked_into::<HtmlElement>()
        .click();
}

async fn asked(name: &str) -> Value {
    until(name, || !fake::asked(name).is_empty()).await;
    fake::asked(name).pop().unwrap()
}

#[wasm_bindgen_test]
async fn a_list_is_told_once_however_often_it_is_read() {
    fake::work(false);
    let app = page(&three()).await;
    until("what the page is", || told("opened").is_some()).await;
    assert_eq!(told("opened").unwrap()["on"], json!({ "is": "list" }));
    let scans = app.list.borrow().scans;
    let list = document().get_element_by_id("list").unwrap();
    list.append_child(&row(("g9", "Ivy", "Another", "$1.00")))
        .unwrap();
    until("another pass", || scans < app.list.borrow().scans).await;
    frame().await;
    assert_eq!(signs().iter().filter(|it| *it == "opened").count(), 1);
    assert!(app.live.borrow().is_none(), "a list has no live line");
}

#[wasm_bindgen_test]
async fn a_work_page_tells_whose_task_it_is_and_what_became_of_it() {
    fake::work(false);
    let _app = work_page();
    until("what the page is", || told("opened").is_some()).await;
    let on = told("opened").unwrap()["on"].clone();
    assert_eq!((&on["is"], &on["accepted"]), (&json!("task"), &json!(true)));
    assert_eq!(on["facts"]["assignment"], "A1");
    make::window()
        .unwrap()
        .post_message(&"finished A1".into(), "*")
        .unwrap();
    until("the click on submit", || told("submit_clicked").is_some()).await;
    assert_eq!(told("submit_clicked").unwrap()["assignment"], "A1");
    let form: HtmlFormElement = make::element("form", "back").unwrap().unchecked_into();
    form.set_attribute("action", "#id=A2").unwrap();
    document()
        .get_element_by_id("work")
        .unwrap()
        .append_child(&form)
        .unwrap();
    form.request_submit().unwrap();
    until("the return", || told("returned").is_some()).await;
    assert_eq!(told("returned").unwrap()["assignment"], "A2");
    let work = document().get_element_by_id("work").unwrap();
    make::add(&work, "p", "told", "Done, thank you").unwrap();
    until("the submission", || told("submitted").is_some()).await;
    assert!(
        signs().iter().position(|it| it == "opened")
            < signs().iter().position(|it| it == "submitted")
    );
}

#[wasm_bindgen_test]
async fn the_live_line_counts_on_and_every_act_can_be_undone() {
    fake::work(true);
    let app = work_page();
    line(&app).await;
    let time = part(&app, ".time").text_content().unwrap();
    assert_eq!(time, "5 min worked$8.40/h so far15 min left");
    assert_eq!(
        part(&app, ".gap span").text_content().unwrap(),
        "12 min away: count it?"
    );
    part(&app, ".time").click();
    assert_eq!(
        part(&app, ".time").get_attribute("aria-expanded").unwrap(),
        "true"
    );
    press(&app, "Pause");
    assert_eq!(asked("clock_act").await["act"], "pause");
    until("the way back", || {
        part(&app, ".said").text_content().unwrap() == "PausedUndo"
    })
    .await;
    press(&app, "Undo");
    until("going on", || fake::asked("clock_act").len() == 2).await;
    assert_eq!(asked("clock_act").await["act"], "resume");
    press(&app, "Count it");
    assert_eq!(asked("count_gap").await["gap"], fake::EVENT);
    until("the way back", || {
        part(&app, ".said")
            .text_content()
            .unwrap()
            .starts_with("12 min")
    })
    .await;
    press(&app, "Undo");
    assert_eq!(
        asked("amend_clock").await["change"],
        json!({ "undone": { "target": fake::EVENT } })
    );
    press(&app, "No");
    assert!(part(&app, ".gap").hidden(), "not asked again");
    let minutes: HtmlInputElement = part(&app, "input").unchecked_into();
    minutes.set_value("ten");
    press(&app, "Correct");
    assert_eq!(fake::asked("amend_clock").len(), 1, "ten is no number");
    minutes.set_value("7.5");
    press(&app, "Correct");
    until("the correction", || fake::asked("amend_clock").len() == 2).await;
    let change = asked("amend_clock").await["change"].clone();
    assert_eq!(change, json!({ "corrected": { "worked_ms": 450_000 } }));
    until("the way back", || {
        part(&app, ".said")
            .text_content()
            .unwrap()
            .contains("8 min")
    })
    .await;
    press(&app, "Hide");
    assert_eq!(
        asked("set_settings").await["values"],
        json!({ "live_line": "false" })
    );
    assert!(part(&app, ".face").hidden());
    press(&app, "Undo");
    assert!(!part(&app, ".face").hidden());
    fake::work(false);
}

#[wasm_bindgen_test]
async fn what_was_finished_is_offered_for_review_with_its_time_and_can_be_switched_off() {
    fake::work(true);
    fake::finish(true);
    let app = work_page();
    let work = select("#work").remove(0);
    make::add(&work, "p", "told", "Done, thank you").unwrap();
    until("the offer", || app.offer.borrow().is_some()).await;
    let said = || app.offer.borrow().as_ref().map(crate::offer::Offer::text);
    let text = said().unwrap();
    assert!(
        text.starts_with("Done in 12 min. Review \u{2068}Westmoor\u{2069}?"),
        "{text}"
    );
    let press = |text: &str| {
        let button = app.offer.borrow().as_ref().unwrap().button(text).unwrap();
        button.click();
    };
    press("Never offer it");
    let values = asked("set_settings").await["values"].clone();
    assert_eq!(values, json!({ "review_offer": "false" }));
    assert!(
        said()
            .unwrap()
            .starts_with("Finished tasks are not offered")
    );
    press("Undo");
    until("the way back", || fake::asked("set_settings").len() == 2).await;
    assert!(app.offer.borrow().is_none());

    // Once more, and written this time: the form has the measured time.
    crate::offer::see(&app, finished());
    until("the offer", || app.offer.borrow().is_some()).await;
    press("Write a review");
    let card = app.card.borrow().clone().unwrap();
    let form = card.root().text_content().unwrap();
    assert!(
        form.contains("Write a review") && form.contains("12 min"),
        "{form}"
    );
    crate::card::close(&app).unwrap();
    press("Not now");
    assert!(select("tallystick-offer").is_empty());
    fake::finish(false);
    fake::work(false);
    empty_page();
}

fn finished() -> tallystick_wire::message::Finished {
    serde_json::from_value(json!({
        "requester": { "platform": "fair", "kind": "id", "value": "R1" },
        "requester_name": "Westmoor", "group": { "platform": "fair", "value": "G1" },
    }))
    .unwrap()
}

#[wasm_bindgen_test]
async fn outcomes_are_told_once_and_what_was_new_is_said() {
    fake::work(false);
    empty_page();
    let list = make::add(&document().body().unwrap(), "div", "", "").unwrap();
    list.set_id("list");
    for (id, state) in [("A1", "Approved"), ("A2", "Rejected")] {
        list.append_child(&row((id, state, "A task", "$1.00")))
            .unwrap();
    }
    let app = begin(DAY);
    let seen = asked("see_outcomes").await;
    assert_eq!(seen["page"], "day");
    assert_eq!(seen["lines"][1]["task"]["assignment"], "A2");
    assert_eq!(seen["lines"][1]["outcome"], "rejected");
    until("what was new", || !select("tallystick-notice").is_empty()).await;
    let scans = app.list.borrow().scans;
    list.append_child(&make::element("p", "").unwrap()).unwrap();
    until("another pass", || scans < app.list.borrow().scans).await;
    assert_eq!(fake::asked("see_outcomes").len(), 1);
    empty_page();
}
