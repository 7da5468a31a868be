//! Messages between pages and the background: one enum, each reply tied to its request.
//!
//! A request is a struct that implements [`Ask`]; the enum [`Request`] is what travels, as JSON
//! text. The answer is `Result<Reply, Failure>` as JSON text.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Millis;
use crate::api::{About, PublicReview};
use crate::evidence::Aggregate;
use crate::id::{GroupKey, PlatformId, RequesterKey};
use crate::review::{Review, ReviewId};
use crate::settings::{Hiding, PageSettings};

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
    /// Sync with all backends now.
    SyncNow -> Status;
    /// All notes, hidden requesters and groups, for the options page.
    ListMarks -> Marks;
    /// Open the options, which a page cannot do itself.
    OpenOptions -> ();
    /// Nothing: for measuring a round trip.
    Ping -> ();
}

/// JSON objects without depending on serde_json here: an ordered map of key to JSON text.
pub mod serde_json_value {
    use std::collections::BTreeMap;

    /// Setting key → its value as JSON text.
    pub type Object = BTreeMap<String, String>;
}

/// See [`Request::LookUp`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LookUp {
    /// The platform of the page.
    pub platform: PlatformId,
    /// In the order of the rows, without repeats.
    pub requesters: Vec<RequesterKey>,
    /// In the order of the rows, without repeats.
    pub groups: Vec<GroupKey>,
}

/// The reply to [`LookUp`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Knowledge {
    /// What the page needs of the settings.
    pub settings: PageSettings,
    /// Today's state of each backend that is read.
    pub backends: Vec<BackendStatus>,
    /// One for each requester asked for, in that order.
    pub requesters: Vec<KnownRequester>,
    /// One for each group asked for, in that order.
    pub groups: Vec<KnownGroup>,
    /// The time at which this was answered.
    pub now: Millis,
}

/// What is known of a requester on this machine.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KnownRequester {
    /// What each backend says; a backend that says nothing is absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<BackendEvidence>,
    /// My private note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// Whether I hid it.
    #[serde(default)]
    pub hiding: Hiding,
    /// My own reviews of it, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mine: Vec<MyReview>,
}

/// What is known of a task group on this machine.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KnownGroup {
    /// Whether I hid it.
    #[serde(default)]
    pub hiding: Hiding,
    /// My own work times in it, in seconds, newest last (empty until the clock runs).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub my_seconds: Vec<u32>,
}

/// What one backend says of a requester.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BackendEvidence {
    /// Index into [`Knowledge::backends`].
    pub backend: usize,
    /// The statistics.
    pub aggregate: Aggregate,
}

/// A private note; never leaves the machine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Free text.
    #[serde(default)]
    pub text: String,
    /// Short words, shown in the row.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// One of my reviews and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MyReview {
    /// The newest revision.
    pub review: Review,
    /// Where it stands at each backend that is written to.
    pub states: Vec<SyncState>,
}

/// Where a review stands at one backend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncState {
    /// The backend's URL.
    pub backend: String,
    /// Waiting, synced or refused.
    pub state: SyncWord,
}

/// Waiting, synced or refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum SyncWord {
    /// In the outbox.
    Waiting,
    /// The backend has this revision.
    Synced,
    /// The backend does not take it.
    Refused {
        /// In the backend's words.
        why: String,
    },
}

/// See [`Request::ReadReviews`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadReviews {
    /// Whose.
    pub requester: RequesterKey,
}

/// The reviews of one requester at one backend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BackendReviews {
    /// The backend's name.
    pub backend: String,
    /// Newest first.
    pub reviews: Vec<PublicReview>,
}

/// See [`Request::SaveReview`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SaveReview {
    /// Everything that the worker filled in.
    pub draft: Draft,
}

/// A review as the form gives it; the background gives it id, revision and time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Which review is edited; `None` for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ReviewId>,
    /// Everything else; its own `id`, `revision` and `written_at` are not looked at.
    pub requester: RequesterKey,
    /// The requester's name as shown.
    #[serde(default)]
    pub requester_name: String,
    /// Which task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<crate::review::ReviewedTask>,
    /// The four scores.
    #[serde(default)]
    pub scores: crate::review::Scores,
    /// What went wrong.
    #[serde(default)]
    pub issues: Vec<crate::review::Issue>,
    /// How much was rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejections: Option<crate::review::Rejections>,
    /// Days until paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_to_pay: Option<u16>,
    /// Free text.
    #[serde(default)]
    pub text: String,
    /// What was measured, if the worker wants it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<crate::review::Measured>,
}

