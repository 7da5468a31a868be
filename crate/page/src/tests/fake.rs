//! A background that answers like the real one, from memory.

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
const stored = {};
let answer = null;
export const asked = [];
export function install(by) {
  answer = by;
  asked.length = 0;
  const chrome = globalThis.chrome ?? {};
  const runtime = { sendMessage: async (text) => { asked.push(text); return answer(text); } };
  const local = {
    get: async (key) => (key in stored ? { [key]: stored[key] } : {}),
    set: async (values) => void Object.assign(stored, values),
    remove: async (key) => void delete stored[key],
  };
  const onChanged = { addListener() {}, removeListener() {} };
  for (const [name, value] of Object.entries({ runtime, storage: { local, onChanged } })) {
    Object.defineProperty(chrome, name, { value, configurable: true, writable: true });
  }
  globalThis.chrome = chrome;
}
export function orphan() {
  globalThis.chrome.runtime.sendMessage = async () => {
    throw new Error("Extension context invalidated.");
  };
}
export function asked_texts() { return [...asked]; }
export function stored_text(key) { return stored[key] ?? ""; }
"#)]
extern "C" {
    fn install(by: &Closure<dyn Fn(String) -> String>);
    /// The extension is updated under the page.
    pub fn orphan();
    fn asked_texts() -> Vec<String>;
    fn stored_text(key: &str) -> String;
}

/// Puts the background where the program asks.
pub fn background() {
    let by = Closure::new(|text: String| {
        let question: Value = serde_json::from_str(&text).unwrap();
        json!({ "Ok": answer(&question) }).to_string()
    });
    install(&by);
    by.forget();
}

/// The questions that were asked with this name.
pub fn asked(name: &str) -> Vec<Value> {
    let all = asked_texts()
        .into_iter()
        .map(|it| serde_json::from_str::<Value>(&it).unwrap());
    all.filter(|it| it["ask"] == name).collect()
}

/// What is stored under a key, as text.
pub fn stored(key: &str) -> String {
    stored_text(key)
}

fn answer(question: &Value) -> Value {
    let each = |name: &str, value: Value| -> Vec<Value> {
        question[name]
            .as_array()
            .unwrap()
            .iter()
            .map(|_| value.clone())
            .collect()
    };
    match question["ask"].as_str().unwrap() {
        "look_up" => json!({
            "settings": {
                "floor": { "minor": 1200, "currency": "USD" },
                "rates": { "date": "2026-01-01", "per_usd": { "EUR": 0.9 } },
                "theme": "page", "enabled": true, "list_bar": true,
                "share_measured": SHARED.get(),
            },
            "backends": [],
            "requesters": each("requesters", json!({})),
            "groups": each("groups", match FINISHED.get() {
                true => json!({
                    "my_seconds": [720],
                    "my_accepted": js_sys::Date::now() as i64 - 800_000,
                }),
                false => json!({}),
            }),
            "now": 0,
        }),
        "read_reviews" => json!(READ.with_borrow(Clone::clone)),
        "save_review" => {
            let mut review = question["draft"].clone();
            review["id"] = json!("01890a5d-ac96-774b-bcce-b302099a8057");
            review["revision"] = json!(1);
            review["written_at"] = json!(0);
            json!({ "review": review, "states": [] })
        }
        "clock_report" if FINISHED.get() && question["sign"] == "submitted" => {
            let mut live = live(false);
            live["finished"] = json!({
                "requester": { "platform": "fair", "kind": "id", "value": "R1" },
                "requester_name": "Westmoor", "title": "Copy a receipt",
                "group": { "platform": "fair", "value": "G1" },
            });
            live
        }
        "clock_report" | "clock_act" => live(false),
        "count_gap" | "amend_clock" => live(true),
        "see_outcomes" => json!({ "new": 3, "same": 1, "contradicting": 1 }),
        "set_settings" => json!({}),
        _ => Value::Null,
    }
}

/// What the clock says of a task in the middle of its work.
fn live(did: bool) -> Value {
    let now = js_sys::Date::now() as i64;
    let mut live = json!({
        "now": now, "shown": true,
        "task": {
            "key": { "platform": "fair", "kind": "id", "value": "A1" },
            "worked_ms": 300_000, "running": true,
            "reward": { "minor": 70, "currency": "USD" }, "due": now + 900_000,
            "gap": { "id": EVENT, "ms": 720_000, "cause": "elsewhere" },
        },
    });
    if did {
        live["did"] = json!(EVENT);
    }
    if !TASK.get() {
        live["task"] = Value::Null;
    }
    live
}

/// The event of the gap, and of whatever is done.
pub const EVENT: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

thread_local! {
    /// Whether the clock has a task for this page.
    static TASK: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    /// What backends have of texts.
    static READ: std::cell::RefCell<Vec<Value>> = const { std::cell::RefCell::new(Vec::new()) };
    /// The setting about measured times.
    static SHARED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    /// Whether a submission is to be offered for review.
    static FINISHED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// From now on backends have these texts on every requester.
pub fn others_wrote(reviews: Value) {
    READ.set(match reviews {
        Value::Null => vec![],
        reviews => vec![json!({ "backend": "Guild", "reviews": reviews })],
    });
}

/// From now on the worker wants measured times offered switched on, or not.
pub fn share(on: bool) {
    SHARED.set(on);
}

/// From now on what is submitted is the first of its group, or nothing that could be reviewed.
pub fn finish(on: bool) {
    FINISHED.set(on);
}

/// From now on this page is a task's, or not.
pub fn work(on: bool) {
    TASK.set(on);
}
