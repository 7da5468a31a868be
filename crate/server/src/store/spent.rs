//! Challenges that were used, and how many.

use sqlx::{AnyConnection, AnyExecutor};
use tallystick_wire::Millis;

/// How long they are kept: longer than any challenge lives and than registrations are counted.
const KEPT_MS: i64 = 2 * 86_400_000;

/// Notes that one was used; `false` if it was before.
///
/// # Errors
/// Passes on what the database says.
pub async fn put(
    connection: &mut AnyConnection,
    mark: &str,
    now: Millis,
) -> Result<bool, sqlx::Error> {
    sqlx::query("delete from spent where spent_at < $1")
        .bind(now - KEPT_MS)
        .execute(&mut *connection)
        .await?;
    let put =
        sqlx::query("insert into spent (mark, spent_at) values ($1, $2) on conflict do nothing")
            .bind(mark)
            .bind(now)
            .execute(connection)
            .await?;
    Ok(put.rows_affected() == 1)
}

/// How many were used since an instant: how many have joined by work.
///
/// # Errors
/// Passes on what the database says.
pub async fn since<'c>(
    database: impl AnyExecutor<'c>,
    instant: Millis,
) -> Result<u64, sqlx::Error> {
    let count: i64 = sqlx::query_scalar("select count(*) from spent where spent_at > $1")
        .bind(instant)
        .fetch_one(database)
        .await?;
    Ok(count.unsigned_abs())
}
