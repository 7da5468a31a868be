//! Each platform on or off.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::kit::switch::Switch;
use crate::platforms::{self, Platform};
use crate::store::Store;

const KEY: &str = "platforms";

/// All platforms, each with its switch.
#[component]
pub fn Platforms(store: Store) -> impl IntoView {
    let lines: Vec<_> = platforms::ALL.iter().map(|it| line(store, it)).collect();
    view! {
        <ul class="card list">{lines}</ul>
        <p class="help words">
            "On a platform that is off, nothing is drawn. Pages that are open follow at once."
        </p>
    }
}

/// Whether a platform is on; one that was never switched is.
pub fn is_on(store: Store, id: &str) -> bool {
    let all: BTreeMap<String, bool> = store.value(KEY).unwrap_or_default();
    all.get(id).copied().unwrap_or(true)
}

/// Switches a platform.
pub fn set_on(store: Store, id: &str, on: bool) {
    let mut all: BTreeMap<String, bool> = untrack(|| store.value(KEY)).unwrap_or_default();
    all.insert(id.to_owned(), on);
    store.change(KEY, &all);
}

fn line(store: Store, platform: &'static Platform) -> impl IntoView {
    view! {
        <li>
            <Switch
                id=format!("platform-{}", platform.id)
                label=platform.name
                help=platforms::hosts(platform).join(", ")
                on=Signal::derive(move || is_on(store, platform.id))
                change=move |on| set_on(store, platform.id, on)
            />
        </li>
    }
}
