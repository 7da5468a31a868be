//! Whether the browser may throw the log away when it runs short of space, and asking it not to.
//! Only a page can ask, and some browsers put the question to the worker: so it is asked by a click.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_kit::frame::Card;
use wasm_bindgen_futures::JsFuture;

use crate::desk::Desk;

const WHY: &str =
    "A browser that runs short of space may delete what extensions stored. It can be asked not to.";

/// What the browser said last; `None`: nothing.
fn promised(desk: Desk) -> Option<bool> {
    desk.store
        .status
        .with(|it| it.as_ref().and_then(|it| it.kept))
}

/// Asks the browser, and tells what it said.
fn ask(desk: Desk) {
    spawn_local(async move {
        let answer = match window().navigator().storage().persist() {
            Ok(asked) => JsFuture::from(asked).await.ok().and_then(|it| it.as_bool()),
            Err(_) => None,
        };
        if answer == Some(true) {
            desk.store
                .say
                .done("The browser has promised to keep the log");
        } else {
            desk.store
                .say
                .trouble("The browser did not promise it: make copies more often");
        }
        desk.store.refresh().await;
    });
}

/// The question among what is said of copies.
#[component]
pub fn Stays(desk: Desk) -> impl IntoView {
    let words = move || {
        match promised(desk) {
        Some(true) => view! { <p>"✓ The browser has promised to keep the log when it runs short of space."</p> }.into_any(),
        _ => view! {
            <p class="words">{WHY}</p>
            <div><button type="button" on:click=move |_| ask(desk)>"Ask the browser to keep it"</button></div>
        }
        .into_any(),
    }
    };
    view! {
        <Card id="stays-heading" heading="When the disk is full">{words}</Card>
    }
}

/// The question where the figures are, as soon as there is something to lose; put away until the
/// dashboard is opened again.
#[component]
pub fn StaysNotice(desk: Desk) -> impl IntoView {
    let put_away = RwSignal::new(false);
    let shown = move || {
        let some = desk
            .standing
            .with(|it| it.as_ref().is_some_and(|it| 0 < it.assignments));
        some && !put_away.get() && promised(desk) == Some(false)
    };
    move || {
        shown().then(|| {
            view! {
                <div class="notice row apart" role="status">
                    <p class="words">{WHY}</p>
                    <span class="row">
                        <button type="button" on:click=move |_| ask(desk)>"Ask it to keep the log"</button>
                        <button type="button" class="link" on:click=move |_| put_away.set(true)>"Not now"</button>
                    </span>
                </div>
            }
        })
    }
}
