//! Each backend and how it is, as `core` puts it.

use leptos::prelude::*;
use tallystick_core::show;
use tallystick_wire::Millis;
use tallystick_wire::message::BackendStatus;

use crate::kit::state::{Mood, State};
use crate::store::Store;

/// All backends, or what it means that there is none.
#[component]
pub fn Backends(store: Store) -> impl IntoView {
    let list = move || {
        let backends = store.backends();
        if backends.is_empty() {
            return none().into_any();
        }
        let lines: Vec<_> = backends.iter().map(|it| line(it, store.now())).collect();
        view! { <ul class="list">{lines}</ul> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="backends-heading">
            <h2 id="backends-heading">"Backends"</h2>
            {list}
        </section>
    }
}

fn none() -> impl IntoView {
    view! {
        <p class="empty">
            "No backend yet: nothing leaves this machine. "
            <a href="options.html#backends" target="_blank">"Add one"</a>
        </p>
    }
}

fn line(backend: &BackendStatus, now: Millis) -> impl IntoView + use<> {
    let why = backend.down.as_ref().map(|down| {
        view! { <p class="small soft quote">{show::name(&down.why)}</p> }
    });
    let revoked = (backend.revoked && !backend.paused).then(|| {
        view! {
            <p class="small">
                "It was revoked, or you left from another one: nothing is sent, what you write waits. "
                <a href="options.html#backends" target="_blank">"Decide"</a>
            </p>
        }
    });
    let paused = backend.paused.then(|| {
        view! {
            <p class="small">
                "Nothing is asked of it or sent to it, and what you write waits. "
                <a href="options.html#backends" target="_blank">"Switch it on"</a>
            </p>
        }
    });
    view! {
        <li>
            <strong class="quote">{show::name(&backend.name)}</strong>
            <br />
            <State mood=mood(backend) text=show::backend_state(backend, now) />
            {paused}
            {revoked}
            {why}
        </li>
    }
}

/// How good or bad a backend's state is.
pub fn mood(backend: &BackendStatus) -> Mood {
    match (&backend.down, backend.fresh_at) {
        _ if backend.paused => Mood::Doubt,
        _ if backend.revoked => Mood::Bad,
        (Some(_), _) => Mood::Bad,
        (None, None) => Mood::Doubt,
        (None, Some(_)) => Mood::Good,
    }
}
