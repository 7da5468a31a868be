//! Many outboxes within one transaction: what is plainly new is stored by lists, since a question
//! to the database costs more than what it asks; everything else goes its own way through
//! [`outbox::take`].
//!
//! Plainly new is a first revision of an id that nobody has used, of a requester and task of which
//! its author has said nothing that shows. What an author sends after the first item that is
//! certainly something else keeps its place behind it. This room refuses to know HTTP.

use std::collections::{HashMap, HashSet};

use sqlx::AnyConnection;
use tallystick_wire::RequesterKey;
use tallystick_wire::api::{ItemAnswer, SyncAnswer};

use crate::ledger::{Done, LedgerError};
use crate::outbox::{self, Item, Touched};
use crate::store::review::Stored;
use crate::store::voice::{self, VoiceRow};
use crate::store::{requester, review, tombstone};
use crate::trust::{self, Moment};

/// Whose it is, and what is in it.
pub type Outbox<'o> = (&'o str, &'o [Item]);

/// A review that may be plainly new.
struct Candidate<'o> {
    /// The outbox and the place in it.
    at: (usize, usize),
    requester: &'o RequesterKey,
    mark: String,
    stored: Stored,
}

/// Takes outboxes, each as if the others came before or after it.
///
/// # Errors
/// Only what the database says; bad items are answers.
pub async fn take_all(
    connection: &mut AnyConnection,
    outboxes: &[Outbox<'_>],
    moment: &Moment,
    touched: &mut Touched,
) -> Result<Vec<Done>, LedgerError> {
    let authors: HashSet<&str> = outboxes.iter().map(|it| it.0).collect();
    let authors: Vec<&str> = authors.into_iter().collect();
    let voices = voice::of_each(connection, &authors).await?;
    let new = candidates(outboxes, &voices, moment);
    let stored = store(connection, new, &voices, moment, touched).await?;
    let mut dones = Vec::with_capacity(outboxes.len());
    for (outbox, (author, items)) in outboxes.iter().enumerate() {
        let Some(voice) = voices.get(*author) else {
            dones.push(Done::NoSuchIdentity);
            continue;
        };
        let suspended = moment.now < voice.suspended_until;
        let mut answers = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            answers.push(if stored.contains(&(outbox, place)) {
                ItemAnswer::Stored
            } else if suspended && matches!(item, Item::Put(_)) {
                outbox::suspended()
            } else {
                outbox::take(connection, author, item, moment, touched).await?
            });
        }
        dones.push(Done::Synced(SyncAnswer { answers }));
    }
    Ok(dones)
}

/// The first revisions that each author sends before anything else.
fn candidates<'o>(
    outboxes: &[Outbox<'o>],
    voices: &HashMap<String, VoiceRow>,
    moment: &Moment,
) -> Vec<Candidate<'o>> {
    let mut ended: HashSet<&str> = HashSet::new();
    let mut ids: HashSet<&str> = HashSet::new();
    let mut candidates = Vec::new();
    for (outbox, (author, items)) in outboxes.iter().enumerate() {
        let speaks = |it: &VoiceRow| it.suspended_until <= moment.now;
        if !voices.get(*author).is_some_and(speaks) {
            continue;
        }
        for (place, item) in items.iter().enumerate() {
            let review = match item {
                Item::Bad(_) => continue,
                Item::Put(review) if review.revision == 1 && !ended.contains(author) => review,
                _ => {
                    ended.insert(author);
                    break;
                }
            };
            if !ids.insert(review.id.as_str()) {
                continue;
            }
            let Some(stored) = outbox::to_store(author, review, moment.now) else {
                continue;
            };
            candidates.push(Candidate {
                at: (outbox, place),
                requester: &review.requester,
                mark: outbox::mark(author, &review.id),
                stored,
            });
        }
    }
    candidates
}

/// Stores those that are new; returns their places.
async fn store(
    connection: &mut AnyConnection,
    mut new: Vec<Candidate<'_>>,
    voices: &HashMap<String, VoiceRow>,
    moment: &Moment,
    touched: &mut Touched,
) -> Result<HashSet<(usize, usize)>, LedgerError> {
    let marks: Vec<&str> = new.iter().map(|it| it.mark.as_str()).collect();
    let buried = tombstone::known(connection, &marks).await?;
    let ids: Vec<&str> = new.iter().map(|it| it.stored.review_id.as_str()).collect();
    let known = review::known(connection, &ids).await?;
    new.retain(|it| !buried.contains(&it.mark) && !known.contains(&it.stored.review_id));
    let about: HashMap<&str, &RequesterKey> = new
        .iter()
        .map(|it| (it.stored.requester_key.as_str(), it.requester))
        .collect();
    let about: Vec<(&str, &RequesterKey)> = about.into_iter().collect();
    requester::ensure(connection, &about).await?;
    let rows: Vec<&Stored> = new.iter().map(|it| &it.stored).collect();
    // Where its author has said something else of this requester and task, it is not stored yet.
    let ids = review::put_new(connection, &rows).await?;
    new.retain(|it| ids.contains(&it.stored.review_id));
    let rows: Vec<&Stored> = new.iter().map(|it| &it.stored).collect();
    trust::weigh(connection, &rows, voices, moment, touched).await?;
    touched.extend(new.iter().map(|it| it.stored.requester_key.clone()));
    Ok(new.iter().map(|it| it.at).collect())
}
