//! What every page of the dashboard holds: the store, the way to the engine, how loading stands.
//!
//! It tells the pages whenever what they show may have changed. [`load`] is how records come to the
//! engine, `span` of when figures are, `write` how changes enter the log, `long` how what takes long
//! is gone on with. It refuses to look into what it carries.

mod load;
mod long;
mod span;
mod write;

pub use long::{Ended, taken_back};
pub use write::{Underway, undone};

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_core::summary::{Filter, Midnight};
use tallystick_core::zone::Day;
use tallystick_kit::store::Store;
use tallystick_wire::message::{Ask, Request};
use web_sys::VisibilityState;

use crate::engine::ask::Question;
use crate::engine::view::Standing;
use crate::link::Link;

/// The desk that all pages work at.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Settings and status, and where results are said.
    pub store: Store,
    /// The way to the engine.
    pub link: Link,
    /// How much there is; `None`: nothing is known yet.
    pub standing: RwSignal<Option<Standing>>,
    /// Records loaded so far, while they are being loaded.
    pub loading: RwSignal<Option<usize>>,
    /// Whether records are being loaded.
    pub reading: RwSignal<bool>,
    /// All records were loaded at least once: what is compared with the log needs all of it.
    pub whole: RwSignal<bool>,
    /// Today, by the worker's own midnight.
    pub today: RwSignal<Option<Day>>,
    /// Counts up whenever figures may have changed.
    pub version: RwSignal<u32>,
    /// How many answers are waited for: until there are none, what is shown may be of before.
    pub waiting: RwSignal<u32>,
    /// Which assignments the figures are about.
    pub filter: RwSignal<Filter>,
    /// Of when: a word of the choice, or `custom`.
    pub span: RwSignal<String>,
    /// Why there are no figures.
    pub trouble: RwSignal<Option<String>>,
    /// Long work, how far it is and whether it can be stopped.
    pub underway: RwSignal<Option<Underway>>,
    /// The worker wants it to stop.
    pub stop: RwSignal<bool>,
    run: StoredValue<u32>,
    /// Records may have no copy: they were loaded, or many were changed.
    to_pack: StoredValue<bool>,
    packing: StoredValue<bool>,
    /// This page sees to the long work that is underway.
    seen_to: StoredValue<bool>,
}

/// Asks the background and gives its answer as it came.
pub async fn raw<A: Ask>(question: A) -> Result<String, String> {
    let words = |why: tallystick_browser::Error| why.to_string();
    let request: Request = question.into();
    let question = tallystick_browser::message::question(&request).map_err(words)?;
    send(&question).await
}

/// The same with a question that is written already.
pub async fn send(question: &str) -> Result<String, String> {
    let answer = tallystick_browser::message::ask_text(question).await;
    answer.map_err(|why| why.to_string())
}

impl Desk {
    /// A desk whose book is being filled.
    pub fn open(store: Store, link: Link) -> Self {
        let desk = Self {
            store,
            link,
            standing: RwSignal::new(None),
            loading: RwSignal::new(None),
            reading: RwSignal::new(false),
            whole: RwSignal::new(false),
            today: RwSignal::new(None),
            version: RwSignal::new(0),
            waiting: RwSignal::new(0),
            filter: RwSignal::new(Filter::default()),
            span: RwSignal::new("days30".to_owned()),
            trouble: RwSignal::new(None),
            underway: RwSignal::new(None),
            stop: RwSignal::new(false),
            run: StoredValue::new(0),
            to_pack: StoredValue::new(false),
            packing: StoredValue::new(false),
            seen_to: StoredValue::new(false),
        };
        desk.follow_terms();
        desk.follow_span();
        desk.follow_others();
        desk
    }

    /// Another floor, other rates, another midnight: the same records under other terms.
    fn follow_terms(self) {
        let settings = Memo::new(move |_| {
            let store = self.store;
            let here = store.settings.with(Option::is_some);
            here.then(|| (store.floor(), store.rates(), self.midnight()))
        });
        Effect::new(move || {
            let here = settings.with(Option::is_some);
            if !here {
                return;
            }
            spawn_local(async move {
                if self.standing.with_untracked(Option::is_none) {
                    self.load().await;
                } else {
                    let begun = self.begin(true).await;
                    self.trouble.set(begun.err());
                    self.changed();
                }
            });
        });
    }

    /// Looked at again, the page shows what was recorded elsewhere in the meantime.
    fn follow_others(self) {
        let listening = window_event_listener_untyped("visibilitychange", move |_| {
            let visible = document().visibility_state() == VisibilityState::Visible;
            if visible && self.standing.with_untracked(Option::is_some) {
                spawn_local(async move {
                    let before = self.events();
                    // While events enter, their number says nothing of the figures.
                    if self.extras().await.is_ok()
                        && !self.seen_to.get_value()
                        && self.events() != before
                    {
                        self.load().await;
                    }
                });
            }
        });
        on_cleanup(move || listening.remove());
    }

    /// By whose midnight days are told.
    pub fn midnight(self) -> Midnight {
        match self.store.value::<String>("midnight").as_deref() {
            Some("platform") => Midnight::Platform,
            _ => Midnight::Worker,
        }
    }

    /// On which month and day the worker's tax year begins; 1 January unless they said otherwise.
    pub fn tax_year_start(self) -> (i8, i8) {
        let said = self.store.value::<String>("tax_year").unwrap_or_default();
        let parts = said.split_once('-');
        let numbers = parts.and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
        numbers.unwrap_or((1, 1))
    }

    fn events(self) -> u64 {
        let standing = self.standing;
        standing.with_untracked(|it| it.as_ref().map_or(0, |it| it.events))
    }

    /// Says that figures may have changed.
    pub fn changed(self) {
        self.version.update(|it| *it += 1);
    }

    /// Counts as waited for until it is done.
    async fn while_waiting<T>(self, work: impl Future<Output = T>) -> T {
        self.waiting.update(|it| *it += 1);
        let done = work.await;
        let left = self.waiting.try_update(|it| {
            *it = it.saturating_sub(1);
            *it
        });
        // Nothing to do where the page is gone.
        if left == Some(0) {
            self.pack();
        }
        done
    }

    /// The engine's reply to a question that follows signals, asked again when figures change.
    pub fn answer<Q>(self, question: impl Fn() -> Option<Q> + 'static) -> RwSignal<Option<Q::Reply>>
    where
        Q: Question + 'static,
        Q::Reply: Clone + Send + Sync + 'static,
    {
        let reply = RwSignal::new(None);
        let turn = StoredValue::new(0_u32);
        Effect::new(move || {
            self.version.track();
            let Some(question) = question() else {
                return;
            };
            if self.standing.with_untracked(Option::is_none) {
                return;
            }
            let mine = turn.get_value() + 1;
            turn.set_value(mine);
            spawn_local(async move {
                let got = self.while_waiting(self.link.ask(question)).await;
                // A later question has been asked, or the page is gone.
                if turn.try_get_value() != Some(mine) {
                    return;
                }
                match got {
                    Ok(got) => reply.set(Some(got)),
                    Err(why) => self.store.say.trouble(why),
                }
            });
        });
        reply
    }

    /// Does something that may fail, and says so if it did.
    pub fn spawn(self, work: impl Future<Output = Result<(), String>> + 'static) {
        spawn_local(async move {
            if let Err(why) = work.await {
                self.store.say.trouble(why);
            }
        });
    }
}
