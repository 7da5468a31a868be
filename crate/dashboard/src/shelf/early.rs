//! Reading what is packed before anybody asks for it: while the page is still being drawn.

use std::cell::RefCell;

use js_sys::Promise;
use tallystick_browser::Error;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::{Part, packed};

thread_local! {
    static READING: RefCell<Option<Promise>> = const { RefCell::new(None) };
    static READ: RefCell<Option<Part>> = const { RefCell::new(None) };
}

/// Begins to read.
pub fn begin() {
    let reading = future_to_promise(async {
        // Why not is found again when it is asked for; until then it may have become possible.
        READ.set(packed().await.ok());
        Ok(JsValue::UNDEFINED)
    });
    READING.set(Some(reading));
}

/// What was read early, once; after that, or where it failed, it is read now.
///
/// # Errors
/// As [`packed`].
pub async fn take() -> Result<Part, Error> {
    if let Some(reading) = READING.take() {
        drop(JsFuture::from(reading).await);
    }
    match READ.take() {
        Some(part) => Ok(part),
        None => packed().await,
    }
}
