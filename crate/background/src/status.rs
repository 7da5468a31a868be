//! How things stand, for the popup and the options.

use std::rc::Rc;

use tallystick_browser::{clock, persist, runtime};
use tallystick_wire::message::Status;

use crate::backend::Backend;
use crate::ledger::counts::Counts;
use crate::ledger::damage::Found;
use crate::notices;
use crate::order;
use crate::own;
use crate::refresh::refresh;
use crate::schedule;
use crate::settings;
use crate::store;
use crate::sync::sync;
use crate::together;
use crate::trouble::Done;
use crate::world::World;

/// How things stand.
///
/// # Errors
/// In the browser's words.
pub async fn read(world: &World) -> Done<Status> {
    let stored = world.database.read(&store::LEDGER)?;
    let unsaved = Counts::read(&stored, &mut Found::new()).await?.unsaved();
    let kept = persist::persisted().await;
    let first_run_done = settings::first_run_done(world);
    let memory = world.memory.borrow();
    let remind = tallystick_core::settings::backup_after(&memory.settings);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Status {
        version: runtime::version(),
        first_run_done,
        backends: memory.backends.iter().map(Backend::status).collect(),
        waiting: count(memory.outbox.len()),
        refused: count(memory.reviews.values().filter(|it| it.is_refused()).count()),
        notices: notices::told(&memory),
        blind: order::newest_first(memory.blind.values().cloned().collect(), |it| it.since),
        unsaved,
        backup_due: remind.is_some_and(|it| it <= unsaved),
        kept,
        unstored: crate::clock::unstored(),
        now: clock::now(),
    })
}

/// Tries all backends now, whatever their back-off says, and tells how things stand after that.
///
/// # Errors
/// In the browser's words.
pub async fn sync_now(world: &Rc<World>) -> Done<Status> {
    let urls = world.urls(|it| !it.paused);
    for url in &urls {
        world
            .change_backend(url, |backend| {
                backend.reading.retry_at = 0;
                backend.writing.retry_at = 0;
                backend.shared.iter_mut().for_each(own::Shared::hurry);
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
        own::settle(world, url).await;
        sync(world, url).await;
        refresh(world, url).await;
    }))
    .await;
    schedule::run_soon(world);
    read(world).await
}
