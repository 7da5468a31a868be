//! Becoming a member, being one on several devices, and leaving, within the writer's transaction.
//!
//! This room refuses to know HTTP and what reviews say.

use sqlx::AnyConnection;
use tallystick_wire::Millis;
use tallystick_wire::api::{IdentityCreated, Origin};

use crate::ledger::{Done, LedgerError};
use crate::outbox::Touched;
use crate::refusal::Refusal;
use crate::secret::{new_public_name, sha256_hex};
use crate::store::invitation::{self, Invitation};
use crate::store::token::TokenRow;
use crate::store::{act, identity, review, spent, token, voice};

/// Tokens of one identity at the most.
const TOKENS_MAX: usize = 20;

/// By what a new identity comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Nothing is asked for.
    Free,
    /// A solved challenge, by its mark.
    Work {
        /// See [`crate::challenge::mark`].
        mark: String,
    },
    /// An invitation.
    Invitation {
        /// SHA-256 of its secret.
        secret_hash: String,
    },
}

/// What happens to the reviews of one who leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// They go, with their history.
    Delete,
    /// They stay without a name, each requester's apart from the others'; their history goes.
    Unsign,
}

/// A change of one's tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenChange {
    /// Another secret may speak for the identity.
    Add {
        /// SHA-256 of it.
        secret_hash: String,
        /// What to call it.
        name: String,
    },
    /// Call it something else.
    Name {
        /// Which one, see [`token_id`].
        id: String,
        /// What to call it.
        name: String,
    },
    /// It speaks for nobody any more.
    Revoke {
        /// Which one.
        id: String,
    },
}

/// A change of invitations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvitationChange {
    /// A new one.
    Make {
        /// All of it.
        invitation: Invitation,
        /// SHA-256 of its secret.
        secret_hash: String,
    },
    /// Nobody comes by it any more.
    Revoke {
        /// Which one.
        id: String,
    },
}

/// How a token is called in paths: nothing that proves anything.
pub fn token_id(secret_hash: &str) -> String {
    let hash = sha256_hex(format!("token:{secret_hash}").as_bytes());
    hash.get(..16).unwrap_or_default().to_owned()
}

/// Makes an identity for a secret, or finds the one that is there.
///
/// # Errors
/// See [`LedgerError`].
pub async fn register(
    connection: &mut AnyConnection,
    secret_hash: &str,
    entry: &Entry,
    now: Millis,
) -> Result<Done, LedgerError> {
    if let Some(public_name) = identity::find(&mut *connection, secret_hash).await? {
        return Ok(Done::Registered(IdentityCreated {
            public_name,
            created: false,
        }));
    }
    match entry {
        Entry::Free => {}
        Entry::Work { mark } => {
            if !spent::put(connection, mark, now).await? {
                return Ok(Done::Refused(Refusal::WorkSpent));
            }
        }
        Entry::Invitation { secret_hash } => {
            if !invitation::take(connection, secret_hash, now).await? {
                return Ok(Done::Refused(Refusal::BadInvitation));
            }
        }
    }
    let public_name = new_public_name()?;
    identity::insert(connection, &public_name, now).await?;
    identity::add_token(connection, &public_name, secret_hash, now).await?;
    Ok(Done::Registered(IdentityCreated {
        public_name,
        created: true,
    }))
}

/// Changes the tokens of an identity.
///
/// # Errors
/// See [`LedgerError`].
pub async fn change_token(
    connection: &mut AnyConnection,
    author: &str,
    change: &TokenChange,
    now: Millis,
) -> Result<Done, LedgerError> {
    let known = token::of(&mut *connection, author).await?;
    if known.is_empty() {
        return Ok(Done::NoSuchIdentity);
    }
    match change {
        TokenChange::Add { secret_hash, name } => {
            add_token(connection, author, &known, (secret_hash, name), now).await
        }
        TokenChange::Name { id, name } => {
            let Some(it) = find(&known, id) else {
                return Ok(Done::Refused(Refusal::NoSuchToken));
            };
            token::name(connection, &it.secret_hash, name).await?;
            Ok(Done::Changed)
        }
        TokenChange::Revoke { id } => {
            let Some(it) = find(&known, id) else {
                return Ok(Done::Refused(Refusal::NoSuchToken));
            };
            if known.len() == 1 {
                return Ok(Done::Refused(Refusal::LastToken));
            }
            token::delete(connection, &it.secret_hash).await?;
            Ok(Done::Changed)
        }
    }
}

/// Adding what is there already names it: whoever sends it again finds it done.
async fn add_token(
    connection: &mut AnyConnection,
    author: &str,
    known: &[TokenRow],
    (secret_hash, name): (&str, &str),
    now: Millis,
) -> Result<Done, LedgerError> {
    match identity::find(&mut *connection, secret_hash).await? {
        Some(owner) if owner != author => return Ok(Done::Refused(Refusal::SecretTaken)),
        Some(_) => {}
        None if TOKENS_MAX <= known.len() => return Ok(Done::Refused(Refusal::TokensFull)),
        None => identity::add_token(connection, author, secret_hash, now).await?,
    }
    token::name(connection, secret_hash, name).await?;
    Ok(Done::Changed)
}

fn find<'a>(known: &'a [TokenRow], id: &str) -> Option<&'a TokenRow> {
    known.iter().find(|it| token_id(&it.secret_hash) == id)
}

/// Makes or revokes an invitation; `Changed`, or `Moderated(false)` if there is none to revoke.
///
/// # Errors
/// See [`LedgerError`].
pub async fn change_invitation(
    connection: &mut AnyConnection,
    change: &InvitationChange,
    now: Millis,
) -> Result<Done, LedgerError> {
    match change {
        InvitationChange::Make {
            invitation: it,
            secret_hash,
        } => {
            invitation::add(connection, it, secret_hash).await?;
            Ok(Done::Moderated(true))
        }
        InvitationChange::Revoke { id } => Ok(Done::Moderated(
            invitation::revoke(connection, id, now).await?,
        )),
    }
}

/// Deletes an identity with its tokens, and its reviews or the name under them.
///
/// # Errors
/// See [`LedgerError`].
pub async fn forget(
    connection: &mut AnyConnection,
    author: &str,
    leaving: Leaving,
    touched: &mut Touched,
) -> Result<Done, LedgerError> {
    let requesters = review::requesters_of(connection, author).await?;
    if leaving == Leaving::Unsign {
        for key in &requesters {
            unsign(connection, author, key).await?;
        }
    }
    touched.extend(requesters);
    act::forget(connection, author, leaving == Leaving::Unsign).await?;
    identity::delete(connection, author).await?;
    Ok(Done::Forgotten)
}

/// Gives what one worker says of one requester to a voice of its own that nobody speaks for. Its
/// date is that of its first review, so that nothing joins it to the others that were left.
async fn unsign(
    connection: &mut AnyConnection,
    author: &str,
    requester_key: &str,
) -> Result<(), LedgerError> {
    let Some(since) = review::first_of(connection, author, requester_key).await? else {
        return Ok(());
    };
    let nobody = new_public_name()?;
    identity::insert_as(connection, &nobody, Origin::Unsigned, since).await?;
    voice::set_history(connection, &nobody, 1, 1).await?;
    review::give(connection, (author, requester_key), &nobody).await?;
    Ok(())
}
