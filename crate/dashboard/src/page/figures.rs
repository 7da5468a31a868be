//! The figures: tiles, where unpaid time went, the spread around the floor, by whom and for what.

use leptos::prelude::*;
use tallystick_core::summary::{By, Filter};
use tallystick_kit::frame::Card;
use tallystick_kit::platforms;

use super::open::{Behind, log_of};
use super::over_time::OverTime;
use super::table::{LINES, Table};
use super::{glance, heat, terms};
use crate::chart::{Bar, Chart, Drawing};
use crate::desk::Desk;
use crate::engine::ask::{Glance, Groups};
use crate::engine::view::{BinView, Overview, Share};

/// The figures' page.
#[component]
pub fn FiguresPage(desk: Desk) -> impl IntoView {
    let overview = desk.answer(move || {
        Some(Glance {
            filter: desk.filter.get(),
        })
    });
    view! {
        <glance::Today desk=desk />
        <terms::Terms desk=desk />
        {move || overview.get().map(|it| view! { <Tiles it=it /> })}
        <OverTime desk=desk />
        {move || overview.get().map(|it| view! { <Spread it=it /> })}
        <heat::Heat desk=desk />
        <ByGroup desk=desk />
    }
}

#[component]
fn Tiles(it: Overview) -> impl IntoView {
    let all = it.all;
    let any = 0 < all.assignments;
    let filter = || all.filter.clone();
    let floor = it.floor.map(|floor| {
        if all.below == Some(true) {
            format!("▼ below your floor of {floor}")
        } else {
            format!("your floor is {floor}")
        }
    });
    let or_none = |words: &str| {
        if words.is_empty() {
            "–".to_owned()
        } else {
            words.to_owned()
        }
    };
    let notes: Vec<_> = it
        .notes
        .into_iter()
        .map(|note| view! { <li>{note}</li> })
        .collect();
    let more = [
        (
            it.contradicting,
            "contradicted by a page",
            Filter {
                contradicting: true,
                ..filter()
            },
        ),
        (
            it.left_out,
            "left out by you",
            Filter {
                left_out_too: true,
                ..filter()
            },
        ),
    ];
    let more = more
        .into_iter()
        .filter(|it| 0 < it.0)
        .map(|(n, what, filter)| {
            view! { <li><Behind words=format!("{n} {what}") filter=filter /></li> }
        });
    view! {
        <section class="card stack" aria-label="The figures of this period">
            <div class="tiles">
                <div class="tile">
                    <span class="soft small">"Earned"</span>
                    <span class="figure"><Behind words=or_none(&all.earned) filter=filter() any=any /></span>
                    <span class="soft small"><Behind words=format!("{} assignments", all.assignments) filter=filter() any=any /></span>
                </div>
                <div class="tile">
                    <span class="soft small">"To come"</span>
                    <span class="figure"><a class="behind" href="#owed">{or_none(&all.pending)}</a></span>
                    <span class="soft small">"submitted, not decided"</span>
                </div>
                <div class="tile strong-tile">
                    <span class="soft small">"An hour, with unpaid time"</span>
                    <span class="figure"><Behind words=all.real.clone() filter=filter() any=any /></span>
                    <span class="small">{floor}</span>
                </div>
                <div class="tile">
                    <span class="soft small">"An hour of paid work"</span>
                    <span class="figure"><Behind words=all.hourly.clone() filter=filter() any=any /></span>
                    <span class="soft small">"the same money, over paid hours only"</span>
                </div>
                <div class="tile">
                    <span class="soft small">"Worked"</span>
                    <span class="figure"><Behind words=all.worked.clone() filter=filter() any=any /></span>
                    <span class="soft small">{format!("{} that nobody paid", or_none(&all.unpaid))}</span>
                </div>
            </div>
            <ul class="row small soft">{shares(it.standings)}</ul>
            <ul class="small soft">{notes}{more.collect::<Vec<_>>()}</ul>
        </section>
    }
}

fn shares(all: Vec<Share>) -> Vec<impl IntoView> {
    let line = |it: Share| {
        let words = format!("{} {}", it.words, it.label);
        view! { <li><Behind words=words filter=it.filter.unwrap_or_default() /></li> }
    };
    all.into_iter().map(line).collect()
}

