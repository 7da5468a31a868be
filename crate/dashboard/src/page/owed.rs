//! What is to come, and what is missing with its reason.

use leptos::prelude::*;
use tallystick_core::summary::Filter;
use tallystick_kit::frame::Card;
use tallystick_kit::platforms;
use tallystick_wire::event::AssignmentKey;

use super::open::Behind;
use super::route::{Route, address};
use crate::desk::Desk;
use crate::engine::ask::{Owed, Reported};
use crate::engine::view::{MissingView, OwedLine, OwedView};

/// The page.
#[component]
pub fn OwedPage(desk: Desk) -> impl IntoView {
    let owed = desk.answer(move || {
        Some(Owed {
            filter: Filter::default(),
        })
    });
    move || owed.get().map(|it| view! { <Both it=it /> })
}

#[component]
fn Both(it: OwedView) -> impl IntoView {
    let nothing = it.missing.iter().all(|it| it.n == 0);
    let missing: Vec<_> = it
        .missing
        .into_iter()
        .filter(|it| 0 < it.n)
        .map(reason)
        .collect();
    let due: Vec<_> = it.due.into_iter().map(|it| line(it, false)).collect();
    let pending = Filter {
        standings: vec![tallystick_wire::ledger::Standing::Pending],
        ..Filter::default()
    };
    let words = format!("{} for {}", it.pending, assignments(it.pending_n));
    view! {
        <Card id="missing-heading" heading="Missing">
            {nothing.then(|| view! { <p class="empty">"Nothing is missing: everything that was promised has come or is still on time."</p> })}
            {missing}
        </Card>
        <Card id="due-heading" heading="To come">
            <p>
                {if it.pending_n == 0 {
                    view! { <span class="empty">"Nothing is pending."</span> }.into_any()
                } else {
                    view! { <span class="figure"><Behind words=words filter=pending /></span> }.into_any()
                }}
            </p>
            {(!due.is_empty()).then(|| view! { <ul class="list">{due}</ul> })}
            <p class="small soft words">
                "Where the platform's own delay is not known, the latest date is 30 days after submission."
            </p>
        </Card>
    }
}

fn reason(it: MissingView) -> impl IntoView {
    let words = format!("{}: {} of {}", it.label, it.amount, assignments(it.n));
    let pack = address(
        Route::Report,
        &Reported::Dispute {
            filter: it.filter.clone(),
            key: None,
            with_ids: false,
        },
    );
    let lines: Vec<_> = it.lines.into_iter().map(|it| line(it, true)).collect();
    view! {
        <section class="stack tight">
            <h3><Behind words=words filter=it.filter /></h3>
            <p class="small soft">{it.help}</p>
            <ul class="list">{lines}</ul>
            <p><a href=pack>"Dispute pack of these"</a></p>
        </section>
    }
}

fn line(it: OwedLine, missing: bool) -> impl IntoView {
    let pack = missing.then(|| {
        let link = dispute(&it.key);
        view! { <a class="small" href=link>"Dispute pack"</a> }
    });
    let whose = format!("{} · {}", it.whose, platforms::name(&it.platform));
    view! {
        <li class="row apart">
            <span class="grow"><bdi>{it.title}</bdi><br /><span class="small soft"><bdi>{whose}</bdi></span></span>
            <span class="number end">{it.amount}<br /><span class="small soft">{it.when}</span></span>
            {pack}
        </li>
    }
}

fn assignments(n: usize) -> String {
    format!("{n} assignment{}", if n == 1 { "" } else { "s" })
}

/// The address of the dispute pack of one assignment.
pub fn dispute(key: &AssignmentKey) -> String {
    let about = Reported::Dispute {
        filter: Filter {
            platforms: vec![key.platform.clone()],
            ..Filter::default()
        },
        key: Some(key.clone()),
        with_ids: false,
    };
    address(Route::Report, &about)
}
