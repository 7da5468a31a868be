//! Figures as a table; every number in it leads to the assignments behind it.

use leptos::prelude::*;

use super::open::Behind;
use crate::engine::view::Line;

/// How many lines stand in a table before the rest is asked for.
pub const LINES: usize = 25;
/// How many more stand there when it is.
const MORE: usize = 200;

/// A table of figures.
#[component]
pub fn Table(
    /// What the lines are.
    #[prop(into)]
    what: String,
    /// The lines, or the first of them.
    lines: Vec<Line>,
    /// How many there are.
    n: usize,
    /// How many are shown.
    most: RwSignal<usize>,
) -> impl IntoView {
    let lines = StoredValue::new(lines);
    let label = what.clone();
    let rows = move || {
        let most = most.get();
        lines.with_value(|lines| lines.iter().take(most).map(row).collect::<Vec<_>>())
    };
    let rest = move || {
        let next = n.min(most.get() + MORE);
        (most.get() < n).then(|| {
            let words = if next == n {
                format!("Show all {n}")
            } else {
                format!("Show {next} of {n}")
            };
            view! { <button type="button" class="plain" on:click=move |_| most.set(next)>{words}</button> }
        })
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=label>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{what}</th>
                        <th scope="col" class="end">"Assignments"</th>
                        <th scope="col" class="end">"Earned"</th>
                        <th scope="col" class="end">"To come"</th>
                        <th scope="col" class="end">"Worked"</th>
                        <th scope="col" class="end">"Unpaid time"</th>
                        <th scope="col" class="end">"Paid hour"</th>
                        <th scope="col" class="end">"With unpaid"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {rest}
    }
}

fn row(it: &Line) -> impl IntoView + use<> {
    let any = 0 < it.assignments;
    let filter = || it.filter.clone();
    let below = (it.below == Some(true)).then(|| view! { <span class="tag">"▼ below"</span> });
    view! {
        <tr>
            <th scope="row"><bdi>{it.label.clone()}</bdi></th>
            <td class="end"><Behind words=it.assignments.to_string() filter=filter() any=any /></td>
            <td class="end"><Behind words=it.earned.clone() filter=filter() any=any /></td>
            <td class="end">{it.pending.clone()}</td>
            <td class="end"><Behind words=it.worked.clone() filter=filter() any=any /></td>
            <td class="end">{it.unpaid.clone()}</td>
            <td class="end">{it.hourly.clone()}</td>
            <td class="end">{below} " " {it.real.clone()}</td>
        </tr>
    }
}
