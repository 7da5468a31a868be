//! What can go wrong at the browser, each with a sentence for people.

use wasm_bindgen::{JsCast, JsValue};

/// A call to the browser that did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The extension was updated or removed while its script still runs in this page.
    #[error("Tallystick was updated: reload this page")]
    Gone,
    /// The background did not answer, or not in JSON.
    #[error("Tallystick's background gave no answer: try again")]
    NoAnswer,
    /// The background answered that it could not, in its own words.
    #[error("{0}")]
    Failed(String),
    /// What is stored under this key does not read as what is expected there.
    #[error("what is stored as {key:?} cannot be read ({why}): it was left as it is")]
    Unreadable {
        /// The key.
        key: String,
        /// What the reader said.
        why: String,
    },
    /// The server did not answer within this many milliseconds.
    #[error("no answer within {} seconds", .0 / 1000)]
    TimedOut(u32),
    /// The answer is larger than was allowed, in bytes.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    /// No connection.
    #[error("no connection ({0})")]
    Unreachable(String),
    /// The answer is not text.
    #[error("the answer is not UTF-8 text")]
    NotText,
    /// Anything else that the browser refused, in its own words.
    #[error("{doing}: {why}")]
    Refused {
        /// What was being done.
        doing: &'static str,
        /// The browser's words.
        why: String,
    },
}

impl Error {
    /// The browser refused what was being done.
    pub fn refused(doing: &'static str, why: &JsValue) -> Self {
        Self::Refused {
            doing,
            why: words(why),
        }
    }
}

/// What a thrown value says: an error's message, or whatever text it is.
pub(crate) fn words(thrown: &JsValue) -> String {
    match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => thrown
            .as_string()
            .unwrap_or_else(|| "unknown reason".to_owned()),
    }
}
