//! Changes into the log, in parts where they are many: with how far they are, and a way to stop.

use leptos::prelude::*;
use tallystick_core::count;
use tallystick_kit::store::ask;
use tallystick_wire::event::{Entry, Event, EventKind};
use tallystick_wire::message::AppendEntries;

use super::Desk;
use crate::engine::ask::Put;

/// How many entries are appended at once; each part is in the log as a whole.
const ENTRIES_AT_ONCE: usize = 500;

/// Long work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Underway {
    /// What is done, as in "Changing".
    pub what: &'static str,
    /// How much of it.
    pub done: usize,
    /// Of how much; 0: not known yet.
    pub of: usize,
    /// Whether the worker may stop it.
    pub can_stop: bool,
}

impl Desk {
    /// Appends what the worker did, and says what was done with a way to take it all back. Whether
    /// everything was appended.
    pub async fn append(self, entries: Vec<Entry>, done: String) -> bool {
        let n = entries.len();
        let written = self.write("Changing", entries).await;
        self.changed();
        match written {
            Ok(events) if events.is_empty() && 0 < n => {
                self.store.say.done("Stopped: nothing was changed");
                false
            }
            Ok(events) => {
                let whole = events.len() == n;
                let done = if whole {
                    done
                } else {
                    stopped(&events, n, "changed")
                };
                self.store
                    .say
                    .undoable(done, move || self.take_back(&events));
                whole
            }
            Err(why) => {
                self.store.say.trouble(why);
                false
            }
        }
    }

    fn take_back(self, events: &[Event]) {
        let undo: Vec<Entry> = events.iter().rev().map(undone).collect();
        self.spawn(async move {
            let n = undo.len();
            let events = self.write("Taking back", undo).await?;
            self.changed();
            self.store.say.done(if events.len() == n {
                "Taken back".to_owned()
            } else {
                stopped(&events, n, "taken back")
            });
            Ok(())
        });
    }

    /// Appends in parts, as far as the worker lets it; the events that are in the log now.
    ///
    /// # Errors
    /// In the background's words; what was appended before stays.
    pub async fn write(
        self,
        what: &'static str,
        entries: Vec<Entry>,
    ) -> Result<Vec<Event>, String> {
        let of = entries.len();
        let long = ENTRIES_AT_ONCE < of;
        if long {
            self.stop.set(false);
        }
        let mut events = Vec::with_capacity(of);
        let mut result = Ok(());
        for part in entries.chunks(ENTRIES_AT_ONCE) {
            if long {
                let done = events.len();
                self.underway.set(Some(Underway {
                    what,
                    done,
                    of,
                    can_stop: true,
                }));
            }
            // What is short cannot be stopped, and does not look at what stopped other work.
            if long && self.stop.get_untracked() {
                break;
            }
            match self.write_part(part.to_vec()).await {
                Ok(more) => events.extend(more),
                Err(why) => {
                    result = Err(why);
                    break;
                }
            }
        }
        if long {
            self.underway.set(None);
            self.to_pack.set_value(true);
        }
        self.extras().await?;
        result.map(|()| events)
    }

    async fn write_part(self, entries: Vec<Entry>) -> Result<Vec<Event>, String> {
        let appended = ask(AppendEntries { entries }).await?;
        let records = appended.records;
        self.link.ask(Put { records }).await?;
        Ok(appended.events)
    }
}

/// "Stopped: 1,500 of 5,000 were changed".
fn stopped(events: &[Event], of: usize, what: &str) -> String {
    let grouped = |n: usize| count::grouped(n as u64);
    format!(
        "Stopped: {} of {} were {what}",
        grouped(events.len()),
        grouped(of)
    )
}

/// What takes an event back.
pub fn undone(event: &Event) -> Entry {
    Entry {
        about: event.about.clone(),
        kind: EventKind::Undone {
            target: event.id.clone(),
        },
    }
}
