//! What becomes of one item of the outbox: stored, unchanged, superseded or refused and why.
//!
//! Each function answers a refusal before it has written anything, so that one bad item leaves
//! nothing behind in the transaction that it shares with others. This room refuses to know who
//! asks over which wire and when the transaction ends.

use std::collections::BTreeSet;

use sqlx::AnyConnection;
use tallystick_core::key::lookup_key;
use tallystick_core::trust::lean;
use tallystick_wire::api::{ItemAnswer, SyncItem};
use tallystick_wire::{Millis, Review, ReviewId};

use crate::clean;
use crate::publish::to_the_hour;
use crate::secret::sha256_hex;
use crate::store::review::{REPLACED, Stored, VISIBLE};
use crate::store::{requester, review, tombstone, voice};
use crate::trust::{self, Moment};

/// The requesters whose lines have to be computed again before the transaction ends.
pub type Touched = BTreeSet<String>;

/// One item of an outbox as it was understood.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A review, cleaned.
    Put(Box<Review>),
    /// A deletion.
    Delete {
        /// Of which review.
        id: ReviewId,
        /// The revision of the deletion.
        revision: u32,
    },
    /// Nothing that can be taken, and what is answered.
    Bad(ItemAnswer),
}

impl Item {
    /// Reads an item as it came.
    pub fn read(item: &serde_json::Value, now: Millis) -> Self {
        match <SyncItem as serde::Deserialize>::deserialize(item) {
            Err(why) => Self::Bad(refused(
                "invalid",
                format!("This entry cannot be read: {why}"),
            )),
            Ok(SyncItem::Put { review }) => match clean::review(review, now) {
                Err(why) => Self::Bad(refused("invalid", why)),
                Ok(review) => Self::Put(Box::new(review)),
            },
            Ok(SyncItem::Delete { id, revision }) => Self::Delete { id, revision },
        }
    }
}

/// Takes one item of `author`'s outbox.
///
/// # Errors
/// Only what the database says; a bad item is an answer.
pub async fn take(
    connection: &mut AnyConnection,
    author: &str,
    item: &Item,
    moment: &Moment,
    touched: &mut Touched,
) -> Result<ItemAnswer, sqlx::Error> {
    match item {
        Item::Bad(answer) => Ok(answer.clone()),
        Item::Put(review) => put(connection, author, review, moment, touched).await,
        Item::Delete { id, revision } => delete(connection, author, id, *revision, touched).await,
    }
}

/// The answer to somebody who may write nothing new at present.
pub fn suspended() -> ItemAnswer {
    refused(
        "suspended",
        "A moderator has suspended this identity; the reason is among its notices. Deleting still works",
    )
}

/// Stores a review that is clean already.
///
/// # Errors
/// Only what the database says.
pub async fn put(
    connection: &mut AnyConnection,
    author: &str,
    review: &Review,
    moment: &Moment,
    touched: &mut Touched,
) -> Result<ItemAnswer, sqlx::Error> {
    let Some(new) = to_store(author, review, moment.now) else {
        return Ok(refused("invalid", "This review cannot be written as JSON"));
    };
    if let Some(buried) = tombstone::find(connection, &mark(author, &review.id)).await? {
        return Ok(answer_from_grave(new.revision, buried));
    }
    let known = review::find(connection, &new.review_id).await?;
    if let Some(answer) = known.as_ref().and_then(|known| compare(known, &new)) {
        return Ok(answer);
    }
    let said = review::of_voice(connection, author, &new.requester_key, &new.task_group).await?;
    let other = said
        .iter()
        .find(|it| it.state == VISIBLE && it.review_id != new.review_id);
    if let Some(other) = other {
        if (new.written_at, &new.review_id) < (other.written_at, &other.review_id) {
            return Ok(refused(
                "duplicate",
                "You have already said something newer of this requester and task: edit that one",
            ));
        }
        review::replace(connection, &other.review_id).await?;
    }
    if let Some(known) = known {
        review::remember(connection, &known.review_id).await?;
        touched.insert(known.requester_key);
    }
    let about = (new.requester_key.as_str(), &review.requester);
    requester::ensure(connection, &[about]).await?;
    review::put(connection, &new).await?;
    let voices = voice::of_each(connection, &[author]).await?;
    trust::weigh(connection, &[&new], &voices, moment, touched).await?;
    touched.insert(new.requester_key);
    Ok(ItemAnswer::Stored)
}

