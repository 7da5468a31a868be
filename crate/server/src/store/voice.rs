//! What the weight of a voice follows from, and how many of them spoke lately.

use std::collections::{BTreeSet, HashMap};

use sqlx::{AnyConnection, AssertSqlSafe};
use tallystick_core::trust::{Crowd, Past};
use tallystick_wire::Millis;
use tallystick_wire::api::Origin;

use super::list::{AT_ONCE, padded, places, rows_of};
use super::review::{REPLACED, VISIBLE};
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
    /// The day since 1970 on which its history was counted last.
    pub counted_on: i64,
    /// What its reviews are signed with.
    pub public_name: String,
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
        "select origin, created_at, requesters, days, suspended_until, counted_on, public_name
         from identity where public_name = $1",
    )
    .bind(public_name)
    .fetch_optional(connection)
    .await
}

/// Reads these voices.
///
/// # Errors
/// Passes on what the database says.
pub async fn of_each(
    connection: &mut AnyConnection,
    public_names: &[&str],
) -> Result<HashMap<String, VoiceRow>, sqlx::Error> {
    let select = "select origin, created_at, requesters, days, suspended_until, counted_on,
                         public_name
                  from identity where public_name in";
    let rows: Vec<VoiceRow> = rows_of(connection, select, public_names).await?;
    let rows = rows.into_iter();
    Ok(rows.map(|it| (it.public_name.clone(), it)).collect())
}

/// Counts the histories of these voices anew: requesters and days.
///
/// # Errors
/// Passes on what the database says.
pub async fn histories(
    connection: &mut AnyConnection,
    public_names: &[&str],
) -> Result<HashMap<String, (i64, i64)>, sqlx::Error> {
    let mut histories = HashMap::new();
    for some in public_names.chunks(AT_ONCE) {
        let some = padded(some);
        let places = places(2, some.len());
        let mut query = sqlx::query_as(AssertSqlSafe(format!(
            "select public_name, count(distinct requester_key), count(distinct stored_at / 86400000)
             from review where state = $1 and public_name in ({places}) group by public_name"
        )))
        .bind(VISIBLE);
        for name in some {
            query = query.bind(name);
        }
        let rows: Vec<(String, i64, i64)> = query.fetch_all(&mut *connection).await?;
        let rows = rows.into_iter();
        histories.extend(rows.map(|(name, requesters, days)| (name, (requesters, days))));
    }
    Ok(histories)
}

/// Notes on which day a history was counted last.
///
/// # Errors
/// Passes on what the database says.
pub async fn counted(
    connection: &mut AnyConnection,
    public_names: &[&str],
    day: i64,
) -> Result<(), sqlx::Error> {
    for some in public_names.chunks(AT_ONCE) {
        let some = padded(some);
        let places = places(2, some.len());
        let mut query = sqlx::query(AssertSqlSafe(format!(
            "update identity set counted_on = $1 where public_name in ({places})"
        )))
        .bind(day);
        for name in some {
            query = query.bind(name);
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
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

/// One review of the last 90 days, as a crowd is counted: shown, held or hidden.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Spoken {
    /// Of whom.
    pub requester_key: String,
    /// Which.
    pub review_id: String,
    /// Who said it.
    pub public_name: String,
    /// [`VISIBLE`] or [`REPLACED`].
    pub state: String,
    /// When.
    pub stored_at: Millis,
    /// 1 praises, -1 condemns, 0 neither.
    pub lean: i64,
    /// See [`VoiceRow`].
    pub origin: String,
    /// See [`VoiceRow`].
    pub created_at: Millis,
    /// See [`VoiceRow`].
    pub requesters: i64,
    /// See [`VoiceRow`].
    pub days: i64,
}

/// Who spoke of these requesters in the last 90 days; also by what their author has replaced since,
/// which would come up again if the newer word were deleted.
///
/// # Errors
/// Passes on what the database says.
pub async fn spoken_of_each(
    connection: &mut AnyConnection,
    keys: &[&str],
    now: Millis,
) -> Result<Vec<Spoken>, sqlx::Error> {
    let mut spoken = Vec::new();
    for some in keys.chunks(AT_ONCE) {
        let some = padded(some);
        let places = places(4, some.len());
        let mut query = sqlx::query_as(AssertSqlSafe(format!(
            "select requester_key, review_id, review.public_name as public_name, state, stored_at,
                    lean, origin, created_at, requesters, days
             from review join identity on identity.public_name = review.public_name
             where requester_key in ({places}) and state in ($1, $2) and stored_at > $3"
        )))
        .bind(VISIBLE)
        .bind(REPLACED)
        .bind(now - 90 * DAY_MS);
        for key in some {
            query = query.bind(key);
        }
        let rows: Vec<Spoken> = query.fetch_all(&mut *connection).await?;
        spoken.extend(rows);
    }
    Ok(spoken)
}

/// Counts a crowd: who leans which way, of all who spoke of one requester.
pub fn crowd<'s>(
    spoken: impl Iterator<Item = &'s Spoken>,
    lean: i64,
    now: Millis,
    is_unproven: impl Fn(&Past) -> bool,
) -> Crowd {
    let mut crowd = Crowd::default();
    let (mut day, mut week) = (BTreeSet::new(), BTreeSet::new());
    for it in spoken {
        let past = Past {
            origin: origin(&it.origin),
            age_days: day_of(now) - day_of(it.created_at),
            requesters: it.requesters,
            days: it.days,
        };
        if !is_unproven(&past) {
            crowd.usual += i64::from(it.state == VISIBLE);
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
    crowd
}
