//! What is visible, as the aggregates and the buckets of texts need it.

use sqlx::{AnyConnection, AnyExecutor, AssertSqlSafe};
use tallystick_wire::Millis;

use super::list::{padded, places};
use super::review::VISIBLE;

/// A visible review.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Visible {
    /// A UUIDv7.
    pub review_id: String,
    /// From 1.
    pub revision: i64,
    /// The look-up key.
    pub requester_key: String,
    /// Who wrote it.
    pub public_name: String,
    /// Where that voice comes from.
    pub origin: String,
    /// When that voice registered.
    pub created_at: Millis,
    /// Different requesters that it has reviewed.
    pub requesters: i64,
    /// Different days on which.
    pub days: i64,
    /// The server's clock.
    pub stored_at: Millis,
    /// The review in JSON.
    pub body: String,
    /// What the requester answers, or empty.
    pub reply_text: String,
    /// How a moderator knows that it is them.
    pub verified: String,
    /// When it was taken down.
    pub replied_at: Millis,
}

/// All that is visible of the requesters whose keys lie in `from..below`, by requester, newest
/// first.
///
/// # Errors
/// Passes on what the database says.
pub async fn all<'c>(
    database: impl AnyExecutor<'c>,
    from: &str,
    below: &str,
) -> Result<Vec<Visible>, sqlx::Error> {
    // SQLite takes an index with "state = …" for better than one with a range of keys, and would
    // walk the whole community for each bucket: so it may not see that there is such a question.
    sqlx::query_as(
        "select review.review_id as review_id, revision, requester_key,
                review.public_name as public_name, origin, created_at,
                requesters, days, stored_at, body, coalesce(reply_text, '') as reply_text,
                coalesce(verified, '') as verified, coalesce(replied_at, 0) as replied_at
         from review join identity on identity.public_name = review.public_name
         left join reply on reply.review_id = review.review_id
         where requester_key >= $1 and requester_key < $2 and coalesce(state, '') = $3
           and shown = 1
         order by requester_key, stored_at desc, review.review_id desc",
    )
    .bind(from)
    .bind(below)
    .bind(VISIBLE)
    .fetch_all(database)
    .await
}

/// The same of these requesters.
///
/// # Errors
/// Passes on what the database says.
pub async fn of_each(
    connection: &mut AnyConnection,
    keys: &[&str],
) -> Result<Vec<Visible>, sqlx::Error> {
    let keys = padded(keys);
    let places = places(2, keys.len());
    let mut query = sqlx::query_as(AssertSqlSafe(format!(
        "select review.review_id as review_id, revision, requester_key,
                review.public_name as public_name, origin, created_at,
                requesters, days, stored_at, body, coalesce(reply_text, '') as reply_text,
                coalesce(verified, '') as verified, coalesce(replied_at, 0) as replied_at
         from review join identity on identity.public_name = review.public_name
         left join reply on reply.review_id = review.review_id
         where requester_key in ({places}) and state = $1 and shown = 1
         order by requester_key, stored_at desc, review.review_id desc"
    )))
    .bind(VISIBLE);
    for key in keys {
        query = query.bind(key);
    }
    query.fetch_all(connection).await
}
