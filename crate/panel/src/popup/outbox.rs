//! Reviews on their way: waiting, refused.

use leptos::prelude::*;
use tallystick_core::count;

use crate::kit::state::{Mood, State};
use crate::store::Store;

/// What waits and what was refused; nothing at all where there is neither.
#[component]
pub fn Outbox(store: Store) -> impl IntoView {
    move || {
        let (waiting, refused) = store
            .status
            .with(|it| it.as_ref().map_or((0, 0), |it| (it.waiting, it.refused)));
        (0 < waiting + refused).then(|| {
            let wait = (0 < waiting).then(|| {
                view! { <li><State mood=Mood::Doubt text=waiting_words(waiting) /></li> }
            });
            let refuse = (0 < refused).then(|| {
                view! {
                    <li>
                        <State mood=Mood::Bad text=refused_words(refused) />
                        " "
                        <a href="options.html#reviews" target="_blank">"See why"</a>
                    </li>
                }
            });
            view! {
                <section class="card" aria-labelledby="outbox-heading">
                    <h2 id="outbox-heading">"Your reviews"</h2>
                    <ul class="stack tight">{wait}{refuse}</ul>
                </section>
            }
        })
    }
}

fn waiting_words(n: u32) -> String {
    count::of(
        n.into(),
        "review waits for its backend",
        "reviews wait for their backend",
    )
}

fn refused_words(n: u32) -> String {
    count::of(n.into(), "review was refused", "reviews were refused")
}
