//! Whether there was a key or a mouse.

use wasm_bindgen::prelude::*;

use crate::Error;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "idle"], js_name = setDetectionInterval, catch)]
    fn set_detection_interval(seconds: u32) -> Result<JsValue, JsValue>;
}

/// Says after how many seconds without a key or a mouse the browser speaks of idle, at least 15.
///
/// # Errors
/// [`Error::Refused`] in the browser's words.
pub fn detect_after(seconds: u32) -> Result<(), Error> {
    set_detection_interval(seconds)
        .map(drop)
        .map_err(|why| Error::refused("asking for idle", &why))
}
