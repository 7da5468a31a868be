//! A number that opens what is behind it, and the page of a log that is still empty.

use leptos::prelude::*;
use tallystick_core::summary::Filter;

use super::route::{Route, address};

/// The address of these assignments in the log.
pub fn log_of(filter: &Filter) -> String {
    address(Route::Log, filter)
}

/// Words that lead to the assignments behind them; plain words where there is nothing to open.
#[component]
pub fn Behind(
    /// What is said.
    #[prop(into)]
    words: String,
    /// What is behind it.
    filter: Filter,
    /// Whether there is anything.
    #[prop(default = true)]
    any: bool,
) -> impl IntoView {
    if !any || words.is_empty() {
        return view! { <span class="soft">{if words.is_empty() { "–".to_owned() } else { words }}</span> }
            .into_any();
    }
    view! { <a class="behind" href=log_of(&filter)>{words}</a> }.into_any()
}

/// What will appear here, and how.
#[component]
pub fn Empty() -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby="empty-heading">
            <h2 id="empty-heading">"Nothing is recorded yet"</h2>
            <p class="words">
                "Open a task on one of your platforms and work as ever. Tallystick times it, and writes down \
                 what the platform's own pages say came of it when you open them."
            </p>
            <ul class="stack tight words hints">
                <li><strong>"Today and this week: "</strong>"what you earned, what is to come, and how far your goal is."</li>
                <li><strong>"What an hour really brings: "</strong>"with searching, returned and rejected work in it, against your floor."</li>
                <li><strong>"By whom: "</strong>"platform, requester, task group, day, month; a calendar of your days."</li>
                <li><strong>"What is missing: "</strong>"overdue, paid less than promised, a bonus that never came."</li>
            </ul>
            <div class="row">
                <a class="button main" href="#import">"Import what I have"</a>
                <a class="button" href="#rescue">"Save a history that is about to go"</a>
            </div>
            <p class="soft small words">
                "Exports of Prolific, MTurk Suite and HITDB are read, and any other table. Everything stays on this machine."
            </p>
        </section>
    }
}
