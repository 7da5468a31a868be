//! Elements out of tags, classes, attributes and text; refuses to parse HTML.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, Window};

/// What the DOM answers; an error is whatever it threw.
pub type Done<T = ()> = Result<T, JsValue>;

/// This window.
///
/// # Errors
/// There is none, as in a worker.
pub fn window() -> Done<Window> {
    web_sys::window().ok_or_else(|| JsValue::from_str("no window"))
}

/// This document.
///
/// # Errors
/// There is none.
pub fn document() -> Done<Document> {
    window()?
        .document()
        .ok_or_else(|| JsValue::from_str("no document"))
}

/// `<tag class>`.
///
/// # Errors
/// The tag is no tag.
pub fn element(tag: &str, class: &str) -> Done<HtmlElement> {
    let it: HtmlElement = document()?.create_element(tag)?.unchecked_into();
    if !class.is_empty() {
        it.set_class_name(class);
    }
    Ok(it)
}

/// `<tag class>text</tag>`, appended to `parent`.
///
/// # Errors
/// The tag is no tag.
pub fn add(parent: &Element, tag: &str, class: &str, text: &str) -> Done<HtmlElement> {
    let it = element(tag, class)?;
    if !text.is_empty() {
        it.set_text_content(Some(text));
    }
    parent.append_child(&it)?;
    Ok(it)
}

/// The same for text that others wrote: its own direction decides how it runs.
///
/// # Errors
/// The tag is no tag.
pub fn add_foreign(parent: &Element, tag: &str, class: &str, text: &str) -> Done<HtmlElement> {
    let it = add(parent, tag, class, text)?;
    it.set_attribute("dir", "auto")?;
    Ok(it)
}

/// A button that never submits a form of the page.
///
/// # Errors
/// None in a document.
pub fn button(parent: &Element, class: &str, text: &str) -> Done<HtmlElement> {
    let it = add(parent, "button", class, text)?;
    it.set_attribute("type", "button")?;
    Ok(it)
}

/// `<input type name value class>`, appended to `parent`.
///
/// # Errors
/// None in a document.
pub fn input(parent: &Element, kind: &str, name: &str, value: &str) -> Done<HtmlInputElement> {
    let it: HtmlInputElement = element("input", "")?.unchecked_into();
    it.set_type(kind);
    it.set_name(name);
    it.set_value(value);
    parent.append_child(&it)?;
    Ok(it)
}

/// Removes everything in it.
pub fn empty(it: &Element) {
    it.set_text_content(None);
}
