//! The little that the reader asks of a page; refuses to know who answers.

/// One element of a page, or the whole document.
pub trait Node: Clone {
    /// Descendants that match, in document order; none if the selector is refused.
    fn select(&self, selector: &str) -> Vec<Self>;

    /// The first of [`Node::select`].
    fn select_first(&self, selector: &str) -> Option<Self> {
        self.select(selector).into_iter().next()
    }

    /// Whether the element itself matches.
    fn matches(&self, selector: &str) -> bool;

    /// All text in it, as `textContent`.
    fn text(&self) -> String;

    /// One of its attributes.
    fn attribute(&self, name: &str) -> Option<String>;

    /// `text` in Unicode's form NFKC: the browser's `normalize("NFKC")` or a table's.
    fn nfkc(&self, text: &str) -> String;
}
