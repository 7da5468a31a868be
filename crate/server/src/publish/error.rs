//! Why nothing can be published.

use super::body::CompressError;

/// Why nothing can be published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// Something could not be written as JSON.
    #[error("something could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A piece could not be compressed.
    #[error("a piece could not be compressed: {0}")]
    Piece(#[from] std::io::Error),
    /// A body could not be compressed.
    #[error(transparent)]
    Compress(#[from] CompressError),
    /// The thread that puts bodies together is gone.
    #[error("the thread that puts bodies together is gone: {0}")]
    Thread(#[from] tokio::task::JoinError),
}
