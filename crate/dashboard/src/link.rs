//! The way from a page to the engine: a worker, or the engine itself where there is none.

use std::rc::Rc;

use js_sys::{Function, Promise, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::engine::Answer;
use crate::engine::ask::{Asked, Question};
use crate::turn::Turn;

#[derive(Clone)]
enum Way {
    /// In this thread: for tests.
    Here(Rc<Turn>),
    /// `(question, file?) → Promise<string | Uint8Array>`, which asks a worker.
    There(Function),
}

/// An answer as it came; a file's bytes stay where they are.
enum Sent {
    Text(String),
    Bytes(Uint8Array),
}

/// Where questions go; copied into every component.
#[derive(Clone, Copy)]
pub struct Link(StoredValue<Way, LocalStorage>);

impl Link {
    /// An engine in this thread.
    pub fn here() -> Self {
        Self(StoredValue::new_local(Way::Here(Rc::default())))
    }

    /// Through what asks the worker.
    pub fn there(ask: Function) -> Self {
        Self(StoredValue::new_local(Way::There(ask)))
    }

    /// Asks, and waits for the reply that belongs to the question.
    ///
    /// # Errors
    /// A sentence for the worker.
    pub async fn ask<Q: Question>(self, question: Q) -> Result<Q::Reply, String> {
        self.ask_with(question, None).await
    }

    /// The same, with a file beside the question.
    ///
    /// # Errors
    /// A sentence for the worker.
    pub async fn ask_with<Q: Question>(
        self,
        question: Q,
        file: Option<File>,
    ) -> Result<Q::Reply, String> {
        match self.send(question.into(), file).await? {
            Sent::Text(text) => serde_json::from_str::<Result<Q::Reply, String>>(&text)
                .map_err(|why| format!("The figures could not be read: {why}"))?,
            Sent::Bytes(_) => Err("The figures could not be read".to_owned()),
        }
    }

    /// Asks for a file, or a part of it.
    ///
    /// # Errors
    /// A sentence for the worker.
    pub async fn bytes<Q: Question>(self, question: Q) -> Result<Uint8Array, String> {
        match self.send(question.into(), None).await? {
            Sent::Bytes(bytes) => Ok(bytes),
            Sent::Text(text) => {
                let said: Result<(), String> = serde_json::from_str(&text).unwrap_or(Ok(()));
                Err(said.err().unwrap_or_default())
            }
        }
    }

    async fn send(self, asked: Asked, file: Option<File>) -> Result<Sent, String> {
        let text = serde_json::to_string(&asked)
            .map_err(|why| format!("The question could not be written: {why}"))?;
        let way = self.0.try_get_value().ok_or("This page is closed")?;
        match way {
            Way::Here(turn) => Ok(match turn.answer(&text, file).await {
                Answer::Text(text) => Sent::Text(text),
                Answer::Bytes(bytes) => Sent::Bytes(Uint8Array::from(bytes.as_slice())),
            }),
            Way::There(ask) => {
                let file: JsValue = file.into();
                let promise = ask.call2(&JsValue::NULL, &text.into(), &file);
                let promise = promise.map_err(stopped)?;
                let promise: Promise = promise.unchecked_into();
                let answer = JsFuture::from(promise).await.map_err(stopped)?;
                Ok(match answer.as_string() {
                    Some(text) => Sent::Text(text),
                    None => Sent::Bytes(answer.unchecked_into()),
                })
            }
        }
    }
}

fn stopped(_: JsValue) -> String {
    "The part that computes has stopped: reload this page; nothing of your log is lost".to_owned()
}
