//! The sections of the options.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlDetailsElement, HtmlInputElement};

use super::fake::{asked, backend, background, settings, status};
use super::{focused, options, until};

fn about(registration: &str) -> Value {
    json!({
        "name": "Commons", "version": "0.1.0", "capabilities": [], "registration": registration,
        "prefix_digits": 0, "prefetch": true, "requesters": 8_123, "reviews": 41_234,
        "rules_url": "javascript:alert(1)",
    })
}

fn with_backend(more: Value) -> Value {
    let mut answers = json!({
        "get_settings": settings(),
        "get_status": status(json!({ "backends": [backend("Commons")] })),
    });
    for (key, value) in more.as_object().unwrap() {
        answers[key] = value.clone();
    }
    answers
}

#[wasm_bindgen_test]
async fn a_backend_says_who_it_is_before_it_is_added() {
    background(json!({ "probe_backend": about("open"), "add_backend": backend("Commons") }));
    let page = options("backends");
    page.says("Add a backend").await;
    page.type_into("#backend-url", " https://tally.example.org ");
    page.press("Look");
    page.says("41,234 reviews of 8,123 requesters").await;
    assert!(asked("add_backend").is_empty());
    assert!(page.all("a[href^=javascript]").is_empty());
    page.press("Add it");
    page.says("Commons added").await;
    let added = asked("add_backend").remove(0);
    assert_eq!(added["url"], "https://tally.example.org");
    assert_eq!(
        (&added["read"], &added["write"]),
        (&json!(true), &json!(true))
    );
}

#[wasm_bindgen_test]
async fn a_community_by_invitation_is_only_read() {
    background(json!({ "probe_backend": about("invitation"), "add_backend": backend("Commons") }));
    let page = options("backends");
    page.says("Add a backend").await;
    page.type_into("#backend-url", "https://tally.example.org");
    page.press("Look");
    page.says("by invitation").await;
    page.press("Add it");
    page.says("Commons added").await;
    assert_eq!(asked("add_backend").remove(0)["write"], false);
}

#[wasm_bindgen_test]
async fn asks_before_a_backend_is_removed() {
    background(with_backend(json!({})));
    let page = options("backends");
    page.says("You are tsw_me there").await;
    page.press("Remove");
    until("the safe answer has the focus", || focused() == "Keep it").await;
    page.press("Keep it");
    until("the focus is back", || focused() == "Remove").await;
    assert!(asked("remove_backend").is_empty());
    page.press("Remove");
    until("it asks again", || focused() == "Keep it").await;
    page.press("Remove it");
    page.says("Backend removed").await;
    assert_eq!(asked("remove_backend").len(), 1);
}

fn is_fixed(page: &super::Page, selector: &str) -> bool {
    page.find(selector)
        .unchecked_into::<HtmlInputElement>()
        .disabled()
}

#[wasm_bindgen_test]
async fn a_backend_is_paused_by_one_switch_and_the_others_wait() {
    background(with_backend(json!({ "pause_backend": backend("Commons") })));
    let page = options("backends");
    page.says("Use this backend: on").await;
    assert!(!is_fixed(&page, "[id^=read-]") && !is_fixed(&page, "[id^=write-]"));
    page.find("[id^=use-]").click();
    page.says("Saved").await;
    let wish = asked("pause_backend").remove(0);
    assert_eq!(
        (&wish["url"], &wish["paused"]),
        (&json!("https://tally.example.org"), &json!(true))
    );
    assert!(asked("add_backend").is_empty());
    drop(page);
    let mut off = backend("Commons");
    off["paused"] = json!(true);
    let status = status(json!({ "backends": [off.clone()] }));
    background(json!({ "get_status": status, "pause_backend": off }));
    let page = options("backends");
    page.says("Use this backend: off").await;
    page.says("paused").await;
    assert!(is_fixed(&page, "[id^=read-]") && is_fixed(&page, "[id^=write-]"));
    page.find("[id^=use-]").click();
    page.says("Saved").await;
    assert_eq!(asked("pause_backend").remove(0)["paused"], false);
}

fn devices() -> Value {
    let one = |id: &str, name: &str, current: bool| json!({ "id": id, "name": name, "created_at": 1_799_990_000_000_i64, "current": current });
    json!({ "tokens": [one("a1", "", true), one("b2", "<b>Old</b>", false)] })
}

fn open_membership(page: &super::Page) {
    let details: HtmlDetailsElement = page.find("details").unchecked_into();
    details.set_open(true);
}

#[wasm_bindgen_test]
async fn my_devices_are_listed_named_and_revoked_but_not_the_one_i_sit_at() {
    background(with_backend(
        json!({ "list_tokens": devices(), "name_token": devices(), "revoke_token": { "tokens": [] } }),
    ));
    let page = options("backends");
    page.says("My devices, and leaving").await;
    assert!(asked("list_tokens").is_empty());
    open_membership(&page);
    page.says("<b>Old</b>").await;
    assert!(page.all("details b").is_empty());
    assert_eq!(page.text().matches("this device").count(), 1);
    page.type_into("input[aria-label*=Old]", " Laptop ");
    let named = page.find("button[aria-label*=Old][type=submit]");
    named.click();
    page.says("Saved").await;
    let name = asked("name_token").remove(0);
    assert_eq!(
        (&name["id"], &name["name"]),
        (&json!("b2"), &json!("Laptop"))
    );
    page.press("Revoke");
    until("the safe answer has the focus", || focused() == "Keep it").await;
    assert!(asked("revoke_token").is_empty());
    page.press("Revoke it");
    page.says("Device revoked").await;
    // Only the other one had the button.
    assert_eq!(asked("revoke_token").remove(0)["id"], "b2");
}

