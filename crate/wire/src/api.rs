//! Bodies of the backend's HTTP interface, version 1.
//!
//! `GET /v1/about` [`About`] · `GET /v1/buckets` [`BucketIndex`] · `GET /v1/buckets/{name}` lines of
//! [`crate::Aggregate`] · `GET /v1/texts/{name}` lines of [`PublicReview`] · `POST /v1/identities`
//! [`IdentityCreated`] · `POST /v1/sync` [`SyncRequest`] → [`SyncAnswer`]. Every error is an
//! [`ErrorEnvelope`] under a true status code.

use serde::{Deserialize, Serialize};

use crate::Millis;
use crate::review::{Review, ReviewId};

mod membership;

pub use membership::*;

/// The most items in one sync.
pub const SYNC_ITEMS_MAX: usize = 100;
/// The largest request body in bytes.
pub const BODY_MAX_BYTES: usize = 1 << 20;
/// How a secret begins, so that nobody takes it for the public name.
pub const SECRET_PREFIX: &str = "tss_";
/// How a public name begins.
pub const PUBLIC_PREFIX: &str = "tsw_";
/// How an invitation begins; as many characters follow as after [`SECRET_PREFIX`].
pub const INVITATION_PREFIX: &str = "tsi_";
/// The longest name of a token in characters.
pub const TOKEN_NAME_MAX: usize = 60;
/// How many characters follow [`SECRET_PREFIX`]: 43 of base64url, 256 bits.
pub const SECRET_CHARS: usize = 43;
/// The name of the only bucket while the prefix has no digits.
pub const WHOLE_BUCKET: &str = "all";

/// What a backend says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct About {
    /// The community's name.
    pub name: String,
    /// The server's version, for people; clients look at `capabilities`.
    pub version: String,
    /// What it can do, by name: `buckets`, `texts`, `sync`, …
    pub capabilities: Vec<String>,
    /// How one becomes a member.
    pub registration: Registration,
    /// Hex digits of a bucket's prefix, 0..=4; picked so that a bucket holds at least 100 requesters.
    pub prefix_digits: u8,
    /// Whether clients should fetch every bucket (small community) or only what they need.
    pub prefetch: bool,
    /// Requesters known.
    pub requesters: u64,
    /// Visible reviews.
    pub reviews: u64,
    /// A link to the community's rules, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules_url: Option<String>,
}

/// How one becomes a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Registration {
    /// Anyone.
    Open,
    /// With an invitation.
    Invitation,
    /// Nobody at present.
    Closed,
}

/// The list of buckets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BucketIndex {
    /// Hex digits of a bucket's name.
    pub prefix_digits: u8,
    /// Whether clients should fetch every bucket.
    pub prefetch: bool,
    /// All buckets, by name.
    pub buckets: Vec<BucketEntry>,
}

/// One bucket in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BucketEntry {
    /// [`WHOLE_BUCKET`] or the prefix in hex.
    pub name: String,
    /// The ETag of its present body, with quotes.
    pub etag: String,
    /// The ETag of the present body of its review texts, with quotes.
    pub texts_etag: String,
    /// Requesters in it.
    pub requesters: u32,
    /// Bytes of its body, uncompressed.
    pub bytes: u64,
}

/// One review as everyone may read it; one line of a texts bucket, sorted by `k`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PublicReview {
    /// The first 32 hex digits of the SHA-256 of the requester's canonical key.
    #[serde(rename = "k")]
    pub key: String,
    /// Who wrote it: the public name at this backend.
    #[serde(rename = "by")]
    pub author: String,
    /// When the backend stored it.
    pub stored_at: Millis,
    /// Where the voice comes from.
    #[serde(default, skip_serializing_if = "Origin::is_member")]
    pub origin: Origin,
    /// The review.
    pub review: Review,
    /// What its requester answers, if they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply>,
}

/// A requester's answer to a review, which a moderator has taken down.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reply {
    /// What they say.
    pub text: String,
    /// How the moderator knows that it is them.
    pub verified: String,
    /// When it was taken down.
    pub at: Millis,
}

