//! Imports in force, each with a way back.

use leptos::prelude::*;
use tallystick_kit::frame::Card;
use tallystick_wire::event::{Entry, Event, EventId, EventKind};

use super::open::Behind;
use crate::desk::{Desk, Ended, taken_back, undone};

/// The card; nothing where nothing was imported.
#[component]
pub fn Imports(desk: Desk) -> impl IntoView {
    let lines = move || {
        let imports = desk.standing.get().map(|it| it.imports).unwrap_or_default();
        (!imports.is_empty()).then(|| {
            let lines: Vec<_> = imports
                .into_iter()
                .map(|it| {
                    let id = it.id.clone();
                    view! {
                        <li class="row apart">
                            <span class="grow"><bdi>{it.words}</bdi></span>
                            <Behind words="its assignments" filter=it.filter />
                            <button type="button" prop:disabled=move || desk.is_busy() on:click=move |_| undo(desk, id.clone())>"Undo this import"</button>
                        </li>
                    }
                })
                .collect();
            view! { <Card id="imports-heading" heading="Imports"><ul class="list">{lines}</ul></Card> }
        })
    };
    view! { {lines} }
}

/// Undoes an import as a whole.
fn undo(desk: Desk, target: EventId) {
    desk.spawn(async move {
        let entry = Entry::alone(EventKind::Undone { target });
        if let Some(events) = whole(desk, "Undoing the import", entry).await? {
            let back = move || bring_back(desk, events.clone());
            desk.store.say.undoable("The import is undone", back);
        }
        Ok(())
    });
}

fn bring_back(desk: Desk, events: Vec<Event>) {
    desk.spawn(async move {
        for entry in events.iter().map(undone) {
            if whole(desk, "Bringing the import back", entry)
                .await?
                .is_some()
            {
                desk.store.say.done("The import is back");
            }
        }
        Ok(())
    });
}

/// Appends what takes something back, and sees to what follows from it; the events, unless the
/// worker did not want it any more.
async fn whole(desk: Desk, what: &'static str, entry: Entry) -> Result<Option<Vec<Event>>, String> {
    desk.stop.set(false);
    let work = async {
        let events = desk.write(what, vec![entry]).await?;
        let ended = desk.carry_on(what, None).await?;
        Ok::<_, String>((events, ended))
    };
    let done = desk.seeing_to(work).await;
    desk.load().await;
    match done? {
        (events, Ended::Done(_)) => Ok(Some(events)),
        (_, Ended::TakenBack(None)) => {
            desk.store.say.done("Cancelled: nothing was changed");
            Ok(None)
        }
        (_, Ended::TakenBack(Some(why))) => Err(taken_back(&why)),
    }
}
