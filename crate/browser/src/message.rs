//! Asking the background, and what the background sees of who asks.
//!
//! A request travels as the JSON text of [`Request`], the answer as that of
//! `Result<Reply, Failure>`: text costs the browser one copy, and neither side trusts objects.

use serde::{Deserialize, Serialize};
use tallystick_wire::message::{Ask, Failure, Request};
use wasm_bindgen::prelude::*;

use crate::Error;
use crate::error::words;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = sendMessage, catch)]
    async fn send_message(text: &str) -> Result<JsValue, JsValue>;
}

/// Asks the background and waits for its answer.
///
/// # Errors
/// [`Error::Gone`] where the extension was updated under this page, [`Error::NoAnswer`] where the
/// background said nothing that can be read, [`Error::Failed`] with its words where it could not.
pub async fn ask<A: Ask>(ask: A) -> Result<A::Reply, Error> {
    read_answer::<A>(&ask_text(&question(&ask.into())?).await?)
}

/// A question as it travels.
///
/// # Errors
/// [`Error::NoAnswer`]: it cannot be written.
pub fn question(request: &Request) -> Result<String, Error> {
    serde_json::to_string(request).map_err(|_| Error::NoAnswer)
}

/// Asks what [`question`] wrote and gives what [`read_answer`] reads: one future for all questions,
/// for who must stay small.
///
/// # Errors
/// [`Error::Gone`] and [`Error::NoAnswer`], as [`ask`].
pub async fn ask_text(question: &str) -> Result<String, Error> {
    let answer = send_message(question)
        .await
        .map_err(|thrown| unsent(&thrown))?;
    answer.as_string().ok_or(Error::NoAnswer)
}

/// Reads the answer to a question.
///
/// # Errors
/// [`Error::NoAnswer`] and [`Error::Failed`], as [`ask`].
pub fn read_answer<A: Ask>(answer: &str) -> Result<A::Reply, Error> {
    let answer: Result<A::Reply, Failure> =
        serde_json::from_str(answer).map_err(|_| Error::NoAnswer)?;
    answer.map_err(|failure| Error::Failed(failure.message))
}

/// The answer to a request as it travels.
pub fn answer<Reply: Serialize>(result: &Result<Reply, Failure>) -> String {
    serde_json::to_string(result).unwrap_or_else(|error| refusal(&error.to_string()))
}

/// An answer that says why not.
pub fn refusal(why: &str) -> String {
    let failure: Result<(), Failure> = Err(Failure {
        message: why.to_owned(),
    });
    serde_json::to_string(&failure).unwrap_or_default()
}

/// The frame that a request came from; tab and frame are `None` for the popup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sender {
    /// The address of the document: of the page that a content script runs in, or of one of the
    /// extension's own pages.
    pub url: Option<String>,
    /// The tab's id.
    pub tab: Option<i32>,
    /// The frame's id in that tab; 0 is the page itself.
    pub frame: Option<i32>,
}

/// What is read of the browser's `MessageSender`; its other fields do not concern us.
#[derive(Deserialize)]
struct RawSender {
    url: Option<String>,
    tab: Option<RawTab>,
    #[serde(rename = "frameId")]
    frame: Option<i32>,
}

#[derive(Deserialize)]
struct RawTab {
    id: Option<i32>,
}

impl Sender {
    /// Reads the browser's `MessageSender`; what is no such thing is nobody.
    pub fn read(sender: &JsValue) -> Self {
        let raw = serde_wasm_bindgen::from_value::<RawSender>(sender.clone());
        raw.map(|raw| Self {
            url: raw.url,
            tab: raw.tab.and_then(|tab| tab.id),
            frame: raw.frame,
        })
        .unwrap_or_default()
    }
}

/// A message fails to leave for two reasons: `chrome.runtime` was taken from an orphaned script,
/// or nobody listens (yet).
fn unsent(thrown: &JsValue) -> Error {
    let words = words(thrown);
    let orphaned = [
        "context invalidated",
        "undefined",
        "null",
        "is not an object",
        "dead object",
    ];
    if orphaned.iter().any(|sign| words.contains(sign)) {
        Error::Gone
    } else {
        Error::NoAnswer
    }
}
