//! The console, for what a developer must see and a worker need not.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Writes one line to the console, marked as an error.
    #[wasm_bindgen(js_namespace = console)]
    pub fn error(text: &str);

    /// Writes one line to the console, marked as a warning.
    #[wasm_bindgen(js_namespace = console)]
    pub fn warn(text: &str);
}
