//! What stands around every page: title, navigation, footer.

use std::sync::OnceLock;

use maud::{DOCTYPE, Markup, html};

use super::STYLE;
use crate::http::App;
use crate::secret::sha256_hex;

/// The pages that are always at hand: address, words.
const PLACES: [(&str, &str); 4] = [
    ("reviews", "Latest reviews"),
    ("figures", "Figures"),
    ("log", "Moderation log"),
    ("rules", "Rules"),
];

/// One page.
pub(super) struct Frame<'a> {
    /// The community's name.
    pub(super) community: &'a str,
    /// The page's own title, empty on the first page.
    pub(super) title: String,
    /// From this page to the first one: `""` or `"../"`.
    pub(super) root: &'static str,
    /// Which of the places this is.
    pub(super) place: &'static str,
    /// Whether search engines may list it.
    pub(super) listed: bool,
    /// What stands in the middle.
    pub(super) content: Markup,
}

impl Frame<'_> {
    /// The whole document.
    pub(super) fn render(&self) -> Markup {
        let root = self.root;
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    @if !self.listed { meta name="robots" content="noindex"; }
                    title {
                        @if !self.title.is_empty() { (self.title) " · " }
                        (self.community)
                    }
                    link rel="stylesheet" href={ (root) "style.css?" (style_version()) };
                }
                body {
                    a .skip href="#content" { "To the content" }
                    header .top {
                        div .wide {
                            a .brand href={ @if root.is_empty() { "./" } @else { (root) } } {
                                (mark()) span { (self.community) }
                            }
                            nav aria-label="Pages" {
                                @for (at, words) in PLACES {
                                    a href={ (root) (at) }
                                        aria-current=[(at == self.place).then_some("page")] { (words) }
                                }
                            }
                        }
                    }
                    main #content .wide { (self.content) }
                    (self.footer())
                }
            }
        }
    }

    fn footer(&self) -> Markup {
        let root = self.root;
        html! {
            footer .foot {
                div .wide {
                    p {
                        "Reviews are what workers say of their own experience. "
                        a href={ (root) "rules#weights" } { "How they count" } "."
                    }
                    p {
                        a href={ (root) "install" } { "Install the extension" } " · "
                        a href={ (root) "host" } { "Run your own" } " · "
                        a href={ (root) "desk" } rel="nofollow" { "For moderators" }
                    }
                }
            }
        }
    }
}

/// An error as a page.
pub(super) fn error<'a>(app: &'a App, root: &'static str, why: &str) -> Frame<'a> {
    Frame {
        community: &app.config.name,
        title: "Not found".to_owned(),
        root,
        place: "",
        listed: false,
        content: html! {
            h1 { "That did not work" }
            p .lead { (why) "." }
            p { a href={ (root) "./" } { "To the first page" } }
        },
    }
}

/// Two halves of a split stick with the same notches.
fn mark() -> Markup {
    html! {
        svg .mark viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false" {
            path d="M2 9V4h20v5h-3l-1-2-1 2h-3l-1-2-1 2H9L8 7 7 9z" {}
            path d="M2 15v5h20v-5h-3l-1-2-1 2h-3l-1-2-1 2H9l-1-2-1 2z" {}
        }
    }
}

/// Names the style sheet's content.
pub(super) fn style_version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        let hash = sha256_hex(STYLE.as_bytes());
        hash.get(..12).unwrap_or_default().to_owned()
    })
}
