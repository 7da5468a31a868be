//! What moderators did to my reviews, each with a way to put it away.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_core::{count, show};
use tallystick_wire::Millis;
use tallystick_wire::message::{PutNoticeAway, ToldNotice};

use crate::store::{Store, ask};

/// The newest of them, at most `most`; nothing at all where there is none.
#[component]
pub fn Notices(
    /// What is known.
    store: Store,
    /// How many are told here.
    most: usize,
) -> impl IntoView {
    let all = Memo::new(move |_| {
        let status = store.status.get();
        status.map(|it| it.notices).unwrap_or_default()
    });
    let list = move || {
        let told = all.get().into_iter().take(most);
        told.map(|it| one(store, it, store.now())).collect_view()
    };
    let more = move || all.with(Vec::len).saturating_sub(most);
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <section class="card stack tight" aria-labelledby="notices-heading">
                <h2 id="notices-heading">"From moderators"</h2>
                <ul class="list">{list}</ul>
                <Show when=move || 0 < more()>
                    <p class="small">
                        <a href="options.html#reviews" target="_blank">
                            {move || count::of(more() as u64, "more", "more")}
                        </a>
                    </p>
                </Show>
            </section>
        </Show>
    }
}

fn one(store: Store, it: ToldNotice, now: Millis) -> impl IntoView + use<> {
    let words = show::notice(&it, now);
    let label = format!("Put away: {words}");
    let put = move |_| {
        let wish = PutNoticeAway {
            url: it.url.clone(),
            at: it.at,
            act: it.act.clone(),
            review: it.review.clone(),
        };
        spawn_local(async move {
            match ask(wish).await {
                Ok(()) => store.say.done("Put away"),
                Err(why) => store.say.trouble(why),
            }
            store.refresh().await;
        });
    };
    view! {
        <li class="stack tight">
            <p class="quote">{words}</p>
            <div>
                <button type="button" aria-label=label on:click=put>
                    "Put away"
                </button>
            </div>
        </li>
    }
}
