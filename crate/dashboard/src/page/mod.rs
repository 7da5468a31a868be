//! The dashboard's pages beside a small navigation, each with its address.

mod detail;
mod edit;
mod export;
mod figures;
mod glance;
mod heat;
mod import;
mod imports;
mod keep;
mod list;
mod open;
mod over_time;
mod owed;
mod report;
mod rescue;
mod route;
mod stays;
mod table;
mod terms;

use leptos::html;
use leptos::prelude::*;
use tallystick_core::count::grouped;
use tallystick_kit::announce::LiveRegion;
use tallystick_kit::frame::{Mark, WhenLoaded};
use tallystick_kit::store::Store;
use tallystick_kit::theme;

use crate::desk::Desk;
use crate::link::Link;
use route::{Route, Router};

/// The whole dashboard.
#[component]
pub fn Dashboard(
    /// Settings and status.
    store: Store,
    /// The way to the engine.
    link: Link,
) -> impl IntoView {
    theme::follow(store);
    let desk = Desk::open(store, link);
    let router = Router::follow(store);
    let now = Memo::new(move |_| shown(router, desk));
    let busy = move || (0 < desk.waiting.get()).to_string();
    view! {
        <a class="skip" href="#main" on:click=move |event| { event.prevent_default(); router.focus() }>
            "Skip to the content"
        </a>
        <div class="shell">
            <Side router=router desk=desk />
            <main id="main" class="page" aria-busy=busy>
                <Heading router=router />
                <Trouble desk=desk />
                <Progress desk=desk />
                <Work desk=desk />
                <WhenLoaded store=store>{move || content(now.get(), router, desk)}</WhenLoaded>
            </main>
        </div>
        <LiveRegion say=store.say />
    }
}

#[component]
fn Side(router: Router, desk: Desk) -> impl IntoView {
    let due = move || {
        let due = desk
            .store
            .status
            .with(|it| it.as_ref().is_some_and(|it| it.backup_due));
        due.then(|| view! { <span class="tag">"copy due"</span> })
    };
    let links = Route::SECTIONS.map(|route| {
        let current = move || (router.route.get() == route).then_some("page");
        let tag = (route == Route::Keep).then_some(due);
        view! {
            <li>
                <a href=format!("#{}", route.anchor()) aria-current=current>{route.short()} {tag}</a>
            </li>
        }
    });
    view! {
        <nav class="side" aria-label="Sections">
            <a class="brand" href="#figures"><Mark size=32 />"Tallystick"</a>
            <ul>{links.to_vec()}</ul>
            <p class="small"><a href="options.html">"Options"</a></p>
        </nav>
    }
}

/// The heading takes the focus when the page changes, so that the keyboard and the screen reader
/// arrive where the eye does.
#[component]
fn Heading(router: Router) -> impl IntoView {
    let heading: NodeRef<html::H1> = router.heading;
    view! {
        <header>
            <h1 node_ref=heading tabindex="-1">{move || router.route.get().title()}</h1>
            <p class="soft words">{move || router.route.get().introduction()}</p>
        </header>
    }
}

#[component]
fn Trouble(desk: Desk) -> impl IntoView {
    let again = move |_| {
        desk.spawn(async move {
            desk.load().await;
            Ok(())
        })
    };
    let trouble = move || {
        desk.trouble.get().map(|why| {
            view! {
                <div class="notice bad stack tight" role="alert">
                    <p>{why}</p>
                    <div><button type="button" on:click=again>"Try again"</button></div>
                </div>
            }
        })
    };
    let unstored = move || {
        let words = desk
            .store
            .status
            .with(|it| it.as_ref().and_then(|it| it.unstored.clone()));
        words.map(|words| view! { <p class="notice bad" role="alert">{words}</p> })
    };
    let damage = move || {
        let damage = desk.standing.get().map(|it| it.damage).unwrap_or_default();
        (!damage.is_empty()).then(|| {
            let lines: Vec<_> = damage
                .into_iter()
                .map(|it| view! { <li>{it}</li> })
                .collect();
            view! {
                <div class="notice doubt stack tight" role="status">
                    <p>"Something in the log could not be read. Nothing was deleted."</p>
                    <ul>{lines}</ul>
                </div>
            }
        })
    };
    view! { {trouble} {unstored} {damage} }
}

