//! The options: one section at a time, each with its address, beside a small navigation.

mod about;
mod appearance;
mod backend_add;
mod backend_row;
mod backends;
mod floor;
mod floor_form;
mod help;
mod marks;
mod membership;
mod moving;
mod moving_in;
pub mod platforms;
mod rates;
mod review_row;
mod reviews;
mod route;
mod transfer;
mod welcome;

use leptos::html;
use leptos::prelude::*;

use crate::kit::announce::LiveRegion;
use crate::kit::frame::{Mark, WhenLoaded};
use crate::kit::theme;
use crate::store::Store;
use route::{Route, Router};

/// The whole options page.
#[component]
pub fn Options(store: Store) -> impl IntoView {
    theme::follow(store);
    let router = Router::follow(store);
    let first_run = Memo::new(move |_| router.route.get() == Route::Welcome);
    Effect::new(move || {
        if let Some(body) = document().body() {
            body.set_class_name(if first_run.get() { "welcome" } else { "" });
        }
    });
    view! {
        <a class="skip" href="#main" on:click=move |event| { event.prevent_default(); router.focus() }>
            "Skip to the content"
        </a>
        <div class="shell">
            <Show when=move || !first_run.get()>
                <Side router=router />
            </Show>
            <main id="main" class="page">
                <Heading router=router />
                <WhenLoaded store=store>
                    {move || section(router.route.get(), store)}
                </WhenLoaded>
            </main>
        </div>
        <LiveRegion say=store.say />
    }
}

#[component]
fn Side(router: Router) -> impl IntoView {
    let links = Route::SECTIONS.map(|route| {
        let current = move || (router.route.get() == route).then_some("page");
        view! {
            <li>
                <a href=format!("#{}", route.anchor()) aria-current=current>{route.short()}</a>
            </li>
        }
    });
    view! {
        <nav class="side" aria-label="Sections">
            <a class="brand" href="#floor"><Mark size=32 />"Tallystick"</a>
            <ul>{links.to_vec()}</ul>
            <p><a href="dashboard.html">"Dashboard: my earnings and log"</a></p>
        </nav>
    }
}

/// The section's heading takes the focus when the section changes, so that the keyboard and the
/// screen reader arrive where the eye does.
#[component]
fn Heading(router: Router) -> impl IntoView {
    let heading: NodeRef<html::H1> = router.heading;
    view! {
        <header>
            <Show when=move || router.route.get() == Route::Welcome>
                <span class="brand"><Mark size=40 />"Tallystick"</span>
            </Show>
            <h1 node_ref=heading tabindex="-1">{move || router.route.get().title()}</h1>
            <p class="soft words">{move || router.route.get().introduction()}</p>
        </header>
    }
}

fn section(route: Route, store: Store) -> AnyView {
    match route {
        Route::Welcome => view! { <welcome::Welcome store=store /> }.into_any(),
        Route::Floor => view! { <floor::Floor store=store /> }.into_any(),
        Route::Backends => view! { <backends::Backends store=store /> }.into_any(),
        Route::Platforms => view! { <platforms::Platforms store=store /> }.into_any(),
        Route::Appearance => view! { <appearance::Appearance store=store /> }.into_any(),
        Route::Reviews => view! { <reviews::Reviews store=store /> }.into_any(),
        Route::Marks => view! { <marks::Marks store=store /> }.into_any(),
        Route::Transfer => view! { <transfer::Transfer store=store /> }.into_any(),
        Route::Help => view! { <help::Help store=store /> }.into_any(),
        Route::About => view! { <about::About store=store /> }.into_any(),
    }
}
