//! SQLite's log of what was written (WAL), and how it gets into the file.

use std::time::Duration;

use super::{Database, Engine};

/// How often.
const PAUSE: Duration = Duration::from_millis(500);

/// Has what was written moved into the file, again and again, beside the writer, who otherwise
/// stands still meanwhile: in a large community every review changes pages all over the file. Does
/// nothing on PostgreSQL, which does that by itself.
pub async fn empty(database: &Database) {
    if database.engine() != Engine::Sqlite {
        return std::future::pending().await;
    }
    loop {
        tokio::time::sleep(PAUSE).await;
        let moved = sqlx::query("pragma wal_checkpoint(passive)");
        if let Err(why) = moved.execute(database.readers()).await {
            tracing::warn!(error = %why, "the log was not emptied");
        }
    }
}