/// Where a voice comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Somebody registered.
    #[default]
    Member,
    /// An archive of elsewhere: nobody has verified it.
    Imported,
    /// Somebody who went away and left it unsigned.
    Unsigned,
}

impl Origin {
    /// The word on the wire and in databases.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Imported => "imported",
            Self::Unsigned => "unsigned",
        }
    }

    /// Whether somebody registered.
    pub fn is_member(&self) -> bool {
        *self == Self::Member
    }
}

/// What a worker can know of their own standing: `GET /v1/identities/me`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Me {
    /// The public name.
    pub public_name: String,
    /// When it registered.
    pub created_at: Millis,
    /// newcomer, known, established or unverified.
    pub standing: String,
    /// What one review of it weighs, 0..=1.
    pub weight: f64,
    /// Until when it may write nothing new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended_until: Option<Millis>,
    /// What moderators or the server did to its reviews, newest first.
    #[serde(default)]
    pub notices: Vec<Notice>,
}

/// One act of moderation, for the author to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notice {
    /// When.
    pub at: Millis,
    /// hold, release, hide, restore, warn or suspend.
    pub act: String,
    /// Why.
    pub reason: String,
    /// About which review.
    pub review: String,
}

/// Asks a moderator to look at a review: `POST /v1/flags`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlagRequest {
    /// Which review.
    pub review: ReviewId,
    /// Why.
    pub reason: FlagReason,
    /// In words, if they help.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// Why somebody flags a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FlagReason {
    /// It names or describes a private person.
    PersonalData,
    /// It insults or threatens.
    Abuse,
    /// It advertises or is nonsense.
    Spam,
    /// It is about another requester.
    WrongRequester,
    /// Something else, said in words.
    Other,
}

impl FlagReason {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PersonalData => "personal_data",
            Self::Abuse => "abuse",
            Self::Spam => "spam",
            Self::WrongRequester => "wrong_requester",
            Self::Other => "other",
        }
    }
}

/// One thing that the outbox wants stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "do", rename_all = "snake_case")]
#[allow(
    clippy::large_enum_variant,
    reason = "nearly all items are puts, and they are short-lived; smaller on 32 bits, so no expect"
)]
pub enum SyncItem {
    /// Store this revision of a review.
    Put {
        /// The review.
        review: Review,
    },
    /// Delete a review and all its revisions.
    Delete {
        /// Which one.
        id: ReviewId,
        /// One more than the last revision, so that a late replay of an older put cannot revive it.
        revision: u32,
    },
}

impl SyncItem {
    /// Which review it is about.
    pub fn id(&self) -> &ReviewId {
        match self {
            Self::Put { review } => &review.id,
            Self::Delete { id, .. } => id,
        }
    }

    /// Which revision of it.
    pub fn revision(&self) -> u32 {
        match self {
            Self::Put { review } => review.revision,
            Self::Delete { revision, .. } => *revision,
        }
    }
}

/// The outbox's items, at most [`SYNC_ITEMS_MAX`]. Items are JSON values here so that one bad item
/// is refused alone and does not spoil the rest; each must read as a [`SyncItem`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SyncRequest<Item = SyncItem> {
    /// In the order in which they were written.
    pub items: Vec<Item>,
}

/// What became of each item, in the order of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SyncAnswer {
    /// One answer an item.
    pub answers: Vec<ItemAnswer>,
}

/// What became of one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum ItemAnswer {
    /// Stored (or deleted), durably.
    Stored,
    /// This very revision was there already.
    Unchanged,
    /// A newer revision is there.
    Superseded {
        /// Which one.
        revision: u32,
    },
    /// Not taken, and will not be if sent again unchanged.
    Refused {
        /// A word for programs: `invalid`, `not_yours`, `duplicate`, …
        code: String,
        /// A sentence for the worker, with the cure.
        why: String,
    },
}

/// Every error of the backend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErrorEnvelope {
    /// What happened.
    pub error: ErrorBody,
}

/// What happened, for programs and for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErrorBody {
    /// A word for programs: `unauthorized`, `not_found`, `too_large`, `rate_limited`, `internal`, …
    pub code: String,
    /// A sentence for people that says what to do.
    pub message: String,
}
