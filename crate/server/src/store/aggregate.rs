//! The finished lines of the buckets.

use std::collections::HashMap;

use sqlx::{AnyConnection, AnyExecutor, AssertSqlSafe};

use super::list::{padded, parts, places};

/// One requester's line.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Line {
    /// The look-up key.
    pub requester_key: String,
    /// The line, in JSON, without its line feed.
    pub line: String,
    /// Visible reviews behind it.
    pub reviews: i64,
    /// The day since 1970 on which it has to be computed again.
    pub stale_on: Option<i64>,
    /// The name of the state of its texts; empty where it is not known yet.
    pub texts_name: String,
}

/// How many reviews stand behind the lines of these requesters now, and the names of their texts;
/// those without a line are absent.
///
/// # Errors
/// Passes on what the database says.
pub async fn known(
    connection: &mut AnyConnection,
    keys: &[&str],
) -> Result<HashMap<String, (i64, String)>, sqlx::Error> {
    let keys = padded(keys);
    let places = places(1, keys.len());
    let mut query = sqlx::query_as(AssertSqlSafe(format!(
        "select requester_key, reviews, texts_name from aggregate
         where requester_key in ({places})"
    )));
    for key in keys {
        query = query.bind(key);
    }
    let rows: Vec<(String, i64, String)> = query.fetch_all(connection).await?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(key, reviews, name)| (key, (reviews, name)))
        .collect())
}

/// Writes lines over those that are there.
///
/// # Errors
/// Passes on what the database says.
pub async fn put(connection: &mut AnyConnection, lines: &[Line]) -> Result<(), sqlx::Error> {
    for part in parts(lines) {
        let row = |it: usize| format!("({})", places(5 * it + 1, 5));
        let rows: Vec<String> = (0..part.len()).map(row).collect();
        let mut query = sqlx::query(AssertSqlSafe(format!(
            "insert into aggregate (requester_key, line, reviews, stale_on, texts_name) values {}
             on conflict (requester_key) do update set
                 line = excluded.line, reviews = excluded.reviews, stale_on = excluded.stale_on,
                 texts_name = excluded.texts_name",
            rows.join(", ")
        )));
        for line in part {
            query = query
                .bind(line.requester_key.as_str())
                .bind(line.line.as_str())
                .bind(line.reviews)
                .bind(line.stale_on)
                .bind(line.texts_name.as_str());
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// Removes a line: nothing visible is left of that requester.
///
/// # Errors
/// Passes on what the database says.
pub async fn delete(
    connection: &mut AnyConnection,
    requester_key: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("delete from aggregate where requester_key = $1")
        .bind(requester_key)
        .execute(connection)
        .await?;
    Ok(())
}

/// At most `limit` requesters whose lines have to be computed again on `today`.
///
/// # Errors
/// Passes on what the database says.
pub async fn stale(
    connection: &mut AnyConnection,
    today: i64,
    limit: i64,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("select requester_key from aggregate where stale_on <= $1 limit $2")
        .bind(today)
        .bind(limit)
        .fetch_all(connection)
        .await
}

/// The line of one requester, in JSON.
///
/// # Errors
/// Passes on what the database says.
pub async fn line<'c>(
    database: impl AnyExecutor<'c>,
    requester_key: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("select line from aggregate where requester_key = $1")
        .bind(requester_key)
        .fetch_optional(database)
        .await
}

/// The lines whose keys lie in `from..below`, sorted by key.
///
/// # Errors
/// Passes on what the database says.
pub async fn lines<'c>(
    database: impl AnyExecutor<'c>,
    from: &str,
    below: &str,
) -> Result<Vec<Line>, sqlx::Error> {
    sqlx::query_as(
        "select requester_key, line, reviews, stale_on, texts_name
         from aggregate
         where requester_key >= $1 and requester_key < $2
         order by requester_key",
    )
    .bind(from)
    .bind(below)
    .fetch_all(database)
    .await
}