#[component]
fn Progress(desk: Desk) -> impl IntoView {
    let all = move || desk.standing.get().map_or(0, |it| it.assignments);
    move || {
        desk.loading.get().map(|so_far| {
            let words = format!(
                "{so_far} of {} assignments are here; the figures below are of these",
                all()
            );
            view! {
                <div class="field wide" role="status">
                    <label for="loading" class="small soft">{words}</label>
                    <progress id="loading" max=all() value=so_far></progress>
                </div>
            }
        })
    }
}

/// Long work: how far it is, and a way to stop it.
#[component]
fn Work(desk: Desk) -> impl IntoView {
    let stop = move |_| desk.stop.set(true);
    move || {
        desk.underway.get().map(|it| {
            let words = match it.of {
                0 => format!("{} …", it.what),
                of => format!(
                    "{}: {} of {}",
                    it.what,
                    grouped(it.done as u64),
                    grouped(of as u64)
                ),
            };
            // A bar without a value says that something goes on.
            let done = (0 < it.of).then(|| it.done.to_string());
            let cancel = it.can_stop.then(|| {
                view! { <div><button type="button" on:click=stop>"Cancel"</button></div> }
            });
            view! {
                <div class="notice stack tight" role="status">
                    <label for="work-progress">{words}</label>
                    <progress id="work-progress" max=it.of.max(1).to_string() value=done></progress>
                    {cancel}
                </div>
            }
        })
    }
}

/// What stands under the heading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// It is not known yet how much there is.
    Nothing,
    /// There is nothing to show figures of.
    Empty,
    /// This page.
    Page(Route),
}

/// A page that works without records stays as it is while they come and go: a file that was
/// chosen there must not be forgotten.
fn shown(router: Router, desk: Desk) -> Shown {
    let route = router.route.get();
    match route {
        // What is compared with the log, or holds all of it, needs all of it.
        Route::Export | Route::Import if !desk.whole.get() => return Shown::Nothing,
        Route::Export | Route::Import | Route::Rescue | Route::Keep => return Shown::Page(route),
        Route::Figures | Route::Log | Route::Owed | Route::Report => {}
    }
    // "Nothing is missing" would be false while no record is here yet.
    let some_here = desk.whole.get() || desk.loading.with(Option::is_some);
    match desk
        .standing
        .with(|it| it.as_ref().map(|it| it.assignments))
    {
        None => Shown::Nothing,
        Some(0) => Shown::Empty,
        Some(_) if !some_here => Shown::Nothing,
        Some(_) => Shown::Page(route),
    }
}

fn content(shown: Shown, router: Router, desk: Desk) -> AnyView {
    let route = match shown {
        Shown::Nothing => return view! { <p class="soft">"Asking …"</p> }.into_any(),
        Shown::Empty => return view! { <open::Empty /> }.into_any(),
        Shown::Page(route) => route,
    };
    match route {
        Route::Figures => view! {
            <stays::StaysNotice desk=desk />
            <figures::FiguresPage desk=desk />
        }
        .into_any(),
        Route::Log => view! { <list::Log desk=desk router=router /> }.into_any(),
        Route::Owed => view! { <owed::OwedPage desk=desk /> }.into_any(),
        Route::Export => view! { <export::Export desk=desk /> }.into_any(),
        Route::Report => view! { <report::ReportPage desk=desk router=router /> }.into_any(),
        Route::Import => view! { <import::Import desk=desk /> }.into_any(),
        Route::Rescue => view! { <rescue::RescuePage desk=desk /> }.into_any(),
        Route::Keep => view! { <keep::Keep desk=desk /> }.into_any(),
    }
}
