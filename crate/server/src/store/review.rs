//! Reviews.

use std::collections::HashSet;

use sqlx::{AnyConnection, AssertSqlSafe};
use tallystick_wire::Millis;
use tallystick_wire::api::Origin;

use super::list::{parts, places, rows_of};

/// Counted and shown.
pub const VISIBLE: &str = "visible";
/// The same worker has said something newer of the same requester and group.
pub const REPLACED: &str = "replaced";

/// The newest revision of a review, as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Stored {
    /// A UUIDv7.
    pub review_id: String,
    /// From 1.
    pub revision: i64,
    /// Who wrote it.
    pub public_name: String,
    /// Whom it is about: the look-up key.
    pub requester_key: String,
    /// The platform's id of the task group, or empty.
    pub task_group: String,
    /// [`VISIBLE`] or [`REPLACED`].
    pub state: String,
    /// The worker's clock.
    pub written_at: Millis,
    /// The server's clock.
    pub stored_at: Millis,
    /// The review in JSON.
    pub body: String,
    /// 1 praises, -1 condemns, 0 neither.
    pub lean: i64,
}

/// Finds a review by its id.
///
/// # Errors
/// Passes on what the database says.
pub async fn find(
    connection: &mut AnyConnection,
    review_id: &str,
) -> Result<Option<Stored>, sqlx::Error> {
    sqlx::query_as(
        "select review_id, revision, public_name, requester_key, task_group, state,
                written_at, stored_at, body, lean
         from review where review_id = $1",
    )
    .bind(review_id)
    .fetch_optional(connection)
    .await
}

/// What this worker has said of this requester and group: the visible review and those that it
/// replaced.
///
/// # Errors
/// Passes on what the database says.
pub async fn of_voice(
    connection: &mut AnyConnection,
    public_name: &str,
    requester_key: &str,
    task_group: &str,
) -> Result<Vec<Stored>, sqlx::Error> {
    sqlx::query_as(
        "select review_id, revision, public_name, requester_key, task_group, state,
                written_at, stored_at, body, lean
         from review
         where public_name = $1 and requester_key = $2 and task_group = $3
         order by review_id",
    )
    .bind(public_name)
    .bind(requester_key)
    .bind(task_group)
    .fetch_all(connection)
    .await
}

/// The look-up keys of all requesters whom this worker has reviewed.
///
/// # Errors
/// Passes on what the database says.
pub async fn requesters_of(
    connection: &mut AnyConnection,
    public_name: &str,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("select distinct requester_key from review where public_name = $1")
        .bind(public_name)
        .fetch_all(connection)
        .await
}

/// When the oldest visible review of a requester by this worker was stored.
///
/// # Errors
/// Passes on what the database says.
pub async fn first_of(
    connection: &mut AnyConnection,
    public_name: &str,
    requester_key: &str,
) -> Result<Option<Millis>, sqlx::Error> {
    sqlx::query_scalar(
        "select min(stored_at) from review
         where public_name = $1 and requester_key = $2 and state = $3",
    )
    .bind(public_name)
    .bind(requester_key)
    .bind(VISIBLE)
    .fetch_one(connection)
    .await
}

/// Gives the visible reviews of a requester by one worker to another voice, without their history.
///
/// # Errors
/// Passes on what the database says.
pub async fn give(
    connection: &mut AnyConnection,
    (from, requester_key): (&str, &str),
    to: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "delete from review_revision where review_id in
             (select review_id from review where public_name = $1 and requester_key = $2)",
    )
    .bind(from)
    .bind(requester_key)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "update review set public_name = $1
         where public_name = $2 and requester_key = $3 and state = $4",
    )
    .bind(to)
    .bind(from)
    .bind(requester_key)
    .bind(VISIBLE)
    .execute(connection)
    .await?;
    Ok(())
}

