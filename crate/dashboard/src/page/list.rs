//! The log: a list of any length of which only what is seen is drawn.

use std::collections::BTreeSet;

use leptos::html;
use leptos::prelude::*;
use tallystick_core::count;
use tallystick_core::summary::{Filter, Order};
use tallystick_kit::platforms;
use tallystick_wire::event::AssignmentKey;
use tallystick_wire::ledger::Standing;

use super::detail::DetailDialog;
use super::edit::Bulk;
use super::route::Router;
use crate::desk::Desk;
use crate::engine::ask::{Rows, Select};
use crate::engine::view::{RowView, Selected};

/// The height of a row in CSS pixels; dashboard.css has the same.
const ROW: usize = 72;
/// How many rows are drawn: more than any screen shows, so that scrolling meets drawn rows.
const DRAWN: usize = 48;

const ORDERS: [(&str, &str, Order); 6] = [
    ("newest", "newest first", Order::Newest),
    ("oldest", "oldest first", Order::Oldest),
    ("best", "best paid hour first", Order::BestPaid),
    ("worst", "worst paid hour first", Order::WorstPaid),
    ("longest", "longest work first", Order::Longest),
    ("most", "most money first", Order::MostMoney),
];

/// Which of the assignments were ticked.
pub type Chosen = RwSignal<BTreeSet<AssignmentKey>>;

/// The log's page.
#[component]
pub fn Log(desk: Desk, router: Router) -> impl IntoView {
    let base = Memo::new(move |_| router.about::<Filter>().unwrap_or_default());
    let text = RwSignal::new(base.get_untracked().text);
    let state = RwSignal::new(String::new());
    let order = RwSignal::new("newest".to_owned());
    let asked = Memo::new(move |_| {
        let mut filter = base.get();
        filter.text = text.get();
        let state = state.get();
        let standing = Standing::ALL.into_iter().find(|it| it.as_str() == state);
        if let Some(standing) = standing {
            filter.standings = vec![standing];
        }
        filter.left_out_too |= state == "left_out";
        filter
    });
    let selected = desk.answer(move || {
        let order = order.get();
        let order = ORDERS.iter().find(|it| it.0 == order);
        Some(Select {
            filter: asked.get(),
            order: order.map_or(Order::Newest, |it| it.2),
        })
    });
    let chosen: Chosen = RwSignal::new(BTreeSet::new());
    let open = RwSignal::new(None::<AssignmentKey>);
    view! {
        <Narrowed base=base selected=selected />
        <div class="row terms" role="search">
            <div class="field grow">
                <label for="sought" class="small">"Search in titles, requesters, ids, feedback, notes"</label>
                <input id="sought" type="search" autocomplete="off" bind:value=text />
            </div>
            <div class="field">
                <label for="state" class="small">"State"</label>
                <select id="state" on:change=move |it| state.set(event_target_value(&it))>
                    <option value="">"any"</option>
                    {states()}
                    <option value="left_out">"also what I left out"</option>
                </select>
            </div>
            <div class="field">
                <label for="order" class="small">"Order"</label>
                <select id="order" on:change=move |it| order.set(event_target_value(&it))>
                    {ORDERS.map(|it| view! { <option value=it.0>{it.1}</option> }).to_vec()}
                </select>
            </div>
        </div>
        <Bulk desk=desk chosen=chosen selected=selected />
        <Window desk=desk selected=selected chosen=chosen open=open />
        <DetailDialog desk=desk open=open />
    }
}

fn states() -> Vec<impl IntoView> {
    let option = |it: Standing| {
        view! { <option value=it.as_str()>{it.as_str().replace('_', " ")}</option> }
    };
    Standing::ALL.into_iter().map(option).collect()
}

/// What the list is narrowed to, and what it sums up to.
#[component]
fn Narrowed(base: Memo<Filter>, selected: RwSignal<Option<Selected>>) -> impl IntoView {
    let words = move || {
        let words = narrowed(&base.get());
        (!words.is_empty()).then(|| {
            view! {
                <p class="row">
                    <span>"Only: "{words}</span>
                    <a href="#log">"Show all"</a>
                </p>
            }
        })
    };
    let sums = move || {
        let it = selected.get().unwrap_or_default();
        let coming = if it.line.pending.is_empty() {
            String::new()
        } else {
            format!("; {} to come", it.line.pending)
        };
        let earned = if it.line.earned.is_empty() {
            "nothing".to_owned()
        } else {
            it.line.earned
        };
        let n = count::of(it.n as u64, "assignment", "assignments");
        format!("{n}: {earned}{coming}; {} worked", it.line.worked)
    };
    view! {
        {words}
        <p class="soft" role="status" id="sum">{sums}</p>
    }
}

