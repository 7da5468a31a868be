//! The card: opens, closes, and loses nothing that was typed.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{
    Event, EventInit, HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent,
    KeyboardEventInit,
};

use super::{button, document, fake, page, select, three, until};
use crate::app::App;
use crate::card;

fn key(target: &HtmlElement, name: &str, ctrl: bool) {
    let key = KeyboardEventInit::new();
    key.set_key(name);
    key.set_ctrl_key(ctrl);
    key.set_bubbles(true);
    key.set_composed(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &key).unwrap();
    target.dispatch_event(&event).unwrap();
}

fn in_card(app: &App, selector: &str) -> HtmlElement {
    let card = app.card.borrow().clone().unwrap();
    card.root()
        .query_selector(selector)
        .unwrap()
        .unwrap()
        .unchecked_into()
}

fn type_text(app: &App, text: &str) {
    let field: HtmlTextAreaElement = in_card(app, "textarea").unchecked_into();
    field.set_value(text);
    let init = EventInit::new();
    init.set_bubbles(true);
    field
        .dispatch_event(&Event::new_with_event_init_dict("input", &init).unwrap())
        .unwrap();
}

#[wasm_bindgen_test]
async fn escape_closes_and_gives_the_keyboard_back() {
    let app = page(&three()).await;
    button(&app, 0).click();
    assert_eq!(
        button(&app, 0).get_attribute("aria-expanded").unwrap(),
        "true"
    );
    key(&in_card(&app, ".card"), "Escape", false);
    assert!(app.card.borrow().is_none());
    assert_eq!(select("tallystick-card").len(), 0);
    let host = &app.list.borrow().slots[0].badges[0].host;
    assert_eq!(document().active_element().as_ref(), Some(host.as_ref()));
    assert_eq!(
        button(&app, 0).get_attribute("aria-expanded").unwrap(),
        "false"
    );
}

#[wasm_bindgen_test]
async fn a_second_click_closes_and_another_row_takes_over() {
    let app = page(&three()).await;
    button(&app, 0).click();
    button(&app, 1).click();
    assert_eq!(select("tallystick-card").len(), 1);
    button(&app, 1).click();
    assert_eq!(select("tallystick-card").len(), 0);
}

#[wasm_bindgen_test]
async fn a_half_written_review_survives_closing_the_card() {
    let app = page(&[("g1", "Dora of the drafts", "A 10 minute task", "$1.00")]).await;
    button(&app, 0).click();
    in_card(&app, ".main").click();
    type_text(&app, "half a sent");
    card::close(&app).unwrap();
    until("the draft to be kept", || {
        !fake::stored("draft.fair:name:dora of the drafts").is_empty()
    })
    .await;
    button(&app, 0).click();
    in_card(&app, ".main").click();
    let value = || {
        in_card(&app, "textarea")
            .unchecked_into::<HtmlTextAreaElement>()
            .value()
    };
    until("the draft", || value() == "half a sent").await;
    card::close(&app).unwrap();
}

#[wasm_bindgen_test]
async fn ctrl_enter_saves_and_the_row_says_so() {
    let app = page(&three()).await;
    button(&app, 2).click();
    in_card(&app, ".main").click();
    in_card(&app, "input[type=radio][value='4']").click();
    type_text(&app, "fine");
    key(&in_card(&app, "textarea"), "Enter", true);
    key(&in_card(&app, "textarea"), "Enter", true);
    until("the saved review", || {
        app.card.borrow().is_some() && !fake::asked("save_review").is_empty()
    })
    .await;
    until("my mark on the row", || {
        app.list.borrow().slots[2].view.mine.is_some()
    })
    .await;
    let saved = fake::asked("save_review");
    assert_eq!(saved.len(), 1);
    assert_eq!(saved[0]["draft"]["scores"]["communicativity"], 4);
    assert_eq!(saved[0]["draft"]["text"], "fine");
    card::close(&app).unwrap();
}

fn text_of(element: &HtmlElement) -> String {
    element.text_content().unwrap_or_default()
}

