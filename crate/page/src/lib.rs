//! The content script: reads the page, draws badges, bar and card.
//!
//! Everything that a worker reads here is ready text from `tallystick_core`; this crate refuses to
//! compute, to keep anything but what is on the page, and to touch what the page owns beyond
//! placing its own elements and hiding or reordering rows by style.

use wasm_bindgen::prelude::*;

mod annotate;
mod app;
mod arrange;
mod ask;
mod badge;
mod bar;
mod blind;
mod card;
mod clock;
mod dom;
mod ear;
mod known;
mod live;
mod lookup;
mod make;
mod offer;
mod outcomes;
mod sheet;
mod shield;
mod start;
mod theme;
mod toast;
mod watch;

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests;

/// Starts on this document. Called once, at `document_start`, by the loader.
#[wasm_bindgen]
pub fn start() {
    start::start();
}
