//! Deleting the ledger, of one platform or whole. What is deleted is gone.
//!
//! Of one platform it may be hundreds of thousands of events among others, so that goes part by
//! part; the whole goes store by store.

use tallystick_browser::database::Write;
use tallystick_core::clock::Clock;
use tallystick_wire::PlatformId;
use tallystick_wire::event::{Event, EventId, EventKind};
use tallystick_wire::ledger::{CostRecord, SearchRecord};
use tallystick_wire::message::LongWork;

use super::book::Book;
use super::damage::Found;
use super::journal::{self, Journal};
use super::log::{self, Span};
use super::{parts, sums};
use crate::clock::{self, CLOCK};
use crate::store;
use crate::trouble::Done;
use crate::world::World;

/// How many events are deleted in one transaction: in Firefox the background shares its thread with
/// the extension's pages, which are held up meanwhile.
const AT_ONCE: u32 = 500;

/// Deletes the ledger: whole, with whatever is underway in it, or of a platform, of which the first
/// part goes at once and the others as the journal is gone on with. `None`: it is gone.
///
/// # Errors
/// That long work is underway, where only one platform is to go; or the browser's words. Then
/// nothing was deleted.
pub async fn wipe(world: &World, platform: Option<&PlatformId>) -> Done<Option<LongWork>> {
    let write = world.database.write(&store::LEDGER)?;
    world.forget_sums();
    let told = match platform {
        None => {
            for name in store::LEDGER {
                write.delete_all(name, "")?;
            }
            None
        }
        Some(platform) => begin(world, &write, platform).await?,
    };
    write.done().await?;
    Ok(told)
}

async fn begin(world: &World, write: &Write, platform: &PlatformId) -> Done<Option<LongWork>> {
    // It knows the places of what may leave again.
    journal::idle(write).await?;
    let mut book = Book::open(world, write).await?;
    let events = write.count(store::ABOUT, &all_of(platform)).await?;
    book.journal = Some(Journal::wiping(platform.clone(), events));
    let told = parts::step(&mut book).await?;
    Ok(told.filter(|it| !it.over))
}

/// The next part of a platform's log goes; whether there was one.
///
/// # Errors
/// In the browser's words.
pub(super) async fn part(book: &mut Book<'_>, journal: &mut Journal) -> Done<bool> {
    let Some(platform) = journal.platform.clone() else {
        return Ok(false);
    };
    let prefix = all_of(&platform);
    let about = book
        .write
        .some(store::ABOUT, &prefix, None, AT_ONCE)
        .await?;
    let about: Vec<String> = about.into_iter().map(|it| it.0).collect();
    let named = about.iter().filter_map(|it| it.rsplit_once('\n'));
    let (mut names, mut places): (Vec<_>, Vec<_>) = named
        .map(|(name, place)| (name.to_owned(), place.to_owned()))
        .unzip();
    names.dedup();
    places.sort_unstable();
    places.dedup();
    let mut found = Found::new();
    let removed = delete(book.write, &places, |_| true, &mut found).await?;
    book.find(found);
    book.counts.removed(removed);
    book.delete_records(&names).await?;
    // Also those of what is not there or cannot be read.
    for key in &about {
        book.write.delete(store::ABOUT, key)?;
    }
    journal.done += about.len() as u64;
    if about.len() < AT_ONCE as usize {
        rest(book, &platform).await?;
        journal.platform = None;
    }
    Ok(true)
}

/// All that is no event about an assignment of the platform.
async fn rest(book: &mut Book<'_>, platform: &PlatformId) -> Done<()> {
    let (world, write, prefix) = (book.world, book.write, all_of(platform));
    world.forget_sums();
    let mut found = Found::new();
    let alone = log::places(write, &[None]).await?;
    let mut removed = delete(write, &alone, |it| is_of(it, platform), &mut found).await?;
    for part in write.keys(store::RECORDS, &prefix).await?.chunks(log::PART) {
        book.delete_records(part).await?;
    }
    for name in [store::RECORDS, store::PENDING, store::ABOUT] {
        write.delete_all(name, &prefix)?;
    }
    // Copies of records are made again without those of this platform.
    for name in [store::PACKS, store::CHANGED] {
        write.delete_all(name, "")?;
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
    removed += forget_files(write, &mut found).await?;
    forget_damage(write, platform).await?;
    book.forget_ratios(platform).await?;
    book.counts.removed(removed);
    let mut running: Clock = clock::load(write, &mut found).await?;
    running.forget(platform);
    store::put(write, store::CLOCK, CLOCK, &running)?;
    book.find(found);
    Ok(())
}

/// What keys of the platform's assignments begin with.
fn all_of(platform: &PlatformId) -> String {
    format!("{platform}:")
}

/// Deletes the names of imported files of which nothing is left in the log; how many there were.
async fn forget_files(write: &Write, found: &mut Found) -> Done<u64> {
    let mut empty = Vec::new();
    let places = log::places(write, &[None]).await?;
    for part in places.chunks(log::PART) {
        for event in log::events(write, part, found).await?.into_values() {
            let is_file = matches!(event.kind, EventKind::Imported { .. });
            if is_file && !has_events(write, &event.id, found).await? {
                empty.push(event.id);
            }
        }
    }
    for id in &empty {
        write.delete(store::IMPORTS, id.as_str())?;
        write.delete_all(store::SPANS, &format!("{}\n", id.as_str()))?;
    }
    delete(write, &places, |it| empty.contains(&it.id), found).await
}

/// Whether the log still has an event that came with this import, beside the import's own.
async fn has_events(write: &Write, import: &EventId, found: &mut Found) -> Done<bool> {
    let prefix = format!("{}\n", import.as_str());
    let spans: Vec<Span> = store::all(write, store::SPANS, &prefix).await?;
    for span in spans {
        let last = log::place_of(&span.last);
        let mut after = Some(log::place_of(&span.first).saturating_sub(1));
        while let Some(from) = after {
            let (events, next) = log::part(write, from, log::PART, found).await?;
            let its = |it: &Event| it.import.as_ref() == Some(import) && it.id != *import;
            if events.iter().any(|(place, it)| *place <= last && its(it)) {
                return Ok(true);
            }
            after = next.filter(|it| *it < last);
        }
    }
    Ok(false)
}

/// Deletes texts that were set aside and speak of a platform.
async fn forget_damage(write: &Write, platform: &PlatformId) -> Done<()> {
    let quoted = format!("\"{platform}\"");
    let starts = format!("\n{platform}:");
    for (key, text) in write.some(store::DAMAGED, "", None, u32::MAX).await? {
        // A text in a text has its quotes escaped.
        if key.contains(&starts) || text.replace('\\', "").contains(&quoted) {
            write.delete(store::DAMAGED, &key)?;
        }
    }
    Ok(())
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
