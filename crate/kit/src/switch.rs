//! A switch: on or off, applied at once.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// A switch with its label, its help and its state as a word.
#[component]
pub fn Switch(
    /// The id of the input, unique in the page.
    #[prop(into)]
    id: String,
    /// What is switched.
    #[prop(into)]
    label: Signal<String>,
    /// A sentence more.
    #[prop(into, optional)]
    help: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Called with what the worker wants.
    #[prop(into)]
    change: Callback<bool>,
    /// Why it cannot be switched, if so.
    #[prop(into, optional)]
    fixed: Signal<bool>,
) -> impl IntoView {
    let help_id = format!("{id}-help");
    let described = help_id.clone();
    view! {
        <div class="switch">
            <input
                id=id.clone()
                type="checkbox"
                role="switch"
                aria-describedby=described
                prop:checked=on
                prop:disabled=fixed
                on:change=move |event| {
                    let wish = event_target_checked(&event);
                    // It shows what is, not what was wished for: it moves when that has come true.
                    event_target::<HtmlInputElement>(&event).set_checked(on.get_untracked());
                    change.run(wish);
                }
            />
            <div class="text">
                <label for=id>
                    {label} <span class="soft">{move || if on.get() { ": on" } else { ": off" }}</span>
                </label>
                <p class="help" id=help_id>{help}</p>
            </div>
        </div>
    }
}
