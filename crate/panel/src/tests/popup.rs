//! The popup.

use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlButtonElement;

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
async fn says_what_is_to_be_decided_where_a_device_was_revoked() {
    let mut gone = backend("Commons");
    gone["revoked"] = json!(true);
    background(json!({ "get_status": status(json!({ "backends": [gone], "waiting": 1 })) }));
    let page = popup();
    page.says("knows this device no more").await;
    let said =
        "It was revoked, or you left from another one: nothing is sent, what you write waits";
    assert!(page.text().contains(said), "{}", page.text());
    assert!(!page.text().contains("synced"), "{}", page.text());
    let way = page.find("a[href='options.html#backends']");
    assert_eq!(way.text_content().as_deref(), Some("Decide"));
    assert_eq!(page.all(".state.bad").len(), 1);
}

fn notice(act: &str, at: i64) -> serde_json::Value {
    json!({
        "url": "https://tally.example.org", "name": "Commons", "at": at, "act": act,
        "reason": "<b>names</b> a person", "review": "r1", "requester_name": "A lab",
    })
}

#[wasm_bindgen_test]
async fn tells_what_moderators_did_until_it_is_put_away() {
    let day = 1_800_000_000_000_i64;
    let all = [
        notice("hide", day),
        notice("warn", day - 1),
        notice("restore", day - 2),
    ];
    let status = status(json!({ "backends": [backend("Commons")], "notices": all }));
    background(json!({ "get_status": status }));
    let page = popup();
    let said = "A moderator of Commons hid your review of A lab. The reason: <b>names</b> a person";
    page.says(&said.replacen('A', "a", 1)).await;
    page.says("1 more").await;
    assert_eq!(page.all("b").len(), 0);
    page.press("Put away");
    page.says("Put away").await;
    until("it is put away", || !asked("put_notice_away").is_empty()).await;
    let wish = asked("put_notice_away").remove(0);
    assert_eq!(
        (&wish["act"], &wish["at"], &wish["review"]),
        (&json!("hide"), &json!(day), &json!("r1"))
    );
}

#[wasm_bindgen_test]
async fn says_that_a_backend_is_paused_and_does_not_sync_it() {
    let mut off = backend("Commons");
    (off["paused"], off["revoked"]) = (json!(true), json!(true));
    background(json!({ "get_status": status(json!({ "backends": [off] })) }));
    let page = popup();
    page.says("paused").await;
    page.says("what you write waits").await;
    assert!(!page.text().contains("revoked"), "{}", page.text());
    let way = page.find("a[href='options.html#backends']");
    assert_eq!(way.text_content().as_deref(), Some("Switch it on"));
    let sync: HtmlButtonElement = page.find(".foot button").unchecked_into();
    assert!(sync.disabled());
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