/// Deletes a review, its history, and what it had replaced: the worker took back what they said
/// of that requester and task, so nothing older comes up again from under it.
async fn delete(
    connection: &mut AnyConnection,
    author: &str,
    id: &ReviewId,
    revision: u32,
    touched: &mut Touched,
) -> Result<ItemAnswer, sqlx::Error> {
    let mark = mark(author, id);
    let Some(known) = review::find(connection, id.as_str()).await? else {
        return bury_unseen(connection, &mark, revision).await;
    };
    if known.public_name != author {
        return Ok(not_yours());
    }
    if i64::from(revision) <= known.revision {
        return Ok(ItemAnswer::Superseded {
            revision: to_wire(known.revision),
        });
    }
    let voice =
        review::of_voice(connection, author, &known.requester_key, &known.task_group).await?;
    if known.state == VISIBLE {
        for older in voice.iter().filter(|it| it.state == REPLACED) {
            bury(connection, author, older).await?;
        }
    }
    review::delete(connection, id.as_str()).await?;
    tombstone::put(connection, &mark, revision).await?;
    touched.insert(known.requester_key);
    Ok(ItemAnswer::Stored)
}

/// A deletion of what is not there: deleted before, or overtaken its own put on the way.
async fn bury_unseen(
    connection: &mut AnyConnection,
    mark: &str,
    revision: u32,
) -> Result<ItemAnswer, sqlx::Error> {
    let new = i64::from(revision);
    match tombstone::find(connection, mark).await? {
        Some(buried) if new == buried => Ok(ItemAnswer::Unchanged),
        Some(buried) if new < buried => Ok(ItemAnswer::Superseded {
            revision: to_wire(buried),
        }),
        _ => {
            tombstone::put(connection, mark, revision).await?;
            Ok(ItemAnswer::Stored)
        }
    }
}

async fn bury(
    connection: &mut AnyConnection,
    author: &str,
    older: &Stored,
) -> Result<(), sqlx::Error> {
    let mark = mark_of(author, &older.review_id);
    tombstone::put(connection, &mark, to_wire(older.revision).saturating_add(1)).await?;
    review::delete(connection, &older.review_id).await
}

/// The answer that what is stored under the same id gives already, if it does.
fn compare(known: &Stored, new: &Stored) -> Option<ItemAnswer> {
    if known.public_name != new.public_name {
        return Some(not_yours());
    }
    if new.revision < known.revision {
        return Some(ItemAnswer::Superseded {
            revision: to_wire(known.revision),
        });
    }
    if known.revision < new.revision {
        return None;
    }
    if known.body == new.body {
        return Some(ItemAnswer::Unchanged);
    }
    Some(refused(
        "conflict",
        "Another device has stored something else as this revision: save it once more",
    ))
}

fn answer_from_grave(revision: i64, buried: i64) -> ItemAnswer {
    if revision <= buried {
        return ItemAnswer::Superseded {
            revision: to_wire(buried),
        };
    }
    refused("deleted", "This review was deleted: write it as a new one")
}

/// What everyone will read. When it was written is told to the hour only, like everything else
/// that could find a worker among those who handed in a task.
fn body_of(review: &Review) -> Option<String> {
    let coarse = Review {
        written_at: to_the_hour(review.written_at),
        ..review.clone()
    };
    serde_json::to_string(&coarse).ok()
}

/// The row of a review.
pub(crate) fn to_store(author: &str, review: &Review, now: Millis) -> Option<Stored> {
    let group = review.task.as_ref().and_then(|task| task.group.as_ref());
    Some(Stored {
        review_id: review.id.as_str().to_owned(),
        revision: i64::from(review.revision),
        public_name: author.to_owned(),
        requester_key: lookup_key(&review.requester),
        task_group: group.map(|it| it.value.clone()).unwrap_or_default(),
        state: VISIBLE.to_owned(),
        written_at: review.written_at,
        stored_at: now,
        body: body_of(review)?,
        lean: lean(review),
    })
}

pub(crate) fn mark(author: &str, id: &ReviewId) -> String {
    mark_of(author, id.as_str())
}

/// See the migration of `tombstone`.
fn mark_of(author: &str, id: &str) -> String {
    sha256_hex(format!("{author}:{id}").as_bytes())
}

fn not_yours() -> ItemAnswer {
    refused(
        "not_yours",
        "Another worker has stored a review under this id: write a new one",
    )
}

fn refused(code: &str, why: impl Into<String>) -> ItemAnswer {
    ItemAnswer::Refused {
        code: code.to_owned(),
        why: why.into(),
    }
}

fn to_wire(revision: i64) -> u32 {
    u32::try_from(revision).unwrap_or(u32::MAX)
}
