//! A background that answers from memory.

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
const asked = [];
export function install(answer, tab) {
  asked.length = 0;
  const chrome = globalThis.chrome ?? {};
  const runtime = { sendMessage: async (text) => { asked.push(text); return answer(text); } };
  const tabs = { query: async () => [{ url: tab }] };
  for (const [name, value] of Object.entries({ runtime, tabs })) {
    Object.defineProperty(chrome, name, { value, configurable: true, writable: true });
  }
  globalThis.chrome = chrome;
}
export function asked_texts() { return [...asked]; }
"#)]
extern "C" {
    fn install(answer: &Closure<dyn Fn(String) -> String>, tab: &str);
    fn asked_texts() -> Vec<String>;
}

/// Puts a background in place; `answers` are replies by the question's name, or, as
/// `{"Err": …}`, refusals. What is not named is answered as by a fresh installation.
pub fn background(answers: Value) {
    let by = Closure::new(move |text: String| {
        let question: Value = serde_json::from_str(&text).unwrap();
        let name = question["ask"].as_str().unwrap();
        let answer = answers
            .get(name)
            .cloned()
            .unwrap_or_else(|| fresh(name, &question));
        match answer.get("Err") {
            Some(_) => answer.to_string(),
            None => json!({ "Ok": answer }).to_string(),
        }
    });
    install(&by, "https://nowhere.example.org/");
    by.forget();
}

/// The questions that were asked with this name.
pub fn asked(name: &str) -> Vec<Value> {
    let all = asked_texts()
        .into_iter()
        .map(|it| serde_json::from_str::<Value>(&it).unwrap());
    all.filter(|it| it["ask"] == name).collect()
}

/// How things stand, with these differences.
pub fn status(differences: Value) -> Value {
    let mut status = json!({
        "version": "0.1.0", "first_run_done": true, "backends": [], "waiting": 0, "refused": 0,
        "blind": [], "now": 1_800_000_000_000_i64,
    });
    for (key, value) in differences.as_object().unwrap() {
        status[key] = value.clone();
    }
    status
}

/// A backend that is well.
pub fn backend(name: &str) -> Value {
    json!({
        "url": "https://tally.example.org", "name": name, "read": true, "write": true,
        "public_name": "tsw_me", "fresh_at": 1_800_000_000_000_i64 - 180_000,
    })
}

/// Settings with a floor of 12 dollars.
pub fn settings() -> Value {
    json!({ "floor": r#"{"minor":1200,"currency":"USD"}"# })
}

fn fresh(name: &str, question: &Value) -> Value {
    match name {
        "get_settings" => json!({}),
        "set_settings" => question["values"].clone(),
        "get_status" | "sync_now" => status(json!({ "first_run_done": false })),
        "list_reviews" => json!([]),
        "list_marks" => json!({ "notes": [], "hidden": [] }),
        _ => Value::Null,
    }
}
