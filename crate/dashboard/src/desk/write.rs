//! Changes into the log, in parts where they are many: with how far they are, and a way to stop.

use std::future::Future;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_core::count;
use tallystick_kit::store::ask;
use tallystick_wire::event::{Entry, Event, EventKind};
use tallystick_wire::message::{AppendEntries, ReadLongWork, StopLongWork};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

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
                self.underway.set(Some(Underway { what, done, of }));
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
        }
        self.extras().await?;
        result.map(|()| events)
    }

    /// Shows how far long work of the background is until it is done, and stops it when the worker
    /// wants that. It is all or nothing: stopped, it fails in the background's words.
    pub async fn while_long<T>(
        self,
        what: &'static str,
        work: impl Future<Output = Result<T, String>>,
    ) -> Result<T, String> {
        let over = StoredValue::new(false);
        self.underway.set(Some(Underway {
            what,
            done: 0,
            of: 0,
        }));
        spawn_local(async move {
            while over.try_get_value() == Some(false) {
                if self.stop.try_get_untracked() == Some(true) {
                    drop(ask(StopLongWork {}).await);
                }
                let at = ask(ReadLongWork {}).await.ok().flatten();
                if let Some(at) = at.filter(|_| over.try_get_value() == Some(false)) {
                    let amount = |it: u64| usize::try_from(it).unwrap_or(usize::MAX);
                    let (done, of) = (amount(at.done), amount(at.of));
                    let _ = self.underway.try_set(Some(Underway { what, done, of }));
                }
                pause().await;
            }
        });
        let done = work.await;
        over.set_value(true);
        self.underway.set(None);
        done
    }

    async fn write_part(self, entries: Vec<Entry>) -> Result<Vec<Event>, String> {
        let appended = ask(AppendEntries { entries }).await?;
        let records = appended.records;
        self.link.ask(Put { records }).await?;
        Ok(appended.events)
    }
}

/// Between two questions how far something is.
async fn pause() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let wake = move || drop(resolve.call0(&JsValue::NULL));
        set_timeout(wake, Duration::from_millis(200));
    });
    // A timer's promise never fails.
    drop(JsFuture::from(promise).await);
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
