//! Everything about one assignment: facts, breaks, contradictions, its events, and changes.

use leptos::html;
use leptos::prelude::*;
use tallystick_kit::platforms;
use tallystick_wire::event::{AssignmentKey, Entry, EventKind};
use tallystick_wire::message::ReadHistory;

use super::edit::EditFields;
use super::owed::dispute;
use crate::desk::{Desk, raw};
use crate::engine::ask::{History, One};
use crate::engine::view::{Detail, EventLine};

/// The dialog; shown while something is open.
#[component]
pub fn DetailDialog(desk: Desk, open: RwSignal<Option<AssignmentKey>>) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let detail = desk.answer(move || open.get().map(|key| One { key }));
    Effect::new(move || {
        let Some(dialog) = dialog.get() else {
            return;
        };
        match (open.with(Option::is_some), dialog.open()) {
            // A dialog that cannot be opened as one is still in the page.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let close = move |_| {
        open.set(None);
        detail.set(None);
    };
    let content = move || {
        let key = open.get()?;
        let it = detail.get().flatten().filter(|it| it.key == key)?;
        Some(view! { <All desk=desk it=it /> })
    };
    view! {
        <dialog node_ref=dialog class="card" aria-labelledby="detail-heading" on:close=close>
            <div class="row end-row">
                <button type="button" on:click=move |_| open.set(None)>"Close"</button>
            </div>
            {content}
        </dialog>
    }
}

#[component]
fn All(desk: Desk, it: Detail) -> impl IntoView {
    let platform = platforms::name(it.key.platform.as_str()).to_owned();
    let facts: Vec<_> = it
        .facts
        .into_iter()
        .map(|(name, value)| view! { <dt>{name}</dt><dd><bdi>{value}</bdi></dd> })
        .collect();
    let against: Vec<_> = it
        .contradictions
        .into_iter()
        .map(|it| view! { <li>{it}</li> })
        .collect();
    let against = (!against.is_empty()).then(|| {
        view! {
            <div class="notice doubt stack tight">
                <h3>"Does not fit together"</h3>
                <ul>{against}</ul>
            </div>
        }
    });
    let said: Vec<_> = it
        .said
        .into_iter()
        .map(|it| view! { <li class="quote">{it}</li> })
        .collect();
    let key = it.key.clone();
    let gaps: Vec<_> = it
        .gaps
        .into_iter()
        .map(|(gap, words, counted)| {
            let key = key.clone();
            let count = move |_| {
                let entry = Entry::of(key.clone(), EventKind::GapCounted { gap: gap.clone() });
                leptos::task::spawn_local(async move {
                    desk.append(vec![entry], "Counted as work".to_owned()).await;
                });
            };
            let how = if counted {
                view! { <span class="tag">"counted as work"</span> }.into_any()
            } else {
                view! { <button type="button" on:click=count>"Count it as work"</button> }
                    .into_any()
            };
            view! { <li class="row apart">{words} {how}</li> }
        })
        .collect();
    let breaks =
        (!gaps.is_empty()).then(|| view! { <h3>"Breaks"</h3><ul class="list">{gaps}</ul> });
    let pack = dispute(&it.key);
    view! {
        <div class="stack">
            <div>
                <h2 id="detail-heading"><bdi>{it.title}</bdi></h2>
                <p class="soft small">{platform}</p>
            </div>
            {against}
            <dl class="facts">{facts}</dl>
            <ul class="stack tight">{said}</ul>
            {breaks}
            <p><a href=pack>"Dispute pack of this assignment"</a></p>
            <details>
                <summary>"Change it"</summary>
                <EditFields desk=desk key=it.key.clone() before=it.form done=Callback::new(|()| {}) />
            </details>
            <Events desk=desk key=it.key />
        </div>
    }
}

/// All events behind it; what the worker did can be taken back.
#[component]
fn Events(desk: Desk, key: AssignmentKey) -> impl IntoView {
    let events = RwSignal::new(None::<Vec<EventLine>>);
    let of = key.clone();
    let load = move |_| {
        let key = of.clone();
        desk.spawn(async move {
            let answer = raw(ReadHistory { key }).await?;
            events.set(Some(desk.link.ask(History { answer }).await?));
            Ok(())
        });
    };
    let lines = move || {
        let lines = events.get().unwrap_or_default().into_iter();
        lines.map(|it| line(desk, &key, it)).collect::<Vec<_>>()
    };
    view! {
        <details on:toggle=load>
            <summary>"Everything that happened"</summary>
            <ol class="list small">{lines}</ol>
        </details>
    }
}

fn line(desk: Desk, key: &AssignmentKey, it: EventLine) -> impl IntoView + use<> {
    let (key, id) = (key.clone(), it.id);
    let undo = move |_| {
        let entry = Entry::of(key.clone(), EventKind::Undone { target: id.clone() });
        leptos::task::spawn_local(async move {
            desk.append(vec![entry], "Taken back".to_owned()).await;
        });
    };
    let way_back = (it.mine && !it.undone).then(|| {
        view! { <button type="button" on:click=undo>"Take back"</button> }
    });
    let gone = it
        .undone
        .then(|| view! { <span class="tag">"taken back"</span> });
    view! {
        <li class="row apart">
            <span><span class="soft number">{it.at}</span> " " <bdi>{it.words}</bdi></span>
            {gone}
            {way_back}
        </li>
    }
}
