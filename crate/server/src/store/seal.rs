//! The key that signs challenges.

use super::Database;

/// The community's key; the first process that asks makes it of `fresh`.
///
/// # Errors
/// Passes on what the database says.
pub async fn key(database: &Database, fresh: &str) -> Result<String, sqlx::Error> {
    let ask = "select seal_key from seal where only_row = 1";
    let known = sqlx::query_scalar(ask).fetch_optional(database.readers());
    if let Some(key) = known.await? {
        return Ok(key);
    }
    let mut transaction = database.begin().await?;
    sqlx::query("insert into seal (only_row, seal_key) values (1, $1) on conflict do nothing")
        .bind(fresh)
        .execute(&mut *transaction)
        .await?;
    let key = sqlx::query_scalar(ask).fetch_one(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(key)
}
