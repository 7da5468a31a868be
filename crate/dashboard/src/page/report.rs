//! A report as a page that is made for print.

use leptos::prelude::*;
use tallystick_core::export::{Report, Section};

use super::route::{Route, Router, address};
use crate::desk::Desk;
use crate::engine::ask::Reported;

/// The report that the address names.
#[component]
pub fn ReportPage(desk: Desk, router: Router) -> impl IntoView {
    let asked = Memo::new(move |_| router.about::<Reported>());
    let report = desk.answer(move || asked.get());
    let print = move |_| drop(window().print());
    let ids = move || match asked.get() {
        Some(Reported::Dispute {
            filter,
            key,
            with_ids,
        }) => {
            let other = Reported::Dispute {
                filter,
                key,
                with_ids: !with_ids,
            };
            let words = if with_ids {
                "Leave out the platform's ids of my assignments"
            } else {
                "With the platform's ids of my assignments"
            };
            Some(view! { <a class="button" href=address(Route::Report, &other)>{words}</a> })
        }
        _ => None,
    };
    view! {
        <div class="row no-print">
            <button type="button" class="main" on:click=print>"Print or save as PDF"</button>
            {ids}
            <a href="#export">"Other reports"</a>
        </div>
        {move || match (asked.get(), report.get()) {
            (None, _) => view! { <p class="empty">"This address names no report: choose one under Export & reports."</p> }.into_any(),
            (_, Some(report)) => view! { <Paper it=report /> }.into_any(),
            _ => view! { <p class="soft">"Counting …"</p> }.into_any(),
        }}
    }
}

#[component]
fn Paper(it: Report) -> impl IntoView {
    let facts: Vec<_> = it
        .facts
        .into_iter()
        .map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> })
        .collect();
    let sections: Vec<_> = it.sections.into_iter().map(section).collect();
    view! {
        <article class="paper card stack">
            <h2><bdi>{it.title}</bdi></h2>
            <dl class="facts">{facts}</dl>
            {sections}
            <p class="small soft">"Recorded by the worker with Tallystick, out of the pages that the platform showed and of measured time."</p>
        </article>
    }
}

fn section(it: Section) -> impl IntoView {
    let head: Vec<_> = it
        .columns
        .into_iter()
        .map(|it| view! { <th scope="col">{it}</th> })
        .collect();
    let rows: Vec<_> = it
        .rows
        .into_iter()
        .map(|row| {
            let cells: Vec<_> = row
                .into_iter()
                .map(|it| view! { <td><bdi>{it}</bdi></td> })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    let note = (!it.note.is_empty()).then(|| view! { <p class="small soft">{it.note}</p> });
    view! {
        <section class="stack tight">
            <h3><bdi>{it.heading}</bdi></h3>
            {note}
            <div class="wide-table">
                <table>
                    <thead><tr>{head}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}
