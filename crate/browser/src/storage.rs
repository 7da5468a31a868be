//! `storage.local`: small values as JSON text under a key, and being told when they change.

use js_sys::{Object, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::guard::{Event, Guard};

/// The key that the background writes, with a new number each time, whenever something that pages
/// show has changed: settings, notes, hidden things, reviews, newer evidence. A page that hears of
/// it asks again.
pub const CHANGED: &str = "changed";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = get, catch)]
    async fn local_get(key: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = set, catch)]
    async fn local_set(values: &Object) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = remove, catch)]
    async fn local_remove(key: &str) -> Result<JsValue, JsValue>;
}

/// The JSON text that is stored under `key`; `None` if none is.
///
/// # Errors
/// [`Error::Refused`] in the browser's words.
pub async fn text(key: &str) -> Result<Option<String>, Error> {
    let refused = |why: JsValue| Error::refused("reading the settings", &why);
    let values = local_get(key).await.map_err(refused)?;
    let value = Reflect::get(&values, &key.into()).map_err(refused)?;
    Ok(value.as_string())
}

/// What is stored under `key`; `None` if nothing is.
///
/// # Errors
/// [`Error::Refused`] in the browser's words, [`Error::Unreadable`] for what is not a `T`.
pub async fn get<T: DeserializeOwned>(key: &str) -> Result<Option<T>, Error> {
    let Some(text) = text(key).await? else {
        return Ok(None);
    };
    let unreadable = |why: serde_json::Error| Error::Unreadable {
        key: key.to_owned(),
        why: why.to_string(),
    };
    serde_json::from_str(&text).map(Some).map_err(unreadable)
}

/// Stores `value` under `key`; it is on the disk when this returns.
///
/// # Errors
/// [`Error::Refused`] in the browser's words.
pub async fn set<T: Serialize>(key: &str, value: &T) -> Result<(), Error> {
    let refused = |why: JsValue| Error::refused("storing the settings", &why);
    let text = serde_json::to_string(value).map_err(|why| refused(why.to_string().into()))?;
    let values = Object::new();
    Reflect::set(&values, &key.into(), &text.into()).map_err(refused)?;
    local_set(&values).await.map_err(refused)?;
    Ok(())
}

/// Forgets what is stored under `key`, if anything is.
///
/// # Errors
/// [`Error::Refused`] in the browser's words.
pub async fn remove(key: &str) -> Result<(), Error> {
    let refused = |why: JsValue| Error::refused("forgetting a setting", &why);
    local_remove(key).await.map(drop).map_err(refused)
}

/// Calls `heard` whenever the value under `key` changes, from whichever context, until the guard
/// is dropped.
///
/// # Errors
/// [`Error::Gone`] where the extension was updated under this page.
pub fn on_changed(key: &'static str, heard: impl Fn() + 'static) -> Result<Guard, Error> {
    let closure =
        Closure::<dyn Fn(JsValue, JsValue)>::new(move |changes: JsValue, area: JsValue| {
            let local = area.as_string().as_deref() == Some("local");
            if local && Reflect::has(&changes, &key.into()).unwrap_or(false) {
                heard();
            }
        });
    let listener = closure.as_ref().unchecked_ref::<js_sys::Function>().clone();
    let event = Event::at(&["storage", "onChanged"]).ok_or(Error::Gone)?;
    Guard::listen(event, listener, Box::new(closure)).map_err(|_| Error::Gone)
}
