//! What is left of deleted reviews.

use std::collections::HashSet;

use sqlx::AnyConnection;

use super::list::rows_of;

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
    let select = "select mark from tombstone where mark in";
    let rows: Vec<(String,)> = rows_of(connection, select, marks).await?;
    Ok(rows.into_iter().map(|it| it.0).collect())
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
