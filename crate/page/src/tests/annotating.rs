//! Badges: there, once, harmless.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{KeyboardEvent, KeyboardEventInit};

use super::{badges, button, document, fake, frame, page, row, select, three, until};
use crate::annotate;

#[wasm_bindgen_test]
async fn every_row_gets_one_badge_with_one_question() {
    let app = page(&three()).await;
    assert_eq!(fake::asked("look_up").len(), 1);
    assert_eq!(select("#list .task tallystick-badge").len(), 3);
    assert!(
        !button(&app, 0)
            .get_attribute("aria-label")
            .unwrap()
            .is_empty()
    );
}

#[wasm_bindgen_test]
async fn annotating_twice_changes_nothing() {
    let app = page(&three()).await;
    let before = badges();
    annotate::scan(&app).unwrap();
    annotate::scan(&app).unwrap();
    assert_eq!(badges(), before);
    assert_eq!(fake::asked("look_up").len(), 1);
}

#[wasm_bindgen_test]
async fn hostile_names_stay_text() {
    let name = "<img src=x onerror=alert(1)>\u{202e}\"'";
    let app = page(&[("g1", name, "<i>10 minute</i> task", "$1.00")]).await;
    button(&app, 0).click();
    let card = app.card.borrow().clone().unwrap();
    let root = card.root();
    assert!(root.query_selector("img, i").unwrap().is_none());
    assert!(
        root.query_selector("#who")
            .unwrap()
            .unwrap()
            .text_content()
            .unwrap()
            .contains("<img")
    );
}

#[wasm_bindgen_test]
async fn clicks_and_keys_on_a_badge_never_reach_the_row_or_its_link() {
    let app = page(&three()).await;
    let heard = Rc::new(Cell::new(0));
    let list = document().query_selector("#list").unwrap().unwrap();
    let listen = |kind: &'static str| {
        let heard = Rc::clone(&heard);
        EventListener::new(&list, kind, move |_| heard.set(heard.get() + 1))
    };
    let _guards = ["click", "keydown", "keyup", "pointerdown", "mousedown"].map(listen);
    let button = button(&app, 1);
    button.click();
    assert!(app.card.borrow().is_some());
    let key = KeyboardEventInit::new();
    key.set_key("Enter");
    key.set_bubbles(true);
    key.set_composed(true);
    button
        .dispatch_event(&KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &key).unwrap())
        .unwrap();
    assert_eq!(heard.get(), 0);
    let hash = || document().location().unwrap().hash().unwrap();
    frame().await;
    frame().await;
    let before = hash();
    assert_ne!(before, "#followed");
    // The control: what is beside the badge still reaches the list.
    list.query_selector("h3")
        .unwrap()
        .unwrap()
        .unchecked_into::<web_sys::HtmlElement>()
        .click();
    assert_eq!(heard.get(), 1);
    until("the link to be followed", || hash() == "#followed").await;
    document().location().unwrap().set_hash(&before).unwrap();
}

#[wasm_bindgen_test]
async fn a_row_that_the_page_replaces_gets_its_badge_again() {
    let _app = page(&three()).await;
    let old = select("#list .task").remove(1);
    old.replace_with_with_node_1(&row(three()[1])).unwrap();
    until("the badge of the new row", || badges().len() == 3).await;
    assert_eq!(fake::asked("look_up").len(), 1);
}

#[wasm_bindgen_test]
async fn a_badge_that_the_page_throws_out_comes_back() {
    let _app = page(&three()).await;
    badges().remove(0).remove();
    until("the badge", || badges().len() == 3).await;
}

#[wasm_bindgen_test]
async fn a_list_that_the_page_replaces_is_found_again() {
    let app = page(&three()).await;
    let old = document().query_selector("#list").unwrap().unwrap();
    let new = crate::make::element("div", "").unwrap();
    new.set_id("list");
    new.append_child(&row(("g9", "Zoe", "A 5 minute task", "$1.00")))
        .unwrap();
    old.replace_with_with_node_1(&new).unwrap();
    until("the new list's badge", || badges().len() == 1).await;
    assert_eq!(app.list.borrow().slots.len(), 1);
    assert_eq!(select("tallystick-bar").len(), 1);
    assert_eq!(fake::asked("look_up").len(), 2);
}

#[wasm_bindgen_test]
async fn own_writes_wake_nothing() {
    let app = page(&three()).await;
    frame().await;
    frame().await;
    let first = app.list.borrow().scans;
    button(&app, 0).click();
    crate::card::close(&app).unwrap();
    annotate::redraw(&app).unwrap();
    frame().await;
    frame().await;
    assert_eq!(app.list.borrow().scans, first);
    // The control: the page's own write does.
    select("#list h3")
        .remove(0)
        .set_text_content(Some("Another 10 minute survey"));
    until("a pass", || app.list.borrow().scans == first + 1).await;
}

#[wasm_bindgen_test]
async fn the_memory_may_grow_under_the_glue() {
    let app = page(&three()).await;
    let much: Vec<Vec<u8>> = (0..64).map(|at| vec![at; 1 << 20]).collect();
    annotate::redraw(&app).unwrap();
    assert_eq!(much.iter().map(Vec::len).sum::<usize>(), 64 << 20);
    assert_eq!(badges().len(), 3);
    assert!(
        button(&app, 2)
            .text_content()
            .unwrap()
            .contains("advertised")
    );
}

#[wasm_bindgen_test]
async fn an_updated_extension_leaves_its_badges_and_says_so_once() {
    let app = page(&three()).await;
    let before = badges();
    fake::orphan();
    crate::lookup::refresh(&app);
    until("the end", || app.gone.get()).await;
    assert_eq!(badges(), before);
    let said = || app.bar.borrow().as_ref().unwrap().line.text();
    assert!(said().contains("reload this page"), "{}", said());
    select("#list .task").remove(0).remove();
    frame().await;
    frame().await;
    assert_eq!(badges().len(), 2);
    assert_eq!(app.list.borrow().slots.len(), 3, "nothing is done any more");
}

#[wasm_bindgen_test]
async fn one_row_that_leaves_and_returns_is_as_the_page_made_it() {
    let app = page(&three()).await;
    let row = select("#list .task").remove(0);
    let target = {
        let list = app.list.borrow();
        let key = list.slots[0].facts.group.clone().unwrap();
        tallystick_wire::message::HidingTarget::Group { key }
    };
    let hide = tallystick_wire::settings::Hiding::Hidden;
    crate::card::hiding::set(&app, &target, "A survey", hide, None).unwrap();
    assert!(row.has_attribute("data-tallystick-row"));
    row.remove();
    until("the row to be forgotten", || {
        app.list.borrow().slots.len() == 2
    })
    .await;
    assert!(!row.has_attribute("data-tallystick-row"));
}
