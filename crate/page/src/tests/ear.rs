//! What is heard of the platform's own interface.

use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{CustomEvent, CustomEventInit};

use super::{DEFINITION, begin, document, fake, until};

const ADDRESS: &str = "https://api.fair.example.org/v1/done/";
const GOOD: &str = r#"{"results":[{"id":"A1","status":"APPROVED"}]}"#;

/// The small platform with a list of what was done, which its page asks for.
fn definition() -> String {
    let page = r#"{
      "name": "done", "kind": "outcomes", "urls": ["https://api.fair.example.org/v1/done"],
      "data": { "at": "/results" },
      "fields": {
        "assignment": { "pointer": "/id", "required": true },
        "outcome": { "pointer": "/status", "as": "outcome", "required": true }
      }
    }, {"#;
    let at = DEFINITION.find("\"pages\": [").unwrap() + "\"pages\": [".len();
    let (before, after) = DEFINITION.split_at(at);
    [before, page, after.trim_start().trim_start_matches('{')].concat()
}

fn say(detail: &str) {
    let init = CustomEventInit::new();
    init.set_detail(&JsValue::from(detail));
    let event = CustomEvent::new_with_event_init_dict("tallystick-answer", &init).unwrap();
    document().dispatch_event(&event).unwrap();
}

#[wasm_bindgen_test]
async fn an_answer_of_the_platform_enters_the_log_once_and_nothing_else_does() {
    fake::background();
    let _app = begin(&definition());
    let hostile = [
        "",
        "no line feed",
        &format!("{ADDRESS}\n"),
        &format!("{ADDRESS}\n{{\"results\":7}}"),
        &format!("{ADDRESS}\n{{\"results\":[{{\"id\":[],\"status\":{{}}}}]}}"),
        &format!("https://elsewhere.example.org/v1/done\n{GOOD}"),
        &format!("https://api.fair.example.org/v1/done/more\n{GOOD}"),
    ];
    hostile.into_iter().for_each(say);
    say(&format!("{ADDRESS}\n{GOOD}"));
    say(&format!("{ADDRESS}?page=1\n{GOOD}"));
    until("the answer", || !fake::asked("see_outcomes").is_empty()).await;
    let asked = fake::asked("see_outcomes");
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert_eq!(asked[0]["lines"].as_array().unwrap().len(), 1);
    assert!(asked[0].get("complete").is_none_or(|it| it == false));
}
