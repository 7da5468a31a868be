//! What the writer does within one transaction, and the aggregates that follow from it.
//!
//! This room refuses to know that several requests share a transaction: each [`Work`] is done
//! one after the other, and [`settle`] closes them all.

use std::collections::HashMap;

use crate::moderation::{self, Asked};
use sqlx::AnyConnection;
use tallystick_core::trust::{self, Past};
use tallystick_wire::Millis;
use tallystick_wire::api::{FlagRequest, IdentityCreated, SyncAnswer};

use crate::allowance::Denied;
use crate::batch::{self, Outbox};
use crate::membership::{self, Entry, InvitationChange, Leaving, TokenChange};
use crate::outbox::{Item, Touched};
use crate::publish::{digits, texts};
use crate::refusal::Refusal;
use crate::statistics::{self, Voice, day_of};
use crate::store::aggregate::Line;
use crate::store::list::AT_ONCE;
use crate::store::name::Named;
use crate::store::news::{self, Changed, News};
use crate::store::piece::{self, Made};
use crate::store::visible::{self, Visible};
use crate::store::voice::origin;
use crate::store::{act, aggregate, community, identity, is_passing, name, review};
use crate::trust::Moment;

/// One thing that changes the database.
#[derive(Debug)]
pub enum Work {
    /// Make an identity for the hash of a secret, if there is none.
    Register {
        /// SHA-256 of the secret.
        secret_hash: String,
        /// What admits it.
        entry: Entry,
    },
    /// Take an outbox.
    Sync {
        /// Whose.
        author: String,
        /// Its items.
        items: Vec<Item>,
    },
    /// Delete an identity, and what it said or its name under that.
    Forget {
        /// Whose.
        author: String,
        /// Which of the two.
        leaving: Leaving,
    },
    /// Change the tokens of an identity.
    Token {
        /// Whose.
        author: String,
        /// How.
        change: TokenChange,
    },
    /// Make or revoke an invitation.
    Invite(InvitationChange),
    /// Do an act of a moderator.
    Moderate(Asked),
    /// Note that somebody wants a moderator to look.
    Flag {
        /// Who.
        author: String,
        /// At which review, and why.
        request: FlagRequest,
    },
    /// Compute some of the lines again that are stale today.
    Age,
    /// Keep texts that were made ready.
    Keep(Vec<Made>),
}

impl Work {
    fn outbox(&self) -> Option<Outbox<'_>> {
        match self {
            Self::Sync { author, items } => Some((author, items)),
            _ => None,
        }
    }
}

/// What came of it.
#[derive(Debug)]
pub enum Done {
    /// See [`Work::Register`].
    Registered(IdentityCreated),
    /// See [`Work::Sync`].
    Synced(SyncAnswer),
    /// See [`Work::Forget`].
    Forgotten,
    /// See [`Work::Age`]: how many lines.
    Aged(usize),
    /// See [`Work::Moderate`], [`Work::Flag`] and [`Work::Invite`]: whether there is such a thing.
    Moderated(bool),
    /// See [`Work::Token`] and [`Work::Keep`].
    Changed,
    /// Not done.
    Refused(Refusal),
    /// Not done: it was done too often.
    Denied(Denied),
    /// The identity was deleted while its request waited.
    NoSuchIdentity,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The system has no randomness to give.
    #[error("no randomness for a public name: {0}")]
    Random(#[from] getrandom::Error),
    /// What is stored cannot be read.
    #[error("what is stored of {key} cannot be read: {source}")]
    Stored {
        /// Of which requester.
        key: String,
        /// Why not.
        source: serde_json::Error,
    },
}

impl LedgerError {
    /// Whether trying again in a moment may help.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Database(why) if is_passing(why))
    }
}

/// Lines that one [`Work::Age`] computes: few enough that nobody waits long behind it.
pub const AGE_AT_ONCE: i64 = 200;

