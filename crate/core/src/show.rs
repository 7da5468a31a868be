//! Everything that a row or a card prints, as ready text.

use tallystick_wire::message::{
    BackendReviews, BackendStatus, KnownGroup, KnownRequester, MyReview,
};
use tallystick_wire::settings::{Hiding, PageSettings};
use tallystick_wire::{Millis, Money, TaskFacts};

use crate::list::Keys;
use crate::warning::Warning;

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
    /// My own review, if I wrote one: "mine: waiting".
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

/// A review of someone else, ready to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewView {
    /// "tsw_… at Name, 3 days ago".
    pub heading: String,
    /// "communicativity 4 · fairness 5".
    pub scores: String,
    /// "broken · unpaid screener · some rejected".
    pub issues: String,
    /// Free text, as written.
    pub text: String,
}

/// The badge of a row.
pub fn badge(input: &RowInput) -> BadgeView {
    BadgeView {
        sign: sign(Warning::Unknown),
        word: word(Warning::Unknown),
        tone: Tone::Unknown,
        estimate: String::new(),
        advertised: String::new(),
        reputation: String::new(),
        tags: Vec::new(),
        mine: None,
        label: String::new(),
        keys: Keys {
            hourly: None,
            warning: Warning::Unknown,
            reputation: None,
        },
        hiding: input.group.map_or(Hiding::Shown, |it| it.hiding),
    }
}

/// The card of a row.
pub fn card(input: &RowInput) -> CardView {
    let _ = input;
    CardView {
        title: String::new(),
        requester: String::new(),
        sections: Vec::new(),
    }
}

/// The texts of others, for an open card.
pub fn reviews(reviews: &[BackendReviews], now: Millis) -> Vec<ReviewView> {
    let _ = (reviews, now);
    Vec::new()
}

/// The sign of a verdict; signs differ by shape.
pub const fn sign(warning: Warning) -> &'static str {
    match warning {
        Warning::Underpaid => "▼",
        Warning::ProbablyUnderpaid => "▽",
        Warning::LikelyFair => "△",
        Warning::Fair => "▲",
        Warning::Unknown => "?",
    }
}

/// The word of a verdict.
pub const fn word(warning: Warning) -> &'static str {
    match warning {
        Warning::Underpaid => "underpaid",
        Warning::ProbablyUnderpaid => "probably underpaid",
        Warning::LikelyFair => "likely fair",
        Warning::Fair => "fair",
        Warning::Unknown => "unknown",
    }
}

/// Where my review stands: "saved here", "waiting for Name", "synced", "refused by Name: why".
pub fn review_state(mine: &MyReview, backends: &[BackendStatus]) -> String {
    let _ = (mine, backends);
    String::new()
}

/// How a backend is: "synced 3 min ago", "down since Tuesday: using data of Monday".
pub fn backend_state(backend: &BackendStatus, now: Millis) -> String {
    let _ = (backend, now);
    String::new()
}

/// What a page says that cannot be read: said once in the row and in the popup.
pub fn blind(platform_name: &str) -> String {
    platform_name.to_owned()
}

/// An amount with its currency's sign: "$12.00", "¥500", "CA$3.50", "12.00 SEK".
pub fn money(amount: Money) -> String {
    let _ = amount;
    String::new()
}

/// "45 s", "8 min", "1 h 15 min".
pub fn duration(seconds: f64) -> String {
    let _ = seconds;
    String::new()
}

/// "just now", "3 min ago", "2 h ago", "5 days ago".
pub fn age(then: Millis, now: Millis) -> String {
    let _ = (then, now);
    String::new()
}

/// A hostile name inside a sentence: cut, its own direction isolated.
pub fn name(text: &str) -> String {
    text.to_owned()
}
