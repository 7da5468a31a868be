//! The figures of the whole.

use sqlx::{AnyConnection, AnyExecutor};

/// The one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Community {
    /// Requesters with at least one visible review.
    pub requesters: i64,
    /// Visible reviews.
    pub reviews: i64,
    /// Hex digits of a bucket's name.
    pub prefix_digits: i64,
    /// Which of two states of the database is the newer one.
    pub version: i64,
}

/// Reads the figures.
///
/// # Errors
/// Passes on what the database says.
pub async fn read<'c>(database: impl AnyExecutor<'c>) -> Result<Community, sqlx::Error> {
    sqlx::query_as("select requesters, reviews, prefix_digits, version from community")
        .fetch_one(database)
        .await
}

/// Takes the row's lock: each writing transaction begins so, and those of several processes then
/// follow one another.
///
/// # Errors
/// Passes on what the database says.
pub async fn lock(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    sqlx::query("update community set version = version + 1")
        .execute(connection)
        .await?;
    Ok(())
}

/// Adds to the figures and returns them.
///
/// # Errors
/// Passes on what the database says.
pub async fn add(
    connection: &mut AnyConnection,
    requesters: i64,
    reviews: i64,
) -> Result<Community, sqlx::Error> {
    sqlx::query_as(
        "update community set requesters = requesters + $1, reviews = reviews + $2
         returning requesters, reviews, prefix_digits, version",
    )
    .bind(requesters)
    .bind(reviews)
    .fetch_one(connection)
    .await
}

/// Changes the length of bucket names.
///
/// # Errors
/// Passes on what the database says.
pub async fn set_digits(connection: &mut AnyConnection, digits: u8) -> Result<(), sqlx::Error> {
    sqlx::query("update community set prefix_digits = $1")
        .bind(i64::from(digits))
        .execute(connection)
        .await?;
    Ok(())
}
