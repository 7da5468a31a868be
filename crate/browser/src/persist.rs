//! Whether the browser promised to keep what is stored when the disk gets full.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "storage"], js_name = persisted, catch)]
    async fn storage_persisted() -> Result<JsValue, JsValue>;
}

/// Whether it did; `None`: it does not say. Only a page can ask for the promise.
pub async fn persisted() -> Option<bool> {
    storage_persisted().await.ok()?.as_bool()
}
