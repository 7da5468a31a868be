//! A report as a page that is made for print.

use leptos::prelude::*;
use tallystick_core::export::{Report, Section, others};
use tallystick_kit::store::ask;
use tallystick_wire::message::LookUp;

use super::route::{Route, Router, address};
use crate::desk::Desk;
use crate::engine::ask::{Disputed, Reported};

/// How many rows of a table are drawn within a frame.
const ROWS_AT_ONCE: usize = 50;

/// The report that the address names.
#[component]
pub fn ReportPage(desk: Desk, router: Router) -> impl IntoView {
    let asked = Memo::new(move |_| router.about::<Reported>());
    let report = desk.answer(move || asked.get());
    let others = reported(desk, asked);
    let drawing = RwSignal::new(true);
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
            <button type="button" class="main" prop:disabled=drawing on:click=print>"Print or save as PDF"</button>
            {ids}
            <a href="#export">"Other reports"</a>
        </div>
        {move || match (asked.get(), report.get()) {
            (None, _) => view! { <p class="empty">"This address names no report: choose one under Export & reports."</p> }.into_any(),
            (_, Some(report)) => view! { <Paper it=report others=others.get() drawing=drawing /> }.into_any(),
            _ => view! { <p class="soft">"Counting …"</p> }.into_any(),
        }}
    }
}

/// What other workers report of those whom a dispute is about, from the backends' data on this
/// machine.
fn reported(desk: Desk, asked: Memo<Option<Reported>>) -> RwSignal<Option<Section>> {
    let about = desk.answer(move || match asked.get()? {
        Reported::Dispute { filter, key, .. } => Some(Disputed { filter, key }),
        _ => None,
    });
    let section = RwSignal::new(None);
    Effect::new(move || {
        let is_dispute = matches!(asked.get(), Some(Reported::Dispute { .. }));
        let about = about.get().filter(|_| is_dispute).unwrap_or_default();
        let Some((first, _)) = about.first() else {
            section.set(None);
            return;
        };
        let platform = first.platform.clone();
        let (requesters, names): (Vec<_>, Vec<_>) = about.into_iter().unzip();
        let question = LookUp {
            platform,
            requesters,
            groups: Vec::new(),
        };
        desk.spawn(async move {
            let known = ask(question).await?;
            section.set(others(&names, &known));
            Ok(())
        });
    });
    section
}

#[component]
fn Paper(
    it: Report,
    others: Option<Section>,
    /// Whether not all of it is drawn yet.
    drawing: RwSignal<bool>,
) -> impl IntoView {
    let facts: Vec<_> = it
        .facts
        .into_iter()
        .map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> })
        .collect();
    let sections: Vec<_> = it.sections.into_iter().chain(others).collect();
    let drawn = Drawn::of(&sections, drawing);
    let sections: Vec<_> = sections.into_iter().map(|it| section(it, drawn)).collect();
    view! {
        <article class="paper card stack">
            <h2><bdi>{it.title}</bdi></h2>
            <dl class="facts">{facts}</dl>
            {sections}
            <p class="small soft">"Recorded by the worker with Tallystick, out of the pages that the platform showed and of measured time."</p>
        </article>
    }
}

/// How far the tables are drawn: a long one is drawn over several frames, so that the page stays
/// alive.
#[derive(Clone, Copy)]
struct Drawn(RwSignal<usize>);

impl Drawn {
    /// Begins to draw, the first part at once.
    fn of(sections: &[Section], drawing: RwSignal<bool>) -> Self {
        let longest = sections.iter().map(|it| it.rows.len()).max().unwrap_or(0);
        let drawn = Self(RwSignal::new(1));
        drawn.go_on(longest.div_ceil(ROWS_AT_ONCE), drawing);
        drawn
    }

    fn go_on(self, parts: usize, drawing: RwSignal<bool>) {
        if self.0.try_get_untracked().is_some_and(|it| it < parts) {
            request_animation_frame(move || {
                // Nothing to draw on where the page is gone.
                let _ = self.0.try_update(|it| *it += 1);
                self.go_on(parts, drawing);
            });
        } else {
            let _ = drawing.try_set(false);
        }
    }
}

fn section(it: Section, drawn: Drawn) -> impl IntoView {
    let head: Vec<_> = it
        .columns
        .into_iter()
        .map(|it| view! { <th scope="col">{it}</th> })
        .collect();
    let parts = it.rows.chunks(ROWS_AT_ONCE).map(<[_]>::to_vec).enumerate();
    let bodies: Vec<_> = parts
        .map(|(at, rows)| {
            let due = Memo::new(move |_| at < drawn.0.get());
            let rows = move || {
                due.get()
                    .then(|| rows.iter().map(|it| line(it)).collect::<Vec<_>>())
            };
            view! { <tbody>{rows}</tbody> }
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
                    {bodies}
                </table>
            </div>
        </section>
    }
}

fn line(row: &[String]) -> impl IntoView + use<> {
    let cells = row.iter().cloned();
    let cells: Vec<_> = cells.map(|it| view! { <td><bdi>{it}</bdi></td> }).collect();
    view! { <tr>{cells}</tr> }
}
