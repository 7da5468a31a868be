//! The background: a service worker in Chromium, an event page in Firefox.
//!
//! It keeps everything that must last (IndexedDB, `storage.local`), answers the requests of pages
//! and panel, and talks to the backends that the worker added, and to nobody else. It refuses to
//! know what a page looks like or what a task pays. It may be killed between any two awaits: each
//! write is finished before its answer, and whatever was begun is found again in the database.
//!
//! `extension/background.js` registers the listeners, since they must be there in the first turn,
//! and calls what is exported here.

pub mod address;
mod admission;
pub mod backend;
mod backends;
mod blind;
mod bodies;
mod client;
mod clock;
pub mod health;
pub mod ledger;
mod lookup;
mod marks;
mod member;
pub mod mine;
mod moving;
mod notices;
mod order;
pub mod outbox;
mod outcomes;
mod own;
mod pending;
pub mod plan;
mod read;
mod refresh;
mod reviews;
mod schedule;
mod serve;
mod settings;
mod signal;
mod status;
mod store;
mod sync;
mod texts;
mod together;
mod trouble;
mod world;
mod zones;

use js_sys::Promise;
use tallystick_browser::message::{Sender, refusal};
use tallystick_browser::{console, runtime};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::trouble::Done;
use crate::world::World;

/// Called once in the life of a worker, before anything else.
#[wasm_bindgen]
pub fn start() {
    pending::hook_panics();
    signal::begin();
}

/// Answers a request: JSON text of [`tallystick_wire::message::Request`] in, JSON text of
/// `Result<Reply, Failure>` out. `sender` is the browser's `MessageSender`.
#[wasm_bindgen]
pub fn on_message(text: &JsValue, sender: &JsValue) -> Promise {
    let text = text.as_string();
    let sender = Sender::read(sender);
    pending::promise(async move {
        match text {
            Some(text) => serve::serve(&text, sender).await,
            None => refusal("A request is JSON text"),
        }
    })
}

/// An alarm rang.
#[wasm_bindgen]
pub async fn on_alarm(name: String) {
    match name.as_str() {
        schedule::ALARM => {
            // Here and not wherever something is due: a look-up must not be told by it.
            let ask = async |world: &World| {
                notices::when_due(world).await;
                Ok(())
            };
            with_world(ask).await;
            run_due().await
        }
        signal::TICK => with_world(async |world| signal::tick(world).await).await,
        _ => (),
    }
}

/// The browser says something of tabs, windows or the keyboard: see [`signal`].
#[wasm_bindgen]
pub async fn on_signal(name: String, one: i32, other: i32) {
    with_world(async |world| signal::hear(world, &name, one, other).await).await;
}

/// The extension was installed or updated (`reason` as the browser says); a fresh one is
/// introduced to the worker.
#[wasm_bindgen]
pub async fn on_installed(reason: String) {
    // The programs in open pages ended with the old one, and where the browser was restarted before
    // it was installed again, tabs have new numbers: what ran ended with its last sign.
    with_world(async |world| signal::started(world).await).await;
    if reason == "install" {
        let opened = match runtime::url("options.html#welcome") {
            Ok(url) => runtime::open_tab(&url).await,
            Err(why) => Err(why),
        };
        if let Err(why) = opened {
            console::warn(&why.to_string());
        }
    }
    run_due().await;
}

/// The browser was started; alarms may not have survived that.
#[wasm_bindgen]
pub async fn on_startup() {
    with_world(async |world| signal::started(world).await).await;
    run_due().await;
}

/// Forgets everything that is in memory only, as a killed worker does: tests show with it that
/// nothing is lost.
pub fn forget_everything() {
    world::forget();
    clock::forget();
}

async fn run_due() {
    let run = async |world: &World| {
        schedule::run_due(world).await;
        Ok(())
    };
    with_world(run).await;
}

/// Does something that nobody waits for; what goes wrong is said on the console.
async fn with_world(work: impl AsyncFnOnce(&World) -> Done<()>) {
    let done = match world::world().await {
        Ok(world) => work(&world).await,
        Err(why) => Err(why),
    };
    if let Err(why) = done {
        console::error(&why.to_string());
        if why.is_of_database() {
            world::forget();
        }
    }
}
