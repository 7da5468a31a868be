//! The backends: those there are, and the way to add one.

use leptos::prelude::*;

use super::backend_add::BackendAdd;
use super::backend_row::BackendRow;
use crate::kit::frame::Card;
use crate::store::Store;

/// The list and the form.
#[component]
pub fn Backends(store: Store) -> impl IntoView {
    view! {
        <BackendList store=store />
        <Card id="add-heading" heading="Add a backend">
            <BackendAdd store=store />
        </Card>
        <WhatIsSent />
    }
}

/// Each backend with its switches; before the first one, what that means.
#[component]
pub fn BackendList(store: Store) -> impl IntoView {
    let urls = Memo::new(move |_| {
        store
            .backends()
            .into_iter()
            .map(|it| it.url)
            .collect::<Vec<_>>()
    });
    view! {
        <Show
            when=move || !urls.with(Vec::is_empty)
            fallback=|| view! {
                <p class="card empty">
                    "No backend yet: nothing leaves this machine. Pay is estimated all the same; what \
                     other workers say of a requester needs a backend."
                </p>
            }
        >
            <ul class="card list">
                <For each=move || urls.get() key=String::clone let:url>
                    <BackendRow store=store url=url />
                </For>
            </ul>
        </Show>
    }
}

/// What goes over the wire, in plain words.
#[component]
pub fn WhatIsSent() -> impl IntoView {
    view! {
        <section class="card stack tight" aria-labelledby="sent-heading">
            <h2 id="sent-heading">"What a backend gets to see"</h2>
            <dl class="facts words">
                <dt>"When reading"</dt>
                <dd>
                    "Whole blocks of its table are fetched, never one requester: it cannot tell what \
                     you look at. Like every web server it sees your network address."
                </dd>
                <dt>"When writing"</dt>
                <dd>
                    "The reviews that you write, under a random name that is used there and nowhere \
                     else. No worker id, no e-mail, no account of a platform. Under that name it is asked \
                     after you wrote something, and about once a day, what moderators did to your reviews."
                </dd>
                <dt>"Never"</dt>
                <dd>"Your notes, what you hide, which pages you open, what you earn."</dd>
            </dl>
        </section>
    }
}
