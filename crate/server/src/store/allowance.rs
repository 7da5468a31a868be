//! What is left of the allowances that all processes share.

use std::collections::HashMap;

use sqlx::{AnyConnection, AssertSqlSafe};
use tallystick_wire::Millis;

use super::list::{AT_ONCE, padded, parts, places};

/// When the buckets of these slots are full again; full ones are absent.
///
/// # Errors
/// Passes on what the database says.
pub async fn of_each(
    connection: &mut AnyConnection,
    slots: &[&str],
) -> Result<HashMap<String, Millis>, sqlx::Error> {
    let mut found = HashMap::new();
    for some in slots.chunks(AT_ONCE) {
        let some = padded(some);
        let places = places(1, some.len());
        let mut query = sqlx::query_as(AssertSqlSafe(format!(
            "select slot, full_at from allowance where slot in ({places})"
        )));
        for slot in some {
            query = query.bind(slot);
        }
        let rows: Vec<(String, Millis)> = query.fetch_all(&mut *connection).await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Writes when buckets are full again.
///
/// # Errors
/// Passes on what the database says.
pub async fn put(
    connection: &mut AnyConnection,
    levels: &[(&str, Millis)],
) -> Result<(), sqlx::Error> {
    for part in parts(levels) {
        let row = |it: usize| format!("({})", places(2 * it + 1, 2));
        let rows: Vec<String> = (0..part.len()).map(row).collect();
        let mut query = sqlx::query(AssertSqlSafe(format!(
            "insert into allowance (slot, full_at) values {}
             on conflict (slot) do update set full_at = excluded.full_at",
            rows.join(", ")
        )));
        for (slot, full_at) in part {
            query = query.bind(*slot).bind(*full_at);
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// Forgets whoever's bucket is full.
///
/// # Errors
/// Passes on what the database says.
pub async fn sweep(connection: &mut AnyConnection, now: Millis) -> Result<(), sqlx::Error> {
    sqlx::query("delete from allowance where full_at <= $1")
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}
