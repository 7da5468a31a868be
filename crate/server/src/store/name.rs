//! The names of requesters.

use std::collections::HashMap;

use sqlx::{AnyConnection, AnyExecutor, AssertSqlSafe};
use tallystick_wire::Millis;

use super::list::{padded, parts, places};

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

/// Makes these the names of requesters, each with what is known of it and what it shall be; writes
/// only what is not there already.
///
/// # Errors
/// Passes on what the database says.
pub async fn set(
    connection: &mut AnyConnection,
    of_each: &[(&str, &[Named], Vec<Named>)],
) -> Result<(), sqlx::Error> {
    let mut new: Vec<(&str, &Named)> = Vec::new();
    for (requester_key, known, names) in of_each {
        for gone in known
            .iter()
            .filter(|it| names.iter().all(|new| new.folded != it.folded))
        {
            sqlx::query("delete from requester_name where requester_key = $1 and folded = $2")
                .bind(*requester_key)
                .bind(gone.folded.as_str())
                .execute(&mut *connection)
                .await?;
        }
        let missing = names.iter().filter(|it| !known.contains(it));
        new.extend(missing.map(|it| (*requester_key, it)));
    }
    put(connection, &new).await
}

async fn put(connection: &mut AnyConnection, new: &[(&str, &Named)]) -> Result<(), sqlx::Error> {
    for part in parts(new) {
        let row = |it: usize| format!("({})", places(6 * it + 1, 6));
        let rows: Vec<String> = (0..part.len()).map(row).collect();
        let mut query = sqlx::query(AssertSqlSafe(format!(
            "insert into requester_name
                 (requester_key, folded, name, workers, first_at, newest_at)
             values {}
             on conflict (requester_key, folded) do update set
                 name = excluded.name, workers = excluded.workers,
                 first_at = excluded.first_at, newest_at = excluded.newest_at",
            rows.join(", ")
        )));
        for (requester_key, named) in part {
            query = query
                .bind(*requester_key)
                .bind(named.folded.as_str())
                .bind(named.name.as_str())
                .bind(named.workers)
                .bind(named.first_at)
                .bind(named.newest_at);
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}
