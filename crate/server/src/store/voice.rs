//! What the weight of a voice follows from, and how many of them spoke lately.

use std::collections::BTreeSet;

use sqlx::AnyConnection;
use tallystick_core::trust::{Crowd, Past};
use tallystick_wire::Millis;
use tallystick_wire::api::Origin;

use super::review::VISIBLE;
use crate::statistics::{DAY_MS, day_of};

/// A voice as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct VoiceRow {
    /// member, imported or unsigned.
    pub origin: String,
    /// The server's clock.
    pub created_at: Millis,
    /// Different requesters reviewed.
    pub requesters: i64,
    /// Different days on which.
    pub days: i64,
    /// Until when it may write nothing new.
    pub suspended_until: Millis,
}

impl VoiceRow {
    /// The same as core wants it.
    pub fn past(&self, now: Millis) -> Past {
        Past {
            origin: origin(&self.origin),
            age_days: (now - self.created_at).max(0) / DAY_MS,
            requesters: self.requesters,
            days: self.days,
        }
    }
}

/// The word in the database as a value; what is not known counts as unverified.
pub fn origin(word: &str) -> Origin {
    match word {
        "member" => Origin::Member,
        "unsigned" => Origin::Unsigned,
        _ => Origin::Imported,
    }
}

/// Reads a voice.
///
/// # Errors
/// Passes on what the database says.
pub async fn find(
    connection: &mut AnyConnection,
    public_name: &str,
) -> Result<Option<VoiceRow>, sqlx::Error> {
    sqlx::query_as(
        "select origin, created_at, requesters, days, suspended_until
         from identity where public_name = $1",
    )
    .bind(public_name)
    .fetch_optional(connection)
    .await
}

/// Counts a voice's history anew and stores it where it has grown.
///
/// # Errors
/// Passes on what the database says.
pub async fn grow(
    connection: &mut AnyConnection,
    public_name: &str,
) -> Result<(i64, i64), sqlx::Error> {
    let (requesters, days): (i64, i64) = sqlx::query_as(
        "select count(distinct requester_key), count(distinct stored_at / 86400000)
         from review where public_name = $1 and state = $2",
    )
    .bind(public_name)
    .bind(VISIBLE)
    .fetch_one(&mut *connection)
    .await?;
    set_history(connection, public_name, requesters, days).await?;
    Ok((requesters, days))
}

/// Stores a history where it is more than what is there.
///
/// # Errors
/// Passes on what the database says.
pub async fn set_history(
    connection: &mut AnyConnection,
    public_name: &str,
    requesters: i64,
    days: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "update identity set
             requesters = case when requesters < $1 then $1 else requesters end,
             days = case when days < $2 then $2 else days end
         where public_name = $3",
    )
    .bind(requesters)
    .bind(days)
    .bind(public_name)
    .execute(connection)
    .await?;
    Ok(())
}

/// One voice that has spoken of a requester, as a crowd is counted.
#[derive(sqlx::FromRow)]
struct Spoken {
    public_name: String,
    stored_at: Millis,
    lean: i64,
    origin: String,
    created_at: Millis,
    requesters: i64,
    days: i64,
}

/// Counts who spoke of a requester in the last 90 days, shown, held or hidden.
///
/// # Errors
/// Passes on what the database says.
pub async fn crowd(
    connection: &mut AnyConnection,
    requester_key: &str,
    lean: i64,
    now: Millis,
    is_unproven: impl Fn(&Past) -> bool,
) -> Result<Crowd, sqlx::Error> {
    let spoken: Vec<Spoken> = sqlx::query_as(
        "select review.public_name as public_name, stored_at, lean, origin, created_at, requesters, days
         from review join identity on identity.public_name = review.public_name
         where requester_key = $1 and state = $2 and stored_at > $3",
    )
    .bind(requester_key)
    .bind(VISIBLE)
    .bind(now - 90 * DAY_MS)
    .fetch_all(connection)
    .await?;
    let mut crowd = Crowd::default();
    let (mut day, mut week) = (BTreeSet::new(), BTreeSet::new());
    for it in &spoken {
        let past = Past {
            origin: origin(&it.origin),
            age_days: day_of(now) - day_of(it.created_at),
            requesters: it.requesters,
            days: it.days,
        };
        if !is_unproven(&past) {
            crowd.usual += 1;
        } else if it.lean == lean {
            if now - DAY_MS < it.stored_at {
                day.insert(it.public_name.as_str());
            }
            if now - 7 * DAY_MS < it.stored_at {
                week.insert(it.public_name.as_str());
            }
        }
    }
    crowd.day = i64::try_from(day.len()).unwrap_or(i64::MAX);
    crowd.week = i64::try_from(week.len()).unwrap_or(i64::MAX);
    Ok(crowd)
}
