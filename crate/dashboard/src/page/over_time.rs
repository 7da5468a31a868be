//! Earnings and pay an hour over time, as charts beside a table.

use std::sync::Arc;

use leptos::prelude::*;
use tallystick_core::show::text;
use tallystick_core::summary::By;
use tallystick_kit::frame::Card;
use tallystick_wire::{Currency, Money};

use super::open::log_of;
use super::table::{LINES, Table};
use crate::chart::{Bar, Chart, Dot, Drawing, lines};
use crate::desk::Desk;
use crate::engine::ask::Groups;
use crate::engine::view::Line;

/// What was earned each day, week, month or year, and what an hour brought.
#[component]
pub fn OverTime(desk: Desk) -> impl IntoView {
    let by = RwSignal::new(String::new());
    let groups = desk.answer(move || {
        let by = match by.get().as_str() {
            "day" => Some(By::Day),
            "week" => Some(By::Week),
            "month" => Some(By::Month),
            "year" => Some(By::Year),
            _ => None,
        };
        Some(Groups {
            filter: desk.filter.get(),
            by,
            most: 0,
        })
    });
    let drawn = move || groups.get().unwrap_or_default().lines;
    // Looked at where they lie: there may be a thousand days.
    let each = move |look: &mut dyn FnMut(&Line)| {
        groups.with(|it| it.iter().flat_map(|it| &it.lines).for_each(look));
    };
    let most = RwSignal::new(LINES);
    let money = Signal::derive(move || {
        let mut all = Vec::new();
        each(&mut |it| all.push(bar(it)));
        Drawing::of_bars(all, unit(currency(desk)))
    });
    let hours = Signal::derive(move || {
        let (mut dots, currency) = (Vec::new(), currency(desk));
        each(&mut |it| dots.push(dot(it)));
        let floor = desk.store.floor().map(Money::major);
        Drawing {
            shapes: Arc::new(move |size| lines(size, &dots, floor, unit(currency))),
            bars: Vec::new(),
        }
    });
    let choose = move |event| by.set(event_target_value(&event));
    view! {
        <Card id="time-heading" heading="Earned over time">
            <div class="field">
                <label for="by" class="small">"Each"</label>
                <select id="by" on:change=choose>
                    <option value="">"as it fits"</option>
                    <option value="day">"day"</option>
                    <option value="week">"week"</option>
                    <option value="month">"month"</option>
                    <option value="year">"year"</option>
                </select>
            </div>
            <figure class="stack tight">
                <Chart id="earned" draw=money />
                <ul class="row small soft legend">
                    <li><span class="key bar"></span>"earned"</li>
                    <li><span class="key open"></span>"to come"</li>
                </ul>
                <figcaption class="strong">"Pay an hour"</figcaption>
                <Chart id="hours" height=200 draw=hours />
                <ul class="row small soft legend">
                    <li><span class="key first"></span>"an hour of paid work"</li>
                    <li><span class="key second"></span>"with unpaid time"</li>
                    <li><span class="key floor"></span>"your floor"</li>
                </ul>
            </figure>
            <details>
                <summary>"The same as a table"</summary>
                {move || {
                    let lines = drawn();
                    view! { <Table what="When" n=lines.len() lines=lines most=most /> }
                }}
            </details>
        </Card>
    }
}

fn bar(it: &Line) -> Bar {
    let coming = if it.pending.is_empty() {
        String::new()
    } else {
        format!(", {} to come", it.pending)
    };
    let earned = if it.earned.is_empty() {
        "nothing"
    } else {
        it.earned.as_str()
    };
    Bar {
        label: it.label.clone(),
        value: it.earned_value.max(0.0),
        open: it.pending_value.max(0.0),
        below: false,
        words: format!("{}: {earned}{coming}", it.label),
        link: log_of(&it.filter),
    }
}

fn dot(it: &Line) -> Dot {
    Dot {
        label: it.label.clone(),
        first: it.hourly_value,
        second: it.real_value,
    }
}

/// An amount on an axis.
fn unit(currency: Currency) -> impl Fn(f64) -> String + Clone + Send + Sync {
    move |major| {
        let minor = major * currency.minor_per_major() as f64;
        let money = text::money(Money::new(minor.round() as i64, currency));
        money
            .strip_suffix(".00")
            .map_or(money.clone(), str::to_owned)
    }
}

fn currency(desk: Desk) -> Currency {
    desk.store.floor().map_or(Currency::USD, |it| it.currency)
}
