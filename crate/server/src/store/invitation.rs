//! Invitations: made, counted down, revoked, listed.

use sqlx::{AnyConnection, AnyExecutor};
use tallystick_wire::Millis;

/// One invitation, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Invitation {
    /// For lists and for revoking.
    pub invitation_id: String,
    /// What whoever made it notes.
    pub note: String,
    /// A moderator, or empty: whoever runs the server.
    pub made_by: String,
    /// The server's clock.
    pub made_at: Millis,
    /// The server's clock.
    pub expires_at: Millis,
    /// How many may come by it.
    pub uses: i64,
    /// How many still may.
    pub uses_left: i64,
    /// 0: it was not.
    pub revoked_at: Millis,
}

impl Invitation {
    /// Whether somebody can come by it.
    pub fn is_open(&self, now: Millis) -> bool {
        0 < self.uses_left && now < self.expires_at && self.revoked_at == 0
    }
}

/// Makes one.
///
/// # Errors
/// Passes on what the database says.
pub async fn add(
    connection: &mut AnyConnection,
    it: &Invitation,
    secret_hash: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into invitation (invitation_id, secret_hash, note, made_by, made_at, expires_at,
                                 uses, uses_left, revoked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(it.invitation_id.as_str())
    .bind(secret_hash)
    .bind(it.note.as_str())
    .bind(it.made_by.as_str())
    .bind(it.made_at)
    .bind(it.expires_at)
    .bind(it.uses)
    .bind(it.uses_left)
    .bind(it.revoked_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes one use; `false` if there is none to take.
///
/// # Errors
/// Passes on what the database says.
pub async fn take(
    connection: &mut AnyConnection,
    secret_hash: &str,
    now: Millis,
) -> Result<bool, sqlx::Error> {
    let taken = sqlx::query(
        "update invitation set uses_left = uses_left - 1
         where secret_hash = $1 and uses_left > 0 and expires_at > $2 and revoked_at = 0",
    )
    .bind(secret_hash)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// Revokes one; `false` if there is none, or it was revoked before.
///
/// # Errors
/// Passes on what the database says.
pub async fn revoke(
    connection: &mut AnyConnection,
    invitation_id: &str,
    now: Millis,
) -> Result<bool, sqlx::Error> {
    let revoked = sqlx::query(
        "update invitation set revoked_at = $1 where invitation_id = $2 and revoked_at = 0",
    )
    .bind(now)
    .bind(invitation_id)
    .execute(connection)
    .await?;
    Ok(revoked.rows_affected() == 1)
}

/// The newest of them.
///
/// # Errors
/// Passes on what the database says.
pub async fn newest<'c>(
    database: impl AnyExecutor<'c>,
    limit: i64,
) -> Result<Vec<Invitation>, sqlx::Error> {
    sqlx::query_as(
        "select invitation_id, note, made_by, made_at, expires_at, uses, uses_left, revoked_at
         from invitation order by made_at desc, invitation_id limit $1",
    )
    .bind(limit)
    .fetch_all(database)
    .await
}
