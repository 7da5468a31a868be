//! Of when, of which platform, by whose midnight.

use leptos::prelude::*;
use tallystick_core::summary::{Filter, Midnight};
use tallystick_core::zone::{Day, Period};
use tallystick_kit::platforms;

use crate::desk::Desk;

const SPANS: [(&str, &str); 11] = [
    ("today", "Today"),
    ("week", "This week"),
    ("days30", "The last 30 days"),
    ("month", "This month"),
    ("last_month", "Last month"),
    ("year", "This year"),
    ("last_year", "Last year"),
    ("tax_year", "This tax year"),
    ("last_tax_year", "Last tax year"),
    ("all", "All time"),
    ("custom", "From … to …"),
];

/// The controls; they change what the desk's filter lets through.
#[component]
pub fn Terms(desk: Desk) -> impl IntoView {
    let spans = SPANS.map(|(value, words)| view! { <option value=value>{words}</option> });
    let platforms: Vec<_> = platforms::ALL
        .iter()
        .map(|it| view! { <option value=it.id>{it.name}</option> })
        .collect();
    let of = move || {
        let platforms = desk.filter.with(|it| it.platforms.clone());
        platforms
            .first()
            .map_or_else(String::new, ToString::to_string)
    };
    let choose = move |id: String| {
        desk.filter
            .update(|it| it.platforms = id.parse().into_iter().collect());
    };
    let midnight = move |word: String| desk.store.change("midnight", &word);
    let is_platform = move || desk.midnight() == Midnight::Platform;
    view! {
        <div class="row terms" role="group" aria-label="Which figures">
            <div class="field">
                <label for="span" class="small">"When"</label>
                <select id="span" prop:value=desk.span on:change=move |it| desk.span.set(event_target_value(&it))>
                    {spans.to_vec()}
                </select>
            </div>
            <Show when=move || desk.span.get() == "custom"><Custom desk=desk /></Show>
            <div class="field">
                <label for="platform" class="small">"Where"</label>
                <select id="platform" prop:value=of on:change=move |it| choose(event_target_value(&it))>
                    <option value="">"All platforms"</option>
                    {platforms}
                </select>
            </div>
            <div class="field">
                <label for="midnight" class="small">"Days end at"</label>
                <select id="midnight" on:change=move |it| midnight(event_target_value(&it))>
                    <option value="worker">"my own midnight"</option>
                    <option value="platform" prop:selected=is_platform>
                        "the platform's midnight"
                    </option>
                </select>
            </div>
        </div>
    }
}

#[component]
fn Custom(desk: Desk) -> impl IntoView {
    let end = |of: fn(&Period) -> Day| {
        move || {
            desk.filter
                .with(|it| it.period.map(|it| of(&it).to_string()).unwrap_or_default())
        }
    };
    let change = move |text: String, first: bool| {
        let (Ok(day), Some(today)) = (text.parse::<Day>(), desk.today.get_untracked()) else {
            return;
        };
        desk.filter.update(|it| set_end(it, day, first, today));
    };
    view! {
        <div class="field">
            <label for="from" class="small">"From"</label>
            <input id="from" type="date" prop:value=end(|it| it.from)
                on:change=move |it| change(event_target_value(&it), true) />
        </div>
        <div class="field">
            <label for="to" class="small">"To"</label>
            <input id="to" type="date" prop:value=end(|it| it.to)
                on:change=move |it| change(event_target_value(&it), false) />
        </div>
    }
}

/// Moves one end of the period; the other gives way where it must.
fn set_end(filter: &mut Filter, day: Day, first: bool, today: Day) {
    let mut period = filter.period.unwrap_or(Period::day(today));
    if first {
        period.from = day;
        period.to = period.to.max(day);
    } else {
        period.to = day;
        period.from = period.from.min(day);
    }
    filter.period = Some(period);
}
