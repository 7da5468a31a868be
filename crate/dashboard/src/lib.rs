//! The dashboard: what the worker earned, what an hour really brought, and the record itself.
//!
//! A program of its own, so that popup and options stay small. The pages ([`page`]) ask the engine
//! ([`engine`]) for words and draw them; the engine holds all records and runs in a worker.
//! This crate refuses to compute money and time (`core` does), to store anything and to speak to
//! any server: the log is behind messages to the background.

mod chart;
mod desk;
pub mod engine;
pub mod link;
mod page;
mod shelf;
mod slices;
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests;
mod turn;

use std::rc::Rc;

use leptos::prelude::*;
use tallystick_kit::store::Store;
use wasm_bindgen::prelude::*;

use engine::Answer;
use link::Link;
use turn::Turn;

/// Draws the dashboard into the page; `ask` sends a question to the worker and promises its answer.
#[wasm_bindgen]
pub fn dashboard(ask: js_sys::Function) {
    leptos::mount::mount_to_body(move || {
        view! { <page::Dashboard store=Store::open() link=Link::there(ask) /> }
    });
}

/// Begins the work of the worker: what lies packed is read while the page is being drawn.
#[wasm_bindgen]
pub fn prepare() {
    shelf::early::begin();
}

/// Answers a question in the worker, beside which a file may come: a text, or bytes where it is a
/// file.
#[wasm_bindgen]
pub async fn answer(question: String, file: Option<web_sys::File>) -> JsValue {
    thread_local! {
        static TURN: Rc<Turn> = Rc::default();
    }
    let turn = TURN.with(Rc::clone);
    match turn.answer(&question, file).await {
        Answer::Text(text) => text.into(),
        Answer::Bytes(bytes) => js_sys::Uint8Array::from(bytes.as_slice()).into(),
    }
}
