//! The worker's floor, or the way to set it.

use leptos::prelude::*;
use tallystick_core::show;

use crate::store::Store;

/// One figure; before the first run the way there.
#[component]
pub fn Floor(store: Store) -> impl IntoView {
    move || {
        match store.floor() {
        Some(floor) => view! {
            <section class="card" aria-labelledby="floor-heading">
                <h2 id="floor-heading">"Your floor"</h2>
                <div class="row apart">
                    <p>
                        <span class="figure number">{show::money(floor)}</span>
                        " an hour"
                    </p>
                    <a href="options.html#floor" target="_blank">"Change"</a>
                </div>
            </section>
        }
        .into_any(),
        None => view! {
            <section class="notice stack tight" aria-labelledby="floor-heading">
                <h2 id="floor-heading">"Say what your hour is worth"</h2>
                <p>
                    "Without a floor of your own, Tallystick shows what tasks pay but cannot warn."
                </p>
                <div>
                    <a class="button main" href="options.html#welcome" target="_blank">"Set it now"</a>
                </div>
            </section>
        }
        .into_any(),
    }
    }
}
