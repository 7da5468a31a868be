//! The texts of requesters, compressed, as their buckets are made of them.

use sqlx::{AnyConnection, AnyExecutor, AssertSqlSafe};

use super::list::{AT_ONCE, padded, places};

/// What a bucket of texts holds of one requester.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Part {
    /// The look-up key.
    pub requester_key: String,
    /// The name of the state of its texts; empty where it is not known yet.
    pub texts_name: String,
    /// They, compressed, if they have been made since they changed.
    pub piece: Option<Vec<u8>>,
}

/// One that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The look-up key.
    pub requester_key: String,
    /// Of which state of the texts it is made.
    pub texts_name: String,
    /// The compressed bytes.
    pub piece: Vec<u8>,
}

/// What the requesters have whose keys lie in `from..below`, sorted by key.
///
/// # Errors
/// Passes on what the database says.
pub async fn parts<'c>(
    database: impl AnyExecutor<'c>,
    from: &str,
    below: &str,
) -> Result<Vec<Part>, sqlx::Error> {
    sqlx::query_as(
        "select a.requester_key as requester_key, texts_name, piece
         from aggregate a left join piece p on p.requester_key = a.requester_key
         where a.requester_key >= $1 and a.requester_key < $2
         order by a.requester_key",
    )
    .bind(from)
    .bind(below)
    .fetch_all(database)
    .await
}

/// Keeps those that are made of the present state of the texts; others come too late.
///
/// # Errors
/// Passes on what the database says.
pub async fn keep(connection: &mut AnyConnection, made: &[Made]) -> Result<(), sqlx::Error> {
    for it in made {
        sqlx::query(
            "insert into piece (requester_key, piece)
             select $1, $2 where exists
                 (select 1 from aggregate where requester_key = $3 and texts_name = $4)
             on conflict (requester_key) do nothing",
        )
        .bind(it.requester_key.as_str())
        .bind(it.piece.as_slice())
        .bind(it.requester_key.as_str())
        .bind(it.texts_name.as_str())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Removes those of these requesters.
///
/// # Errors
/// Passes on what the database says.
pub async fn remove(connection: &mut AnyConnection, keys: &[&str]) -> Result<(), sqlx::Error> {
    for some in keys.chunks(AT_ONCE) {
        let some = padded(some);
        let places = places(1, some.len());
        let mut query = sqlx::query(AssertSqlSafe(format!(
            "delete from piece where requester_key in ({places})"
        )));
        for key in some {
            query = query.bind(key);
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}
