//! What a page of the panel holds: the settings, how things stand, and the last word to the worker.
//!
//! One `Store` a page, copied into every component. It refuses to judge: values are checked by
//! `core` before they are sent and by the background when they arrive.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tallystick_core::settings;
use tallystick_wire::message::serde_json_value::Object;
use tallystick_wire::message::{Ask, BackendStatus, GetSettings, GetStatus, SetSettings, Status};
use tallystick_wire::settings::Rates;
use tallystick_wire::{Millis, Money};
use web_sys::VisibilityState;

use crate::announce::Announcer;

/// Settings and status of this page, as the background last said.
#[derive(Clone, Copy)]
pub struct Store {
    /// Every setting with its value, once they are here.
    pub settings: RwSignal<Option<Object>>,
    /// How things stand, once it is here.
    pub status: RwSignal<Option<Status>>,
    /// Why one of the two could not be had.
    pub trouble: RwSignal<Option<String>>,
    /// Where results are said.
    pub say: Announcer,
}

/// Asks the background; the error is a sentence for the worker.
pub async fn ask<A: Ask>(request: A) -> Result<A::Reply, String> {
    tallystick_browser::message::ask(request)
        .await
        .map_err(|error| sentence(&error.to_string()))
}

impl Store {
    /// A store that is being filled.
    pub fn open() -> Self {
        let store = Self {
            settings: RwSignal::new(None),
            status: RwSignal::new(None),
            trouble: RwSignal::new(None),
            say: Announcer::default(),
        };
        spawn_local(store.load());
        store.follow();
        store
    }

    /// Asks again whenever the page is looked at again: another page may have changed things.
    fn follow(self) {
        // It bubbles from the document to the window.
        let listening = window_event_listener_untyped("visibilitychange", move |_| {
            if document().visibility_state() == VisibilityState::Visible {
                spawn_local(self.load());
            }
        });
        on_cleanup(move || listening.remove());
    }

    /// Asks for both, again if need be.
    pub async fn load(self) {
        let settings = ask(GetSettings {}).await.map(|it| settings::complete(&it));
        let status = ask(GetStatus {}).await;
        match (settings, status) {
            (Ok(settings), Ok(status)) => {
                self.trouble.set(None);
                self.settings.set(Some(settings));
                self.status.set(Some(status));
            }
            (Err(why), _) | (_, Err(why)) => self.trouble.set(Some(why)),
        }
    }

    /// Asks how things stand; what is shown stays if there is no answer.
    pub async fn refresh(self) {
        match ask(GetStatus {}).await {
            Ok(status) => self.status.set(Some(status)),
            Err(why) => self.say.trouble(why),
        }
    }

    /// Saves some settings, or says why not.
    pub async fn save(self, values: Object) -> Result<(), String> {
        for (key, value) in &values {
            settings::check(key, value).map_err(|bad| sentence(&bad.to_string()))?;
        }
        let saved = ask(SetSettings { values }).await?;
        self.settings.set(Some(settings::complete(&saved)));
        Ok(())
    }

    /// Saves one setting and says that it was saved, or why not.
    pub fn change(self, key: &'static str, value: &impl Serialize) {
        let values = one(key, value);
        spawn_local(async move {
            match self.save(values).await {
                Ok(()) => self.say.done("Saved"),
                Err(why) => self.say.trouble(why),
            }
        });
    }

    /// One setting's value, read as what it is; `None` also while it is not here, or the page is
    /// closed.
    pub fn value<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let value = self.settings.try_with(|all| {
            let text = all.as_ref()?.get(key)?;
            serde_json::from_str(text).ok()
        });
        value.flatten()
    }

    /// The worker's floor.
    pub fn floor(&self) -> Option<Money> {
        self.value::<Option<Money>>("floor").flatten()
    }

    /// The rates in force: the worker's own, or those that came with the extension.
    pub fn rates(&self) -> Rates {
        let own = self.value::<Option<Rates>>("rates").flatten();
        own.unwrap_or_else(tallystick_core::rates::built_in)
    }

    /// All backends, empty while nothing is known.
    pub fn backends(&self) -> Vec<BackendStatus> {
        self.status.with(|it| {
            it.as_ref()
                .map(|it| it.backends.clone())
                .unwrap_or_default()
        })
    }

    /// The background's time of the last status.
    pub fn now(&self) -> Millis {
        self.status.with(|it| it.as_ref().map_or(0, |it| it.now))
    }
}

/// One setting with its value, ready to be saved.
pub fn one(key: &str, value: &impl Serialize) -> Object {
    // A value that has no JSON form is refused by the check that follows, under its key.
    let text = serde_json::to_string(value).unwrap_or_default();
    Object::from([(key.to_owned(), text)])
}

/// An error as a sentence: capital in front.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
