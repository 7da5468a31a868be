//! Acts of moderation, flags, and who may moderate.

use sqlx::{AnyConnection, AnyExecutor, AnyPool};
use tallystick_wire::Millis;

/// One act.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Act {
    /// Random.
    pub act_id: String,
    /// The server's clock.
    pub acted_at: Millis,
    /// hold, release, hide, restore, warn, suspend.
    pub kind: String,
    /// Empty: the server itself.
    pub moderator: String,
    /// In words for the author and everyone.
    pub reason: String,
    /// Which review, or empty.
    pub review_id: String,
    /// Whose it was, or empty.
    pub public_name: String,
    /// Whom it was about, or empty.
    pub requester_key: String,
}

/// What waits for a moderator.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Case {
    /// The review.
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
    /// Whether it is shown at present.
    pub shown: i64,
    /// How often a moderator has hidden it.
    pub hides: i64,
    /// Why the server last held it back; empty: it never did.
    pub held: String,
}

impl Case {
    /// Whether it is out of sight because a moderator has hidden it.
    pub const fn is_hidden(&self) -> bool {
        self.shown == 0 && 0 < self.hides
    }
}

/// Writes an act down.
///
/// # Errors
/// Passes on what the database says.
pub async fn add(connection: &mut AnyConnection, act: &Act) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into act (act_id, acted_at, kind, moderator, reason, review_id, public_name,
                          requester_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(act.act_id.as_str())
    .bind(act.acted_at)
    .bind(act.kind.as_str())
    .bind(act.moderator.as_str())
    .bind(act.reason.as_str())
    .bind(act.review_id.as_str())
    .bind(act.public_name.as_str())
    .bind(act.requester_key.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// The newest acts; of one identity, or of all with an empty name.
///
/// # Errors
/// Passes on what the database says.
pub async fn newest<'c>(
    database: impl AnyExecutor<'c>,
    public_name: &str,
    limit: i64,
) -> Result<Vec<Act>, sqlx::Error> {
    sqlx::query_as(
        "select act_id, acted_at, kind, moderator, reason, review_id, public_name, requester_key
         from act where public_name = $1 or $1 = '' order by acted_at desc, act_id limit $2",
    )
    .bind(public_name)
    .bind(limit)
    .fetch_all(database)
    .await
}

/// How many acts of each kind there were.
///
/// # Errors
/// Passes on what the database says.
pub async fn counts(database: &AnyPool) -> Result<Vec<(String, i64)>, sqlx::Error> {
    sqlx::query_as("select kind, count(*) from act group by kind order by kind")
        .fetch_all(database)
        .await
}

/// Leaves no name in the log of somebody who goes, and no review unless those stay.
///
/// # Errors
/// Passes on what the database says.
pub async fn forget(
    connection: &mut AnyConnection,
    public_name: &str,
    reviews_stay: bool,
) -> Result<(), sqlx::Error> {
    let query = if reviews_stay {
        "update act set public_name = '' where public_name = $1"
    } else {
        "update act set public_name = '', review_id = '' where public_name = $1"
    };
    sqlx::query(query)
        .bind(public_name)
        .execute(connection)
        .await?;
    Ok(())
}

/// Shows a review or takes it out of sight.
///
/// # Errors
/// Passes on what the database says.
pub async fn show(
    connection: &mut AnyConnection,
    review_id: &str,
    shown: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query("update review set shown = $1 where review_id = $2")
        .bind(i64::from(shown))
        .bind(review_id)
        .execute(connection)
        .await?;
    Ok(())
}

const CASE: &str = "select review_id, requester_key, review.public_name as public_name, origin,
            stored_at, body, shown,
            (select count(*) from act where act.review_id = review.review_id and kind = 'hide') as hides,
            coalesce((select reason from act where act.review_id = review.review_id and kind = 'hold'
                      order by acted_at desc, act_id limit 1), '') as held
     from review join identity on identity.public_name = review.public_name";

/// One review with what a moderator has to know of it.
///
/// # Errors
/// Passes on what the database says.
pub async fn case(database: &AnyPool, review_id: &str) -> Result<Option<Case>, sqlx::Error> {
    let query = sqlx::AssertSqlSafe(format!("{CASE} where review_id = $1"));
    sqlx::query_as(query)
        .bind(review_id)
        .fetch_optional(database)
        .await
}

/// Reviews that a moderator has hidden, the newest.
///
/// # Errors
/// Passes on what the database says.
pub async fn hidden(database: &AnyPool, limit: i64) -> Result<Vec<Case>, sqlx::Error> {
    let query = sqlx::AssertSqlSafe(format!(
        "{CASE} where shown = 0 and exists
             (select 1 from act where act.review_id = review.review_id and kind = 'hide')
         order by stored_at desc, review_id limit $1"
    ));
    sqlx::query_as(query).bind(limit).fetch_all(database).await
}

/// Reviews whose newest act is a hold, and flagged ones, oldest first.
///
/// # Errors
/// Passes on what the database says.
pub async fn waiting(database: &AnyPool, limit: i64) -> Result<Vec<Case>, sqlx::Error> {
    let query = sqlx::AssertSqlSafe(format!(
        "{CASE} where review_id in
             (select review_id from review where shown = 0 and not exists
                  (select 1 from act where act.review_id = review.review_id and kind = 'hide')
              union select review_id from flag where is_open = 1)
         order by stored_at, review_id limit $1"
    ));
    sqlx::query_as(query).bind(limit).fetch_all(database).await
}

/// Closes the flags on a review.
///
/// # Errors
/// Passes on what the database says.
pub async fn close_flags(
    connection: &mut AnyConnection,
    review_id: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("update flag set is_open = 0 where review_id = $1")
        .bind(review_id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Flags a review; the same worker's newer flag replaces the older one.
///
/// # Errors
/// Passes on what the database says.
pub async fn flag(
    connection: &mut AnyConnection,
    review_id: &str,
    public_name: &str,
    (reason, words): (&str, &str),
    now: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into flag (review_id, public_name, reason, words, flagged_at, is_open)
         values ($1, $2, $3, $4, $5, 1)
         on conflict (review_id, public_name) do update set
             reason = excluded.reason, words = excluded.words,
             flagged_at = excluded.flagged_at, is_open = 1",
    )
    .bind(review_id)
    .bind(public_name)
    .bind(reason)
    .bind(words)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// The open flags on a review: reason and words.
///
/// # Errors
/// Passes on what the database says.
pub async fn flags(
    database: &AnyPool,
    review_id: &str,
) -> Result<Vec<(String, String)>, sqlx::Error> {
    sqlx::query_as(
        "select reason, words from flag where review_id = $1 and is_open = 1 order by flagged_at",
    )
    .bind(review_id)
    .fetch_all(database)
    .await
}

/// Suspends an identity until an instant.
///
/// # Errors
/// Passes on what the database says.
pub async fn suspend(
    connection: &mut AnyConnection,
    public_name: &str,
    until: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query("update identity set suspended_until = $1 where public_name = $2")
        .bind(until)
        .bind(public_name)
        .execute(connection)
        .await?;
    Ok(())
}

/// The moderator behind the hash of a secret.
///
/// # Errors
/// Passes on what the database says.
pub async fn moderator(
    database: &AnyPool,
    secret_hash: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("select name from moderator where secret_hash = $1")
        .bind(secret_hash)
        .fetch_optional(database)
        .await
}

/// Makes a moderator, or gives one a new secret.
///
/// # Errors
/// Passes on what the database says.
pub async fn add_moderator(
    connection: &mut AnyConnection,
    name: &str,
    secret_hash: &str,
    now: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into moderator (name, secret_hash, created_at) values ($1, $2, $3)
         on conflict (name) do update set secret_hash = excluded.secret_hash",
    )
    .bind(name)
    .bind(secret_hash)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}