/// See [`Request::DeleteReview`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteReview {
    /// Which one.
    pub id: ReviewId,
}

/// See [`Request::RestoreReview`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreReview {
    /// Which one.
    pub id: ReviewId,
}

/// See [`Request::ListReviews`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListReviews {}

/// See [`Request::SaveNote`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveNote {
    /// On whom.
    pub requester: RequesterKey,
    /// The name as shown, for the list in the options.
    #[serde(default)]
    pub requester_name: String,
    /// An empty note is deleted.
    pub note: Note,
}

/// What is hidden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum HidingTarget {
    /// Everything of this requester.
    Requester {
        /// Whom.
        key: RequesterKey,
    },
    /// This task group only.
    Group {
        /// Which.
        key: GroupKey,
    },
}

/// See [`Request::SetHiding`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetHiding {
    /// What.
    pub target: HidingTarget,
    /// The name or title as shown, for the list in the options.
    #[serde(default)]
    pub label: String,
    /// How.
    pub hiding: Hiding,
}

/// See [`Request::ReportBlind`]. Selectors and counts, nothing personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportBlind {
    /// Which platform.
    pub platform: PlatformId,
    /// Which kind of page, as in the definition.
    pub page: String,
    /// The report as it can be copied.
    pub report: String,
}

/// See [`Request::ReportSeen`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportSeen {
    /// Which platform.
    pub platform: PlatformId,
    /// Which kind of page.
    pub page: String,
}

/// See [`Request::InjectFallback`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InjectFallback {}

/// See [`Request::GetStatus`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetStatus {}

/// How things stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// The extension's version.
    pub version: String,
    /// Whether a floor was set.
    pub first_run_done: bool,
    /// All backends.
    pub backends: Vec<BackendStatus>,
    /// Items waiting to be synced.
    pub waiting: u32,
    /// Items that a backend refused.
    pub refused: u32,
    /// Pages that cannot be read at present.
    pub blind: Vec<BlindPage>,
    /// Now.
    pub now: Millis,
}

/// A page that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlindPage {
    /// Which platform.
    pub platform: PlatformId,
    /// Which kind of page.
    pub page: String,
    /// Since when.
    pub since: Millis,
    /// The report as it can be copied.
    pub report: String,
}

/// One backend and how it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackendStatus {
    /// Its address, without a trailing slash.
    pub url: String,
    /// The community's name.
    pub name: String,
    /// Whether its evidence is shown.
    pub read: bool,
    /// Whether my reviews go there.
    pub write: bool,
    /// My public name there, if I write there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_name: Option<String>,
    /// When its evidence was last known to be fresh; `None`: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fresh_at: Option<Millis>,
    /// Since when it does not answer, and how it fails; `None`: it is well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub down: Option<Down>,
}

/// A backend that does not answer as it should.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Down {
    /// Since when.
    pub since: Millis,
    /// What happened, for people.
    pub why: String,
}

/// See [`Request::GetSettings`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetSettings {}

/// See [`Request::SetSettings`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetSettings {
    /// Key → value as JSON text; `null` resets to the default.
    pub values: serde_json_value::Object,
}

/// See [`Request::ProbeBackend`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProbeBackend {
    /// As typed.
    pub url: String,
}

/// See [`Request::AddBackend`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddBackend {
    /// As typed.
    pub url: String,
    /// Whether its evidence is shown.
    pub read: bool,
    /// Whether my reviews go there.
    pub write: bool,
}

/// See [`Request::RemoveBackend`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveBackend {
    /// Its address.
    pub url: String,
}

/// See [`Request::SyncNow`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncNow {}

/// See [`Request::ListMarks`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListMarks {}

/// The reply to [`ListMarks`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Marks {
    /// Notes.
    pub notes: Vec<SaveNote>,
    /// What is dimmed or hidden.
    pub hidden: Vec<SetHiding>,
}

/// See [`Request::OpenOptions`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenOptions {}

/// See [`Request::Ping`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ping {}
