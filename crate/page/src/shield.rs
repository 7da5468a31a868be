//! Keeps what happens on our controls from the page: rows that expand, cards that open, hotkeys.
//!
//! The listeners sit on the host, outside the shadow root: our own have run by then. It refuses to
//! stop anything on its way in, so listeners of the page that capture see an event on our host.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget};

use crate::make::Done;

/// Everything that pages open, expand, drag or react to.
const KINDS: [&str; 16] = [
    "click",
    "auxclick",
    "dblclick",
    "contextmenu",
    "mousedown",
    "mouseup",
    "pointerdown",
    "pointerup",
    "touchstart",
    "touchend",
    "keydown",
    "keypress",
    "keyup",
    "dragstart",
    "input",
    "change",
];

/// One closure for all hosts of a document; hosts must not outlive it in the page.
pub struct Shield {
    stop: Closure<dyn FnMut(Event)>,
    stop_and_undo: Closure<dyn FnMut(Event)>,
}

impl Shield {
    /// Shields nothing yet.
    pub fn new() -> Self {
        Self {
            stop: Closure::new(|event: Event| event.stop_propagation()),
            stop_and_undo: Closure::new(|event: Event| {
                event.stop_propagation();
                event.prevent_default();
            }),
        }
    }

    /// Keeps events of `host` to itself. Where the host may stand inside a link (`in_row`), a click
    /// on it does not follow the link, and a drag does not take it along.
    ///
    /// # Errors
    /// None in a document.
    pub fn guard(&self, host: &EventTarget, in_row: bool) -> Done {
        for kind in KINDS {
            let undo = in_row && matches!(kind, "click" | "auxclick" | "dragstart");
            let closure = if undo {
                &self.stop_and_undo
            } else {
                &self.stop
            };
            host.add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref())?;
        }
        Ok(())
    }
}
