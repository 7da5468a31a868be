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
    if let Some(known) = &known {
        review::remember(connection, &known.review_id).await?;
    }
    let about = (new.requester_key.as_str(), &review.requester);
    requester::ensure(connection, &[about]).await?;
    // Not yet visible: the database takes one visible review a voice, and which is it follows.
    let unseen = Stored {
        state: REPLACED.to_owned(),
        ..new.clone()
    };
    review::put(connection, &unseen).await?;
    raise_newest(connection, &new).await?;
    if let Some(known) = known {
        // It may have moved away from above an older one.
        raise_newest(connection, &known).await?;
        touched.insert(known.requester_key);
    }
    let voices = voice::of_each(connection, &[author]).await?;
    trust::weigh(connection, &[&new], &voices, moment, touched).await?;
    touched.insert(new.requester_key);
    Ok(ItemAnswer::Stored)
}

/// Of what the author of `like` has said of its requester and task and not deleted, the newest by
/// the worker's clock is visible and no other: a fact of what is stored, so that it cannot hang on
/// the order in which it came.
async fn raise_newest(connection: &mut AnyConnection, like: &Stored) -> Result<(), sqlx::Error> {
    let (author, requester) = (&like.public_name, &like.requester_key);
    let said = review::of_voice(connection, author, requester, &like.task_group).await?;
    let newest = said.iter().max_by_key(|it| (it.written_at, &it.review_id));
    let newest = newest.map(|it| it.review_id.as_str());
    let is_newest = |it: &&Stored| Some(it.review_id.as_str()) == newest;
    let older = said.iter().filter(|it| !is_newest(it));
    for it in older.filter(|it| it.state == VISIBLE) {
        review::set_state(connection, &it.review_id, REPLACED).await?;
    }
    for it in said.iter().filter(is_newest) {
        review::set_state(connection, &it.review_id, VISIBLE).await?;
    }
    Ok(())
}

/// Deletes a review and its history, whichever revision the deletion knew: what was deleted on one
/// device is gone, also where another has edited it meanwhile.
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
    review::delete(connection, id.as_str()).await?;
    tombstone::put(connection, &mark, revision.max(to_wire(known.revision))).await?;
    raise_newest(connection, &known).await?;
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

/// See the migration of `tombstone`.
pub(crate) fn mark(author: &str, id: &ReviewId) -> String {
    sha256_hex(format!("{author}:{}", id.as_str()).as_bytes())
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
