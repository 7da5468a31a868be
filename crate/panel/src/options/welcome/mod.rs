//! The first run: a floor, a backend if one wants it, done. Each step can be left for later.

mod done;
mod steps;

use leptos::html;
use leptos::prelude::*;

use super::backend_add::BackendAdd;
use super::backends::{BackendList, WhatIsSent};
use super::floor_form::FloorForm;
use crate::store::Store;
use done::Done;
use steps::{Step, Steps};

/// The three steps, one at a time.
#[component]
pub fn Welcome(store: Store) -> impl IntoView {
    let step = RwSignal::new(Step::Floor);
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |before: Option<Step>| {
        let now = step.get();
        store.say.quiet();
        if let (true, Some(heading)) = (before.is_some_and(|it| it != now), heading.get_untracked())
        {
            let _ = heading.focus();
        }
        now
    });
    let inside = move || match step.get() {
        Step::Floor => view! { <FloorStep store=store step=step /> }.into_any(),
        Step::Backend => view! { <BackendStep store=store step=step /> }.into_any(),
        Step::Done => view! { <Done store=store /> }.into_any(),
    };
    view! {
        <Steps step=step />
        <section class="stack" aria-labelledby="step-heading">
            <h2 id="step-heading" node_ref=heading tabindex="-1">{move || step.get().heading()}</h2>
            {inside}
        </section>
    }
}

#[component]
fn FloorStep(store: Store, step: RwSignal<Step>) -> impl IntoView {
    let on = move |()| step.set(Step::Backend);
    view! {
        <p class="words">
            "Tallystick holds every task against the least that an hour of your work may bring. Start from a \
             country's minimum wage, or write your own figure. It stays on this machine."
        </p>
        <div class="card"><FloorForm store=store save="Save and go on" saved=on /></div>
        <div>
            <button type="button" class="plain" on:click=move |_| step.set(Step::Backend)>
                "Leave it for later"
            </button>
        </div>
    }
}

#[component]
fn BackendStep(store: Store, step: RwSignal<Step>) -> impl IntoView {
    let none = move || store.backends().is_empty();
    let on = move || if none() { "Go on without one" } else { "Go on" };
    view! {
        <p class="words">
            "A backend is a server where a community of workers keeps its reviews of requesters. Without one \
             you still see what tasks pay; with one you also see what others went through, and can tell them."
        </p>
        <Show when=move || !none()><BackendList store=store /></Show>
        <div class="card stack"><BackendAdd store=store /></div>
        <WhatIsSent />
        <div class="row">
            <button type="button" class="main" on:click=move |_| step.set(Step::Done)>{on}</button>
            <button type="button" class="plain" on:click=move |_| step.set(Step::Floor)>"Back"</button>
        </div>
    }
}
