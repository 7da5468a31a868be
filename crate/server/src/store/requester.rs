//! The requesters that reviews are about.

use sqlx::{AnyConnection, AssertSqlSafe};
use tallystick_wire::RequesterKey;

use super::list::{parts, places};

/// Makes sure that requesters have rows.
///
/// # Errors
/// Passes on what the database says.
pub async fn ensure(
    connection: &mut AnyConnection,
    requesters: &[(&str, &RequesterKey)],
) -> Result<(), sqlx::Error> {
    for part in parts(requesters) {
        let row = |it: usize| format!("({})", places(4 * it + 1, 4));
        let rows: Vec<String> = (0..part.len()).map(row).collect();
        let mut query = sqlx::query(AssertSqlSafe(format!(
            "insert into requester (requester_key, platform, kind, value) values {}
             on conflict do nothing",
            rows.join(", ")
        )));
        for (key, requester) in part {
            query = query
                .bind(*key)
                .bind(requester.platform.as_str())
                .bind(requester.kind.as_str())
                .bind(requester.value.as_str());
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}
