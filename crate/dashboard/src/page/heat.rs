//! The calendar: a square a day, larger and darker the more it brought.

use leptos::prelude::*;
use tallystick_core::count;
use tallystick_core::summary::Filter;
use tallystick_core::zone::Period;
use tallystick_kit::frame::Card;

use super::open::{Behind, log_of};
use crate::desk::Desk;
use crate::engine::ask::Calendar;
use crate::engine::view::CellView;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The last 53 weeks.
#[component]
pub fn Heat(desk: Desk) -> impl IntoView {
    let cells = desk.answer(move || {
        let today = desk.today.get()?;
        let period = Period {
            from: today.week().plus(-52 * 7),
            to: today,
        };
        let platforms = desk.filter.with(|it| it.platforms.clone());
        let filter = Filter {
            platforms,
            ..Filter::default()
        };
        Some(Calendar { filter, period })
    });
    view! {
        <Card id="heat-heading" heading="A year of days">
            {move || cells.get().map(|cells| view! { <Year cells=cells desk=desk /> })}
        </Card>
    }
}

fn of_day(cell: &CellView, desk: Desk) -> Filter {
    Filter {
        period: Some(Period::day(cell.day)),
        platforms: desk.filter.with_untracked(|it| it.platforms.clone()),
        ..Filter::default()
    }
}

#[component]
fn Year(cells: Vec<CellView>, desk: Desk) -> impl IntoView {
    let weeks: Vec<_> = cells
        .chunks(7)
        .map(|week| {
            let month = week.iter().find(|it| it.day.day_of_month() == 1);
            let month = month.map(|it| it.day.to_string().get(..7).unwrap_or_default().to_owned());
            let days: Vec<_> = week.iter().map(|cell| square(cell, desk)).collect();
            view! { <span class="week"><span class="month">{month}</span>{days}</span> }
        })
        .collect();
    let busy: Vec<_> = cells
        .iter()
        .rev()
        .filter(|it| 0 < it.level || 0 < it.assignments)
        .cloned()
        .collect();
    let n = busy.len() as u64;
    // Drawn when it is opened: hundreds of lines that most never look at.
    let opened = RwSignal::new(false);
    let rows = move || {
        let most = if opened.get() { usize::MAX } else { 0 };
        let rows = busy.iter().take(most).map(|cell| {
            let filter = of_day(cell, desk);
            let weekday = usize::try_from(cell.weekday).ok().and_then(|at| WEEKDAYS.get(at));
            view! {
                <tr>
                    <th scope="row">{format!("{} {}", weekday.copied().unwrap_or_default(), cell.day)}</th>
                    <td class="end"><Behind words=cell.assignments.to_string() filter=filter any={0 < cell.assignments} /></td>
                    <td class="end">{cell.earned.clone()}</td>
                    <td class="end">{cell.worked.clone()}</td>
                </tr>
            }
        });
        rows.collect::<Vec<_>>()
    };
    let place = NodeRef::<leptos::html::Div>::new();
    // What is new is at the end: that is what is seen first where not all has room.
    Effect::new(move || {
        if let Some(place) = place.get() {
            // Before it is laid out there is nothing to scroll.
            request_animation_frame(move || place.set_scroll_left(place.scroll_width()));
        }
    });
    view! {
        <div class="heat" node_ref=place tabindex="0" role="region" aria-label="A year of days, as squares; the same as a table below">
            {weeks}
        </div>
        <p class="row small soft legend" aria-hidden="true">
            "less" <span class="day" data-level="0"></span><span class="day" data-level="1"></span>
            <span class="day" data-level="2"></span><span class="day" data-level="3"></span>
            <span class="day" data-level="4"></span> "more"
        </p>
        <details on:toggle=move |_| opened.set(true)>
            <summary>"The same as a table: " {count::of(n, "day", "days")} " with work"</summary>
            <div class="scroll" tabindex="0" role="region" aria-label="Days">
                <table>
                    <thead><tr><th scope="col">"Day"</th><th scope="col" class="end">"Assignments"</th><th scope="col" class="end">"Earned"</th><th scope="col" class="end">"Worked and searched"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}

fn square(cell: &CellView, desk: Desk) -> AnyView {
    let words = format!(
        "{}: {}, {}, {}",
        cell.day,
        cell.earned,
        cell.worked,
        count::of(u64::from(cell.assignments), "assignment", "assignments")
    );
    let level = cell.level.to_string();
    if cell.assignments == 0 {
        return view! { <span class="day" data-level=level title=words></span> }.into_any();
    }
    // The table below has the same links for keyboards.
    let link = log_of(&of_day(cell, desk));
    view! { <a class="day" tabindex="-1" aria-hidden="true" data-level=level title=words href=link></a> }.into_any()
}
