//! A button that asks once more, in its own place, before something is gone.

use leptos::html;
use leptos::prelude::*;

/// Asks `question` before it calls `act`; the focus goes along, and back when the worker keeps it.
#[component]
pub fn Confirm(
    /// What the button says.
    #[prop(into)]
    label: String,
    /// Says whom it is about, for those who cannot see where the button stands.
    #[prop(into)]
    about: String,
    /// What is lost and what stays.
    #[prop(into)]
    question: String,
    /// What the second button says.
    #[prop(into)]
    yes: String,
    /// Called when the worker means it.
    #[prop(into)]
    act: Callback<()>,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    let keep = NodeRef::<html::Button>::new();
    let first = NodeRef::<html::Button>::new();
    Effect::new(move |before: Option<bool>| {
        let now = asking.get();
        let button = if now { keep.get() } else { first.get() };
        // Not at the first drawing: only when the question comes or goes.
        if let (Some(true), Some(button)) = (before.map(|before| before != now), button) {
            let _ = button.focus();
        }
        now
    });
    let ask_first = view! {
        <button
            node_ref=first
            type="button"
            class="danger"
            aria-label=format!("{label}: {about}")
            hidden=asking
            on:click=move |_| asking.set(true)
        >
            {label.clone()}
        </button>
    };
    let sure = move |_| {
        asking.set(false);
        act.run(());
    };
    view! {
        {ask_first}
        <div class="notice doubt stack tight" role="group" aria-label=about hidden=move || !asking.get()>
            <p>{question}</p>
            <div class="row">
                <button type="button" class="danger" on:click=sure>{yes}</button>
                <button type="button" node_ref=keep on:click=move |_| asking.set(false)>"Keep it"</button>
            </div>
        </div>
    }
}
