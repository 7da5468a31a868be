//! A guide through a history that is about to go, one day after the other, by the worker's clicks.
//!
//! Which platform that is, until when, and where its pages are is data: `rescue.json`.

use std::time::Duration;

use leptos::prelude::*;
use serde::Deserialize;
use tallystick_core::zone::Day;
use tallystick_kit::frame::Card;
use tallystick_kit::platforms;

use super::open::Behind;
use crate::desk::Desk;
use crate::engine::ask::Rescue;
use crate::engine::view::{RescueLine, RescueView};

/// A history that can be saved.
#[derive(Debug, Clone, Deserialize)]
struct Going {
    platform: String,
    until: Day,
    why: String,
    earnings: String,
    day: String,
    /// What an address of a day's second page and those after it ends with.
    page: String,
    per_page: u32,
    pause_seconds: u64,
}

fn all() -> Vec<Going> {
    serde_json::from_str(include_str!("../../rescue.json")).unwrap_or_default()
}

/// The page.
#[component]
pub fn RescuePage(desk: Desk) -> impl IntoView {
    let guides: Vec<_> = all()
        .into_iter()
        .map(|it| view! { <Guide desk=desk it=it /> })
        .collect();
    view! { {guides} }
}

#[component]
fn Guide(desk: Desk, it: Going) -> impl IntoView {
    let name = platforms::name(&it.platform).to_owned();
    let (of, per_page) = (it.platform.clone(), it.per_page);
    let view = desk.answer(move || {
        Some(Rescue {
            platform: of.parse().ok()?,
            per_page,
        })
    });
    let waiting = RwSignal::new(false);
    let pause = it.pause_seconds;
    // The site refuses who asks too fast: the next link comes a few seconds after the last.
    let opened = move || {
        // A turn later: a link that loses its address while its click is heard leads nowhere.
        let hold = move || {
            waiting.try_set(true);
        };
        set_timeout(hold, Duration::ZERO);
        set_timeout(
            move || {
                // The page may be gone by then.
                waiting.try_set(false);
            },
            Duration::from_secs(pause),
        );
    };
    let until = it.until;
    let left = move || {
        let days = until.number() - desk.today.get()?.number();
        Some(match days {
            ..0 => {
                "The last day has passed; whatever can still be opened is still read.".to_owned()
            }
            0 => "Today is the last day.".to_owned(),
            1 => "1 day is left.".to_owned(),
            days => format!("{days} days are left, until {until}."),
        })
    };
    let (earnings, day, page) = (it.earnings, it.day, it.page);
    let days = move || {
        let view = view.get().unwrap_or_default();
        let (day, page) = (day.clone(), page.clone());
        view! { <Days it=view day=day page=page waiting=waiting opened=Callback::new(move |()| opened()) /> }
    };
    view! {
        <Card id="guide-heading" heading=name>
            <p class="words">{it.why} " " <strong>{left}</strong></p>
            <ol class="steps-list stack tight words">
                <li>
                    <a href=earnings target="_blank" rel="noreferrer">"Open your earnings page"</a>
                    " once. It lists your days, and what each brought in all."
                </li>
                <li>"Come back here: the days are listed below. Open each; what stands on it enters your log by itself. A day with several pages is opened page by page."</li>
                <li>{format!("Take your time: the site refuses visitors who open pages quickly, so the next day can be opened {pause} seconds after the last.")}</li>
                <li>"When no day is left, "<a href="#export">"export the log as JSON"</a>" and put the file on another disk."</li>
            </ol>
            {days}
        </Card>
    }
}

#[component]
fn Days(
    it: RescueView,
    day: String,
    page: String,
    waiting: RwSignal<bool>,
    opened: Callback<()>,
) -> impl IntoView {
    let (done, listed) = it.done;
    let next = it
        .days
        .iter()
        .find(|it| it.done == Some(false))
        .map(|it| (it.day, it.page));
    let words = match (listed, next) {
        (0, _) => "No day is known yet: open the earnings page first.".to_owned(),
        (_, None) => format!("All {listed} days are in your log."),
        _ => format!("{done} of {listed} days are in your log."),
    };
    let link = move |(of, number): (Day, u32), label: &'static str| {
        let mut address = day.replace("{day}", &of.to_string());
        let later = 1 < number;
        if later {
            address += &page.replace("{page}", &number.to_string());
        }
        let nth = later.then(|| format!(", page {number}"));
        let href = move || (!waiting.get()).then(|| address.clone());
        let held = move || waiting.get().to_string();
        view! {
            <a class="button" href=href target="_blank" rel="noreferrer" role="link" aria-disabled=held
                on:click=move |_| if !waiting.get_untracked() { opened.run(()) }>
                {label} " " {of.to_string()} {nth}
            </a>
        }
    };
    let go = next.map(|next| view! { <p>{link(next, "Open the next day:")}</p> });
    let lines: Vec<_> = it.days.into_iter().map(|it| day_line(it, &link)).collect();
    view! {
        <div class="field wide" role="status">
            <label for="rescued" class="strong">{words}</label>
            <progress id="rescued" max=listed.max(1).to_string() value=done.to_string()></progress>
        </div>
        {go}
        <p class="small soft" role="status">
            {move || waiting.get().then_some("One moment before the next page …")}
        </p>
        <ul class="list">{lines}</ul>
    }
}

fn day_line<V: IntoView + 'static, L: Fn((Day, u32), &'static str) -> V>(
    it: RescueLine,
    link: &L,
) -> impl IntoView + use<V, L> {
    let (class, state) = match it.done {
        Some(true) => ("state good", "✓ done"),
        Some(false) => ("state doubt", "○ left"),
        None => ("state", "not on the earnings page"),
    };
    let again = link(
        // From its first page: something on an earlier one may be missing.
        (it.day, 1),
        if it.done == Some(true) {
            "Again:"
        } else {
            "Open"
        },
    );
    let differs = it
        .differs
        .map(|words| view! { <span class="tag">{words}</span> });
    view! {
        <li class="row apart">
            <span class="grow"><span class="strong number">{it.day.to_string()}</span> " " <Behind words=it.words filter=it.filter /></span>
            {differs}
            <span class=class>{state}</span>
            {again}
        </li>
    }
}
