//! What surrounds a page's content: the mark, a section with its heading, waiting and trouble.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::store::Store;

/// The icon; the name stands beside it as text.
#[component]
pub fn Mark(
    /// Width and height in CSS pixels.
    size: u32,
) -> impl IntoView {
    view! { <img src="icons/icon.svg" alt="" width=size height=size /> }
}

/// Shows its children once settings and status are here; before that, and if they do not come,
/// says so.
#[component]
pub fn WhenLoaded(
    /// What is waited for.
    store: Store,
    /// What is shown then.
    children: ChildrenFn,
) -> impl IntoView {
    let loaded = Memo::new(move |_| {
        store.settings.with(Option::is_some) && store.status.with(Option::is_some)
    });
    let again = move |_| {
        spawn_local(store.load());
    };
    let trouble = move || {
        store.trouble.get().map(|why| {
            view! {
                <div class="notice bad stack tight" role="alert">
                    <p>{why}</p>
                    <div><button type="button" on:click=again>"Try again"</button></div>
                </div>
            }
        })
    };
    view! {
        {trouble}
        <Show
            when=move || loaded.get()
            fallback=move || {
                store.trouble.with(Option::is_none).then(|| view! { <p class="soft">"Asking …"</p> })
            }
        >
            {children()}
        </Show>
    }
}

/// A card with a heading that a screen reader can jump to.
#[component]
pub fn Card(
    /// The id of the heading, unique in the page.
    id: &'static str,
    /// The heading.
    #[prop(into)]
    heading: String,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby=id>
            <h2 id=id>{heading}</h2>
            {children()}
        </section>
    }
}
