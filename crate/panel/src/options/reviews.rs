//! Everything that I wrote, newest first, with a search.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_core::count;
use tallystick_wire::message::{ListReviews, MyReview};

use super::review_row::ReviewRow;
use crate::kit::search::{Search, fits};
use crate::notices::Notices;
use crate::platforms;
use crate::store::{Store, ask};

/// The list.
#[component]
pub fn Reviews(store: Store) -> impl IntoView {
    let all = RwSignal::new(None::<Vec<MyReview>>);
    let trouble = RwSignal::new(None::<String>);
    let sought = RwSignal::new(String::new());
    spawn_local(async move {
        match ask(ListReviews {}).await {
            Ok(reviews) => all.set(Some(reviews)),
            Err(why) => trouble.set(Some(why)),
        }
    });
    let shown = move || {
        let sought = sought.get();
        let all = all.get().unwrap_or_default();
        all.into_iter()
            .filter(|it| is_sought(it, &sought))
            .collect::<Vec<_>>()
    };
    let none = move || all.with(|it| it.as_ref().is_some_and(Vec::is_empty));
    let found = move || count::of(shown().len() as u64, "review", "reviews");
    view! {
        <Notices store=store most=usize::MAX />
        {move || trouble.get().map(|why| view! { <p class="notice bad" role="alert">{why}</p> })}
        <Show when=none>
            <p class="card empty">
                "No review yet. Open the card on a row of a task list, by click or Enter, and tell the \
                 others: it takes 20 seconds, and it is kept here at once."
            </p>
        </Show>
        <Show when=move || all.with(|it| it.as_ref().is_some_and(|it| !it.is_empty()))>
            <Search id="reviews-search" label="Search your reviews" sought=sought found=Signal::derive(found) />
            <ul class="card list">
                <For each=shown key=|it| (it.review.id.clone(), it.review.revision) let:mine>
                    <ReviewRow store=store mine=mine />
                </For>
            </ul>
        </Show>
    }
}

fn is_sought(mine: &MyReview, sought: &str) -> bool {
    let review = &mine.review;
    let title = review.task.as_ref().map_or("", |it| it.title.as_str());
    let platform = platforms::name(review.requester.platform.as_str());
    let names = [
        &review.requester_name,
        &review.requester.value,
        &review.text,
    ];
    fits(
        sought,
        names
            .into_iter()
            .map(String::as_str)
            .chain([title, platform]),
    )
}
