//! What trust means while a review is stored: whether it is held, and how its author's standing
//! grows. The formulas are `core`'s; this room refuses to know numbers.

use sqlx::AnyConnection;
use tallystick_core::trust::{self, ESTABLISHED_HISTORY};
use tallystick_wire::Millis;

use crate::outbox::Touched;
use crate::secret::random_id;
use crate::store::act::{self, Act};
use crate::store::review::Stored;
use crate::store::{review, voice};

/// When, and under which probation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The server's clock.
    pub now: Millis,
    /// Days until a voice can be established.
    pub probation_days: i64,
}

/// Holds a review that was just stored if it is part of a burst, and lets its author's history
/// grow; what else is touched by that is noted.
///
/// # Errors
/// Passes on what the database says.
pub async fn weigh(
    connection: &mut AnyConnection,
    stored: &Stored,
    moment: &Moment,
    touched: &mut Touched,
) -> Result<(), sqlx::Error> {
    let Moment {
        now,
        probation_days,
    } = *moment;
    let Some(author) = voice::find(connection, &stored.public_name).await? else {
        return Ok(());
    };
    let past = author.past(now);
    let before = trust::tier(&past, probation_days);
    let grown = ESTABLISHED_HISTORY.0 <= past.requesters && ESTABLISHED_HISTORY.1 <= past.days;
    if !grown {
        let mut after = past;
        (after.requesters, after.days) = voice::grow(connection, &stored.public_name).await?;
        let next = |past| trust::days_to_next_tier(past, probation_days);
        if trust::tier(&after, probation_days) != before || next(&after) != next(&past) {
            touched.extend(review::requesters_of(connection, &stored.public_name).await?);
        }
    }
    if before.is_unproven() && stored.lean != 0 {
        hold_in_a_burst(connection, stored, moment).await?;
    }
    Ok(())
}

async fn hold_in_a_burst(
    connection: &mut AnyConnection,
    stored: &Stored,
    moment: &Moment,
) -> Result<(), sqlx::Error> {
    let Moment {
        now,
        probation_days,
    } = *moment;
    let unproven = |past: &_| trust::tier(past, probation_days).is_unproven();
    let (key, lean) = (&stored.requester_key, stored.lean);
    let crowd = voice::crowd(connection, key, lean, now, unproven).await?;
    let Some(reason) = trust::burst(&crowd, lean) else {
        return Ok(());
    };
    act::show(connection, &stored.review_id, false).await?;
    let act = Act {
        act_id: random_id().map_err(|why| sqlx::Error::Io(std::io::Error::other(why)))?,
        acted_at: now,
        kind: "hold".to_owned(),
        moderator: String::new(),
        reason,
        review_id: stored.review_id.clone(),
        public_name: stored.public_name.clone(),
        requester_key: stored.requester_key.clone(),
    };
    act::add(connection, &act).await
}
