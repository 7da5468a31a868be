//! Copies of the log, whether the browser may throw it away, and wiping it.

use leptos::prelude::*;
use tallystick_kit::confirm::Confirm;
use tallystick_kit::frame::Card;
use tallystick_kit::platforms;
use tallystick_wire::PlatformId;

use super::stays::Stays;
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
    // It would be refused, and what is underway has its bar already.
    if platform.is_some() && desk.underway.with_untracked(Option::is_some) {
        let say = desk.store.say;
        return say.trouble("Other long work is not over yet: let it end or cancel it, then wipe");
    }
    desk.spawn(desk.seeing_to(async move {
        let wiped = desk.wipe(platform).await;
        // Also what is left of it where it failed.
        desk.load().await;
        wiped?;
        desk.store.say.done(format!("Wiped: {name}"));
        Ok(())
    }));
}
