//! Being a member of a backend: one's devices there, and leaving.

use serde::{Deserialize, Serialize};

/// See [`super::Request::ListTokens`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListTokens {
    /// The backend's address.
    pub url: String,
}

/// See [`super::Request::NameToken`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameToken {
    /// The backend's address.
    pub url: String,
    /// Which token, as the list names it.
    pub id: String,
    /// What to call it, perhaps nothing.
    pub name: String,
}

/// See [`super::Request::RevokeToken`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokeToken {
    /// The backend's address.
    pub url: String,
    /// Which token, as the list names it.
    pub id: String,
}

/// See [`super::Request::LeaveBackend`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveBackend {
    /// The backend's address.
    pub url: String,
    /// What becomes of one's reviews there.
    pub reviews: Parting,
}

/// What becomes of the reviews of somebody who leaves a community.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parting {
    /// They are deleted there with their history.
    Delete,
    /// They stay there without a name, weigh as unverified, and nobody can change them any more.
    Leave,
}

impl Parting {
    /// The word for it in the backend's interface.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Delete => "delete",
            Self::Leave => "leave",
        }
    }
}