#[wasm_bindgen_test]
async fn a_backend_that_is_offline_says_so_where_the_devices_would_stand() {
    let refused = json!({ "Err": { "message": "it cannot be asked now: try again" } });
    background(with_backend(json!({ "list_tokens": refused })));
    let page = options("backends");
    page.says("My devices, and leaving").await;
    open_membership(&page);
    page.says("It cannot be asked now: try again").await;
    page.press("Ask again");
    until("it asked again", || asked("list_tokens").len() == 2).await;
}

#[wasm_bindgen_test]
async fn a_revoked_device_is_told_so_and_joins_again_at_a_click_only() {
    let mut it = backend("Guild");
    it["revoked"] = json!(true);
    background(json!({ "get_status": status(json!({ "backends": [it] })) }));
    let page = options("backends");
    page.says("This device was revoked there").await;
    assert!(!page.text().contains("My devices"));
    assert!(asked("add_backend").is_empty());
    page.press("Join again");
    until("it was asked", || asked("add_backend").len() == 1).await;
    let wish = asked("add_backend").remove(0);
    assert_eq!(
        (&wish["read"], &wish["write"]),
        (&json!(true), &json!(true))
    );
}

#[wasm_bindgen_test]
async fn asks_before_leaving_and_says_what_becomes_of_the_reviews() {
    background(with_backend(json!({})));
    let page = options("backends");
    page.says("My devices, and leaving").await;
    open_membership(&page);
    page.press("Leave and delete my reviews");
    until("the safe answer has the focus", || focused() == "Keep it").await;
    page.says("Nothing brings them back there; on this machine they stay")
        .await;
    page.press("Keep it");
    until("the focus is back", || focused() != "Keep it").await;
    page.press("Leave and let my reviews stand unsigned");
    until("it asks again", || focused() == "Keep it").await;
    page.press("Leave them there unsigned");
    page.says("your reviews there stand unsigned").await;
    let left = asked("leave_backend");
    assert_eq!((left.len(), &left[0]["reviews"]), (1, &json!("leave")));
}

#[wasm_bindgen_test]
async fn a_switch_stays_as_it_is_when_its_wish_is_refused() {
    let refused = json!({ "Err": { "message": "no answer: try later" } });
    background(with_backend(json!({ "add_backend": refused })));
    let page = options("backends");
    page.says("Send my reviews there").await;
    let switch: HtmlInputElement = page.find("input[id^=write]").unchecked_into();
    switch.click();
    page.says("No answer: try later").await;
    assert!(switch.checked());
}

#[wasm_bindgen_test]
async fn a_deleted_review_can_be_brought_back() {
    let mine = json!({
        "review": {
            "id": "01890a5d-ac96-774b-bcce-b302099a8057", "revision": 1, "written_at": 0,
            "requester": { "platform": "mturk", "kind": "id", "value": "A1" },
            "requester_name": "Noah", "scores": { "fairness": 2 }, "text": "<i>late</i>",
        },
        "states": [],
    });
    background(with_backend(
        json!({ "list_reviews": [mine.clone()], "restore_review": mine }),
    ));
    let page = options("reviews");
    page.says("<i>late</i>").await;
    page.press("Delete");
    page.says("Deleted: your review of Noah").await;
    until("the way back has the focus", || focused() == "Undo").await;
    page.press("Undo");
    page.says("The review is back").await;
    page.says("<i>late</i>").await;
    assert!(page.all("i").is_empty());
}

#[wasm_bindgen_test]
async fn what_was_shown_again_can_be_hidden_again() {
    let hidden = json!({
        "target": { "of": "group", "key": { "platform": "mturk", "value": "3X" } },
        "label": "Boxes", "hiding": "hidden",
    });
    background(with_backend(
        json!({ "list_marks": { "notes": [], "hidden": [hidden] } }),
    ));
    let page = options("marks");
    page.says("Boxes").await;
    page.press("Show again");
    page.says("Shown again").await;
    page.press("Undo");
    until("it was asked for twice", || asked("set_hiding").len() == 2).await;
    let asked = asked("set_hiding");
    assert_eq!(
        (&asked[0]["hiding"], &asked[1]["hiding"]),
        (&json!("shown"), &json!("hidden"))
    );
}

#[wasm_bindgen_test]
async fn rates_are_saved_all_or_none() {
    background(with_backend(json!({})));
    let page = options("floor");
    page.says("Units for one US dollar").await;
    page.type_into("input[aria-label^=EUR]", "0,9");
    page.type_into("input[aria-label^=GBP]", "much");
    page.press("Save these rates");
    page.says("Nothing was saved").await;
    assert!(asked("set_settings").is_empty());
    page.type_into("input[aria-label^=GBP]", "0.8");
    page.press("Save these rates");
    page.says("Rates saved").await;
    let saved = asked("set_settings").remove(0);
    let rates = saved["values"]["rates"].as_str().unwrap();
    assert!(
        rates.contains(r#""EUR":0.9"#) && rates.contains(r#""GBP":0.8"#),
        "{rates}"
    );
}
