//! What a platform shows, or the worker does there, that the clock has to hear of. Refuses to know
//! what follows from it: that is the clock's part.

use tallystick_wire::message::PageSign;

use super::{Pattern, url};
use crate::node::Node;

/// One such sign. Whatever is named here must be so; what is left out does not matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What it means.
    pub sign: PageSign,
    /// How it is noticed.
    pub on: On,
    /// At which addresses.
    pub urls: Vec<String>,
    /// The element: on the page, or around what was clicked or sent.
    pub select: Option<String>,
    /// Its attribute; `None`: its text.
    pub attribute: Option<String>,
    /// What the text must hold.
    pub pattern: Option<Pattern>,
    /// The platform's id of the assignment, cut out of the text.
    pub assignment: Option<Pattern>,
}

/// How a sign is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum On {
    /// By looking at the page.
    Page,
    /// By a click of the worker's.
    Click,
    /// By a form that is sent.
    Submit,
    /// By a text that the task's frame posts to the page.
    Message,
}

impl On {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Page, Self::Click, Self::Submit, Self::Message];

    /// Its word in definitions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Click => "click",
            Self::Submit => "submit",
            Self::Message => "message",
        }
    }
}

/// The signs that a definition can name.
pub(super) const SIGNS: [PageSign; 4] = [
    PageSign::SubmitClicked,
    PageSign::Submitted,
    PageSign::Returned,
    PageSign::Expired,
];

/// Their words in definitions.
pub(super) const fn word(sign: PageSign) -> &'static str {
    match sign {
        PageSign::SubmitClicked => "submit_clicked",
        PageSign::Submitted => "submitted",
        PageSign::Returned => "returned",
        PageSign::Expired => "expired",
        _ => "",
    }
}

impl Told {
    /// What it says at this address and of this text, if anything: the assignment, where it names
    /// one.
    pub fn says(&self, address: &str, text: &str) -> Option<Option<String>> {
        let at = self.urls.is_empty() || self.urls.iter().any(|it| url::fits(it, address));
        let fits = at && self.pattern.as_ref().is_none_or(|it| it.is_in(text));
        fits.then(|| self.assignment.as_ref()?.cut(text))
    }

    /// The text of an element that this sign is about.
    pub fn text_of<N: Node>(&self, element: &N) -> String {
        match &self.attribute {
            Some(name) => element.attribute(name).unwrap_or_default(),
            None => element.text(),
        }
    }

    /// The same of a whole page.
    pub fn seen<N: Node>(&self, address: &str, document: &N) -> Option<Option<String>> {
        match (self.on, &self.select) {
            (On::Page, Some(selector)) => {
                let mut all = document.select(selector).into_iter();
                all.find_map(|it| self.says(address, &self.text_of(&it)))
            }
            (On::Page, None) => self.says(address, ""),
            _ => None,
        }
    }
}
