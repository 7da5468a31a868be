//! What is left of the allowances that all processes share.

use std::collections::HashMap;

use sqlx::{AnyConnection, AssertSqlSafe};
use tallystick_wire::Millis;

use super::list::{parts, places, rows_of};

/// When the buckets of these slots are full again; full ones are absent.
///
/// # Errors
/// Passes on what the database says.
pub async fn of_each(
    connection: &mut AnyConnection,
    slots: &[&str],
) -> Result<HashMap<String, Millis>, sqlx::Error> {
    let select = "select slot, full_at from allowance where slot in";
    let rows: Vec<(String, Millis)> = rows_of(connection, select, slots).await?;
    Ok(rows.into_iter().collect())
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
