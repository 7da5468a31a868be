//! Private notes, and what is dimmed or hidden: one searchable list each, everything undoable.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_core::{count, show};
use tallystick_wire::message::{
    HidingTarget, ListMarks, Marks as Lists, Note, SaveNote, SetHiding,
};
use tallystick_wire::settings::Hiding;

use crate::kit::frame::Card;
use crate::kit::search::{Search, fits};
use crate::platforms;
use crate::store::{Store, ask};

/// Both lists under one search.
#[component]
pub fn Marks(store: Store) -> impl IntoView {
    let lists = RwSignal::new(None::<Lists>);
    let sought = RwSignal::new(String::new());
    spawn_local(load(store, lists));
    let notes = move || {
        let all = lists.get().unwrap_or_default().notes;
        all.into_iter()
            .filter(|it| note_fits(it, &sought.get()))
            .collect::<Vec<_>>()
    };
    let hidden = move || {
        let all = lists.get().unwrap_or_default().hidden;
        all.into_iter()
            .filter(|it| hidden_fits(it, &sought.get()))
            .collect::<Vec<_>>()
    };
    let found = move || {
        let (notes, hidden) = (notes().len() as u64, hidden().len() as u64);
        format!(
            "{}, {hidden} dimmed or hidden",
            count::of(notes, "note", "notes")
        )
    };
    let note_lines = move || {
        let lines: Vec<_> = notes()
            .into_iter()
            .map(|it| note(store, lists, it))
            .collect();
        or_empty(
            lines,
            "No notes. Write one in the card of a row: it then stands in that row.",
        )
    };
    let hidden_lines = move || {
        let lines: Vec<_> = hidden()
            .into_iter()
            .map(|it| hide(store, lists, it))
            .collect();
        or_empty(lines, "Nothing is dimmed or hidden.")
    };
    view! {
        <Search id="marks-search" label="Search notes and hidden" sought=sought found=Signal::derive(found) />
        <Card id="notes-heading" heading="Notes on requesters">{note_lines}</Card>
        <Card id="hidden-heading" heading="Dimmed or hidden">{hidden_lines}</Card>
    }
}

async fn load(store: Store, lists: RwSignal<Option<Lists>>) {
    match ask(ListMarks {}).await {
        Ok(all) => lists.set(Some(all)),
        Err(why) => store.say.trouble(why),
    }
}

fn or_empty(lines: Vec<impl IntoView + 'static>, empty: &'static str) -> AnyView {
    if lines.is_empty() {
        view! { <p class="empty">{empty}</p> }.into_any()
    } else {
        view! { <ul class="list">{lines}</ul> }.into_any()
    }
}

fn note(store: Store, lists: RwSignal<Option<Lists>>, mark: SaveNote) -> impl IntoView {
    let name = show::name(&mark.requester_name);
    let platform = platforms::name(mark.requester.platform.as_str()).to_owned();
    let tags: Vec<_> = mark
        .note
        .tags
        .iter()
        .map(|tag| view! { <span class="tag">{show::name(tag)}</span> })
        .collect();
    let text = mark.note.text.clone();
    let about = format!("Delete the note on {name}");
    let delete = move |_| {
        let gone = SaveNote {
            note: Note::default(),
            ..mark.clone()
        };
        let back = mark.clone();
        let undo = move || {
            let back = back.clone();
            spawn_local(async move {
                let _ = keep_note(store, lists, back).await;
            });
        };
        spawn_local(async move {
            if keep_note(store, lists, gone).await {
                store.say.undoable("Note deleted", undo);
            }
        });
    };
    view! {
        <li class="row apart">
            <div class="grow">
                <h3 class="quote">{name}</h3>
                <p class="small soft">{platform}</p>
                <p class="quote words">{text}</p>
                <p class="row">{tags}</p>
            </div>
            <button type="button" aria-label=about on:click=delete>"Delete"</button>
        </li>
    }
}

async fn keep_note(store: Store, lists: RwSignal<Option<Lists>>, note: SaveNote) -> bool {
    let kept = ask(note)
        .await
        .map_err(|why| store.say.trouble(why))
        .is_ok();
    load(store, lists).await;
    kept
}

fn hide(store: Store, lists: RwSignal<Option<Lists>>, mark: SetHiding) -> impl IntoView {
    let name = show::name(&mark.label);
    let (what, platform) = match &mark.target {
        HidingTarget::Requester { key } => ("requester", &key.platform),
        HidingTarget::Group { key } => ("task group", &key.platform),
    };
    let how = if mark.hiding == Hiding::Hidden {
        "hidden"
    } else {
        "dimmed"
    };
    let details = format!("{} · {what} · {how}", platforms::name(platform.as_str()));
    let about = format!("Show {name} again");
    let unhide = move |_| {
        let shown = SetHiding {
            hiding: Hiding::Shown,
            ..mark.clone()
        };
        let back = mark.clone();
        let undo = move || {
            let back = back.clone();
            spawn_local(async move {
                let _ = set(store, lists, back).await;
            });
        };
        spawn_local(async move {
            if set(store, lists, shown).await {
                store.say.undoable("Shown again", undo);
            }
        });
    };
    view! {
        <li class="row apart">
            <div class="grow">
                <h3 class="quote">{name}</h3>
                <p class="small soft">{details}</p>
            </div>
            <button type="button" aria-label=about on:click=unhide>"Show again"</button>
        </li>
    }
}

async fn set(store: Store, lists: RwSignal<Option<Lists>>, mark: SetHiding) -> bool {
    let done = ask(mark)
        .await
        .map_err(|why| store.say.trouble(why))
        .is_ok();
    load(store, lists).await;
    done
}

fn note_fits(mark: &SaveNote, sought: &str) -> bool {
    let platform = platforms::name(mark.requester.platform.as_str());
    let texts = [
        mark.requester_name.as_str(),
        &mark.requester.value,
        &mark.note.text,
        platform,
    ];
    fits(
        sought,
        texts
            .into_iter()
            .chain(mark.note.tags.iter().map(String::as_str)),
    )
}

fn hidden_fits(mark: &SetHiding, sought: &str) -> bool {
    let (value, platform) = match &mark.target {
        HidingTarget::Requester { key } => (&key.value, &key.platform),
        HidingTarget::Group { key } => (&key.value, &key.platform),
    };
    fits(
        sought,
        [
            mark.label.as_str(),
            value,
            platforms::name(platform.as_str()),
        ]
        .into_iter(),
    )
}
