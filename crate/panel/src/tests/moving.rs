//! Moving to another device, out of this page and into it.

use js_sys::Array;
use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlDetailsElement, HtmlInputElement};

use super::fake::{asked, backend, background, settings, status};
use super::{Page, options, tell};

#[wasm_bindgen(inline_js = r#"
export function choose_file(input, name, text) {
  const chosen = new DataTransfer();
  chosen.items.add(new File([text], name, { type: "application/json" }));
  input.files = chosen.files;
}
const saved = [];
export function catch_downloads() {
  saved.length = 0;
  HTMLAnchorElement.prototype.click = function () {
    if (this.download) saved.push(this.download);
    else HTMLElement.prototype.click.call(this);
  };
}
export function downloads() { return [...saved]; }
"#)]
extern "C" {
    fn choose_file(input: &HtmlInputElement, name: &str, text: &str);
    fn catch_downloads();
    fn downloads() -> Array;
}

const OPENS: &str = "correct horse battery staple";

fn answers(more: Value) -> Value {
    let mut all = json!({ "get_settings": settings(), "get_status": status(json!({})) });
    for (key, value) in more.as_object().unwrap() {
        all[key] = value.clone();
    }
    all
}

fn found() -> Value {
    let backend = |name: &str, fate: &str| {
        json!({ "url": format!("https://{fate}.example.org"), "name": name,
            "public_name": "tsw_me", "write": false, "fate": fate })
    };
    json!({ "made": "2026-11-27",
        "backends": [backend("Commons", "joins"), backend("Before", "replaces"),
            backend("Far", "reads"), backend("Here", "same"), backend("Else", "kept")],
        "reviews": { "all": 3, "new": 1 }, "notes": { "all": 2, "new": 2 },
        "hidden": { "all": 0, "new": 0 }, "settings": { "theme": "\"dark\"" } })
}

async fn transfer(more: Value) -> Page {
    background(answers(more));
    let page = options("transfer");
    page.says("To another device").await;
    page
}

fn choose(page: &Page, text: &str) {
    let input: HtmlInputElement = page.find("#move-file").unchecked_into();
    choose_file(&input, "tallystick-move-2026-11-27.json", text);
    tell(&input, "change");
}

#[wasm_bindgen_test]
async fn a_passphrase_is_typed_twice_and_warned_of_before_a_file_is_made() {
    let packed = json!({ "file": "sealed", "left_out": [] });
    let page = transfer(json!({ "pack_move": packed })).await;
    catch_downloads();
    page.type_into("#move-passphrase", "short");
    page.press("Make the file");
    page.says("Too short: twelve characters").await;
    page.type_into("#move-passphrase", "twelve chars");
    page.says("Somebody who has the file may guess it").await;
    page.press("Make the file");
    page.says("It differs from the first").await;
    assert_eq!(asked("pack_move"), [] as [Value; 0]);
    page.type_into("#move-passphrase", OPENS);
    page.type_into("#move-again", OPENS);
    page.press("Make the file");
    page.says("Exported as tallystick-move-").await;
    assert_eq!(asked("pack_move")[0]["passphrase"], OPENS);
    assert_eq!(downloads().length(), 1);
    let typed: HtmlInputElement = page.find("#move-passphrase").unchecked_into();
    assert_eq!(typed.value(), "");
}

#[wasm_bindgen_test]
async fn a_suggestion_is_shown_and_fills_both_fields() {
    let why = "https://far.example.org cannot be asked now";
    let packed = json!({ "file": "sealed", "left_out": [{ "name": "Far", "why": why }] });
    let page = transfer(json!({ "pack_move": packed })).await;
    catch_downloads();
    page.press("Suggest one");
    page.says("Write it down before you go on").await;
    let suggested = page.find(".notice code").text_content().unwrap();
    page.press("Make the file");
    page.says("the other device can only read here").await;
    page.says(why).await;
    assert_eq!(asked("pack_move")[0]["passphrase"], suggested.as_str());
}

#[wasm_bindgen_test]
async fn what_a_file_would_change_is_said_before_it_is_taken() {
    let page = transfer(json!({ "open_move": found(), "take_move": found() })).await;
    page.press("Look into it");
    page.says("Choose the file that the other device made")
        .await;
    choose(&page, "sealed");
    page.type_into("#move-opens", OPENS);
    page.press("Look into it");
    for words in [
        "This device speaks for you there, as tsw_me.",
        "is set aside",
        "Added for reading",
        "Here already; nothing changes",
        "You are somebody else there",
        "3 reviews, 1 of them new here",
        "2 notes",
        "1 setting differs",
    ] {
        page.says(words).await;
    }
    assert_eq!(asked("take_move"), [] as [Value; 0]);
    page.press("Take it over");
    page.says("Taken over").await;
    let taken = asked("take_move").remove(0);
    assert_eq!(
        (&taken["file"], &taken["settings"]),
        (&json!("sealed"), &json!(true))
    );
    assert_eq!(taken["day"].as_str().unwrap().len(), "2026-11-28".len());
    assert!(!page.text().contains("It holds"));
}

#[wasm_bindgen_test]
async fn says_why_a_file_does_not_open_beside_the_passphrase() {
    let why = json!({ "Err": { "message": "The file is whole, but …" } });
    let page = transfer(json!({ "open_move": why })).await;
    choose(&page, "sealed");
    page.press("Look into it");
    page.says("The file is whole, but").await;
    let error = page.find("#move-opens-error").text_content().unwrap();
    assert!(error.contains("whole"), "{error}");
}

/// With a backend where this device has the key of a moving file, for this reason.
async fn shares(why: &str) -> Page {
    let mut it = backend("Guild");
    it["shared"] = json!(why);
    let token = |id: &str, name: &str, current: bool| json!({ "id": id, "name": name, "created_at": 1_799_990_000_000_i64, "current": current });
    let tokens = json!({ "tokens": [
        token("a1", "", false), token("b2", "moving file of 2026-11-27", true),
    ] });
    let status = status(json!({ "backends": [it] }));
    background(json!({ "get_settings": settings(), "get_status": status, "list_tokens": tokens }));
    let page = options("backends");
    page.says("My devices, and leaving").await;
    page.find("details")
        .unchecked_into::<HtmlDetailsElement>()
        .set_open(true);
    page
}

#[wasm_bindgen_test]
async fn says_in_the_list_of_devices_that_the_key_is_a_moving_files_and_why() {
    let page = shares("It cannot be asked now").await;
    page.says("still uses the key of the moving file").await;
    page.says("It cannot be asked now").await;
    page.says("moving file of 2026-11-27").await;
    let page = shares("").await;
    page.says("still uses the key of the moving file").await;
}