/// Does these things one after the other, outboxes that follow one another at once, and notes whose
/// lines they touched.
///
/// # Errors
/// See [`LedgerError`]; the transaction must then be given up.
pub async fn perform_all(
    connection: &mut AnyConnection,
    works: &[&Work],
    moment: &Moment,
    touched: &mut Touched,
) -> Result<Vec<Done>, LedgerError> {
    let is_sync = |it: &&Work| matches!(it, Work::Sync { .. });
    let mut dones = Vec::with_capacity(works.len());
    for run in works.chunk_by(|a, b| is_sync(a) && is_sync(b)) {
        let outboxes: Vec<Outbox<'_>> = run.iter().filter_map(|it| it.outbox()).collect();
        if outboxes.is_empty() {
            for work in run {
                dones.push(perform(connection, work, moment, touched).await?);
            }
        } else {
            dones.extend(batch::take_all(connection, &outboxes, moment, touched).await?);
        }
    }
    Ok(dones)
}

/// Does one thing and notes whose lines it touched.
///
/// # Errors
/// See [`LedgerError`]; the transaction must then be given up.
pub async fn perform(
    connection: &mut AnyConnection,
    work: &Work,
    moment: &Moment,
    touched: &mut Touched,
) -> Result<Done, LedgerError> {
    let now = moment.now;
    match work {
        Work::Register { secret_hash, entry } => {
            membership::register(connection, secret_hash, entry, now).await
        }
        Work::Token { author, change } => {
            membership::change_token(connection, author, change, now).await
        }
        Work::Invite(change) => membership::change_invitation(connection, change, now).await,
        Work::Sync { author, items } => {
            let outboxes = [(author.as_str(), items.as_slice())];
            let mut done = batch::take_all(connection, &outboxes, moment, touched).await?;
            Ok(done.pop().unwrap_or(Done::NoSuchIdentity))
        }
        Work::Forget { author, leaving } => {
            membership::forget(connection, author, *leaving, touched).await
        }
        Work::Moderate(asked) => {
            let there = moderation::act_on(connection, asked, now, touched).await?;
            Ok(Done::Moderated(there))
        }
        Work::Flag { author, request } => flag(connection, author, request, now).await,
        Work::Age => {
            let stale = aggregate::stale(connection, day_of(now), AGE_AT_ONCE).await?;
            let count = stale.len();
            touched.extend(stale);
            Ok(Done::Aged(count))
        }
        Work::Keep(made) => {
            piece::keep(connection, made).await?;
            Ok(Done::Changed)
        }
    }
}

async fn flag(
    connection: &mut AnyConnection,
    author: &str,
    request: &FlagRequest,
    now: Millis,
) -> Result<Done, LedgerError> {
    if !identity::exists(connection, author).await? {
        return Ok(Done::NoSuchIdentity);
    }
    let review_id = request.review.as_str();
    let there = review::find(connection, review_id).await?.is_some();
    if there {
        let said = (request.reason.as_str(), request.words.as_str());
        act::flag(connection, review_id, author, said, now).await?;
    }
    Ok(Done::Moderated(there))
}

/// Computes the touched lines again and brings the figures of the whole up to date; the last
/// thing in a transaction. Returns what other processes hear once it is committed.
///
/// # Errors
/// See [`LedgerError`].
pub async fn settle(
    connection: &mut AnyConnection,
    touched: &Touched,
    moment: &Moment,
) -> Result<News, LedgerError> {
    let (mut requesters, mut reviews) = (0, 0);
    let keys: Vec<&str> = touched.iter().map(String::as_str).collect();
    for some in keys.chunks(AT_ONCE) {
        let before = aggregate::known(connection, some).await?;
        let after = recompute(connection, some, moment).await?;
        let reworded = |it: &&Line| {
            let known = before.get(&it.requester_key);
            known.is_some_and(|known| known.1 != it.texts_name)
        };
        let reworded = after.iter().filter(reworded);
        let reworded: Vec<&str> = reworded.map(|it| it.requester_key.as_str()).collect();
        piece::remove(connection, &reworded).await?;
        requesters += count(after.len()) - count(before.len());
        reviews += after.iter().map(|it| it.reviews).sum::<i64>()
            - before.values().map(|it| it.0).sum::<i64>();
    }
    let community = community::add(&mut *connection, requesters, reviews).await?;
    let digits = digits::next(community);
    if i64::from(digits) != community.prefix_digits {
        community::set_digits(connection, digits).await?;
    }
    let news = News {
        version: community.version,
        digits,
        changed: Changed::These(touched.clone()),
    };
    news::announce(connection, &news).await?;
    Ok(news)
}

