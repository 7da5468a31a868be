//! Deleting the ledger, of one platform or whole. What is deleted is gone.

use tallystick_browser::database::Write;
use tallystick_core::clock::Clock;
use tallystick_wire::PlatformId;
use tallystick_wire::event::{Event, EventKind};
use tallystick_wire::ledger::{CostRecord, SearchRecord};

use super::book::Book;
use super::damage::Found;
use super::{log, sums};
use crate::clock::{self, CLOCK};
use crate::store;
use crate::trouble::Done;
use crate::world::World;

/// Deletes the ledger: of a platform, or whole.
///
/// # Errors
/// In the browser's words; then nothing was deleted.
pub async fn wipe(world: &World, platform: Option<&PlatformId>) -> Done<()> {
    let write = world.database.write(&store::LEDGER)?;
    match platform {
        None => {
            world.forget_sums();
            for name in store::LEDGER {
                write.delete_all(name, "")?;
            }
        }
        Some(platform) => wipe_one(world, &write, platform).await?,
    }
    Ok(write.done().await?)
}

async fn wipe_one(world: &World, write: &Write, platform: &PlatformId) -> Done<()> {
    let mut book = Book::open(world, write).await?;
    let mut found = Found::new();
    let prefix = format!("{platform}:");
    let mut places = Vec::new();
    for key in write.keys(store::ABOUT, &prefix).await? {
        places.push(log::place_in(&key).to_owned());
    }
    places.dedup();
    let mut removed = delete(write, &places, |_| true, &mut found).await?;
    let alone = log::places(write, &[None]).await?;
    removed += delete(write, &alone, |it| is_of(it, platform), &mut found).await?;
    for part in write.keys(store::RECORDS, &prefix).await?.chunks(log::PART) {
        book.delete_records(part).await?;
    }
    for name in [store::RECORDS, store::PENDING, store::ABOUT] {
        write.delete_all(name, &prefix)?;
    }
    for prefix in sums::of_platform(platform) {
        write.delete_all(store::SUMS, &prefix)?;
    }
    let searches: Vec<SearchRecord> =
        store::all(write, store::SEARCH, &format!("{platform}\n")).await?;
    book.hours.searched_ms -= searches.iter().map(|it| it.ms).sum::<i64>();
    for name in [store::DAYS, store::SEARCH] {
        write.delete_all(name, &format!("{platform}\n"))?;
    }
    let costs: Vec<CostRecord> = store::all(write, store::COSTS, "").await?;
    for cost in costs.iter().filter(|it| it.platform == *platform) {
        write.delete(store::COSTS, cost.id.as_str())?;
    }
    book.counts.removed(removed);
    let mut running: Clock = clock::load(write, &mut found).await?;
    running.forget(platform);
    store::put(write, store::CLOCK, CLOCK, &running)?;
    book.find(found);
    book.finish().await.map(drop)
}

/// Deletes those of the events at these places that `which` picks; how many there were.
async fn delete(
    write: &Write,
    places: &[String],
    which: impl Fn(&Event) -> bool,
    found: &mut Found,
) -> Done<u64> {
    let mut count = 0;
    for part in places.chunks(log::PART) {
        for (place, event) in log::events(write, part, found).await? {
            if which(&event) {
                log::delete(write, &place, &event)?;
                count += 1;
            }
        }
    }
    Ok(count)
}

fn is_of(event: &Event, wanted: &PlatformId) -> bool {
    match &event.kind {
        EventKind::Searching { platform, .. }
        | EventKind::DaySeen { platform, .. }
        | EventKind::Cost { platform, .. } => platform == wanted,
        _ => false,
    }
}
