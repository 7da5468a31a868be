//! A saved page as a [`Node`], for tests and for checking definitions; refuses to know browsers.

use scraper::{ElementRef, Html, Selector};
use unicode_normalization::UnicodeNormalization;

use crate::node::Node;

/// An element of a saved page.
#[derive(Debug, Clone, Copy)]
pub struct Element<'a>(ElementRef<'a>);

impl<'a> Element<'a> {
    /// The document's root element.
    pub fn root(page: &'a Html) -> Self {
        Self(page.root_element())
    }
}

/// Whether a selector can be used.
pub fn is_selector(selector: &str) -> bool {
    Selector::parse(selector).is_ok()
}

impl Node for Element<'_> {
    fn select(&self, selector: &str) -> Vec<Self> {
        match Selector::parse(selector) {
            Ok(it) => self.0.select(&it).map(Self).collect(),
            Err(_) => Vec::new(),
        }
    }

    fn matches(&self, selector: &str) -> bool {
        Selector::parse(selector).is_ok_and(|it| it.matches(&self.0))
    }

    fn text(&self) -> String {
        self.0.text().collect()
    }

    fn attribute(&self, name: &str) -> Option<String> {
        self.0.attr(name).map(str::to_owned)
    }

    fn nfkc(&self, text: &str) -> String {
        text.nfkc().collect()
    }
}
