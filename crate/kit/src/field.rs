//! A labelled text field with its help and its error beside it.

use leptos::prelude::*;

/// A text field. The error, when there is one, is read out with the field and says what to do.
#[component]
pub fn TextField(
    /// The id of the input, unique in the page.
    id: &'static str,
    /// What it asks for.
    #[prop(into)]
    label: String,
    /// A sentence more.
    #[prop(into, optional)]
    help: String,
    /// What is written in it.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// `text`, `url`, `search` or `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// A class of the input, as `amount`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let help_id = format!("{id}-help");
    let error_id = format!("{id}-error");
    let described = format!("{help_id} {error_id}");
    let mode = match (class, kind) {
        ("amount", _) => "decimal",
        (_, "password") => "text",
        (_, kind) => kind,
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                type=kind
                class=class
                inputmode=mode
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=move || error.with(Option::is_some).to_string()
                bind:value=value
            />
            {(!help.is_empty()).then(|| view! { <p class="help" id=help_id>{help}</p> })}
            <FieldError id=error_id error=error />
        </div>
    }
}

/// The error beside a control; in the page from the start, so that it is read out when it comes.
#[component]
pub fn FieldError(
    /// What the control's `aria-describedby` names.
    #[prop(into)]
    id: String,
    /// What is wrong, if something is.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div id=id aria-live="polite">
            {move || error.get().map(|why| view! { <p class="error">{why}</p> })}
        </div>
    }
}
