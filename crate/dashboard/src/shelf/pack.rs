//! The packed copies, made a block at a time, so that the background never waits long for its
//! stores.

use tallystick_browser::Error;
use tallystick_browser::database::{Database, Write};
use tallystick_core::packed::{BLOCK, Cover, block_of, pack};
use tallystick_wire::ledger::Assignment;
use tallystick_wire::stored::{CHANGED, COVER, PACKS, RECORDS};

use super::{open, record};

/// Packs the next block that needs it; whether one did. Copies that are old are made again only
/// where at least `least` records changed: a few are read as text faster than blocks are made.
///
/// # Errors
/// That the database cannot be read or written, or a record in it not be read; then nothing changed.
pub async fn next(least: usize) -> Result<bool, Error> {
    let database = open().await?;
    let write = database.write(&[RECORDS, PACKS, CHANGED])?;
    let cover = Cover::read(write.get(PACKS, COVER).await?.as_deref());
    let packed = match cover.up_to {
        Some(from) => extend(&write, &from).await.map(|()| true)?,
        None => renew(&write, least).await?,
    };
    write.done().await?;
    Ok(packed)
}

/// Deletes all copies.
///
/// # Errors
/// In the browser's words.
pub async fn discard(database: &Database) -> Result<(), Error> {
    let write = database.write(&[PACKS])?;
    write.delete_all(PACKS, "")?;
    write.done().await
}

/// Packs the first records that no block reaches.
async fn extend(write: &Write, from: &str) -> Result<(), Error> {
    if from.is_empty() {
        // Those of another layout.
        write.delete_all(PACKS, "")?;
    }
    let most = u32::try_from(BLOCK + 1).unwrap_or(u32::MAX);
    let mut texts = write.between(RECORDS, from, None, most).await?;
    let next = texts.drain(BLOCK.min(texts.len())..).next().map(|it| it.0);
    put(write, &texts)?;
    write.delete_between(CHANGED, from, next.as_deref())?;
    reach(write, next)
}

/// Packs the first block anew of which something changed.
async fn renew(write: &Write, least: usize) -> Result<bool, Error> {
    let changed = write.keys(CHANGED, "").await?;
    let Some(first) = changed.first().filter(|_| least <= changed.len()) else {
        return Ok(false);
    };
    let mut starts = write.keys(PACKS, "").await?;
    starts.retain(|it| it != COVER);
    let at = block_of(&starts, first).unwrap_or(0);
    let from = match at {
        0 => "",
        _ => starts.get(at).map_or("", String::as_str),
    };
    let to = starts.get(at + 1).map(String::as_str);
    let here = |key: &&String| block_of(&starts, key).unwrap_or(0) == at;
    if 2 * BLOCK < changed.iter().filter(here).count() {
        // Too much for one turn: from here on all is made again, a block at a time.
        write.delete_between(PACKS, from, None)?;
        reach(write, Some(from.to_owned()))?;
        return Ok(true);
    }
    let texts = write.between(RECORDS, from, to, u32::MAX).await?;
    if let Some(start) = starts.get(at) {
        write.delete(PACKS, start)?;
    }
    for part in texts.chunks(BLOCK) {
        put(write, part)?;
    }
    write.delete_between(CHANGED, from, to)?;
    Ok(true)
}

fn put(write: &Write, texts: &[(String, String)]) -> Result<(), Error> {
    let Some((start, _)) = texts.first() else {
        return Ok(());
    };
    let records = texts.iter().map(|it| record(&it.1));
    let records: Vec<Assignment> = records.collect::<Result<_, _>>()?;
    write.put_bytes(PACKS, start, &pack(&records))
}

fn reach(write: &Write, up_to: Option<String>) -> Result<(), Error> {
    let cover = Cover {
        up_to,
        ..Cover::default()
    };
    let text = serde_json::to_string(&cover).unwrap_or_default();
    write.put(PACKS, COVER, &text)
}
