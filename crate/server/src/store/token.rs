//! The secrets of an identity, as hashes with names.

use sqlx::{AnyConnection, AnyExecutor};
use tallystick_wire::Millis;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TokenRow {
    /// SHA-256 of the secret.
    pub secret_hash: String,
    /// As the worker called it.
    pub name: String,
    /// The server's clock.
    pub created_at: Millis,
}

/// All of an identity, oldest first.
///
/// # Errors
/// Passes on what the database says.
pub async fn of<'c>(
    database: impl AnyExecutor<'c>,
    public_name: &str,
) -> Result<Vec<TokenRow>, sqlx::Error> {
    sqlx::query_as(
        "select secret_hash, name, created_at from token
         where public_name = $1 order by created_at, secret_hash",
    )
    .bind(public_name)
    .fetch_all(database)
    .await
}

/// Names one.
///
/// # Errors
/// Passes on what the database says.
pub async fn name(
    connection: &mut AnyConnection,
    secret_hash: &str,
    name: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("update token set name = $1 where secret_hash = $2")
        .bind(name)
        .bind(secret_hash)
        .execute(connection)
        .await?;
    Ok(())
}

/// Revokes one.
///
/// # Errors
/// Passes on what the database says.
pub async fn delete(connection: &mut AnyConnection, secret_hash: &str) -> Result<(), sqlx::Error> {
    sqlx::query("delete from token where secret_hash = $1")
        .bind(secret_hash)
        .execute(connection)
        .await?;
    Ok(())
}
