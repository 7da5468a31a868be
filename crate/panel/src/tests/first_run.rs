//! The first run.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::fake::{asked, background};
use super::{focused, options, until};

#[wasm_bindgen_test]
async fn a_country_gives_a_floor_with_its_source_and_the_next_step_takes_the_focus() {
    background(json!({}));
    let page = options("welcome");
    page.says("What is your hour worth?").await;
    page.choose("#floor-country", "DE");
    page.says("in force since").await;
    page.press("Save and go on");
    page.says("Other workers' reviews").await;
    let saved = asked("set_settings").remove(0);
    let floor = saved["values"]["floor"].as_str().unwrap();
    assert!(floor.contains("EUR"), "{floor}");
    assert_eq!(saved["values"]["country"], r#""DE""#);
    until("the focus is there", || {
        focused().starts_with("Other workers' reviews")
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_figure_of_ones_own_is_of_no_country() {
    background(json!({}));
    let page = options("welcome");
    page.says("What is your hour worth?").await;
    page.choose("#floor-country", "DE");
    page.type_into("#floor-amount", "20,50");
    page.press("Save and go on");
    page.says("Other workers' reviews").await;
    let saved = asked("set_settings").remove(0);
    assert_eq!(
        saved["values"]["floor"],
        r#"{"minor":2050,"currency":"EUR"}"#
    );
    assert_eq!(saved["values"]["country"], "null");
}

#[wasm_bindgen_test]
async fn refuses_an_amount_that_could_be_two_and_says_so_beside_the_field() {
    background(json!({}));
    let page = options("welcome");
    page.says("What is your hour worth?").await;
    page.type_into("#floor-amount", "1,250");
    page.press("Save and go on");
    until("the error", || {
        page.find("#floor-error").inner_text().contains("12.00")
    })
    .await;
    assert_eq!(
        page.find("#floor-amount")
            .get_attribute("aria-invalid")
            .as_deref(),
        Some("true")
    );
    assert!(asked("set_settings").is_empty());
}

#[wasm_bindgen_test]
async fn every_step_can_be_left_for_later() {
    background(json!({}));
    let page = options("welcome");
    page.says("Leave it for later").await;
    page.press("Leave it for later");
    page.says("Go on without one").await;
    page.press("Go on without one");
    page.says("That is all").await;
    assert!(asked("set_settings").is_empty());
    assert!(asked("add_backend").is_empty());
}
