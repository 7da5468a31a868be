//! Injecting one of the extension's own files into a frame.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::Error;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = executeScript, catch)]
    async fn execute_script(injection: &Object) -> Result<JsValue, JsValue>;
}

/// Runs `file` in the extension's isolated world of that frame.
///
/// # Errors
/// [`Error::Refused`] in the browser's words: no permission for the page, or the frame is gone.
pub async fn inject(tab: i32, frame: i32, file: &str) -> Result<(), Error> {
    let refused = |why: JsValue| Error::refused("injecting the script", &why);
    let target = object(&[
        ("tabId", tab.into()),
        ("frameIds", Array::of1(&frame.into()).into()),
    ]);
    let files = Array::of1(&file.into());
    let injection = object(&[("target", target.into()), ("files", files.into())]);
    execute_script(&injection).await.map(drop).map_err(refused)
}

fn object(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in entries {
        // Setting a property of a fresh plain object does not fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}
