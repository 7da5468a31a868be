//! The time of day.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn date_now() -> f64;

    #[wasm_bindgen(js_namespace = Date, js_name = parse)]
    fn date_parse(text: &str) -> f64;

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(then: &js_sys::Function, ms: i32);
}

/// Lets everything else that waits have its turn before going on.
pub async fn turn() {
    let promise = js_sys::Promise::new(&mut |resolve, _| set_timeout(&resolve, 0));
    // It only ever resolves.
    drop(wasm_bindgen_futures::JsFuture::from(promise).await);
}

/// UTC milliseconds since 1970-01-01.
pub fn now() -> i64 {
    date_now() as i64
}

/// A date as HTTP writes it, in UTC milliseconds; `None` for what is no date.
pub fn parse(text: &str) -> Option<i64> {
    let at = date_parse(text);
    at.is_finite().then_some(at as i64)
}
