//! Listening that ends when its owner goes away.

use std::any::Any;

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The WebExtension APIs, by their own name: what `js_sys::global()` finds in a content script
    /// of Firefox is the page's window, which has none.
    #[wasm_bindgen(thread_local_v2, js_name = chrome)]
    static APIS: Option<JsValue>;

    /// An event of the WebExtension APIs, as `chrome.storage.onChanged`.
    pub(crate) type Event;

    #[wasm_bindgen(method, catch, js_name = addListener)]
    fn add_listener(this: &Event, listener: &Function) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch, js_name = removeListener)]
    fn remove_listener(this: &Event, listener: &Function) -> Result<(), JsValue>;
}

impl Event {
    /// The event at this path below `chrome`; `None` where the path ends early, as in a script
    /// whose extension was updated.
    pub(crate) fn at(path: &[&str]) -> Option<Self> {
        let mut found = APIS.with(Clone::clone)?;
        for name in path {
            found = js_sys::Reflect::get(&found, &(*name).into()).ok()?;
        }
        found.is_object().then(|| found.unchecked_into())
    }
}

/// Owns a listener: while it lives the listener is called, its drop removes it.
#[must_use = "dropping the guard at once removes the listener"]
pub struct Guard {
    event: Event,
    listener: Function,
    /// The closure behind `listener`, freed after it was removed.
    _closure: Box<dyn Any>,
}

impl Guard {
    /// Adds a listener; `closure` is what keeps `listener` callable.
    pub(crate) fn listen(
        event: Event,
        listener: Function,
        closure: Box<dyn Any>,
    ) -> Result<Self, JsValue> {
        event.add_listener(&listener)?;
        Ok(Self {
            event,
            listener,
            _closure: closure,
        })
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // Fails only when the extension's context is gone, and the listener with it.
        let _ = self.event.remove_listener(&self.listener);
    }
}
