//! What the web pages ask: searches, single requesters, and reviews in the order of time.

use sqlx::AnyPool;
use tallystick_wire::Millis;

use super::list::rows_of;
use super::review::VISIBLE;

/// When a review was stored, and what it says.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Dated {
    /// The server's clock.
    pub stored_at: Millis,
    /// The review in JSON.
    pub body: String,
}

/// The newest visible reviews of a requester, at most `limit`.
///
/// # Errors
/// Passes on what the database says.
pub async fn newest_of(
    database: &AnyPool,
    key: &str,
    limit: i64,
) -> Result<Vec<Dated>, sqlx::Error> {
    sqlx::query_as(
        "select stored_at, body from review
         where requester_key = $1 and state = $2 and shown = 1
         order by stored_at desc, review_id desc limit $3",
    )
    .bind(key)
    .bind(VISIBLE)
    .bind(limit)
    .fetch_all(database)
    .await
}

/// A requester as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Found {
    /// The look-up key.
    pub requester_key: String,
    /// The platform.
    pub platform: String,
    /// id, name or group.
    pub kind: String,
    /// The id, the name or the group.
    pub value: String,
    /// Visible reviews.
    pub reviews: i64,
    /// The published line, in JSON.
    pub line: String,
}

/// A visible review with what a list says of its requester.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Told {
    /// A UUIDv7.
    pub review_id: String,
    /// The look-up key.
    pub requester_key: String,
    /// Who wrote it.
    pub public_name: String,
    /// Where that voice comes from.
    pub origin: String,
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

/// These requesters as lists show them, those with the most reviews first.
///
/// # Errors
/// Passes on what the database says.
pub async fn found(database: &AnyPool, keys: &[&str]) -> Result<Vec<Found>, sqlx::Error> {
    let select = "select r.requester_key as requester_key, platform, kind, value, reviews, line
         from requester r join aggregate a on a.requester_key = r.requester_key
         where r.requester_key in";
    let mut connection = database.acquire().await?;
    let mut found: Vec<Found> = rows_of(&mut connection, select, keys).await?;
    found.sort_by(|a, b| {
        let by_key = || a.requester_key.cmp(&b.requester_key);
        b.reviews.cmp(&a.reviews).then_with(by_key)
    });
    Ok(found)
}

/// Key, id or name, and number of visible reviews of the requesters whose keys lie in
/// `from..below`.
///
/// # Errors
/// Passes on what the database says.
pub async fn requesters(
    database: &AnyPool,
    from: &str,
    below: &str,
) -> Result<Vec<(String, String, i64)>, sqlx::Error> {
    sqlx::query_as(
        "select a.requester_key, value, reviews
         from aggregate a join requester r on r.requester_key = a.requester_key
         where a.requester_key >= $1 and a.requester_key < $2",
    )
    .bind(from)
    .bind(below)
    .fetch_all(database)
    .await
}

/// Keys and folded names of the same.
///
/// # Errors
/// Passes on what the database says.
pub async fn names(
    database: &AnyPool,
    from: &str,
    below: &str,
) -> Result<Vec<(String, String)>, sqlx::Error> {
    sqlx::query_as(
        "select requester_key, folded from requester_name
         where requester_key >= $1 and requester_key < $2",
    )
    .bind(from)
    .bind(below)
    .fetch_all(database)
    .await
}

/// Others on the same platform that are probably the same one: for a requester known by name only
/// those who go by that name, for one with an id the name that it goes by. Names count that at
/// least two workers have said.
///
/// # Errors
/// Passes on what the database says.
pub async fn same(database: &AnyPool, of: &Found) -> Result<Vec<Found>, sqlx::Error> {
    let query = match of.kind.as_str() {
        "name" => {
            "select r.requester_key as requester_key, platform, kind, value, reviews, line
             from requester_name n join requester r on r.requester_key = n.requester_key
             join aggregate a on a.requester_key = r.requester_key
             where folded = $1 and workers >= 2 and platform = $2 and kind = 'id'
             order by reviews desc, r.requester_key limit 5"
        }
        _ => {
            "select r.requester_key as requester_key, platform, kind, value, reviews, line
             from requester_name n join requester r on r.value = n.folded
             join aggregate a on a.requester_key = r.requester_key
             where n.requester_key = $1 and workers >= 2 and platform = $2 and kind = 'name'
             order by reviews desc, r.requester_key limit 5"
        }
    };
    let what = match of.kind.as_str() {
        "name" => &of.value,
        _ => &of.requester_key,
    };
    sqlx::query_as(query)
        .bind(what.as_str())
        .bind(of.platform.as_str())
        .fetch_all(database)
        .await
}

/// One requester with a published line.
///
/// # Errors
/// Passes on what the database says.
pub async fn requester(database: &AnyPool, key: &str) -> Result<Option<Found>, sqlx::Error> {
    sqlx::query_as(
        "select r.requester_key as requester_key, platform, kind, value, reviews, line
         from requester r join aggregate a on a.requester_key = r.requester_key
         where r.requester_key = $1",
    )
    .bind(key)
    .fetch_optional(database)
    .await
}

/// When a review was stored, if it can be seen.
///
/// # Errors
/// Passes on what the database says.
pub async fn place_of(database: &AnyPool, review_id: &str) -> Result<Option<Millis>, sqlx::Error> {
    let query = "select stored_at from review where review_id = $1 and state = $2 and shown = 1";
    sqlx::query_scalar(query)
        .bind(review_id)
        .bind(VISIBLE)
        .fetch_optional(database)
        .await
}

/// The visible reviews before a place in time (and at the same instant, before an id), newest
/// first; of one requester or, with an empty key, of all.
///
/// # Errors
/// Passes on what the database says.
pub async fn reviews(
    database: &AnyPool,
    key: &str,
    before: (Millis, &str),
    limit: i64,
) -> Result<Vec<Told>, sqlx::Error> {
    let of_one = if key.is_empty() {
        ""
    } else {
        "and requester_key = $5"
    };
    let query = format!(
        "select review.review_id as review_id, requester_key, review.public_name as public_name,
                origin, stored_at, body, coalesce(reply_text, '') as reply_text,
                coalesce(verified, '') as verified, coalesce(replied_at, 0) as replied_at
         from review join identity on identity.public_name = review.public_name
         left join reply on reply.review_id = review.review_id
         where state = $1 and shown = 1
           and (stored_at, review.review_id) < ($2, $3) {of_one}
         order by stored_at desc, review.review_id desc limit $4"
    );
    let query = sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(VISIBLE)
        .bind(before.0)
        .bind(before.1)
        .bind(limit);
    let query = if key.is_empty() {
        query
    } else {
        query.bind(key)
    };
    query.fetch_all(database).await
}
