//! Changes to one assignment by a form, and to many at once. Each is an event and can be undone.

use leptos::prelude::*;
use tallystick_core::entry;
use tallystick_wire::event::{AssignmentKey, Edit, Entry, EventKind};
use tallystick_wire::facts::Outcome;
use tallystick_wire::{Currency, Money};

use super::list::Chosen;
use crate::desk::Desk;
use crate::engine::ask::Keys;
use crate::engine::view::{EditForm, Selected};

/// The most assignments that are changed at once.
const CHOSEN_MAX: usize = 10_000;

pub const OUTCOMES: [(&str, Outcome); 8] = [
    ("active", Outcome::Active),
    ("submitted", Outcome::Submitted),
    ("approved", Outcome::Approved),
    ("paid", Outcome::Paid),
    ("rejected", Outcome::Rejected),
    ("returned", Outcome::Returned),
    ("expired", Outcome::Expired),
    ("screened_out", Outcome::ScreenedOut),
];

/// What to do with those that are ticked.
#[component]
pub fn Bulk(desk: Desk, chosen: Chosen, selected: RwSignal<Option<Selected>>) -> impl IntoView {
    let n = move || chosen.with(std::collections::BTreeSet::len);
    let all = move || selected.with(|it| it.as_ref().map_or(0, |it| it.n));
    let change = move |edit: Edit, done: &'static str| {
        let keys: Vec<AssignmentKey> = chosen.get_untracked().into_iter().collect();
        let n = keys.len();
        let of = |key| {
            Entry::of(
                key,
                EventKind::Edited {
                    edit: Box::new(edit.clone()),
                },
            )
        };
        let entries: Vec<Entry> = keys.into_iter().map(of).collect();
        chosen.update(std::collections::BTreeSet::clear);
        leptos::task::spawn_local(async move {
            desk.append(entries, format!("{done}: {n}")).await;
        });
    };
    let choose_all = move |_| {
        desk.spawn(async move {
            let keys = desk.link.ask(Keys { most: CHOSEN_MAX }).await?;
            chosen.set(keys.into_iter().collect());
            Ok(())
        });
    };
    let set_outcome = move |event| {
        let word = event_target_value(&event);
        let outcome = OUTCOMES.iter().find(|it| it.0 == word);
        if let Some((_, outcome)) = outcome {
            change(
                Edit {
                    outcome: Some(*outcome),
                    ..Edit::default()
                },
                "State changed",
            );
        }
    };
    let leave = move |out| {
        let done = if out {
            "Left out of the figures"
        } else {
            "Back in the figures"
        };
        change(
            Edit {
                left_out: Some(out),
                ..Edit::default()
            },
            done,
        );
    };
    view! {
        <div class="row bulk" role="group" aria-label="What is chosen">
            <span role="status">{move || format!("{} chosen", n())}</span>
            <button type="button" class="plain" prop:disabled=move || all() == 0 on:click=choose_all>
                {move || format!("Choose all {}", all().min(CHOSEN_MAX))}
            </button>
            <Show when=move || { 0 < n() }>
                <button type="button" on:click=move |_| leave(true)>"Leave out of the figures"</button>
                <button type="button" on:click=move |_| leave(false)>"Put back"</button>
                <select aria-label="Set the state" on:change=set_outcome>
                    <option value="">"Set the state …"</option>
                    {OUTCOMES.map(|(word, _)| view! { <option value=word>{word.replace('_', " ")}</option> }).to_vec()}
                </select>
                <button type="button" class="plain" on:click=move |_| chosen.update(std::collections::BTreeSet::clear)>
                    "Choose none"
                </button>
            </Show>
        </div>
    }
}

/// The form's fields as they are typed.
#[derive(Clone, Copy)]
struct Fields {
    now: RwSignal<EditForm>,
}

