//! The names of requesters.

use std::collections::HashMap;

use sqlx::{AnyConnection, AnyExecutor, AssertSqlSafe};
use tallystick_wire::Millis;

use super::list::{padded, places};

/// One name of one requester and the evidence for it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Named {
    /// NFKC, lower case, single spaces.
    pub folded: String,
    /// As reviews write it.
    pub name: String,
    /// Different workers who say it.
    pub workers: i64,
    /// When the first review that says it was stored.
    pub first_at: Millis,
    /// When the newest review that says it was stored.
    pub newest_at: Millis,
}

/// All names of a requester, newest first.
///
/// # Errors
/// Passes on what the database says.
pub async fn of<'c>(
    database: impl AnyExecutor<'c>,
    requester_key: &str,
) -> Result<Vec<Named>, sqlx::Error> {
    sqlx::query_as(
        "select folded, name, workers, first_at, newest_at from requester_name
         where requester_key = $1 order by newest_at desc, folded",
    )
    .bind(requester_key)
    .fetch_all(database)
    .await
}

/// All names of these requesters, by requester.
///
/// # Errors
/// Passes on what the database says.
pub async fn of_each(
    connection: &mut AnyConnection,
    keys: &[&str],
) -> Result<HashMap<String, Vec<Named>>, sqlx::Error> {
    let keys = padded(keys);
    let places = places(1, keys.len());
    let mut query = sqlx::query_as(AssertSqlSafe(format!(
        "select requester_key, folded, name, workers, first_at, newest_at from requester_name
         where requester_key in ({places})"
    )));
    for key in keys {
        query = query.bind(key);
    }
    let rows: Vec<(String, String, String, i64, Millis, Millis)> =
        query.fetch_all(connection).await?;
    let mut each: HashMap<String, Vec<Named>> = HashMap::new();
    for (key, folded, name, workers, first_at, newest_at) in rows {
        each.entry(key).or_default().push(Named {
            folded,
            name,
            workers,
            first_at,
            newest_at,
        });
    }
    Ok(each)
}

/// Makes these the names of a requester; writes only what `known` does not have already.
///
/// # Errors
/// Passes on what the database says.
pub async fn set(
    connection: &mut AnyConnection,
    requester_key: &str,
    known: &[Named],
    names: &[Named],
) -> Result<(), sqlx::Error> {
    for gone in known
        .iter()
        .filter(|it| names.iter().all(|new| new.folded != it.folded))
    {
        sqlx::query("delete from requester_name where requester_key = $1 and folded = $2")
            .bind(requester_key)
            .bind(gone.folded.as_str())
            .execute(&mut *connection)
            .await?;
    }
    for new in names.iter().filter(|it| !known.contains(it)) {
        put(connection, requester_key, new).await?;
    }
    Ok(())
}

async fn put(
    connection: &mut AnyConnection,
    requester_key: &str,
    named: &Named,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into requester_name
             (requester_key, folded, name, workers, first_at, newest_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (requester_key, folded) do update set
             name = excluded.name, workers = excluded.workers,
             first_at = excluded.first_at, newest_at = excluded.newest_at",
    )
    .bind(requester_key)
    .bind(named.folded.as_str())
    .bind(named.name.as_str())
    .bind(named.workers)
    .bind(named.first_at)
    .bind(named.newest_at)
    .execute(connection)
    .await?;
    Ok(())
}
