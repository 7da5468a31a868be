//! The extension itself: its version, its pages, its toolbar icon.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::Error;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getManifest, catch)]
    fn get_manifest() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getURL, catch)]
    fn get_url(path: &str) -> Result<String, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = openOptionsPage, catch)]
    async fn chrome_open_options_page() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = create, catch)]
    async fn tabs_create(properties: &Object) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "action"], js_name = setBadgeText, catch)]
    async fn set_badge_text(details: &Object) -> Result<JsValue, JsValue>;
}

/// The version in the manifest; empty where there is no manifest to read.
pub fn version() -> String {
    let read = || {
        let manifest = get_manifest().ok()?;
        Reflect::get(&manifest, &"version".into()).ok()?.as_string()
    };
    read().unwrap_or_default()
}

/// The address of one of the extension's own files, with whatever follows `#`.
///
/// # Errors
/// [`Error::Gone`] where the extension was updated under this page.
pub fn url(path: &str) -> Result<String, Error> {
    get_url(path).map_err(|_| Error::Gone)
}

/// Opens the options, or brings them to the front.
///
/// # Errors
/// [`Error::Refused`] in the browser's words.
pub async fn open_options_page() -> Result<(), Error> {
    let refused = |why: JsValue| Error::refused("opening the options", &why);
    chrome_open_options_page().await.map(drop).map_err(refused)
}

/// Opens a tab; needs no permission.
///
/// # Errors
/// [`Error::Refused`] in the browser's words.
pub async fn open_tab(url: &str) -> Result<(), Error> {
    let refused = |why: JsValue| Error::refused("opening a tab", &why);
    let properties = Object::new();
    Reflect::set(&properties, &"url".into(), &url.into()).map_err(refused)?;
    tabs_create(&properties).await.map(drop).map_err(refused)
}

/// Writes up to four characters on the toolbar icon; an empty text takes them away.
///
/// # Errors
/// [`Error::Refused`] in the browser's words.
pub async fn set_badge(text: &str) -> Result<(), Error> {
    let refused = |why: JsValue| Error::refused("marking the icon", &why);
    let details = Object::new();
    Reflect::set(&details, &"text".into(), &text.into()).map_err(refused)?;
    set_badge_text(&details).await.map(drop).map_err(refused)
}
