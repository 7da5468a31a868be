//! Settings out into a file and back in: read, shown, and only then applied, all or nothing.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_core::transfer::{self, Change};
use tallystick_wire::message::serde_json_value::Object;

use crate::kit::day::today;
use crate::kit::file;
use crate::kit::frame::Card;
use crate::options::moving::MoveOut;
use crate::options::moving_in::MoveIn;
use crate::store::Store;

/// What became of the file that was chosen.
#[derive(Clone)]
enum Read {
    Nothing,
    Wrong(Vec<String>),
    Same,
    Changes(Object, Vec<Change>),
}

/// Export and import.
#[component]
pub fn Transfer(store: Store) -> impl IntoView {
    let export = move |_| {
        let values = store.settings.get_untracked().unwrap_or_default();
        let day = today();
        let name = format!("tallystick-settings-{day}.json");
        match file::download(&name, "application/json", &transfer::write(&values, &day)) {
            Ok(()) => store.say.done(format!("Exported as {name}")),
            Err(why) => store.say.trouble(why),
        }
    };
    view! {
        <MoveOut store=store />
        <MoveIn store=store />
        <Card id="export-heading" heading="Export settings only">
            <p class="words">
                "A JSON file with every setting: floor, rates, platforms, appearance. It is not sealed, so \
                 backends are not in it, nor are notes and reviews."
            </p>
            <div><button type="button" class="main" on:click=export>"Export settings"</button></div>
        </Card>
        <Card id="import-heading" heading="Import settings">
            <Import store=store />
        </Card>
    }
}

#[component]
fn Import(store: Store) -> impl IntoView {
    let read = RwSignal::new(Read::Nothing);
    let input = NodeRef::<html::Input>::new();
    let clear = move || {
        read.set(Read::Nothing);
        if let Some(input) = input.get_untracked() {
            input.set_value("");
        }
    };
    let choose = move |_| {
        let files = input.get_untracked().and_then(|it| it.files());
        if let Some(chosen) = files.and_then(|it| it.get(0)) {
            spawn_local(async move { read.set(look(store, &chosen).await) });
        }
    };
    let apply = move |values: Object| {
        spawn_local(async move {
            match store.save(values).await {
                Ok(()) => {
                    clear();
                    store.say.done("Imported");
                }
                Err(why) => read.set(Read::Wrong(vec![why])),
            }
        });
    };
    let result = move || match read.get() {
        Read::Nothing => ().into_any(),
        Read::Wrong(problems) => view! { <Wrong problems=problems /> }.into_any(),
        Read::Same => view! { <p>"Everything in it is set like that already."</p> }.into_any(),
        Read::Changes(values, changes) => view! {
            <Changes changes=changes />
            <div class="row">
                <button type="button" class="main" on:click=move |_| apply(values.clone())>
                    "Apply all of it"
                </button>
                <button type="button" on:click=move |_| clear()>"Leave it"</button>
            </div>
        }
        .into_any(),
    };
    view! {
        <div class="field">
            <label for="import-file">"A file that was exported here"</label>
            <input
                id="import-file"
                type="file"
                accept=".json,application/json"
                node_ref=input
                on:change=choose
                aria-describedby="import-help"
            />
            <p class="help" id="import-help">
                "First you see what it would change. Settings that it does not name stay as they are."
            </p>
        </div>
        <div class="stack tight" aria-live="polite">{result}</div>
    }
}

async fn look(store: Store, chosen: &web_sys::File) -> Read {
    if (transfer::FILE_MAX_BYTES as f64) < chosen.size() {
        return Read::Wrong(vec![format!(
            "{} is far too large for a settings file: choose one that was exported here",
            chosen.name()
        )]);
    }
    let values = match file::read(chosen).await {
        Ok(text) => transfer::read(&text),
        Err(why) => Err(vec![why]),
    };
    match values {
        Err(problems) => Read::Wrong(problems),
        Ok(values) => {
            let now = store.settings.get_untracked().unwrap_or_default();
            let changes = transfer::changes(&now, &values);
            if changes.is_empty() {
                Read::Same
            } else {
                Read::Changes(values, changes)
            }
        }
    }
}

#[component]
fn Wrong(problems: Vec<String>) -> impl IntoView {
    let lines: Vec<_> = problems
        .into_iter()
        .map(|it| view! { <li>{it}</li> })
        .collect();
    view! {
        <div class="notice bad stack tight">
            <p><strong>"Nothing was imported."</strong></p>
            <ul class="stack tight">{lines}</ul>
        </div>
    }
}

#[component]
fn Changes(changes: Vec<Change>) -> impl IntoView {
    let rows: Vec<_> = changes
        .into_iter()
        .map(|it| {
            view! {
                <tr>
                    <th scope="row">{it.label}</th>
                    <td>{it.from}</td>
                    <td>{it.to}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table>
            <caption class="unseen">"What the file would change"</caption>
            <thead>
                <tr>
                    <th scope="col">"Setting"</th>
                    <th scope="col">"Now"</th>
                    <th scope="col">"Afterwards"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
