//! Identities and the tokens that prove them.

use sqlx::{AnyConnection, AnyExecutor};
use tallystick_wire::Millis;
use tallystick_wire::api::Origin;

/// The public name behind the hash of a secret.
///
/// # Errors
/// Passes on what the database says.
pub async fn find<'c>(
    database: impl AnyExecutor<'c>,
    secret_hash: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("select public_name from token where secret_hash = $1")
        .bind(secret_hash)
        .fetch_optional(database)
        .await
}

/// Whether there is such an identity (still).
///
/// # Errors
/// Passes on what the database says.
pub async fn exists(
    connection: &mut AnyConnection,
    public_name: &str,
) -> Result<bool, sqlx::Error> {
    let found: Option<String> =
        sqlx::query_scalar("select public_name from identity where public_name = $1")
            .bind(public_name)
            .fetch_optional(connection)
            .await?;
    Ok(found.is_some())
}

/// Makes an identity without a token: nobody can speak for it yet.
///
/// # Errors
/// Passes on what the database says, also if the name is taken.
pub async fn insert(
    connection: &mut AnyConnection,
    public_name: &str,
    now: Millis,
) -> Result<(), sqlx::Error> {
    insert_as(connection, public_name, Origin::Member, now).await
}

/// Makes an identity that comes from elsewhere.
///
/// # Errors
/// Passes on what the database says, also if the name is taken.
pub async fn insert_as(
    connection: &mut AnyConnection,
    public_name: &str,
    origin: Origin,
    now: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query("insert into identity (public_name, created_at, origin) values ($1, $2, $3)")
        .bind(public_name)
        .bind(now)
        .bind(origin.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Lets whoever holds a secret speak for an identity.
///
/// # Errors
/// Passes on what the database says.
pub async fn add_token(
    connection: &mut AnyConnection,
    public_name: &str,
    secret_hash: &str,
    now: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query("insert into token (secret_hash, public_name, created_at) values ($1, $2, $3)")
        .bind(secret_hash)
        .bind(public_name)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Deletes an identity with its tokens, reviews and their history.
///
/// # Errors
/// Passes on what the database says.
pub async fn delete(connection: &mut AnyConnection, public_name: &str) -> Result<(), sqlx::Error> {
    sqlx::query("delete from identity where public_name = $1")
        .bind(public_name)
        .execute(connection)
        .await?;
    Ok(())
}
