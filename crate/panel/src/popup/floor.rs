//! The worker's floor, or the way to set it.

use leptos::prelude::*;
use tallystick_core::show;

use crate::store::Store;

/// The floor as one figure in the header; nothing before the first run.
#[component]
pub fn FloorFigure(store: Store) -> impl IntoView {
    move || {
        store.floor().map(|floor| {
            view! {
                <p class="end">
                    <span class="small soft">"Your floor "</span>
                    <a
                        class="strong number"
                        href="options.html#floor"
                        target="_blank"
                        aria-label=format!("Your floor is {} an hour: change it", show::money(floor))
                    >
                        {show::money(floor)} "/h"
                    </a>
                </p>
            }
        })
    }
}

/// The way to set a floor, until there is one.
#[component]
pub fn FirstRun(store: Store) -> impl IntoView {
    let missing = Memo::new(move |_| store.floor().is_none());
    view! {
        <Show when=move || missing.get()>
            <section class="notice stack tight" aria-labelledby="first-heading">
                <h2 id="first-heading">"Say what your hour is worth"</h2>
                <p>
                    "Without a floor of your own, Tallystick shows what tasks pay but cannot warn."
                </p>
                <div>
                    <a class="button main" href="options.html#welcome" target="_blank">
                        "Set it now"
                    </a>
                </div>
            </section>
        </Show>
    }
}
