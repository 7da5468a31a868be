//! What moderators did to my reviews, as the extension's own pages tell it.

use serde::{Deserialize, Serialize};

use crate::Millis;

/// One act of moderation that was not put away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldNotice {
    /// At which backend.
    pub url: String,
    /// The community's name.
    pub name: String,
    /// When it was done, by the backend's clock.
    pub at: Millis,
    /// hold, release, hide, restore, warn, suspend or answer; the word is a server's.
    pub act: String,
    /// Why, in a moderator's words.
    pub reason: String,
    /// About which review; the id is a server's.
    pub review: String,
    /// How the requester is called in that review; empty: it is not on this machine.
    #[serde(default)]
    pub requester_name: String,
    /// Of a suspension that lasts: until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Millis>,
}

/// See [`super::Request::PutNoticeAway`]. It names a notice as [`ToldNotice`] does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutNoticeAway {
    /// At which backend.
    pub url: String,
    /// When it was done.
    pub at: Millis,
    /// What was done.
    pub act: String,
    /// About which review.
    pub review: String,
}
