//! What is left of deleted reviews.

use std::collections::HashSet;

use sqlx::{AnyConnection, AssertSqlSafe};

use super::list::{AT_ONCE, padded, places};

/// The revision of the deletion, if there was one.
///
/// # Errors
/// Passes on what the database says.
pub async fn find(connection: &mut AnyConnection, mark: &str) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar("select revision from tombstone where mark = $1")
        .bind(mark)
        .fetch_optional(connection)
        .await
}

/// Which of these marks are those of deleted reviews.
///
/// # Errors
/// Passes on what the database says.
pub async fn known(
    connection: &mut AnyConnection,
    marks: &[&str],
) -> Result<HashSet<String>, sqlx::Error> {
    let mut known = HashSet::new();
    for some in marks.chunks(AT_ONCE) {
        let some = padded(some);
        let places = places(1, some.len());
        let mut query = sqlx::query_scalar(AssertSqlSafe(format!(
            "select mark from tombstone where mark in ({places})"
        )));
        for mark in some {
            query = query.bind(mark);
        }
        let marks: Vec<String> = query.fetch_all(&mut *connection).await?;
        known.extend(marks);
    }
    Ok(known)
}

/// Leaves a tombstone, or moves the one that is there up to a later revision.
///
/// # Errors
/// Passes on what the database says.
pub async fn put(
    connection: &mut AnyConnection,
    mark: &str,
    revision: u32,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into tombstone (mark, revision) values ($1, $2)
         on conflict (mark) do update set revision = excluded.revision",
    )
    .bind(mark)
    .bind(i64::from(revision))
    .execute(connection)
    .await?;
    Ok(())
}
