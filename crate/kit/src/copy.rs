//! A button that puts a text on the clipboard, with the text itself to look at first.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use crate::announce::Announcer;

/// Copies `text`; `what` is said when it was copied.
#[component]
pub fn CopyButton(
    /// What the button says.
    #[prop(into)]
    label: String,
    /// What is copied, in words.
    #[prop(into)]
    what: String,
    /// What is copied.
    #[prop(into)]
    text: String,
    /// Where the result is said.
    say: Announcer,
) -> impl IntoView {
    let copy = move |_| {
        let (text, what) = (text.clone(), what.clone());
        spawn_local(async move {
            let written = window().navigator().clipboard().write_text(&text);
            match JsFuture::from(written).await {
                Ok(_) => say.done(format!("{what} copied")),
                Err(_) => say.trouble("The browser did not let it be copied: select the text"),
            }
        });
    };
    view! { <button type="button" on:click=copy>{label}</button> }
}
