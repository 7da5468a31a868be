//! The background in a real browser: a true IndexedDB, a fake network, and a worker that is killed.

#![cfg(target_arch = "wasm32")]
// Clippy takes only what is marked #[test] for a test.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod copies;
mod evidence;
mod kit;
mod ledger;
mod member;
mod moving;
mod notices;
mod outbox;
mod parts;
mod pause;
mod privacy;
mod requests;
mod signals;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
