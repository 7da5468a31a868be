//! What an act of a moderator changes, within the writer's transaction.
//!
//! Each act is a row before it is anything else. This room refuses to know forms and sessions.

use sqlx::AnyConnection;
use tallystick_wire::Millis;
use tallystick_wire::api::Reply;

use crate::ledger::LedgerError;
use crate::outbox::Touched;
use crate::secret::random_id;
use crate::statistics::DAY_MS;
use crate::store::act::{self, Act};
use crate::store::{reply, review};

/// How long a suspension lasts.
pub const SUSPENSION_MS: i64 = 30 * DAY_MS;

/// An act that a moderator asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Who.
    pub moderator: String,
    /// release, hide, restore, warn, suspend, answer or dismiss.
    pub kind: String,
    /// About which review.
    pub review_id: String,
    /// Why, in words for the author; of an answer, how the moderator knows whose it is.
    pub reason: String,
    /// What the requester answers; empty takes an answer away. Only with `answer`.
    pub text: String,
}

/// Does it; `false` if there is no such review or no such act.
///
/// # Errors
/// See [`LedgerError`].
pub async fn act_on(
    connection: &mut AnyConnection,
    asked: &Asked,
    now: Millis,
    touched: &mut Touched,
) -> Result<bool, LedgerError> {
    let Some(known) = review::find(connection, &asked.review_id).await? else {
        return Ok(false);
    };
    match asked.kind.as_str() {
        "release" | "restore" => act::show(connection, &asked.review_id, true).await?,
        "hide" => act::show(connection, &asked.review_id, false).await?,
        "suspend" => {
            act::suspend(connection, &known.public_name, now + SUSPENSION_MS).await?;
        }
        "warn" => {}
        "answer" => reply::set(connection, &asked.review_id, &reply_of(asked, now)).await?,
        "dismiss" => {
            act::close_flags(connection, &asked.review_id).await?;
            return Ok(true);
        }
        _ => return Ok(false),
    }
    if asked.kind != "answer" {
        act::close_flags(connection, &asked.review_id).await?;
    }
    touched.insert(known.requester_key.clone());
    let act = Act {
        act_id: random_id()?,
        acted_at: now,
        kind: asked.kind.clone(),
        moderator: asked.moderator.clone(),
        reason: asked.reason.clone(),
        review_id: asked.review_id.clone(),
        public_name: known.public_name,
        requester_key: known.requester_key,
    };
    act::add(connection, &act).await?;
    Ok(true)
}

fn reply_of(asked: &Asked, now: Millis) -> Reply {
    Reply {
        text: asked.text.clone(),
        verified: asked.reason.clone(),
        at: now,
    }
}
