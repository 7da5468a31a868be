//! What the dashboard reads. What cannot be read is set aside first, then the rest is answered.

use serde::de::DeserializeOwned;
use tallystick_browser::database::Read;
use tallystick_wire::event::{AssignmentKey, Event};
use tallystick_wire::ledger::Assignment;
use tallystick_wire::message::{
    AssignmentPage, EventPage, LedgerState, ReadAssignments, ReadEvents, ReadHistory,
};

use super::book::Book;
use super::counts::Counts;
use super::damage::{self, Damage, Found};
use super::journal::Journal;
use super::log;
use crate::store;
use crate::trouble::Done;
use crate::world::World;

/// How many records or events an answer holds where nobody asked for a number.
const PAGE: usize = 2_000;
/// The most that an answer holds.
const PAGE_MAX: usize = 10_000;

/// How much there is, and everything that is not one assignment's.
///
/// # Errors
/// In the browser's words.
pub async fn state(world: &World) -> Done<LedgerState> {
    healed(world, async |read, found| {
        let counts = Counts::read(read, found).await?;
        let imports: Vec<Event> = all(read, store::IMPORTS, found).await?;
        let damage: Vec<Damage> = store::all(read, store::DAMAGED, "").await?;
        Ok(LedgerState {
            events: counts.events,
            assignments: counts.assignments,
            unsaved: counts.unsaved(),
            saved_at: counts.saved_at,
            days: all(read, store::DAYS, found).await?,
            searches: all(read, store::SEARCH, found).await?,
            costs: all(read, store::COSTS, found).await?,
            // Ids begin with the time.
            imports,
            damage: damage.into_iter().map(|it| it.said).collect(),
            underway: Journal::read(read, found).await?.map(|it| it.told()),
        })
    })
    .await
}

/// A page of records.
///
/// # Errors
/// In the browser's words.
pub async fn assignments(world: &World, ask: &ReadAssignments) -> Done<AssignmentPage> {
    let most = page_size(ask.limit);
    let after = ask.after.as_ref().map(ToString::to_string);
    let platform = ask.platform.as_ref();
    let prefix = platform.map_or_else(String::new, |it| format!("{it}:"));
    healed(world, async |read, found| {
        let count = u32::try_from(most).unwrap_or(u32::MAX);
        let texts = read
            .some(store::RECORDS, &prefix, after.as_deref(), count)
            .await?;
        let full = texts.len() == most;
        let mut page = AssignmentPage::default();
        for (key, text) in texts {
            let record = damage::read::<Assignment>(store::RECORDS, &key, &text, found);
            page.records.extend(record);
        }
        let last = page.records.last().filter(|_| full);
        page.next = last.map(|it| it.key.clone());
        Ok(page)
    })
    .await
}

/// All events behind an assignment and what is linked with it.
///
/// # Errors
/// In the browser's words.
pub async fn history(world: &World, ask: &ReadHistory) -> Done<Vec<Event>> {
    healed(world, async |read, found| {
        let mut keys = vec![ask.key.clone()];
        let own = read.get(store::RECORDS, &ask.key.to_string()).await?;
        let own = own.and_then(|text| {
            damage::read::<Assignment>(store::RECORDS, &ask.key.to_string(), &text, found)
        });
        keys.extend(
            own.into_iter()
                .flat_map(|it| it.also.into_iter().chain(it.became)),
        );
        let of: Vec<Option<&AssignmentKey>> = keys.iter().map(Some).collect();
        let places = log::places(read, &of).await?;
        let events = log::events(read, &places, found).await?;
        Ok(events.into_values().collect())
    })
    .await
}

/// A page of the log.
///
/// # Errors
/// In the browser's words.
pub async fn events(world: &World, ask: &ReadEvents) -> Done<EventPage> {
    healed(world, async |read, found| {
        let (events, next) = log::part(read, ask.after, page_size(ask.limit), found).await?;
        Ok(EventPage {
            events: events.into_iter().map(|it| it.1).collect(),
            next,
        })
    })
    .await
}

/// Reads; if something could not be read, it is set aside and mended, and all is read once more.
async fn healed<T>(world: &World, reading: impl AsyncFn(&Read, &mut Found) -> Done<T>) -> Done<T> {
    let mut found = Found::new();
    let first = reading(&world.database.read(&store::LEDGER)?, &mut found).await?;
    if found.is_empty() {
        return Ok(first);
    }
    let write = world.database.write(&store::LEDGER)?;
    let mut book = Book::open(world, &write).await?;
    for it in &found {
        if it.store == store::RECORDS {
            book.outdate_named(&it.key).await?;
        }
    }
    book.find(found);
    book.finish().await?;
    write.done().await?;
    reading(&world.database.read(&store::LEDGER)?, &mut Found::new()).await
}

async fn all<T: DeserializeOwned>(
    read: &Read,
    name: &'static str,
    found: &mut Found,
) -> Done<Vec<T>> {
    let texts = read.some(name, "", None, u32::MAX).await?;
    let parsed = |(key, text): (String, String)| damage::read(name, &key, &text, found);
    Ok(texts.into_iter().filter_map(parsed).collect())
}

fn page_size(limit: u32) -> usize {
    match usize::try_from(limit) {
        Ok(0) | Err(_) => PAGE,
        Ok(limit) => limit.min(PAGE_MAX),
    }
}
