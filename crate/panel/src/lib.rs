//! The panel: what the worker opens by hand, the popup and the options with the first run.
//!
//! Components without logic: they ask the background, print what `core` made ready, and send back
//! what was chosen. This crate refuses to compute anything with money, time or reputation, to
//! store anything, and to speak to any server: all of that is behind a message.
//!
//! `extension/NAME.html` runs the export NAME of this crate. A further page (a dashboard) is a
//! module beside [`popup`](popup()) and [`options`](options()) that takes the same `Store` and the
//! same parts out of `kit`.

mod notices;
mod options;
mod popup;
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests;

use leptos::prelude::*;
use tallystick_kit::{self as kit, platforms, store};
use wasm_bindgen::prelude::*;

/// Draws the popup into the page.
#[wasm_bindgen]
pub fn popup() {
    leptos::mount::mount_to_body(|| view! { <popup::Popup store=store::Store::open() /> });
}

/// Draws the options into the page.
#[wasm_bindgen]
pub fn options() {
    leptos::mount::mount_to_body(|| view! { <options::Options store=store::Store::open() /> });
}