/// How many reviews of a requester come from voices of one origin.
///
/// # Errors
/// Passes on what the database says.
pub async fn count_of_origin(
    connection: &mut AnyConnection,
    requester_key: &str,
    origin: Origin,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "select count(*) from review
         join identity on identity.public_name = review.public_name
         where review.requester_key = $1 and identity.origin = $2",
    )
    .bind(requester_key)
    .bind(origin.as_str())
    .fetch_one(connection)
    .await
}

/// Copies the present revision of a review into its history.
///
/// # Errors
/// Passes on what the database says.
pub async fn remember(connection: &mut AnyConnection, review_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into review_revision (review_id, revision, stored_at, body)
         select review_id, revision, stored_at, body from review where review_id = $1",
    )
    .bind(review_id)
    .execute(connection)
    .await?;
    Ok(())
}

/// The beginning of an insertion of so many reviews.
fn insertion(reviews: usize) -> String {
    let row = |it: usize| format!("({})", places(10 * it + 1, 10));
    let rows: Vec<String> = (0..reviews).map(row).collect();
    format!(
        "insert into review (review_id, revision, public_name, requester_key, task_group, state,
                             written_at, stored_at, body, lean)
         values {}",
        rows.join(", ")
    )
}

/// Gives an insertion its values.
macro_rules! bind {
    ($query:expr, $reviews:expr) => {{
        let mut query = $query;
        for review in $reviews {
            query = query
                .bind(review.review_id.as_str())
                .bind(review.revision)
                .bind(review.public_name.as_str())
                .bind(review.requester_key.as_str())
                .bind(review.task_group.as_str())
                .bind(review.state.as_str())
                .bind(review.written_at)
                .bind(review.stored_at)
                .bind(review.body.as_str())
                .bind(review.lean);
        }
        query
    }};
}

/// Stores a review over the revision that is there.
///
/// # Errors
/// Passes on what the database says.
pub async fn put(connection: &mut AnyConnection, review: &Stored) -> Result<(), sqlx::Error> {
    let query = sqlx::query(AssertSqlSafe(format!(
        "{}
         on conflict (review_id) do update set
             revision = excluded.revision, requester_key = excluded.requester_key,
             task_group = excluded.task_group, state = excluded.state,
             written_at = excluded.written_at, stored_at = excluded.stored_at,
             body = excluded.body, lean = excluded.lean",
        insertion(1)
    )));
    bind!(query, [review]).execute(connection).await?;
    Ok(())
}

/// Stores those of these reviews whose id and whose voice are new; returns their ids.
///
/// # Errors
/// Passes on what the database says.
pub async fn put_new(
    connection: &mut AnyConnection,
    reviews: &[&Stored],
) -> Result<HashSet<String>, sqlx::Error> {
    let mut stored = HashSet::new();
    for part in parts(reviews) {
        let query = sqlx::query_scalar(AssertSqlSafe(format!(
            "{} on conflict do nothing returning review_id",
            insertion(part.len())
        )));
        let ids: Vec<String> = bind!(query, part).fetch_all(&mut *connection).await?;
        stored.extend(ids);
    }
    Ok(stored)
}

/// Which of these ids are those of stored reviews.
///
/// # Errors
/// Passes on what the database says.
pub async fn known(
    connection: &mut AnyConnection,
    ids: &[&str],
) -> Result<HashSet<String>, sqlx::Error> {
    let select = "select review_id from review where review_id in";
    let rows: Vec<(String,)> = rows_of(connection, select, ids).await?;
    Ok(rows.into_iter().map(|it| it.0).collect())
}

/// Makes a review [`VISIBLE`] or [`REPLACED`].
///
/// # Errors
/// Passes on what the database says; it refuses a second visible one of the same voice.
pub async fn set_state(
    connection: &mut AnyConnection,
    review_id: &str,
    state: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("update review set state = $1 where review_id = $2")
        .bind(state)
        .bind(review_id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Deletes a review and its history.
///
/// # Errors
/// Passes on what the database says.
pub async fn delete(connection: &mut AnyConnection, review_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("delete from review where review_id = $1")
        .bind(review_id)
        .execute(connection)
        .await?;
    Ok(())
}
