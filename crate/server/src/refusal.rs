//! What a worker or a moderator is refused, in one list: a word for programs, a sentence with the
//! cure for people, and the status code. It refuses to know who asked and where.

/// Why something was not done, though the request is well-formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing was sent that admits a new identity.
    #[error(
        "Joining costs some work: ask GET /v1/challenge, solve it, and send the solution along"
    )]
    WorkRequired,
    /// The solution is none.
    #[error(
        "This does not solve a challenge of this server for this secret, or it is too old: ask \
         GET /v1/challenge for a new one"
    )]
    BadWork,
    /// The solution was used before.
    #[error("This challenge was used already: ask GET /v1/challenge for a new one")]
    WorkSpent,
    /// Nobody joins without an invitation.
    #[error(
        "This community takes new members by invitation: ask a member of it, or those who run it"
    )]
    InvitationRequired,
    /// The invitation is of another shape, unknown, revoked, expired or used up.
    #[error(
        "This invitation (tsi_…) is not valid here, or not any more: ask whoever gave it for a new one"
    )]
    BadInvitation,
    /// So many secrets are more than anyone has devices.
    #[error("An identity has at most 20 tokens: revoke one that is not used any more")]
    TokensFull,
    /// Nobody could speak for the identity.
    #[error(
        "This is the last token: without it nobody could speak for the identity. Delete the \
         identity instead, or add another token first"
    )]
    LastToken,
    /// The secret is known.
    #[error("This secret is in use already: make a new one on the other device")]
    SecretTaken,
    /// No such token of this identity.
    #[error(
        "This identity has no such token (any more): list them with GET /v1/identities/me/tokens"
    )]
    NoSuchToken,
    /// A secret where something public is wanted.
    #[error(
        "This is a secret (tss_…), not a name: show it to nobody. If others may have seen it, \
         revoke it"
    )]
    SecretAsName,
}

impl Refusal {
    /// The status code.
    pub const fn status(self) -> u16 {
        match self {
            Self::WorkRequired
            | Self::BadWork
            | Self::WorkSpent
            | Self::InvitationRequired
            | Self::BadInvitation => 403,
            Self::TokensFull | Self::LastToken | Self::SecretTaken => 409,
            Self::NoSuchToken => 404,
            Self::SecretAsName => 422,
        }
    }

    /// A word for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WorkRequired => "work_required",
            Self::BadWork => "bad_work",
            Self::WorkSpent => "work_spent",
            Self::InvitationRequired => "invitation_required",
            Self::BadInvitation => "bad_invitation",
            Self::TokensFull => "too_many_tokens",
            Self::LastToken => "last_token",
            Self::SecretTaken => "secret_taken",
            Self::NoSuchToken => "no_such_token",
            Self::SecretAsName => "secret_as_name",
        }
    }
}
