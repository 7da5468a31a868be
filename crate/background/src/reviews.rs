//! The worker's own reviews: each change is stored with what it puts into the outbox in one
//! transaction, answered at once, and sent afterwards.

use std::rc::Rc;

use tallystick_browser::database::Write;
use tallystick_browser::{clock, random};
use tallystick_wire::message::{Draft, ListReviews, MyReview, SyncWord};
use tallystick_wire::{Millis, ReviewId};

use crate::backend::Backend;
use crate::mine::{self, Mine};
use crate::notices;
use crate::order;
use crate::outbox::{self, Queued};
use crate::schedule;
use crate::store;
use crate::trouble::{Done, Trouble};
use crate::world::World;

/// Stores a new review or the next revision of one.
///
/// # Errors
/// What is wrong with the draft, or the browser's words; then nothing is stored.
pub async fn save(world: &Rc<World>, draft: Draft) -> Done<MyReview> {
    let now = clock::now();
    let fresh = mine::review_id(now, random::bytes()?)?;
    let edited = draft.id.clone();
    let id = edited.clone().unwrap_or_else(|| fresh.clone());
    change(world, &id, now, move |before| match (edited, before) {
        (Some(_), None) => Err(missing()),
        (_, before) => Ok(Mine::written(draft, before.as_ref(), fresh, now)?),
    })
    .await
}

/// Deletes a review here and, as soon as they can be reached, at all backends.
///
/// # Errors
/// That there is none, or the browser's words.
pub async fn delete(world: &Rc<World>, id: &ReviewId) -> Done<()> {
    let now = clock::now();
    let deleted = |before: Option<Mine>| Ok(before.ok_or_else(missing)?.deleted(now)?);
    change(world, id, now, deleted).await.map(drop)
}

/// Brings back a review that was deleted.
///
/// # Errors
/// That it is gone for good, or the browser's words.
pub async fn restore(world: &Rc<World>, id: &ReviewId) -> Done<MyReview> {
    let now = clock::now();
    change(world, id, now, |before| {
        let before = before.ok_or_else(missing)?;
        // Asked twice, it is back already.
        if before.deleted_at.is_none() {
            Ok(before)
        } else {
            Ok(before.restored(now)?)
        }
    })
    .await
}

/// All reviews, newest first.
pub fn list(world: &World, _: &ListReviews) -> Vec<MyReview> {
    let memory = world.memory.borrow();
    let all: Vec<MyReview> = memory
        .reviews
        .values()
        .filter(|it| it.is_listed())
        .map(|it| notices::shown(&memory, it))
        .collect();
    order::newest_first(all, |it| it.review.written_at)
}

/// Puts the present revision of a review into a backend's outbox; returns the key of the item.
///
/// # Errors
/// In the browser's words.
pub fn queue(write: &Write, mine: &mut Mine, url: &str, now: Millis) -> Done<String> {
    mine.states.insert(url.to_owned(), SyncWord::Waiting);
    let key = outbox::key(url, &mine.review.id);
    let queued = Queued {
        id: mine.review.id.clone(),
        queued_at: now,
    };
    store::put(write, store::OUTBOX, &key, &queued)?;
    Ok(key)
}

/// Takes away deleted reviews that nothing needs any more.
///
/// # Errors
/// In the browser's words.
pub async fn purge(world: &World) -> Done<()> {
    let now = clock::now();
    let over = |mine: &&Mine| mine.is_over(now);
    let ids: Vec<String> = {
        let memory = world.memory.borrow();
        memory
            .reviews
            .values()
            .filter(over)
            .map(|it| it.review.id.as_str().into())
            .collect()
    };
    for id in ids {
        let write = world.database.write(&[store::REVIEWS])?;
        let mine: Option<Mine> = store::get(&write, store::REVIEWS, &id).await?;
        if mine.is_none_or(|it| it.is_over(now)) {
            write.delete(store::REVIEWS, &id)?;
            write.done().await?;
            world.memory.borrow_mut().reviews.remove(&id);
        }
    }
    Ok(())
}

async fn change(
    world: &Rc<World>,
    id: &ReviewId,
    now: Millis,
    change: impl FnOnce(Option<Mine>) -> Done<Mine>,
) -> Done<MyReview> {
    let write = world
        .database
        .write(&[store::REVIEWS, store::OUTBOX, store::BACKENDS])?;
    let before: Option<Mine> = store::get(&write, store::REVIEWS, id.as_str()).await?;
    let backends: Vec<Backend> = store::all(&write, store::BACKENDS, "").await?;
    let revision = before.as_ref().map(|it| it.review.revision);
    let mut mine = change(before)?;
    if revision == Some(mine.review.revision) {
        return Ok(mine.shown());
    }
    let mut keys = Vec::new();
    for backend in backends.iter().filter(|it| it.write) {
        keys.push(queue(&write, &mut mine, &backend.url, now)?);
    }
    store::put(&write, store::REVIEWS, id.as_str(), &mine)?;
    write.done().await?;
    let shown = mine.shown();
    let waits = !keys.is_empty();
    {
        let mut memory = world.memory.borrow_mut();
        memory.outbox.extend(keys);
        memory.reviews.insert(id.as_str().to_owned(), mine);
    }
    if waits {
        // Before the answer: should the worker be killed while it sends, this wakes it again.
        schedule::wake_soon().await;
    }
    schedule::after_change(world);
    Ok(shown)
}

fn missing() -> Trouble {
    Trouble::Told("This review is not here any more: it was deleted for good".to_owned())
}
