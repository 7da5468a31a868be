//! When to wake up, and what is done then.
//!
//! There is one alarm. It is set ahead of any work that must not be lost, and set anew when the work
//! is done: killed in between, the worker is woken and goes on.

use std::rc::Rc;

use tallystick_browser::{alarms, clock, console, runtime};
use tallystick_wire::Millis;
use wasm_bindgen_futures::spawn_local;

use crate::backend::Backend;
use crate::notices;
use crate::own;
use crate::refresh::refresh;
use crate::reviews;
use crate::store;
use crate::sync::sync;
use crate::together;
use crate::world::World;

/// The alarm's name.
pub const ALARM: &str = "due";

/// When something is next to be done; `waits` says for which backends something is in the outbox.
pub fn next(backends: &[Backend], waits: impl Fn(&str) -> bool) -> Option<Millis> {
    let send_at = |it: &Backend| (it.sends() && waits(&it.url)).then_some(it.writing.retry_at);
    backends
        .iter()
        .flat_map(|it| [it.refresh_at(), send_at(it), it.notices_at(), it.own_at()])
        .flatten()
        .min()
}

/// Does what is due, all backends at once, then sets the alarm for the next time.
pub async fn run_due(world: &World) {
    let urls = world.urls(|_| true);
    if !urls.is_empty() {
        wake_soon().await;
    }
    together::all(urls.iter().map(async |url| {
        own::settle(world, url).await;
        sync(world, url).await;
        refresh(world, url).await;
    }))
    .await;
    if let Err(why) = reviews::purge(world).await {
        console::error(&why.to_string());
    }
    set_alarm(world).await;
    mark_icon(world).await;
}

/// Starts what is due without being waited for.
pub fn run_soon(world: &Rc<World>) {
    let world = Rc::clone(world);
    spawn_local(async move { run_due(&world).await });
}

/// The worker changed something: pages are told, and what is due is done.
pub fn after_change(world: &Rc<World>) {
    let world = Rc::clone(world);
    spawn_local(async move {
        world.tell_pages().await;
        run_due(&world).await;
    });
}

/// After a look-up: goes to the network only if something is due, asked for or waiting.
pub fn after_look_up(world: &Rc<World>) {
    let now = clock::now();
    let due = {
        let memory = world.memory.borrow();
        let waits = |url: &str| waits(&memory.outbox, url);
        !memory.wanted.is_empty() || next(&memory.backends, waits).is_some_and(|at| at <= now)
    };
    if due {
        run_soon(world);
    }
}

/// Sets the alarm as early as the browser allows.
pub async fn wake_soon() {
    let at = clock::now() + alarms::SHORTEST_MS;
    if let Err(why) = alarms::set(ALARM, at).await {
        console::error(&why.to_string());
    }
}

/// Marks the toolbar icon while something needs the worker's eye: a blind page, a refused
/// review, a backend that knows this device no more, something that a moderator did, a full disk.
pub async fn mark_icon(world: &World) {
    let needs_an_eye = {
        let memory = world.memory.borrow();
        crate::clock::unstored().is_some()
            || !memory.blind.is_empty()
            || memory.backends.iter().any(|it| it.revoked && !it.paused)
            || memory.reviews.values().any(|it| it.is_refused())
            || !notices::told(&memory).is_empty()
    };
    if let Err(why) = runtime::set_badge(if needs_an_eye { "!" } else { "" }).await {
        console::warn(&why.to_string());
    }
}

async fn set_alarm(world: &World) {
    let at = {
        let memory = world.memory.borrow();
        next(&memory.backends, |url| waits(&memory.outbox, url))
    };
    let earliest = clock::now() + alarms::SHORTEST_MS;
    let set = match at {
        Some(at) => alarms::set(ALARM, at.max(earliest)).await,
        None => alarms::clear(ALARM).await,
    };
    if let Err(why) = set {
        console::error(&why.to_string());
    }
}

fn waits(outbox: &std::collections::BTreeSet<String>, url: &str) -> bool {
    let prefix = store::of_backend(url);
    outbox
        .range(prefix.clone()..)
        .next()
        .is_some_and(|key| key.starts_with(&prefix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::FRESH_MS;

    fn backend(read: bool, write: bool) -> Backend {
        let about = r#"{"name":"x","version":"1","capabilities":[],"registration":"open",
            "prefix_digits":0,"prefetch":true,"requesters":0,"reviews":0}"#;
        let about = serde_json::from_str(about).unwrap();
        Backend {
            read,
            write,
            fresh_at: Some(1_000),
            ..Backend::fresh("https://x.org", about, 0)
        }
    }

    #[test]
    fn nothing_is_due_without_a_backend_or_without_anything_to_send() {
        assert_eq!(next(&[], |_| true), None);
        assert_eq!(next(&[backend(false, true)], |_| false), None);
        assert_eq!(next(&[backend(false, true)], |_| true), Some(0));
    }

    #[test]
    fn evidence_is_asked_for_when_it_is_old_and_the_backend_may_be_tried() {
        assert_eq!(
            next(&[backend(true, false)], |_| true),
            Some(1_000 + FRESH_MS)
        );
        let mut down = backend(true, true);
        down.reading.retry_at = 1_000 + 2 * FRESH_MS;
        down.writing.retry_at = 5_000;
        assert_eq!(next(&[down.clone()], |_| false), Some(1_000 + 2 * FRESH_MS));
        assert_eq!(next(&[down], |_| true), Some(5_000));
    }

    #[test]
    fn nothing_is_due_at_a_backend_that_is_switched_off() {
        let mut off = backend(true, true);
        off.paused = true;
        assert_eq!(next(&[off], |_| true), None);
    }

    #[test]
    fn waiting_items_are_told_apart_by_backend() {
        let outbox = ["https://a.org\n1", "https://a.org/b\n1"]
            .map(String::from)
            .into();
        assert!(waits(&outbox, "https://a.org") && waits(&outbox, "https://a.org/b"));
        assert!(!waits(&outbox, "https://a.or"));
    }
}
