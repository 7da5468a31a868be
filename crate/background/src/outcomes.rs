//! What outcome and earnings pages say, into the log: only what is new.

use std::collections::BTreeSet;

use tallystick_browser::database::Read;
use tallystick_browser::{clock, zone};
use tallystick_core::ledger::{Known, Wanted, moment, observe, wanted};
use tallystick_wire::ledger::{Assignment, DayRecord};
use tallystick_wire::message::{SeeOutcomes, SeenOutcomes};

use crate::ledger::book::Book;
use crate::store;
use crate::trouble::Done;
use crate::world::World;
use crate::zones;

/// Takes in what a page says.
///
/// # Errors
/// In the browser's words; then nothing was taken in.
pub async fn see(world: &World, page: &SeeOutcomes) -> Done<SeenOutcomes> {
    let at = clock::now();
    let write = world.database.write(&store::LEDGER)?;
    let records = records(&write, page, &wanted(page)).await?;
    let days: Vec<DayRecord> =
        store::all(&write, store::DAYS, &format!("{}\n", page.platform)).await?;
    let name = zones::of(&page.platform);
    let day_of = |it: &Assignment| {
        let day = it.day.clone();
        day.or_else(|| zone::day(moment(it)?, name))
    };
    let known = Known {
        records: &records,
        days: &days,
        day_of: &day_of,
    };
    let seen = observe(page, &known, at);
    if seen.entries.is_empty() {
        return Ok(seen.seen);
    }
    let mut book = Book::open(world, &write).await?;
    book.record(seen.entries, at).await?;
    book.finish().await?;
    write.done().await?;
    Ok(seen.seen)
}

/// The records that are needed to make sense of a page.
async fn records(read: &Read, page: &SeeOutcomes, wanted: &Wanted) -> Done<Vec<Assignment>> {
    let mut names: BTreeSet<String> = wanted.keys.iter().map(ToString::to_string).collect();
    for found in read.keys_each(store::RECORDS, &wanted.prefixes).await? {
        names.extend(found);
    }
    if wanted.pending {
        let prefix = format!("{}:", page.platform);
        names.extend(read.keys(store::PENDING, &prefix).await?);
    }
    let mut records = named(read, &names).await?;
    let became = records.iter().filter_map(|it| it.became.as_ref());
    let mut homes: BTreeSet<String> = became.map(ToString::to_string).collect();
    homes.retain(|it| !names.contains(it));
    records.extend(named(read, &homes).await?);
    Ok(records)
}

async fn named(read: &Read, names: &BTreeSet<String>) -> Done<Vec<Assignment>> {
    let names: Vec<String> = names.iter().cloned().collect();
    let texts = read.get_each(store::RECORDS, &names).await?;
    // What cannot be read is mended when it is written or listed.
    let parsed = |text: Option<String>| serde_json::from_str(&text?).ok();
    Ok(texts.into_iter().filter_map(parsed).collect())
}
