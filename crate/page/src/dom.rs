//! A page of the browser as `tallystick_site` reads it; refuses to change anything.

use tallystick_site::Node;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// One element of the page; the whole document is its root element.
#[derive(Clone, PartialEq)]
pub struct Dom(pub Element);

impl Node for Dom {
    fn select(&self, selector: &str) -> Vec<Self> {
        let Ok(found) = self.0.query_selector_all(selector) else {
            return Vec::new();
        };
        (0..found.length())
            .filter_map(|at| found.item(at))
            .map(|node| Self(node.unchecked_into()))
            .collect()
    }

    fn select_first(&self, selector: &str) -> Option<Self> {
        self.0.query_selector(selector).ok().flatten().map(Self)
    }

    fn matches(&self, selector: &str) -> bool {
        self.0.matches(selector).unwrap_or(false)
    }

    fn text(&self) -> String {
        self.0.text_content().unwrap_or_default()
    }

    fn attribute(&self, name: &str) -> Option<String> {
        self.0.get_attribute(name)
    }

    fn nfkc(&self, text: &str) -> String {
        if text.is_ascii() {
            return text.to_owned();
        }
        js_sys::JsString::from(text).normalize("NFKC").into()
    }
}
