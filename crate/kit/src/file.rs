//! Files out of and into the panel, without any permission: a download link and a file field.

use std::time::Duration;

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

/// Offers `text` as a file to be saved.
///
/// # Errors
/// A sentence for the worker.
pub fn download(name: &str, kind: &str, text: &str) -> Result<(), String> {
    download_parts(name, kind, &Array::of1(&text.into()))
}

/// A part of a large file, put away at once: the browser would take long to encode all of a file's
/// texts at its end, and nothing else would happen in this page meanwhile.
///
/// # Errors
/// A sentence for the worker: there is no room for it.
pub fn part(text: &str) -> Result<JsValue, String> {
    let full = |_: JsValue| "The browser has no room for the file: export less of it".to_owned();
    let blob = Blob::new_with_str_sequence(&Array::of1(&text.into()));
    blob.map(JsValue::from).map_err(full)
}

/// Offers a file of several parts, texts or bytes, to be saved.
///
/// # Errors
/// A sentence for the worker.
pub fn download_parts(name: &str, kind: &str, parts: &JsValue) -> Result<(), String> {
    let refused = |_: JsValue| "The browser did not let the file be saved: try again".to_owned();
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob =
        Blob::new_with_buffer_source_sequence_and_options(parts, &options).map_err(refused)?;
    let url = Url::create_object_url_with_blob(&blob).map_err(refused)?;
    let link: HtmlAnchorElement = document()
        .create_element("a")
        .map_err(refused)?
        .unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser reads the blob after the click; a minute is ample, and the page may outlive it.
    set_timeout(
        move || drop(Url::revoke_object_url(&url)),
        Duration::from_secs(60),
    );
    Ok(())
}

/// The text of a file that the worker picked.
///
/// # Errors
/// A sentence for the worker.
pub async fn read(file: &File) -> Result<String, String> {
    let text = JsFuture::from(file.text()).await;
    text.ok()
        .and_then(|text| text.as_string())
        .ok_or_else(|| format!("{} could not be read: choose it again", file.name()))
}
