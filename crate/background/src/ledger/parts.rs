//! Long work goes on, a part at a time: each is one transaction, with the journal in it.

use std::collections::BTreeSet;

use tallystick_browser::database::Write;
use tallystick_wire::event::{Event, EventId};
use tallystick_wire::message::{LongWork, Work};

use super::book::Book;
use super::damage::{self, Found};
use super::import::{staged_of, unknown};
use super::journal::{self, Journal};
use super::log::{self, Span};
use super::wipe;
use crate::store;
use crate::trouble::{Done, Trouble};
use crate::world::World;

/// An import that was put aside begins to enter the log.
///
/// # Errors
/// That nothing was put aside, that other long work is not over, that a part cannot be read, or the
/// browser's words; then nothing entered.
pub async fn commit(world: &World, import: &EventId) -> Done<LongWork> {
    let write = world.database.write(&store::LEDGER)?;
    let mut book = Book::open(world, &write).await?;
    let known = book.read_journal().await?;
    if known.is_none_or(|it| it.import.as_ref() != Some(import)) {
        journal::idle(&write).await?;
        let staged = write.keys(store::STAGED, &staged_of(import)).await?;
        if staged.is_empty() {
            let why = "Nothing of this import is here any more: choose the file again";
            return Err(Trouble::Told(why.to_owned()));
        }
        let events = staged.iter().map(|it| events_in(it)).sum();
        book.journal = Some(Journal::entering(import.clone(), events));
    }
    let told = step(&mut book).await?;
    write.done().await?;
    // There was a journal, so there is an answer.
    told.ok_or_else(|| Trouble::Told("Nothing is underway".to_owned()))
}

/// Goes on by one part; `None`: nothing is underway.
///
/// # Errors
/// That a part of an import cannot be read, or the browser's words; then nothing was changed.
pub async fn go_on(world: &World) -> Done<Option<LongWork>> {
    let write = world.database.write(&store::LEDGER)?;
    let mut book = Book::open(world, &write).await?;
    book.read_journal().await?;
    let told = step(&mut book).await?;
    write.done().await?;
    Ok(told)
}

/// What is underway is taken back from now on, if it can be; `None`: nothing is underway.
///
/// # Errors
/// In the browser's words.
pub async fn stop(world: &World) -> Done<Option<LongWork>> {
    let write = world.database.write(&store::LEDGER)?;
    let mut book = Book::open(world, &write).await?;
    book.read_journal().await?;
    if let Some(journal) = &mut book.journal
        && journal.work.can_stop()
    {
        if let Some(import) = &journal.import {
            write.delete_all(store::STAGED, &staged_of(import))?;
        }
        journal.leave();
    }
    book.close().await?;
    let told = book.journal.as_ref().map(Journal::told);
    write.done().await?;
    Ok(told)
}

/// The next part of what the book's journal says, and all that the book holds.
pub(super) async fn step(book: &mut Book<'_>) -> Done<Option<LongWork>> {
    if let Some(mut journal) = book.journal.take() {
        let did = match journal.work {
            Work::Entering => enter(book, &mut journal).await?,
            Work::Leaving => leave(book, &mut journal).await?,
            Work::Wiping => wipe::part(book, &mut journal).await?,
            Work::Undoing => false,
        };
        if !did {
            turn(book, &mut journal).await?;
        }
        book.journal = Some(journal);
    }
    book.close().await?;
    Ok(book.journal.as_ref().map(Journal::told))
}

/// The next part of what was put aside enters; whether there was one.
async fn enter(book: &mut Book<'_>, journal: &mut Journal) -> Done<bool> {
    let Some(import) = journal.import.as_ref().filter(|_| 0 < journal.staged) else {
        return Ok(false);
    };
    let write = book.write;
    let prefix = staged_of(import);
    let parts = write.some(store::STAGED, &prefix, None, 1);
    let Some((key, text)) = parts.await?.pop() else {
        let why = "A part of this import is missing: cancel it, then choose the file again";
        return Err(Trouble::Told(why.to_owned()));
    };
    let part: Vec<Event> =
        serde_json::from_str(&text).map_err(|why| Trouble::unreadable(store::STAGED, &why))?;
    write.delete(store::STAGED, &key)?;
    let fresh = unknown(book, part).await?;
    let first = book.counts.last + 1;
    book.append(&fresh).await?;
    if first <= book.counts.last {
        journal.spans.push((first, book.counts.last));
    }
    let read = events_in(&key);
    journal.staged = journal.staged.saturating_sub(read);
    journal.done += read;
    journal.events += fresh.len() as u64;
    Ok(true)
}

/// The last part that entered leaves; whether there was one.
async fn leave(book: &mut Book<'_>, journal: &mut Journal) -> Done<bool> {
    let Some((first, last)) = journal.spans.pop() else {
        // Once, at the end: it reads all that is about no assignment.
        book.taken_back = std::mem::take(&mut journal.recount);
        return Ok(book.taken_back);
    };
    let (from, to) = (log::place_key(first), log::place_key(last + 1));
    let texts = book.write.between(store::LOG, &from, Some(&to), u32::MAX);
    let mut found = Found::new();
    let mut imports = BTreeSet::new();
    for (place, text) in texts.await? {
        let Some(event) = damage::read::<Event>(store::LOG, &place, &text, &mut found) else {
            continue;
        };
        if let Some(import) = event.import.as_ref().filter(|it| !imports.contains(*it)) {
            let key = format!("{}\n{place}", import.as_str());
            book.write.delete(store::SPANS, &key)?;
            imports.insert(import.clone());
        }
        journal.recount |= event.about.is_none();
        log::delete(book.write, &place, &event)?;
        book.outdate([&event]);
        book.counts.left(1);
    }
    book.find(found);
    journal.done += last + 1 - first;
    Ok(true)
}

/// The next part of what was undone or brought back is to be folded anew.
async fn turn(book: &mut Book<'_>, journal: &mut Journal) -> Done<()> {
    while let Some(id) = journal.turned.first().cloned() {
        let spans = spans(book.write, &id).await?;
        let Some((first, last)) = spans.into_iter().find(|it| journal.at < it.1) else {
            journal.turned.remove(&id);
            journal.at = 0;
            continue;
        };
        let from = journal.at.max(first.saturating_sub(1));
        let to = book.outdate_import(&id, from, last).await?;
        journal.done += to - from;
        journal.at = to;
        break;
    }
    Ok(())
}

/// Where the events of an import lie, among others perhaps: first and last places, in order.
///
/// # Errors
/// In the browser's words.
pub(super) async fn spans(write: &Write, import: &EventId) -> Done<Vec<(u64, u64)>> {
    let prefix = format!("{}\n", import.as_str());
    let spans: Vec<Span> = store::all(write, store::SPANS, &prefix).await?;
    let place = |it: &Span| (log::place_of(&it.first), log::place_of(&it.last));
    Ok(spans.iter().map(place).collect())
}

/// How many events a part holds that was put aside, as its key says.
fn events_in(key: &str) -> u64 {
    let count = key.rsplit('-').next();
    count.and_then(|it| it.parse().ok()).unwrap_or(0)
}
