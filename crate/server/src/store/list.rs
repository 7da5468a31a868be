//! Lists in statements, in few lengths, so that few statements have to be prepared: each
//! round trip to a database on another machine costs more than what it asks.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, FromRow};

/// Keys that one statement takes at the most.
pub const AT_ONCE: usize = 64;

/// Keys for an `in` list, of which the last is repeated up to a power of two.
pub(super) fn padded<'a>(keys: &[&'a str]) -> Vec<&'a str> {
    let mut padded = keys.to_vec();
    if let Some(last) = keys.last() {
        padded.resize(keys.len().next_power_of_two(), last);
    }
    padded
}

/// All rows of these keys: `select` ends in `in` and has no other place for a value.
///
/// # Errors
/// Passes on what the database says.
pub(super) async fn rows_of<R>(
    connection: &mut AnyConnection,
    select: &'static str,
    keys: &[&str],
) -> Result<Vec<R>, sqlx::Error>
where
    R: for<'r> FromRow<'r, AnyRow> + Send + Unpin,
{
    let mut found = Vec::new();
    for some in keys.chunks(AT_ONCE) {
        let some = padded(some);
        let places = places(1, some.len());
        let mut query = sqlx::query_as(AssertSqlSafe(format!("{select} ({places})")));
        for key in some {
            query = query.bind(key);
        }
        found.extend(query.fetch_all(&mut *connection).await?);
    }
    Ok(found)
}

/// `$from, $from+1, …` for so many values.
pub(super) fn places(from: usize, count: usize) -> String {
    let places: Vec<String> = (from..from + count).map(|it| format!("${it}")).collect();
    places.join(", ")
}

/// Parts whose lengths are powers of two, up to [`AT_ONCE`].
pub(super) fn parts<T>(mut rest: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let length = 1 << rest.len().min(AT_ONCE).checked_ilog2()?;
        let (part, more) = rest.split_at_checked(length)?;
        rest = more;
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_in_few_lengths_and_lose_nothing() {
        assert_eq!(padded(&["a", "b", "c"]), ["a", "b", "c", "c"]);
        assert_eq!(padded(&[]), [""; 0]);
        assert_eq!(places(2, 3), "$2, $3, $4");
        let all: Vec<usize> = (0..77).collect();
        let lengths: Vec<usize> = parts(&all).map(<[usize]>::len).collect();
        assert_eq!(lengths, [64, 8, 4, 1]);
        assert_eq!(parts(&all).flatten().count(), 77);
    }
}