/// The form for one assignment.
#[component]
pub fn EditFields(
    desk: Desk,
    key: AssignmentKey,
    before: EditForm,
    /// Called once the changes are in the log.
    done: Callback<()>,
) -> impl IntoView {
    let fields = Fields {
        now: RwSignal::new(before.clone()),
    };
    let wrong = RwSignal::new(None::<String>);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let entries = match entries(&key, &before, &fields.now.get_untracked()) {
            Ok(entries) => entries,
            Err(why) => return wrong.set(Some(why)),
        };
        if entries.is_empty() {
            return wrong.set(Some("Nothing is changed yet".to_owned()));
        }
        leptos::task::spawn_local(async move {
            if desk.append(entries, "Changed".to_owned()).await {
                done.run(());
            }
        });
    };
    let outcome = move |event| {
        fields
            .now
            .update(|it| it.outcome = event_target_value(&event))
    };
    let is = move |word: &'static str| move || fields.now.with(|it| it.outcome == word);
    let options = OUTCOMES.map(|(word, _)| {
        view! { <option value=word prop:selected=is(word)>{word.replace('_', " ")}</option> }
    });
    view! {
        <form class="stack tight" on:submit=save>
            {text(fields, "edit-title", "Title", |it| &mut it.title)}
            {text(fields, "edit-requester", "Requester", |it| &mut it.requester)}
            <div class="row">
                {text(fields, "edit-reward", "Promised", |it| &mut it.reward)}
                {text(fields, "edit-paid", "Paid", |it| &mut it.paid)}
                {text(fields, "edit-bonus", "Bonus", |it| &mut it.bonus)}
                {text(fields, "edit-currency", "Currency", |it| &mut it.currency)}
            </div>
            <div class="row">
                <div class="field">
                    <label for="edit-outcome">"State"</label>
                    <select id="edit-outcome" on:change=outcome>
                        <option value="" prop:selected=is("")>"not started"</option>
                        {options.to_vec()}
                    </select>
                </div>
                {text(fields, "edit-day", "Day (YYYY-MM-DD)", |it| &mut it.day)}
                {text(fields, "edit-minutes", "Minutes worked", |it| &mut it.minutes)}
            </div>
            <label class="choice">
                <input type="checkbox" prop:checked=move || fields.now.with(|it| it.left_out)
                    on:change=move |event| fields.now.update(|it| it.left_out = event_target_checked(&event)) />
                "Leave it out of all figures"
            </label>
            <div aria-live="polite">{move || wrong.get().map(|why| view! { <p class="error">{why}</p> })}</div>
            <div><button type="submit" class="main">"Save the changes"</button></div>
        </form>
    }
}

fn text(
    fields: Fields,
    id: &'static str,
    label: &'static str,
    of: fn(&mut EditForm) -> &mut String,
) -> impl IntoView {
    let value = fields.now.with_untracked(|it| of(&mut it.clone()).clone());
    let change = move |event| {
        let text = event_target_value(&event);
        fields.now.update(|it| *of(it) = text);
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id type="text" autocomplete="off" prop:value=value on:input=change />
        </div>
    }
}

/// What the worker changed, as entries of the log; nothing for what stayed as it was.
fn entries(key: &AssignmentKey, before: &EditForm, now: &EditForm) -> Result<Vec<Entry>, String> {
    let currency: Currency = now.currency.trim().to_uppercase().parse().map_err(|_| {
        format!(
            "{:?} is no currency: write three letters, such as USD",
            now.currency
        )
    })?;
    let moved = before.currency != now.currency;
    let money = |old: &str, new: &str| -> Result<Option<Money>, String> {
        let new = new.trim();
        if (old == new && !moved) || new.is_empty() {
            return Ok(None);
        }
        if new.trim_matches(['0', '.', ',']).is_empty() {
            return Ok(Some(Money::new(0, currency)));
        }
        entry::amount(new, currency).map(Some)
    };
    let changed = |old: &str, new: &str| (old != new && !new.is_empty()).then(|| new.to_owned());
    let day = changed(&before.day, now.day.trim());
    if let Some(day) = &day {
        let read: Result<tallystick_core::zone::Day, _> = day.parse();
        read.map_err(|_| format!("{day:?} is no day: write it as 2026-01-31"))?;
    }
    let outcome = OUTCOMES
        .iter()
        .find(|it| it.0 == now.outcome && before.outcome != now.outcome);
    let edit = Edit {
        title: changed(&before.title, now.title.trim()),
        requester_name: changed(&before.requester, now.requester.trim()),
        reward: money(&before.reward, &now.reward)?,
        paid: money(&before.paid, &now.paid)?,
        bonus: money(&before.bonus, &now.bonus)?,
        outcome: outcome.map(|it| it.1),
        day,
        left_out: (before.left_out != now.left_out).then_some(now.left_out),
        ..Edit::default()
    };
    let mut entries = Vec::new();
    if edit != Edit::default() {
        let edit = Box::new(edit);
        entries.push(Entry::of(key.clone(), EventKind::Edited { edit }));
    }
    if before.minutes != now.minutes && !now.minutes.trim().is_empty() {
        let minutes: f64 = now.minutes.trim().replace(',', ".").parse().map_err(|_| {
            format!(
                "{:?} are no minutes: write a number, such as 12.5",
                now.minutes
            )
        })?;
        let worked_ms = (minutes.clamp(0.0, 100_000.0) * 60_000.0).round() as i64;
        entries.push(Entry::of(key.clone(), EventKind::Corrected { worked_ms }));
    }
    Ok(entries)
}