fn count(of: usize) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}

/// Computes the lines of these requesters from all visible reviews and returns them; who has none
/// any more has no line. What is read and written is so for all at once.
async fn recompute(
    connection: &mut AnyConnection,
    keys: &[&str],
    moment: &Moment,
) -> Result<Vec<Line>, LedgerError> {
    let rows = visible::of_each(&mut *connection, keys).await?;
    let of_each = rows.chunk_by(|a, b| a.requester_key == b.requester_key);
    let of_each: HashMap<&str, &[Visible]> = of_each
        .filter_map(|it| Some((it.first()?.requester_key.as_str(), it)))
        .collect();
    let names = name::of_each(connection, keys).await?;
    let (mut lines, mut names_said) = (Vec::new(), Vec::new());
    for key in keys {
        let known = names.get(*key).map_or(&[][..], Vec::as_slice);
        let Some(rows) = of_each.get(key) else {
            aggregate::delete(connection, key).await?;
            names_said.push((*key, known, Vec::new()));
            continue;
        };
        let (line, named) = line_of(key, rows, moment)?;
        lines.push(line);
        names_said.push((*key, known, named));
    }
    aggregate::put(connection, &lines).await?;
    name::set(connection, &names_said).await?;
    Ok(lines)
}

/// One line and the names that count, from all visible reviews of one requester.
fn line_of(
    key: &str,
    rows: &[Visible],
    moment: &Moment,
) -> Result<(Line, Vec<Named>), LedgerError> {
    let unreadable = |source| LedgerError::Stored {
        key: key.to_owned(),
        source,
    };
    let voices: Vec<Voice> = rows
        .iter()
        .zip(weights(rows, moment))
        .map(voice)
        .collect::<Result<_, _>>()
        .map_err(unreadable)?;
    let line = statistics::aggregate(key, &voices, day_of(moment.now));
    let line = Line {
        requester_key: key.to_owned(),
        line: serde_json::to_string(&line).map_err(unreadable)?,
        reviews: count(rows.len()),
        stale_on: stale_on(rows, &voices, moment),
        texts_name: texts::name_of(rows).map_err(unreadable)?,
    };
    Ok((line, statistics::named(&voices)))
}

fn voice((row, weight): (&Visible, f64)) -> Result<Voice, serde_json::Error> {
    let review = serde_json::from_str(&row.body)?;
    Ok(Voice {
        author: row.public_name.clone(),
        stored_at: row.stored_at,
        weight,
        review,
    })
}

/// What each of these reviews of one requester weighs.
fn weights(rows: &[Visible], moment: &Moment) -> Vec<f64> {
    let said = rows.iter().map(|it| {
        let tier = trust::tier(&past(it, moment.now), moment.probation_days);
        (it.public_name.as_str(), tier)
    });
    trust::weights(&said.collect::<Vec<_>>())
}

/// The day on which time alone changes a line: a review leaves the last 90 days, or a voice grows.
fn stale_on(rows: &[Visible], voices: &[Voice], moment: &Moment) -> Option<i64> {
    let today = day_of(moment.now);
    let next =
        |it: &Visible| trust::days_to_next_tier(&past(it, moment.now), moment.probation_days);
    let grown = rows.iter().filter_map(next).min().map(|days| today + days);
    let left = statistics::stale_on(voices, today);
    grown.into_iter().chain(left).min()
}

/// Ages are counted by whole days (UTC), as lines become stale by whole days.
fn past(row: &Visible, now: Millis) -> Past {
    Past {
        origin: origin(&row.origin),
        age_days: (day_of(now) - day_of(row.created_at)).max(0),
        requesters: row.requesters,
        days: row.days,
    }
}
