//! How things stand, for the popup and the options.

use std::rc::Rc;

use tallystick_browser::{clock, runtime};
use tallystick_wire::message::Status;

use crate::backend::Backend;
use crate::order;
use crate::refresh::refresh;
use crate::schedule;
use crate::settings;
use crate::sync::sync;
use crate::together;
use crate::trouble::Done;
use crate::world::World;

/// How things stand.
pub fn read(world: &World) -> Status {
    let first_run_done = settings::first_run_done(world);
    let memory = world.memory.borrow();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Status {
        version: runtime::version(),
        first_run_done,
        backends: memory.backends.iter().map(Backend::status).collect(),
        waiting: count(memory.outbox.len()),
        refused: count(memory.reviews.values().filter(|it| it.is_refused()).count()),
        blind: order::newest_first(memory.blind.values().cloned().collect(), |it| it.since),
        now: clock::now(),
    }
}

/// Tries all backends now, whatever their back-off says, and tells how things stand after that.
///
/// # Errors
/// In the browser's words.
pub async fn sync_now(world: &Rc<World>) -> Done<Status> {
    let urls = world.urls(|_| true);
    for url in &urls {
        world
            .change_backend(url, |backend| {
                backend.reading.retry_at = 0;
                backend.writing.retry_at = 0;
            })
            .await?;
        world
            .memory
            .borrow_mut()
            .wanted
            .entry(url.clone())
            .or_default();
    }
    together::all(urls.iter().map(async |url| {
        sync(world, url).await;
        refresh(world, url).await;
    }))
    .await;
    schedule::run_soon(world);
    Ok(read(world))
}
