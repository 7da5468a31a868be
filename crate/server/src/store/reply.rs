//! What requesters answer to reviews.

use sqlx::AnyConnection;
use tallystick_wire::api::Reply;

/// Makes this the answer to a review; one without text takes the answer away.
///
/// # Errors
/// Passes on what the database says.
pub async fn set(
    connection: &mut AnyConnection,
    review_id: &str,
    reply: &Reply,
) -> Result<(), sqlx::Error> {
    sqlx::query("delete from reply where review_id = $1")
        .bind(review_id)
        .execute(&mut *connection)
        .await?;
    if reply.text.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into reply (review_id, reply_text, verified, replied_at) values ($1, $2, $3, $4)",
    )
    .bind(review_id)
    .bind(reply.text.as_str())
    .bind(reply.verified.as_str())
    .bind(reply.at)
    .execute(connection)
    .await?;
    Ok(())
}

/// An answer from the columns of a joined query; there is none without text.
pub fn of(text: &str, verified: &str, at: i64) -> Option<Reply> {
    (!text.is_empty()).then(|| Reply {
        text: text.to_owned(),
        verified: verified.to_owned(),
        at,
    })
}
