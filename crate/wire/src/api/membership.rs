//! Becoming a member, and being one on several devices.

use serde::{Deserialize, Serialize};

use crate::Millis;

/// The answer to a registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentityCreated {
    /// The public name, `tsw_…`.
    pub public_name: String,
    /// Whether this call made it (`false`: the secret was known already, nothing changed).
    pub created: bool,
}

/// A puzzle that a new identity has to solve, see `core::work`: `GET /v1/challenge`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Challenge {
    /// To be sent back as it is.
    pub challenge: String,
    /// How many zero bits a solution begins with; 0: any number solves it.
    pub bits: u8,
    /// Until when it is taken.
    pub expires_at: Millis,
}

/// What admits a new identity: the body of `POST /v1/identities`, which may be empty where neither
/// work nor an invitation is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RegisterRequest {
    /// The challenge that was solved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
    /// The number that solves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<u64>,
    /// An invitation, `tsi_…`; it stands for the work, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<String>,
}

/// One secret that proves an identity, without the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Token {
    /// Names it in paths; nothing can be done with it alone.
    pub id: String,
    /// As the worker called it, perhaps empty.
    pub name: String,
    /// When it was made.
    pub created_at: Millis,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// All tokens of an identity, oldest first: `GET /v1/identities/me/tokens`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tokens {
    /// At least one.
    pub tokens: Vec<Token>,
}

/// Lets another secret speak for the same identity: `POST /v1/identities/me/tokens`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewToken {
    /// The secret of the other device, made there.
    pub secret: String,
    /// What to call it.
    #[serde(default)]
    pub name: String,
}

/// Names a token: `POST /v1/identities/me/tokens/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TokenName {
    /// What to call it.
    pub name: String,
}
