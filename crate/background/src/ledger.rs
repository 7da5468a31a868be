//! The worker's log in the database, and what the dashboard asks about it.
//!
//! Each question is one transaction, and what is too long for one is asked for in parts: an event, the record that it changes and the clock are stored
//! together or not at all. `log` is how events lie, `book` how they enter, `refold` what is folded
//! anew, `damage` what is done with what cannot be read. What an event means is core's business.

pub mod book;
pub mod counts;
pub mod damage;
pub mod import;
pub mod journal;
pub mod log;
mod parts;
pub mod read;
mod refold;
pub mod sums;
mod wipe;

use tallystick_wire::message::{Ledger, LedgerRequest};

use self::damage::Found;
use crate::serve::text;
use crate::trouble::{Done, Trouble};
use crate::world::World;

pub use self::counts::COUNTS;

/// Answers a question about the ledger. The caller has seen that an own page asks.
///
/// # Errors
/// In words for the worker; then nothing was changed.
pub async fn answer(world: &World, ask: &Ledger) -> Done<String> {
    let Some(question) = crate::read::ledger(&ask.question) else {
        let why = "This page asks in an unknown way: reload it";
        return Err(Trouble::Told(why.to_owned()));
    };
    Ok(match question {
        LedgerRequest::ReadLedger(_) => text(&read::state(world).await?),
        LedgerRequest::ReadAssignments(ask) => text(&read::assignments(world, &ask).await?),
        LedgerRequest::ReadHistory(ask) => text(&read::history(world, &ask).await?),
        LedgerRequest::ReadEvents(ask) => text(&read::events(world, &ask).await?),
        LedgerRequest::AppendEntries(ask) => text(&import::append(world, ask).await?),
        LedgerRequest::StageImport(ask) => text(&import::stage(world, &ask).await?),
        LedgerRequest::CommitImport(ask) => text(&parts::commit(world, &ask.import).await?),
        LedgerRequest::DropImport(ask) => text(&import::drop_staged(world, &ask.import).await?),
        LedgerRequest::GoOn(_) => text(&parts::go_on(world).await?),
        LedgerRequest::StopLongWork(_) => text(&parts::stop(world).await?),
        LedgerRequest::MarkSaved(ask) => text(&import::mark_saved(world, &ask).await?),
        LedgerRequest::WipeLedger(ask) => text(&wipe::wipe(world, ask.platform.as_ref()).await?),
    })
}

impl book::Book<'_> {
    /// These cannot be read and are set aside with the rest.
    fn find(&mut self, found: Found) {
        for it in found {
            self.sums_damaged |= it.store == crate::store::SUMS;
            if !self.found.contains(&it) {
                self.found.push(it);
            }
        }
    }
}
