//! What trust means while a review is stored: whether it is held, and how its author's standing
//! grows. The formulas are `core`'s; this room refuses to know numbers.

use std::collections::{BTreeSet, HashMap};

use sqlx::AnyConnection;
use tallystick_core::trust::{self, ESTABLISHED_HISTORY, Past, Tier};
use tallystick_wire::Millis;

use crate::outbox::Touched;
use crate::secret::random_id;
use crate::statistics::day_of;
use crate::store::act::{self, Act};
use crate::store::review;
use crate::store::review::Stored;
use crate::store::voice::{self, Spoken, VoiceRow};

/// When, and under which probation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The server's clock.
    pub now: Millis,
    /// Days until a voice can be established.
    pub probation_days: i64,
}

/// Holds those of these reviews, which were just stored, that are part of a burst, and lets their
/// authors' histories grow; what else is touched by that is noted. `voices` are the authors as
/// they were before; each review is judged as if those after it were not there yet.
///
/// # Errors
/// Passes on what the database says.
pub async fn weigh(
    connection: &mut AnyConnection,
    stored: &[&Stored],
    voices: &HashMap<String, VoiceRow>,
    moment: &Moment,
    touched: &mut Touched,
) -> Result<(), sqlx::Error> {
    grow(connection, stored, voices, moment, touched).await?;
    let unproven = |it: &&&Stored| {
        let author = voices.get(&it.public_name);
        author.is_some_and(|voice| tier_of(voice, moment).is_unproven())
    };
    let leaning = stored.iter().filter(|it| it.lean != 0).filter(unproven);
    let leaning: Vec<&Stored> = leaning.copied().collect();
    hold_bursts(connection, &leaning, stored, moment).await
}

fn tier_of(voice: &VoiceRow, moment: &Moment) -> Tier {
    trust::tier(&voice.past(moment.now), moment.probation_days)
}

/// Counts the histories of those who can still grow today.
async fn grow(
    connection: &mut AnyConnection,
    stored: &[&Stored],
    voices: &HashMap<String, VoiceRow>,
    moment: &Moment,
    touched: &mut Touched,
) -> Result<(), sqlx::Error> {
    let Moment {
        now,
        probation_days,
    } = *moment;
    let (enough_requesters, enough_days) = ESTABLISHED_HISTORY;
    let today = day_of(now);
    let can_grow = |it: &&VoiceRow| {
        it.requesters < enough_requesters || (it.days < enough_days && it.counted_on != today)
    };
    let authors: BTreeSet<&str> = stored.iter().map(|it| it.public_name.as_str()).collect();
    let authors = authors.into_iter().filter_map(|it| voices.get(it));
    let growing: Vec<&VoiceRow> = authors.filter(can_grow).collect();
    let names: Vec<&str> = growing.iter().map(|it| it.public_name.as_str()).collect();
    let histories = voice::histories(connection, &names).await?;
    for voice in growing {
        let name = voice.public_name.as_str();
        let (requesters, days) = histories.get(name).copied().unwrap_or_default();
        if requesters <= voice.requesters && days <= voice.days {
            continue;
        }
        voice::set_history(connection, name, requesters, days).await?;
        let before = voice.past(now);
        let after = Past {
            requesters: requesters.max(before.requesters),
            days: days.max(before.days),
            ..before
        };
        let next = |past| trust::days_to_next_tier(past, probation_days);
        let tier = |past| trust::tier(past, probation_days);
        if tier(&after) != tier(&before) || next(&after) != next(&before) {
            touched.extend(review::requesters_of(connection, name).await?);
        }
    }
    voice::counted(connection, &names, today).await
}

async fn hold_bursts(
    connection: &mut AnyConnection,
    leaning: &[&Stored],
    stored: &[&Stored],
    moment: &Moment,
) -> Result<(), sqlx::Error> {
    let now = moment.now;
    let unproven = |past: &_| trust::tier(past, moment.probation_days).is_unproven();
    let keys: BTreeSet<&str> = leaning.iter().map(|it| it.requester_key.as_str()).collect();
    let keys: Vec<&str> = keys.into_iter().collect();
    let spoken = voice::spoken_of_each(connection, &keys, now).await?;
    let mut of_each: HashMap<&str, Vec<&Spoken>> = HashMap::new();
    for it in &spoken {
        of_each.entry(&it.requester_key).or_default().push(it);
    }
    let places: HashMap<&str, usize> = stored
        .iter()
        .enumerate()
        .map(|(at, it)| (it.review_id.as_str(), at))
        .collect();
    for it in leaning {
        let own = places.get(it.review_id.as_str()).copied();
        let is_later = |spoken: &&&Spoken| places.get(spoken.review_id.as_str()).copied() > own;
        let said = of_each.get(it.requester_key.as_str());
        let said = said.into_iter().flatten().filter(|it| !is_later(it));
        let crowd = voice::crowd(said.copied(), it.lean, now, unproven);
        if let Some(reason) = trust::burst(&crowd, it.lean) {
            hold(connection, it, reason, now).await?;
        }
    }
    Ok(())
}

async fn hold(
    connection: &mut AnyConnection,
    stored: &Stored,
    reason: String,
    now: Millis,
) -> Result<(), sqlx::Error> {
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
