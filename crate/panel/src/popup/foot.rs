//! The ways on from the popup.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_wire::message::SyncNow;

use crate::store::{Store, ask};

/// Sync now, my reviews, options.
#[component]
pub fn Foot(store: Store) -> impl IntoView {
    let busy = RwSignal::new(false);
    let alone = move || store.backends().iter().all(|it| it.paused);
    let sync = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match ask(SyncNow {}).await {
                Ok(status) => {
                    let down = status.backends.iter().any(|it| it.down.is_some());
                    let paused = status.backends.iter().any(|it| it.paused);
                    store.status.set(Some(status));
                    say(store, down, paused);
                }
                Err(why) => store.say.trouble(why),
            }
            busy.set(false);
        });
    };
    view! {
        <nav class="foot" aria-label="Ways on">
            <button
                type="button"
                class:main=move || !alone()
                prop:disabled=alone
                aria-disabled=move || busy.get().to_string()
                on:click=sync
            >
                {move || if busy.get() { "Syncing …" } else { "Sync now" }}
            </button>
            <a class="button" href="dashboard.html" target="_blank">"Dashboard"</a>
            <a class="button" href="options.html#floor" target="_blank">"Options"</a>
        </nav>
    }
}

fn say(store: Store, down: bool, paused: bool) {
    if down {
        store
            .say
            .trouble("Not every backend answered: it is tried again by itself");
    } else if paused {
        store
            .say
            .done("In step with every backend that is not paused");
    } else {
        store.say.done("In step with every backend");
    }
}