fn narrowed(it: &Filter) -> String {
    use tallystick_core::summary::Who;
    let mut words = Vec::new();
    if let Some(period) = it.period {
        words.push(if period.from == period.to {
            period.from.to_string()
        } else {
            format!("{} to {}", period.from, period.to)
        });
    }
    words.extend(
        it.platforms
            .iter()
            .map(|it| platforms::name(it.as_str()).to_owned()),
    );
    words.extend(it.standings.iter().map(|it| it.as_str().replace('_', " ")));
    match &it.who {
        Some(Who::Name(name)) => words.push(name.clone()),
        Some(Who::Key(key)) => words.push(key.value.clone()),
        Some(Who::Nobody) => words.push("no requester shown".to_owned()),
        None => {}
    }
    words.extend(it.group.clone());
    words.extend(it.pay.map(|_| "a span of pay an hour".to_owned()));
    words.extend(it.missing.map(|_| "money is missing".to_owned()));
    words.extend(it.import.as_ref().map(|_| "one import".to_owned()));
    words.extend(
        it.contradicting
            .then(|| "contradicted by a page".to_owned()),
    );
    words.extend(it.left_out_too.then(|| "also what is left out".to_owned()));
    words.join(" · ")
}

/// What is seen of the list.
#[component]
fn Window(
    desk: Desk,
    selected: RwSignal<Option<Selected>>,
    chosen: Chosen,
    open: RwSignal<Option<AssignmentKey>>,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let first = RwSignal::new(0_usize);
    let rows = desk.answer(move || {
        selected.track();
        Some(Rows {
            from: first.get(),
            n: DRAWN,
        })
    });
    let scrolled = move |_| {
        let Some(place) = place.get_untracked() else {
            return;
        };
        let at = usize::try_from(place.scroll_top()).unwrap_or(0) / ROW;
        // A third of what is drawn lies above, and it moves in steps.
        let wanted = at.saturating_sub(DRAWN / 3) / 8 * 8;
        if wanted != first.get_untracked() {
            first.set(wanted);
        }
    };
    let n = move || selected.with(|it| it.as_ref().map_or(0, |it| it.n));
    let drawn = move || {
        let (from, rows) = rows.get().unwrap_or_default();
        let rows = (from..).zip(rows);
        rows.map(|(at, it)| row(at, it, n(), chosen, open))
            .collect::<Vec<_>>()
    };
    let none =
        move || {
            selected.with(|it| it.as_ref().is_some_and(|it| it.n == 0)).then(|| {
            view! { <p class="empty">"No assignment fits. Search for less, or show all."</p> }
        })
        };
    view! {
        {none}
        <div class="rows" node_ref=place tabindex="0" role="region" aria-label="Assignments" on:scroll=scrolled>
            <ol style:height=move || format!("{}px", n() * ROW)>{drawn}</ol>
        </div>
    }
}

fn row(
    at: usize,
    it: RowView,
    n: usize,
    chosen: Chosen,
    open: RwSignal<Option<AssignmentKey>>,
) -> impl IntoView {
    let key = it.key.clone();
    let (of_tick, to_open) = (it.key.clone(), it.key);
    let ticked = move || chosen.with(|all| all.contains(&of_tick));
    let tick = move |event| {
        let wanted = event_target_checked(&event);
        chosen.update(|all| {
            if wanted {
                all.insert(key.clone());
            } else {
                all.remove(&key);
            }
        });
    };
    let sign = match it.good {
        Some(true) => "✓ ",
        Some(false) => "✕ ",
        None => "○ ",
    };
    let mood = match it.good {
        Some(true) => "state good",
        Some(false) => "state bad",
        None => "state",
    };
    let below = if it.below == Some(true) { "▼ " } else { "" };
    let whose = [
        it.requester.as_str(),
        platforms::name(&it.platform),
        it.day.as_str(),
    ];
    let whose: Vec<&str> = whose.into_iter().filter(|it| !it.is_empty()).collect();
    let whose = whose.join(" · ");
    let flags: Vec<_> = it
        .flags
        .into_iter()
        .map(|it| view! { <span class="tag">{it}</span> })
        .collect();
    let worked = [it.worked.as_str(), &format!("{below}{}", it.hourly)].join("  ");
    view! {
        <li aria-setsize=n.to_string() aria-posinset=(at + 1).to_string() style:top=format!("{}px", at * ROW)>
            <input type="checkbox" aria-label=format!("Choose: {}", it.title) prop:checked=ticked on:change=tick />
            <button type="button" class="row-button" on:click=move |_| open.set(Some(to_open.clone()))>
                <span class="title"><bdi>{it.title}</bdi></span>
                <span class="number strong">{it.money}</span>
                <span class="whose soft small"><bdi>{whose}</bdi> " " {flags}</span>
                <span class="small number"><span class=mood>{sign}{it.state}</span> " " {worked}</span>
            </button>
        </li>
    }
}
