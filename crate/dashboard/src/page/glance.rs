//! Today and the goal, always first.

use leptos::prelude::*;
use tallystick_core::entry;
use tallystick_core::show::text;
use tallystick_core::summary::Filter;
use tallystick_core::zone::Period;
use tallystick_kit::frame::Card;
use tallystick_wire::{Currency, Money};

use super::open::Behind;
use crate::desk::Desk;
use crate::engine::ask::Glance;
use crate::engine::view::Overview;
use crate::engine::words::UNKNOWN;

/// Today's figures and how far the goal is.
#[component]
pub fn Today(desk: Desk) -> impl IntoView {
    let of = move |period: fn(tallystick_core::zone::Day) -> Period| {
        move || {
            let filter = Filter {
                period: Some(period(desk.today.get()?)),
                ..Filter::default()
            };
            Some(Glance { filter })
        }
    };
    let today = desk.answer(of(Period::day));
    let week = desk.answer(of(Period::week));
    view! {
        <Card id="today-heading" heading="Today">
            <div class="tiles">
                <Brief name="Today" overview=today />
                <Brief name="This week" overview=week />
                <GoalView desk=desk today=today week=week />
            </div>
        </Card>
    }
}

#[component]
fn Brief(name: &'static str, overview: RwSignal<Option<Overview>>) -> impl IntoView {
    move || {
        let it = overview.get()?.all;
        let any = 0 < it.assignments;
        let earned = if it.earned.is_empty() {
            "nothing yet".to_owned()
        } else {
            it.earned
        };
        let coming = if it.pending.is_empty() {
            String::new()
        } else {
            format!(" + {} to come", it.pending)
        };
        // Before anything was paid or timed there is no hour to speak of.
        let work = match it.real.as_str() {
            UNKNOWN => format!("{} worked", it.worked),
            real => format!("{} worked, {real} with unpaid time", it.worked),
        };
        Some(view! {
            <div class="tile">
                <span class="soft small">{name}</span>
                <span class="figure"><Behind words=earned filter=it.filter any=any /></span>
                <span class="small">{coming}</span>
                <span class="soft small">{work}</span>
            </div>
        })
    }
}

/// A goal for the day or the week, and how far it is. Pending work counts towards it.
#[component]
fn GoalView(
    desk: Desk,
    today: RwSignal<Option<Overview>>,
    week: RwSignal<Option<Overview>>,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    let store = desk.store;
    let goal = move || store.value::<Option<Money>>("goal").flatten();
    let span = move || store.value::<String>("goal_span").unwrap_or_default();
    let shown = move || {
        let goal = goal()?;
        let daily = span() != "week";
        let overview = if daily { today.get() } else { week.get() };
        let reached = overview.map_or(0.0, |it| it.reached);
        let share = (reached / goal.major().max(0.01)).clamp(0.0, 1.0);
        let minor = reached * goal.currency.minor_per_major() as f64;
        let reached = text::money(Money::new(minor.round() as i64, goal.currency));
        let when = if daily { "today" } else { "this week" };
        let words = format!("{reached} of {} {when}", text::money(goal));
        Some(view! {
            <label for="goal" class="strong">{words}</label>
            <progress id="goal" max="1" value=share.to_string()></progress>
        })
    };
    view! {
        <div class="tile">
            <span class="soft small">"Goal"</span>
            {shown}
            <Show when=move || asking.get() fallback=move || view! {
                <div>
                    <button type="button" class="plain" on:click=move |_| asking.set(true)>
                        {move || if goal().is_some() { "Change my goal" } else { "Set a goal" }}
                    </button>
                </div>
            }>
                <GoalForm desk=desk asking=asking />
            </Show>
        </div>
    }
}

#[component]
fn GoalForm(desk: Desk, asking: RwSignal<bool>) -> impl IntoView {
    let store = desk.store;
    let before = untrack(|| store.value::<Option<Money>>("goal").flatten());
    let amount = RwSignal::new(before.map(entry::amount_text).unwrap_or_default());
    let weekly =
        RwSignal::new(untrack(|| store.value::<String>("goal_span")).as_deref() == Some("week"));
    let wrong = RwSignal::new(None::<String>);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // In the currency of all figures that are one: the floor's.
        let currency = untrack(|| store.floor()).map_or(Currency::USD, |it| it.currency);
        let text = amount.get_untracked();
        let goal = match text.trim() {
            "" => None,
            text => match entry::amount(text, currency) {
                Ok(goal) => Some(goal),
                Err(why) => return wrong.set(Some(why)),
            },
        };
        let word = if weekly.get_untracked() {
            "week"
        } else {
            "day"
        };
        let mut values = tallystick_kit::store::one("goal", &goal);
        values.extend(tallystick_kit::store::one("goal_span", &word));
        asking.set(false);
        desk.spawn(async move { store.save(values).await });
    };
    view! {
        <form class="stack tight" on:submit=save>
            <label for="goal-amount" class="small">"Earned and to come, each"</label>
            <div class="pair">
                <input id="goal-amount" type="text" class="amount" inputmode="decimal" autocomplete="off"
                    aria-describedby="goal-wrong" bind:value=amount />
                <select aria-label="Day or week" on:change=move |it| weekly.set(event_target_value(&it) == "week")>
                    <option value="day">"day"</option>
                    <option value="week" prop:selected=weekly>"week"</option>
                </select>
            </div>
            <div id="goal-wrong" aria-live="polite">
                {move || wrong.get().map(|why| view! { <p class="error">{why}</p> })}
            </div>
            <div class="row">
                <button type="submit" class="main">"Save"</button>
                <button type="button" on:click=move |_| asking.set(false)>"Cancel"</button>
            </div>
        </form>
    }
}
