//! Everything that a row or a card prints, as ready text: pages do no arithmetic and hold no words.
//!
//! The words are in [`words`], amounts, durations and ages in [`text`]. Texts of pages and servers
//! go in as they are, but cut, and with their direction isolated wherever they stand inside a
//! sentence of ours. This module refuses to know HTML: everything here becomes a text node.

mod badge;
mod card;
mod evidence;
mod live;
mod mine;
mod notice;
mod pay;
mod sentence;
mod state;
pub mod text;
pub mod words;

use tallystick_wire::message::{BackendStatus, KnownGroup, KnownRequester, Me};
use tallystick_wire::settings::{Hiding, PageSettings};
use tallystick_wire::{Millis, TaskFacts};

use crate::list::Keys;

pub use badge::badge;
pub use card::card;
pub use evidence::{answers_to, group_line, reviews, said_else, standing};
pub use live::{LiveView, length, live, minutes_to_type, typed_minutes};
pub use mine::{finished, impact, offer, one_more_rejection, seen, you_and_others};
pub use notice::notice;
pub use state::{backend_state, blind, review_state};
pub use text::{age, day, duration, money, name};
pub use words::{sign, word};

/// All that a badge or card is made from.
#[derive(Debug, Clone, Copy)]
pub struct RowInput<'a> {
    /// The row.
    pub facts: &'a TaskFacts,
    /// What is known of its requester.
    pub requester: Option<&'a KnownRequester>,
    /// What is known of its group.
    pub group: Option<&'a KnownGroup>,
    /// The backends that `requester.evidence` points into.
    pub backends: &'a [BackendStatus],
    /// What my own log says of me.
    pub me: &'a Me,
    /// Floor, rates, theme.
    pub settings: &'a PageSettings,
    /// Now.
    pub now: Millis,
}

/// The colour, which never says more than sign and word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Underpaid.
    Bad,
    /// Probably underpaid.
    Doubtful,
    /// Likely fair.
    Likely,
    /// Fair.
    Good,
    /// Nothing to go on.
    Unknown,
}

impl Tone {
    /// A word for attributes and style sheets: `bad`, `doubtful`, `likely`, `good`, `unknown`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bad => "bad",
            Self::Doubtful => "doubtful",
            Self::Likely => "likely",
            Self::Good => "good",
            Self::Unknown => "unknown",
        }
    }
}

/// A row's badge.
#[derive(Debug, Clone, PartialEq)]
pub struct BadgeView {
    /// ▼ ▽ △ ▲ or ?
    pub sign: &'static str,
    /// The verdict in a word or two.
    pub word: &'static str,
    /// The verdict as a tone.
    pub tone: Tone,
    /// "≈ $4.10/h (3.20–5.30)", or why there is none.
    pub estimate: String,
    /// "advertised $12.00/h (title)"; empty if nothing is advertised.
    pub advertised: String,
    /// "★ 4.1 · 12 reviews".
    pub reputation: String,
    /// My tags on the requester.
    pub tags: Vec<String>,
    /// My own review, if I wrote one, and where it stands.
    pub mine: Option<String>,
    /// All of the above in words, for screen readers.
    pub label: String,
    /// For sorting and filtering.
    pub keys: Keys,
    /// Whether I hid the requester or the group; the stronger of the two.
    pub hiding: Hiding,
}

/// An open card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardView {
    /// The task's title, cut.
    pub title: String,
    /// The requester's name, cut.
    pub requester: String,
    /// In reading order.
    pub sections: Vec<Section>,
}

/// One part of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub heading: String,
    /// Its facts.
    pub lines: Vec<Line>,
    /// Something to know about all of them.
    pub note: Option<String>,
}

/// One fact of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What.
    pub label: String,
    /// How much.
    pub value: String,
    /// From where, how old, how sure.
    pub detail: Option<String>,
}

impl Line {
    fn new(label: &str, value: String) -> Self {
        Self {
            label: label.to_owned(),
            value,
            detail: None,
        }
    }

    fn with(self, detail: String) -> Self {
        Self {
            detail: Some(detail),
            ..self
        }
    }
}

/// A review of someone else, ready to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewView {
    /// "tsw_… at Name, 3 days ago".
    pub heading: String,
    /// "communicativity 4 · fairness 5".
    pub scores: String,
    /// "broken · unpaid screener · some work rejected".
    pub issues: String,
    /// Free text, as written.
    pub text: String,
    /// What the requester answers, if they did.
    pub answer: Option<AnswerView>,
}

/// A requester's answer to a review, ready to print below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerView {
    /// "The requester answers, 3 days ago. How a moderator of Name knows that it is them: …".
    pub heading: String,
    /// Free text, as written.
    pub text: String,
}

#[cfg(test)]
mod tests;
