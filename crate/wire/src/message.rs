//! Messages between pages and the background: one enum, each reply tied to its request.
//!
//! A request is a struct that implements [`Ask`]; the enum [`Request`] is what travels, as JSON
//! text. The answer is `Result<Reply, Failure>` as JSON text. `row` holds what is said about rows
//! and reviews, `state` what is said about how things stand, `clock` what pages tell the clock,
//! `ledger` what the dashboard asks about the log, `member` how one is a member of a backend,
//! `moving` how one takes everything to another device, `notice` what moderators did there.

mod clock;
mod ledger;
mod member;
mod moving;
mod notice;
mod row;
mod state;

pub use clock::*;
pub use ledger::*;
pub use member::*;
pub use moving::*;
pub use notice::*;
pub use row::*;
pub use state::*;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::api::{About, Tokens};

/// A request whose reply has the type `Reply`.
pub trait Ask: Into<Request> {
    /// What comes back.
    type Reply: Serialize + DeserializeOwned;
}

/// Why a request was not done, in a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// For people.
    pub message: String,
}

macro_rules! requests {
    ($($(#[$doc:meta])* $name:ident -> $reply:ty;)*) => {
        /// Everything that can be asked of the background.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "ask", rename_all = "snake_case")]
        pub enum Request {
            $($(#[$doc])* $name($name),)*
        }

        impl Request {
            /// The names of all requests, as the types are called.
            pub const NAMES: &[&str] = &[$(stringify!($name)),*];
        }
        $(
            impl From<$name> for Request {
                fn from(it: $name) -> Self {
                    Self::$name(it)
                }
            }
            impl Ask for $name {
                type Reply = $reply;
            }
        )*
    };
}

requests! {
    /// What is known of these requesters and groups, and the settings: one message a page.
    LookUp -> Knowledge;
    /// The texts of the reviews of one requester, for an open card.
    ReadReviews -> Vec<BackendReviews>;
    /// Save a review: locally at once, to the backends when they are there.
    SaveReview -> MyReview;
    /// Delete one of my reviews, here and everywhere.
    DeleteReview -> ();
    /// Bring back a review that was deleted a moment ago.
    RestoreReview -> MyReview;
    /// All my reviews, newest first.
    ListReviews -> Vec<MyReview>;
    /// Save the private note and tags on a requester.
    SaveNote -> ();
    /// Hide, dim or show a requester or a task group.
    SetHiding -> ();
    /// A page could not be read.
    ReportBlind -> ();
    /// A page could be read (again).
    ReportSeen -> ();
    /// The content script may not compile WASM here: inject the other encoding.
    InjectFallback -> ();
    /// How things stand, for the popup.
    GetStatus -> Status;
    /// All settings as a JSON object (see core's table for its keys).
    GetSettings -> serde_json_value::Object;
    /// Set some settings; keys and types are checked against the table.
    SetSettings -> serde_json_value::Object;
    /// Ask a URL what backend it is, without adding it.
    ProbeBackend -> About;
    /// Add a backend, registering an identity there if it is to be written to.
    AddBackend -> BackendStatus;
    /// Remove a backend; the cached evidence of it goes too, the local reviews stay.
    RemoveBackend -> ();
    /// Switch a backend off for now, or on again; it is not asked.
    PauseBackend -> BackendStatus;
    /// I have read what a moderator did: it is told no more.
    PutNoticeAway -> ();
    /// My devices at a backend.
    ListTokens -> Tokens;
    /// Call one of them something.
    NameToken -> Tokens;
    /// Let one of them speak for me no more.
    RevokeToken -> Tokens;
    /// End the membership; the reviews there go or stay unsigned, those here stay.
    LeaveBackend -> ();
    /// Make a sealed file of all that another device needs, and let that device in everywhere.
    PackMove -> Packed;
    /// What such a file holds, and what it would change here; nothing is changed.
    OpenMove -> MoveContents;
    /// Take over what such a file holds.
    TakeMove -> MoveContents;
    /// Sync with all backends now.
    SyncNow -> Status;
    /// All notes, hidden requesters and groups, for the options page.
    ListMarks -> Marks;
    /// Open the options, which a page cannot do itself.
    OpenOptions -> ();
    /// How far the work is by which the worker becomes a member of a backend.
    JoinProgress -> Joining;
    /// Nothing: for measuring a round trip.
    Ping -> ();
    /// What a page sees of itself: opened, focused, beating, closed, submitted.
    ClockReport -> LiveClock;
    /// The worker starts, pauses, goes on or stops by hand.
    ClockAct -> LiveClock;
    /// A gap was work after all.
    CountGap -> LiveClock;
    /// The worker says how long it took, or takes back a correction or a counted gap.
    AmendClock -> LiveClock;
    /// Everything that an outcome or earnings page says.
    SeeOutcomes -> SeenOutcomes;
    /// A question of the dashboard about the ledger: see [`LedgerRequest`].
    Ledger -> ();
}

/// JSON objects without depending on serde_json here: an ordered map of key to JSON text.
pub mod serde_json_value {
    use std::collections::BTreeMap;

    /// Setting key → its value as JSON text.
    pub type Object = BTreeMap<String, String>;
}