#[wasm_bindgen_test]
async fn a_requesters_answer_stands_below_the_review_that_it_is_to_as_text_only() {
    let one = |id: &str, text: &str, answer: &str| {
        json!({
            "k": "", "by": "tsw_x", "stored_at": 0,
            "review": {
                "id": id, "revision": 1, "written_at": 0, "text": text,
                "requester": { "platform": "fair", "kind": "id", "value": "R1" },
            },
            "reply": { "text": answer, "verified": "<i>mail</i>", "at": 0 },
        })
    };
    // The fake gives every review that is saved the second id.
    let other = one(
        "01890a5d-ac96-774b-bcce-b302099a8050",
        "late",
        "<b>We paid</b>",
    );
    let mine = one("01890a5d-ac96-774b-bcce-b302099a8057", "fine", "Thank you");
    fake::others_wrote(json!([other, mine]));
    let app = page(&three()).await;
    button(&app, 1).click();
    until("both as others'", || {
        text_of(&in_card(&app, ".body")).contains("Thank you")
    })
    .await;
    in_card(&app, ".main").click();
    in_card(&app, "input[type=radio][value='4']").click();
    key(&in_card(&app, ".card"), "Enter", true);
    let in_mine = || {
        let card = app.card.borrow().clone();
        let body = card.and_then(|it| it.root().query_selector(".body").ok().flatten());
        let all = body.and_then(|it| it.text_content()).unwrap_or_default();
        let (mine, others) = all.split_once("What others wrote").unwrap_or_default();
        mine.contains("Thank you") && others.contains("<b>We paid</b>") && !others.contains("Thank")
    };
    until("the answer to mine below mine", in_mine).await;
    let answer = in_card(&app, ".answer p:not(.by)");
    assert_eq!(answer.get_attribute("dir").as_deref(), Some("auto"));
    let card = app.card.borrow().clone().unwrap();
    assert_eq!(
        card.root()
            .query_selector_all(".review b, .review i")
            .unwrap()
            .length(),
        0
    );
    card::close(&app).unwrap();
    fake::others_wrote(Value::Null);
}

/// The draft of a review that was written with the box of the measured time as it comes.
async fn reviewed(tick: bool) -> Value {
    let app = page(&three()).await;
    button(&app, 1).click();
    in_card(&app, ".main").click();
    let ticked = in_card(&app, "input[name=measured]");
    let ticked: HtmlInputElement = ticked.unchecked_into();
    if tick {
        ticked.click();
    }
    in_card(&app, "input[type=radio][value='4']").click();
    key(&in_card(&app, ".card"), "Enter", true);
    until("the saved review", || {
        !fake::asked("save_review").is_empty()
    })
    .await;
    card::close(&app).unwrap();
    fake::asked("save_review").remove(0)["draft"].clone()
}

#[wasm_bindgen_test]
async fn my_times_go_with_a_review_only_when_ticked_and_no_more_than_is_said() {
    fake::finish(true);
    let silent = reviewed(false).await;
    let by_hand = reviewed(true).await;
    fake::share(true);
    let by_setting = reviewed(false).await;
    fake::share(false);
    fake::finish(false);
    assert_eq!(silent.get("measured"), None, "{silent}");
    assert_eq!(by_hand["measured"], by_setting["measured"]);
    let sent = by_setting["measured"].as_object().unwrap();
    let keys: Vec<&str> = sent.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        ["order_in_batch", "seen_after_seconds", "work_seconds"]
    );
    assert_eq!(sent["work_seconds"], 720);
    assert_eq!(sent["order_in_batch"], 1);
    // 800 s, as finely as the estimate counts it.
    let seen = sent["seen_after_seconds"].as_u64().unwrap();
    assert!((700..=900).contains(&seen), "{seen}");
}

#[wasm_bindgen_test]
async fn an_empty_review_is_not_saved_but_explained() {
    let app = page(&three()).await;
    button(&app, 0).click();
    in_card(&app, ".main").click();
    in_card(&app, ".foot .main").click();
    assert_ne!(in_card(&app, ".wrong").text_content().unwrap(), "");
    assert!(fake::asked("save_review").is_empty());
    card::close(&app).unwrap();
}
