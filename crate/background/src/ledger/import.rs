//! Imports: put aside in parts. How they enter the log is the business of `parts`.

use std::collections::BTreeSet;

use tallystick_browser::clock;
use tallystick_browser::database::Write;
use tallystick_wire::event::{AssignmentKey, Event, EventId};
use tallystick_wire::ledger::Assignment;
use tallystick_wire::message::{AppendEntries, Appended, MarkSaved, StageImport};

use super::book::Book;
use super::damage::Found;
use super::journal::{self, Journal};
use crate::store;
use crate::trouble::{Done, Trouble};
use crate::world::World;

/// Appends what the worker did by hand: all of it, or nothing.
///
/// # Errors
/// In the browser's words; then nothing was appended.
pub async fn append(world: &World, ask: AppendEntries) -> Done<Appended> {
    let write = world.database.write(&store::LEDGER)?;
    let mut book = Book::open(world, &write).await?;
    let events = book.record(ask.entries, clock::now()).await?;
    let records: Vec<Assignment> = book.finish().await?;
    write.done().await?;
    Ok(Appended { events, records })
}

/// Puts a part of an import aside.
///
/// # Errors
/// That this import enters already, or the browser's words.
pub async fn stage(world: &World, ask: &StageImport) -> Done<()> {
    let write = world.database.write(&[store::STAGED, store::CLOCK])?;
    if entering(&write).await?.as_ref() == Some(&ask.import) {
        return Err(enters());
    }
    let prefix = staged_of(&ask.import);
    let parts = write.keys(store::STAGED, &prefix).await?;
    let number = |key: &String| key.strip_prefix(&prefix)?.split('-').next()?.parse().ok();
    let number: u64 = parts
        .last()
        .and_then(number)
        .map_or(0, |last: u64| last + 1);
    let key = format!("{prefix}{number:08}-{}", ask.events.len());
    store::put(&write, store::STAGED, &key, &ask.events)?;
    Ok(write.done().await?)
}

/// Forgets what was put aside of this import.
///
/// # Errors
/// That it enters already, or the browser's words.
pub async fn drop_staged(world: &World, import: &EventId) -> Done<()> {
    let write = world.database.write(&[store::STAGED, store::CLOCK])?;
    if entering(&write).await?.as_ref() == Some(import) {
        return Err(enters());
    }
    write.delete_all(store::STAGED, &staged_of(import))?;
    Ok(write.done().await?)
}

/// Forgets what was put aside of all imports but the one that enters: their pages are gone.
///
/// # Errors
/// In the browser's words.
pub async fn drop_all_staged(world: &World) -> Done<()> {
    let write = world.database.write(&[store::STAGED, store::CLOCK])?;
    match entering(&write).await? {
        None => write.delete_all(store::STAGED, "")?,
        Some(import) => {
            let kept = staged_of(&import);
            for key in write.keys(store::STAGED, "").await? {
                if !key.starts_with(&kept) {
                    write.delete(store::STAGED, &key)?;
                }
            }
        }
    }
    Ok(write.done().await?)
}

/// The import that enters the log.
async fn entering(write: &Write) -> Done<Option<EventId>> {
    let journal = Journal::read(write, &mut Found::new()).await?;
    Ok(journal.and_then(|it| it.import))
}

fn enters() -> Trouble {
    Trouble::Told("This import enters the log already: let it end, or cancel it".to_owned())
}

/// The worker has a full export of the log.
///
/// # Errors
/// That long work is underway, whose log may be gone again; or the browser's words.
pub async fn mark_saved(world: &World, ask: &MarkSaved) -> Done<()> {
    let write = world.database.write(&store::LEDGER)?;
    journal::idle(&write).await?;
    let mut book = Book::open(world, &write).await?;
    book.counts.saved = ask.events.min(book.counts.events);
    book.counts.saved_at = Some(clock::now());
    book.finish().await?;
    Ok(write.done().await?)
}

/// Those of these events whose ids the log does not have, each id once.
pub(super) async fn unknown(book: &Book<'_>, events: Vec<Event>) -> Done<Vec<Event>> {
    let ids: BTreeSet<&str> = events.iter().map(|it| it.id.as_str()).collect();
    let mut known = known(book.write, &ids).await?;
    let mut fresh = Vec::with_capacity(events.len());
    for event in events {
        if known.insert(event.id.as_str().to_owned()) {
            fresh.push(event);
        }
    }
    Ok(fresh)
}

/// Those of these ids that the log has, perhaps among others.
async fn known(write: &Write, ids: &BTreeSet<&str>) -> Done<BTreeSet<String>> {
    let (Some(first), Some(last)) = (ids.first(), ids.last()) else {
        return Ok(BTreeSet::new());
    };
    // Ids begin with the time, and a file is in the order of time: mostly nothing lies between.
    let behind = format!("{last}~");
    let few = u32::try_from(2 * ids.len()).unwrap_or(u32::MAX);
    let between = write.between(store::IDS, first, Some(&behind), few).await?;
    if between.len() < 2 * ids.len() {
        return Ok(between.into_iter().map(|it| it.0).collect());
    }
    let ids: Vec<String> = ids.iter().map(|it| (*it).to_owned()).collect();
    let places = write.get_each(store::IDS, &ids).await?;
    let both = ids.into_iter().zip(places);
    Ok(both.filter_map(|(id, place)| place.and(Some(id))).collect())
}

/// The prefix of all parts of an import that are put aside.
pub(super) fn staged_of(import: &EventId) -> String {
    format!("{}\n", import.as_str())
}

impl Book<'_> {
    /// The record of this name, which cannot be read, is to be made again.
    ///
    /// # Errors
    /// In the browser's words.
    pub(super) async fn outdate_named(&mut self, name: &str) -> Done<()> {
        if let Some(key) = key_of(name) {
            self.load(BTreeSet::from([key.clone()])).await?;
            self.stale.insert(key);
        }
        Ok(())
    }
}

impl Book<'_> {
    /// Deletes the records of these names.
    ///
    /// # Errors
    /// In the browser's words.
    pub(super) async fn delete_records(&mut self, names: &[String]) -> Done<()> {
        let keys: BTreeSet<AssignmentKey> = names.iter().filter_map(|it| key_of(it)).collect();
        self.load(keys.clone()).await?;
        for key in keys {
            self.stale.remove(&key);
            self.replace(key, None);
        }
        self.flush().await
    }
}

/// `platform:kind:value` back into a key.
fn key_of(name: &str) -> Option<AssignmentKey> {
    let mut parts = name.splitn(3, ':');
    let (platform, kind, value) = (parts.next()?, parts.next()?, parts.next()?);
    let raw = [("platform", platform), ("kind", kind), ("value", value)];
    let raw: serde_json::Map<String, serde_json::Value> = raw
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.into()))
        .collect();
    serde_json::from_value(raw.into()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_key() {
        for value in ["3A", "G@17", "ann|a: b|50USD@1"] {
            let json = format!(r#"{{"platform":"mturk","kind":"combination","value":"{value}"}}"#);
            let key: AssignmentKey = serde_json::from_str(&json).unwrap();
            assert_eq!(key_of(&key.to_string()), Some(key));
        }
        assert_eq!(key_of("nonsense"), None);
    }
}
