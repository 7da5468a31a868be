//! Copies of the log, whether the browser may throw it away, and wiping it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tallystick_kit::confirm::Confirm;
use tallystick_kit::frame::Card;
use tallystick_kit::platforms;
use tallystick_kit::store::ask;
use tallystick_wire::PlatformId;
use tallystick_wire::message::WipeLedger;
use wasm_bindgen_futures::JsFuture;

use crate::desk::Desk;

/// The page.
#[component]
pub fn Keep(desk: Desk) -> impl IntoView {
    view! {
        <Copies desk=desk />
        <Stays desk=desk />
        <Wipe desk=desk />
    }
}

#[component]
fn Copies(desk: Desk) -> impl IntoView {
    let words = move || {
        let it = desk.standing.get()?;
        let saved = it
            .saved
            .map_or("No copy was ever made.".to_owned(), |when| {
                format!("The last copy was made {when}.")
            });
        let since = match it.unsaved {
            0 => "Nothing has happened since.".to_owned(),
            n => format!("{n} of {} events are in no copy.", it.events),
        };
        let due = desk
            .store
            .status
            .with(|it| it.as_ref().is_some_and(|it| it.backup_due));
        let remind = due.then(|| {
            view! { <p class="notice doubt">"It is time for a copy: a broken disk or a removed browser profile would take these with it."</p> }
        });
        Some(view! { {remind} <p>{saved} " " {since}</p> })
    };
    view! {
        <Card id="copies-heading" heading="Copies">
            {words}
            <div><a class="button main" href="#export">"Export JSON"</a></div>
        </Card>
    }
}

/// A browser short of space may delete what a page stored, unless it was asked to keep it.
#[component]
fn Stays(desk: Desk) -> impl IntoView {
    let stays = RwSignal::new(None::<bool>);
    spawn_local(async move {
        let asked = window().navigator().storage().persisted();
        if let Ok(asked) = asked
            && let Ok(answer) = JsFuture::from(asked).await
        {
            stays.try_set(answer.as_bool());
        }
    });
    let keep = move |_| {
        spawn_local(async move {
            let asked = window().navigator().storage().persist();
            let answer = match asked {
                Ok(asked) => JsFuture::from(asked).await.ok().and_then(|it| it.as_bool()),
                Err(_) => None,
            };
            stays.set(answer);
            if answer != Some(true) {
                desk.store
                    .say
                    .trouble("The browser did not promise it: make copies more often");
            }
        });
    };
    view! {
        <Card id="stays-heading" heading="When the disk is full">
            {move || match stays.get() {
                Some(true) => view! { <p>"✓ The browser has promised to keep the log when it runs short of space."</p> }.into_any(),
                _ => view! {
                    <p class="words">"A browser that runs short of space may delete what extensions stored. It can be asked not to."</p>
                    <div><button type="button" on:click=keep>"Ask the browser to keep it"</button></div>
                }
                .into_any(),
            }}
        </Card>
    }
}

#[component]
fn Wipe(desk: Desk) -> impl IntoView {
    let all: Vec<_> = platforms::ALL.iter().map(|of| {
        let platform: Option<PlatformId> = of.id.parse().ok();
        let act = Callback::new(move |()| wipe(desk, platform.clone(), of.name));
        view! {
            <li class="row apart">
                <span>{of.name}</span>
                <Confirm
                    label="Wipe"
                    about=of.name
                    question=format!("Every assignment, time and sum of {} on this machine is deleted for good. Reviews, notes and other platforms stay.", of.name)
                    yes="Wipe it"
                    act=act
                />
            </li>
        }
    }).collect();
    let everything = Callback::new(move |()| wipe(desk, None, "everything"));
    view! {
        <Card id="wipe-heading" heading="Wiping">
            <p class="words">"What is wiped is gone: make a copy first if you may want it back."</p>
            <ul class="list">{all}</ul>
            <div>
                <Confirm
                    label="Wipe the whole log"
                    about="everything"
                    question="Every assignment, time, sum and import of every platform on this machine is deleted for good. Settings, reviews and notes stay."
                    yes="Wipe all of it"
                    act=everything
                />
            </div>
        </Card>
    }
}

fn wipe(desk: Desk, platform: Option<PlatformId>, name: &'static str) {
    desk.spawn(async move {
        ask(WipeLedger { platform }).await?;
        desk.load().await;
        desk.store.say.done(format!("Wiped: {name}"));
        Ok(())
    });
}
