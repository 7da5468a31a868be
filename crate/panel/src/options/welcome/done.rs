//! The last step: what to look for, and where.

use leptos::prelude::*;

use crate::options::help::Sample;
use crate::platforms;
use crate::store::Store;

/// The ways into work.
#[component]
pub fn Done(store: Store) -> impl IntoView {
    let links: Vec<_> = platforms::ALL
        .iter()
        .filter_map(|it| Some((it.name, platforms::hosts(it).into_iter().next()?)))
        .map(|(name, host)| {
            view! {
                <li>
                    <a href=format!("https://{host}/") target="_blank" rel="noopener noreferrer">{name}</a>
                </li>
            }
        })
        .collect();
    let later = move || {
        store.floor().is_none().then(|| {
            view! {
                <p class="notice doubt">
                    "You have not set a floor: pay is shown, but nothing warns. "
                    <a href="#floor">"Set it now"</a>
                </p>
            }
        })
    };
    view! {
        {later}
        <p class="words">
            "Open the task list of a platform. Every row now says what it pays; a click on it, or Enter, opens a \
             card that says why, and lets you tell the others."
        </p>
        <Sample />
        <ul class="row">{links}</ul>
        <div class="row">
            <a class="button main" href="#help">"How pay is computed"</a>
            <a class="button" href="#floor">"All options"</a>
        </div>
    }
}
