//! A saved page as a [`Node`], for tests and for checking definitions; refuses to know browsers.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

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

thread_local! {
    /// A browser remembers selectors, too; without that, long lists take seconds.
    static KNOWN: RefCell<HashMap<String, Option<Rc<Selector>>>> = RefCell::default();
}

fn parsed(selector: &str) -> Option<Rc<Selector>> {
    let known = KNOWN.with_borrow(|it| it.get(selector).cloned());
    known.unwrap_or_else(|| {
        let parsed = Selector::parse(selector).ok().map(Rc::new);
        KNOWN.with_borrow_mut(|it| it.insert(selector.to_owned(), parsed.clone()));
        parsed
    })
}

impl Node for Element<'_> {
    fn select(&self, selector: &str) -> Vec<Self> {
        parsed(selector).map_or_else(Vec::new, |it| self.0.select(&it).map(Self).collect())
    }

    fn select_first(&self, selector: &str) -> Option<Self> {
        self.0.select(&*parsed(selector)?).next().map(Self)
    }

    fn matches(&self, selector: &str) -> bool {
        parsed(selector).is_some_and(|it| it.matches(&self.0))
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
