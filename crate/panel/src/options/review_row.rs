//! One of my reviews: whom, what I said, where it stands; delete it, and take that back.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_core::show;
use tallystick_wire::Millis;
use tallystick_wire::RequesterKind;
use tallystick_wire::api::PublicReview;
use tallystick_wire::message::{BackendReviews, DeleteReview, MyReview, RestoreReview, SyncWord};

use crate::kit::state::{Mood, State};
use crate::platforms;
use crate::store::{Store, ask};

/// One review; after its deletion the way back stands in its place.
#[component]
pub fn ReviewRow(store: Store, mine: MyReview) -> impl IntoView {
    let deleted = RwSignal::new(false);
    let undo = NodeRef::<html::Button>::new();
    let delete_button = NodeRef::<html::Button>::new();
    let id = StoredValue::new(mine.review.id.clone());
    let name = StoredValue::new(called(&mine));
    let mine = RwSignal::new(mine);
    // The focus was on a button that is gone now: it goes to the one in its place.
    Effect::new(move |before: Option<bool>| {
        let now = deleted.get();
        let button = if now { undo.get() } else { delete_button.get() };
        if let (Some(true), Some(button)) = (before.map(|before| before != now), button) {
            let _ = button.focus();
            return now;
        }
        // The button of the new state is not drawn yet: this runs again when it is.
        before.unwrap_or(now)
    });
    let delete = move |_| {
        spawn_local(async move {
            match ask(DeleteReview { id: id.get_value() }).await {
                Ok(()) => deleted.set(true),
                Err(why) => store.say.trouble(why),
            }
            store.refresh().await;
        });
    };
    let restore = move |_| {
        spawn_local(async move {
            match ask(RestoreReview { id: id.get_value() }).await {
                Ok(back) => {
                    mine.set(back);
                    deleted.set(false);
                    store.say.done("The review is back");
                }
                Err(why) => store.say.trouble(why),
            }
            store.refresh().await;
        });
    };
    view! {
        <li>
            <Show
                when=move || !deleted.get()
                fallback=move || view! {
                    <div class="row apart" role="status">
                        <p>"Deleted: your review of " <span class="quote">{name.get_value()}</span></p>
                        <button type="button" node_ref=undo on:click=restore>"Undo"</button>
                    </div>
                }
            >
                <article class="stack tight">
                    {move || words(&mine.get(), store)}
                    <div>
                        <button
                            type="button"
                            class="danger"
                            node_ref=delete_button
                            aria-label=format!("Delete your review of {}", name.get_value())
                            on:click=delete
                        >
                            "Delete"
                        </button>
                    </div>
                </article>
            </Show>
        </li>
    }
}

fn words(mine: &MyReview, store: Store) -> impl IntoView + use<> {
    let review = &mine.review;
    let now = store.now();
    let said = said(mine, now);
    let text = review.text.clone();
    let by_name = (review.requester.kind == RequesterKind::Name).then_some(" · known by name only");
    let task = review
        .task
        .as_ref()
        .filter(|it| !it.title.is_empty())
        .map(|task| {
            view! { <p class="soft quote">{show::name(&task.title)}</p> }
        });
    let line = |text: String| (!text.is_empty()).then(|| view! { <p>{text}</p> });
    view! {
        <header>
            <h2 class="quote">{called(mine)}</h2>
            <p class="small soft">
                {platforms::name(review.requester.platform.as_str()).to_owned()}
                {by_name}
                {format!(" · {}", show::age(review.written_at, now))}
            </p>
        </header>
        {task}
        {line(said.scores)}
        {line(said.issues)}
        {(!text.is_empty()).then(|| view! { <p class="quote words">{text}</p> })}
        <State mood=mood(mine) text=show::review_state(mine, &store.backends()) />
    }
}

/// The requester's name as shown; its key where it had none.
fn called(mine: &MyReview) -> String {
    let review = &mine.review;
    let name = [&review.requester_name, &review.requester.value];
    show::name(
        name.into_iter()
            .find(|it| !it.is_empty())
            .map_or("", String::as_str),
    )
}

/// My review in the words in which others read it.
fn said(mine: &MyReview, now: Millis) -> show::ReviewView {
    let public = PublicReview {
        key: String::new(),
        author: String::new(),
        stored_at: mine.review.written_at,
        origin: Default::default(),
        review: mine.review.clone(),
        reply: None,
    };
    let one = [BackendReviews {
        backend: String::new(),
        reviews: vec![public],
    }];
    let empty = || show::ReviewView {
        heading: String::new(),
        scores: String::new(),
        issues: String::new(),
        text: mine.review.text.clone(),
        answer: None,
    };
    show::reviews(&one, &[], now)
        .into_iter()
        .next()
        .unwrap_or_else(empty)
}

fn mood(mine: &MyReview) -> Mood {
    let is = |wanted: fn(&SyncWord) -> bool| mine.states.iter().any(|it| wanted(&it.state));
    if is(|it| matches!(it, SyncWord::Refused { .. })) {
        Mood::Bad
    } else if is(|it| *it == SyncWord::Waiting) || mine.states.iter().any(|it| it.unseen.is_some())
    {
        Mood::Doubt
    } else {
        Mood::Good
    }
}
