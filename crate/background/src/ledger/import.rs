//! Imports: put aside in parts, then all of it or nothing enters the log.

use std::collections::BTreeSet;

use tallystick_browser::clock;
use tallystick_wire::event::{AssignmentKey, Event, EventId};
use tallystick_wire::ledger::Assignment;
use tallystick_wire::message::{AppendEntries, Appended, Committed, MarkSaved, StageImport};

use super::book::Book;
use super::long::Long;
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
    book.long = Some(Long::begin());
    let events = book.record(ask.entries, clock::now()).await?;
    let records: Vec<Assignment> = book.finish().await?;
    write.done().await?;
    Ok(Appended { events, records })
}

/// Puts a part of an import aside.
///
/// # Errors
/// In the browser's words.
pub async fn stage(world: &World, ask: &StageImport) -> Done<()> {
    let write = world.database.write(&[store::STAGED])?;
    let prefix = prefix(&ask.import);
    let parts = write.keys(store::STAGED, &prefix).await?;
    let number = parts
        .last()
        .and_then(|key| key.strip_prefix(&prefix)?.parse::<u64>().ok())
        .map_or(0, |last| last + 1);
    let key = format!("{prefix}{number:08}");
    store::put(&write, store::STAGED, &key, &ask.events)?;
    Ok(write.done().await?)
}

/// Everything that was put aside enters the log, but for what the log has already.
///
/// # Errors
/// That nothing was put aside, that a part cannot be read, or the browser's words; then nothing
/// entered.
pub async fn commit(world: &World, import: &EventId) -> Done<Committed> {
    let write = world.database.write(&store::LEDGER)?;
    let keys = write.keys(store::STAGED, &prefix(import)).await?;
    if keys.is_empty() {
        let why = "Nothing of this import is here any more: choose the file again";
        return Err(Trouble::Told(why.to_owned()));
    }
    let mut book = Book::open(world, &write).await?;
    let before = book.counts.events;
    let long = Long::begin();
    for (done, key) in keys.iter().enumerate() {
        long.step(done, keys.len())?;
        let part: Option<Vec<Event>> = store::get(&write, store::STAGED, key).await?;
        let fresh = unknown(&book, part.unwrap_or_default()).await?;
        book.append(&fresh).await?;
        book.flush().await?;
        write.delete(store::STAGED, key)?;
    }
    let events = book.counts.events - before;
    book.finish().await?;
    write.done().await?;
    Ok(Committed { events })
}

/// Forgets what was put aside: of this import, or all.
///
/// # Errors
/// In the browser's words.
pub async fn drop_staged(world: &World, import: Option<&EventId>) -> Done<()> {
    let write = world.database.write(&[store::STAGED])?;
    write.delete_all(store::STAGED, &import.map(prefix).unwrap_or_default())?;
    Ok(write.done().await?)
}

/// The worker has a full export of the log.
///
/// # Errors
/// In the browser's words.
pub async fn mark_saved(world: &World, ask: &MarkSaved) -> Done<()> {
    let write = world.database.write(&store::LEDGER)?;
    let mut book = Book::open(world, &write).await?;
    book.counts.saved = ask.events.min(book.counts.events);
    book.counts.saved_at = Some(clock::now());
    book.finish().await?;
    Ok(write.done().await?)
}

/// Those of these events whose ids the log does not have, each id once.
async fn unknown(book: &Book<'_>, events: Vec<Event>) -> Done<Vec<Event>> {
    let ids: Vec<String> = events.iter().map(|it| it.id.as_str().to_owned()).collect();
    let known = book.write.get_each(store::IDS, &ids).await?;
    let mut seen = BTreeSet::new();
    let mut fresh = Vec::with_capacity(events.len());
    for (event, known) in events.into_iter().zip(known) {
        if known.is_none() && seen.insert(event.id.clone()) {
            fresh.push(event);
        }
    }
    Ok(fresh)
}

fn prefix(import: &EventId) -> String {
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
