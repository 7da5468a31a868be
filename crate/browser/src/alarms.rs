//! Being woken up later, also after the worker was stopped.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::Error;

/// The shortest time to an alarm that both browsers honour, in milliseconds.
pub const SHORTEST_MS: i64 = 30_000;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "alarms"], js_name = create, catch)]
    async fn alarms_create(name: &str, info: &Object) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "alarms"], js_name = clear, catch)]
    async fn alarms_clear(name: &str) -> Result<JsValue, JsValue>;
}

/// Sets the one alarm of this name to `at` (UTC milliseconds), in place of an earlier one.
///
/// # Errors
/// [`Error::Refused`] in the browser's words.
pub async fn set(name: &str, at: i64) -> Result<(), Error> {
    let refused = |why: JsValue| Error::refused("setting an alarm", &why);
    let info = Object::new();
    Reflect::set(&info, &"when".into(), &(at as f64).into()).map_err(refused)?;
    alarms_create(name, &info).await.map_err(refused)?;
    Ok(())
}

/// Takes the alarm of this name back; it need not be set.
///
/// # Errors
/// [`Error::Refused`] in the browser's words.
pub async fn clear(name: &str) -> Result<(), Error> {
    let refused = |why: JsValue| Error::refused("clearing an alarm", &why);
    alarms_clear(name).await.map(drop).map_err(refused)
}
