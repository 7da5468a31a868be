//! The popup.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::fake::{asked, backend, background, settings, status};
use super::{popup, until};

#[wasm_bindgen_test]
async fn says_that_nothing_leaves_the_machine_before_there_is_a_backend() {
    background(json!({ "get_settings": settings(), "get_status": status(json!({})) }));
    let page = popup();
    page.says("No backend yet: nothing leaves this machine")
        .await;
    page.says("$12.00/h").await;
}

#[wasm_bindgen_test]
async fn asks_for_a_floor_until_there_is_one() {
    background(json!({}));
    let page = popup();
    page.says("Say what your hour is worth").await;
}

#[wasm_bindgen_test]
async fn shows_how_a_backend_is_and_its_name_as_text_only() {
    let mut down = backend("<b>Union</b>");
    down["down"] = json!({ "since": 1_799_900_000_000_i64, "why": "no answer" });
    let status = status(json!({ "backends": [backend("Commons"), down], "waiting": 2 }));
    background(json!({ "get_settings": settings(), "get_status": status }));
    let page = popup();
    page.says("<b>Union</b>").await;
    assert!(page.text().contains("synced 3 min ago"), "{}", page.text());
    assert!(page.text().contains("down since"), "{}", page.text());
    assert!(page.text().contains("2 reviews wait"), "{}", page.text());
    assert!(page.all("b").is_empty());
}

#[wasm_bindgen_test]
async fn offers_the_report_of_a_page_that_cannot_be_read() {
    let blind = json!([{
        "platform": "prolific", "page": "studies", "since": 0, "report": "ul: 0 of 1",
    }]);
    background(json!({ "get_status": status(json!({ "blind": blind })) }));
    let page = popup();
    page.says("ul: 0 of 1").await;
    page.says("Copy report").await;
}

#[wasm_bindgen_test]
async fn syncs_once_for_two_presses() {
    let status = status(json!({ "backends": [backend("Commons")] }));
    background(json!({ "get_status": status.clone(), "sync_now": status }));
    let page = popup();
    page.says("Sync now").await;
    page.press("Sync now");
    page.find(".foot button").click();
    page.says("In step with every backend").await;
    assert_eq!(asked("sync_now").len(), 1);
}

#[wasm_bindgen_test]
async fn says_so_when_the_background_fails_and_tries_again() {
    background(json!({ "get_status": { "Err": { "message": "the disk is full: free some" } } }));
    let page = popup();
    page.says("The disk is full: free some").await;
    background(json!({}));
    page.press("Try again");
    page.says("Say what your hour is worth").await;
    until("the trouble is gone", || {
        page.all("[role=alert]").is_empty()
    })
    .await;
}
