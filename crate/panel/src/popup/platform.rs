//! Whether Tallystick draws on the platform of the tab behind the popup.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::kit::switch::Switch;
use crate::options::platforms::{is_on, set_on};
use crate::platforms::{self, Platform};
use crate::store::Store;

/// A switch for this tab's platform; where the tab is none, says so in a line.
#[component]
pub fn ThisTab(store: Store) -> impl IntoView {
    let found = RwSignal::new(None::<Option<&'static Platform>>);
    spawn_local(async move {
        // A tab that the browser does not show us is none of our platforms.
        let url = tallystick_browser::tabs::active_url().await.ok().flatten();
        found.set(Some(url.as_deref().and_then(platforms::of_url)));
    });
    move || {
        found.get().map(|platform| {
            let inside = match platform {
                Some(platform) => one(store, platform).into_any(),
                None => elsewhere().into_any(),
            };
            view! {
                <section class="card" aria-labelledby="tab-heading">
                    <h2 id="tab-heading">"This tab"</h2>
                    {inside}
                </section>
            }
        })
    }
}

fn one(store: Store, platform: &'static Platform) -> impl IntoView {
    view! {
        <Switch
            id="this-platform"
            label=platform.name
            help="What tasks really pay, drawn on its lists."
            on=Signal::derive(move || is_on(store, platform.id))
            change=move |on| set_on(store, platform.id, on)
        />
    }
}

fn elsewhere() -> impl IntoView {
    view! {
        <p class="empty">
            "None of the platforms that Tallystick reads. "
            <a href="options.html#platforms" target="_blank">"Which are they?"</a>
        </p>
    }
}
