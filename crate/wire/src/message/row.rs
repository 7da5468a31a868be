//! What a page asks and says about its rows: look-ups, reviews, notes, hiding.

use serde::{Deserialize, Serialize};

use super::state::BackendStatus;
use crate::Millis;
use crate::api::PublicReview;
use crate::evidence::{Aggregate, Moments};
use crate::id::{GroupKey, PlatformId, RequesterKey};
use crate::money::Money;
use crate::review::{Review, ReviewId};
use crate::settings::{Hiding, PageSettings};

/// See [`super::Request::LookUp`].
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
    /// What my own log says of me.
    #[serde(default)]
    pub me: Me,
    /// The time at which this was answered.
    pub now: Millis,
}

/// What my own log says of me, over all requesters. Never leaves the machine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Me {
    /// My speed: natural log of my own typical time over that of others, one value a task group in
    /// which others reported too.
    pub log_ratios: Moments,
    /// What my hours are made of.
    pub log: MyLog,
}

impl Me {
    /// There is no log yet.
    pub const NOBODY: Self = Self {
        log_ratios: Moments::NONE,
        log: MyLog::NONE,
    };
}

/// What a worker's own log counts, as an hour of effective pay needs it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MyLog {
    /// Assignments whose outcome is known.
    pub judged: f64,
    /// How many of them were paid.
    pub paid: f64,
    /// Bonuses over rewards, both summed in one currency.
    pub bonus_share: f64,
    /// Seconds worked on what was submitted.
    pub work_seconds: f64,
    /// All other attended seconds: searching, returned work, screen-outs.
    pub unpaid_seconds: f64,
}

impl MyLog {
    /// Nothing counted.
    pub const NONE: Self = Self {
        judged: 0.0,
        paid: 0.0,
        bonus_share: 0.0,
        work_seconds: 0.0,
        unpaid_seconds: 0.0,
    };
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
    /// What my own log says of it; `None`: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<MyHistory>,
}

/// My own assignments for one requester, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MyHistory {
    /// Submitted, whatever came of them.
    pub submitted: u32,
    /// Approved or paid.
    pub paid: u32,
    /// Rejected and not overturned.
    pub rejected: u32,
    /// Returned, expired or screened out.
    pub unfinished: u32,
    /// What they brought, bonuses and fees counted; absent where currencies mix.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earned: Option<Money>,
    /// Milliseconds of work on all of them.
    pub worked_ms: i64,
    /// Milliseconds of it on those that brought [`Self::earned`].
    pub paid_ms: i64,
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
    /// When I took the task of the newest of these, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub my_accepted: Option<Millis>,
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
    /// Why others do not see it there, as far as the backend has told; `None`: they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unseen: Option<Unseen>,
}

/// Why a review that a backend has is not shown there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unseen {
    /// It is part of a burst, and waits for a moderator.
    Held,
    /// A moderator has hidden it.
    Hidden,
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

/// See [`super::Request::ReadReviews`].
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

/// See [`super::Request::SaveReview`].
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

/// See [`super::Request::DeleteReview`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteReview {
    /// Which one.
    pub id: ReviewId,
}

/// See [`super::Request::RestoreReview`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreReview {
    /// Which one.
    pub id: ReviewId,
}

/// See [`super::Request::ListReviews`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListReviews {}

/// See [`super::Request::SaveNote`].
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

/// See [`super::Request::SetHiding`].
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