#[component]
fn Spread(it: Overview) -> impl IntoView {
    let unpaid: Vec<_> = it.unpaid.into_iter().map(unpaid_line).collect();
    let none = unpaid
        .is_empty()
        .then(|| view! { <p class="empty">"No unpaid time in this period."</p> });
    let bins = it.bins;
    let any = bins.iter().any(|it| 0 < it.assignments);
    let whole = |it: f64| {
        if it.fract() == 0.0 {
            format!("{it:.0}")
        } else {
            String::new()
        }
    };
    let drawing = Drawing::of_bars(bins.iter().map(bin).collect(), whole);
    let rows: Vec<_> = bins.into_iter().map(bin_row).collect();
    let floor = it
        .floor
        .map(|it| format!("Hatched: below your floor of {it}."));
    view! {
        <div class="twice">
            <Card id="unpaid-heading" heading="Time that nobody paid">
                {none}
                <ul class="stack tight">{unpaid}</ul>
            </Card>
            <Card id="spread-heading" heading="Pay an hour, by assignments">
                {if any {
                    view! { <Chart id="spread" height=200 draw=Signal::stored(drawing.clone()) /> }.into_any()
                } else {
                    view! { <p class="empty">"No assignment with a known hour in this period."</p> }.into_any()
                }}
                <p class="small soft">{floor}</p>
                <details>
                    <summary>"The same as a table"</summary>
                    <table>
                        <thead><tr><th scope="col">"Pay an hour"</th><th scope="col" class="end">"Assignments"</th><th scope="col" class="end">"Worked"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </details>
            </Card>
        </div>
    }
}

fn unpaid_line(it: Share) -> impl IntoView {
    let words = match it.filter {
        Some(filter) => view! { <Behind words=it.words filter=filter /> }.into_any(),
        None => view! { <span>{it.words}</span> }.into_any(),
    };
    view! {
        <li class="meter">
            <span>{it.label}</span>
            <progress max="1" value=it.part.to_string() aria-hidden="true"></progress>
            <span class="number">{words}</span>
        </li>
    }
}

fn bin(it: &BinView) -> Bar {
    let short = it.label.replace(" to ", "–").replace(".00", "");
    Bar {
        label: short.replace(" and more", "+").replace("below ", "<"),
        value: f64::from(it.assignments),
        open: 0.0,
        below: it.below == Some(true),
        words: format!(
            "{} an hour: {} assignments, {} of work",
            it.label, it.assignments, it.worked
        ),
        link: log_of(&it.filter),
    }
}

fn bin_row(it: BinView) -> impl IntoView {
    let below =
        (it.below == Some(true)).then(|| view! { <span class="tag">"▼ below your floor"</span> });
    let any = 0 < it.assignments;
    view! {
        <tr>
            <th scope="row">{it.label} " " {below}</th>
            <td class="end"><Behind words=it.assignments.to_string() filter=it.filter any=any /></td>
            <td class="end">{it.worked}</td>
        </tr>
    }
}

#[component]
fn ByGroup(desk: Desk) -> impl IntoView {
    let by = RwSignal::new("requester".to_owned());
    // There may be thousands: only those that are shown travel.
    let most = RwSignal::new(LINES);
    let groups = desk.answer(move || {
        let by = match by.get().as_str() {
            "platform" => By::Platform,
            "group" => By::Group,
            "standing" => By::Standing,
            _ => By::Requester,
        };
        Some(Groups {
            filter: desk.filter.get(),
            by: Some(by),
            most: most.get(),
        })
    });
    let n = move || groups.with(|it| it.as_ref().map_or(0, |it| it.n));
    let lines = move || {
        let mut lines = groups.get().unwrap_or_default().lines;
        if by.get_untracked() == "platform" {
            for it in &mut lines {
                it.label = platforms::name(&it.label).to_owned();
            }
        }
        lines
    };
    let choose = move |event| {
        most.set(LINES);
        by.set(event_target_value(&event));
    };
    let what = move || match by.get().as_str() {
        "platform" => "Platform",
        "group" => "Task group",
        "standing" => "State",
        _ => "Requester",
    };
    view! {
        <Card id="group-heading" heading="By whom and for what">
            <div class="field">
                <label for="group-by" class="small">"By"</label>
                <select id="group-by" on:change=choose>
                    <option value="requester">"requester"</option>
                    <option value="group">"task group"</option>
                    <option value="platform">"platform"</option>
                    <option value="standing">"what became of it"</option>
                </select>
            </div>
            {move || view! { <Table what=what() n=n() lines=lines() most=most /> }}
        </Card>
    }
}
