//! The events behind an assignment, in words.

use tallystick_core::ledger;
use tallystick_core::show::text;
use tallystick_wire::event::{Activity, Author, Edit, Event, EventKind, Manual};
use tallystick_wire::facts::OutcomeFacts;

use super::view::EventLine;
use super::{Done, Engine, ask, said, words};

impl Engine {
    pub(super) fn history(&self, it: &ask::History) -> Done<Vec<EventLine>> {
        let book = self.book()?;
        let events: Vec<Event> = said(&it.answer)?;
        let undone = ledger::undone(events.iter());
        let shown = events
            .iter()
            .filter(|it| !matches!(it.kind, EventKind::Undone { .. }));
        Ok(shown
            .map(|event| EventLine {
                id: event.id.clone(),
                at: words::moment(book, event.at),
                words: told(&event.kind),
                undone: undone.contains(&event.id),
                mine: is_mine(&event.kind),
            })
            .collect())
    }
}

fn is_mine(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::Edited { .. }
            | EventKind::Corrected { .. }
            | EventKind::GapCounted { .. }
            | EventKind::Noted { by: Author::Me, .. }
            | EventKind::SameAs { .. }
    )
}

fn told(kind: &EventKind) -> String {
    match kind {
        EventKind::Accepted { .. } => "Accepted".to_owned(),
        EventKind::Started => "Started".to_owned(),
        EventKind::Spent { activity, ms, .. } => {
            let what = match activity {
                Activity::Worked => "worked",
                Activity::Idle => "idle",
                Activity::Away => "away",
                Activity::Queued => "queued",
            };
            format!("{} {what}", words::time(*ms))
        }
        EventKind::Searching { ms, .. } => format!("{} searching", words::time(*ms)),
        EventKind::SubmitClicked => "Submit was clicked".to_owned(),
        EventKind::Submitted => "Submitted".to_owned(),
        EventKind::Returned => "Returned".to_owned(),
        EventKind::Expired => "Expired".to_owned(),
        EventKind::ScreenedOut => "Screened out".to_owned(),
        EventKind::OutcomeSeen { facts, .. } => format!("A page said: {}", outcome(facts)),
        EventKind::Unlisted { .. } => "A page that lists everything did not show it".to_owned(),
        EventKind::DaySeen { facts, .. } => format!("A page said what {} brought", facts.day),
        EventKind::Cost { amount, what, .. } => format!("Cost: {} {what}", text::money(*amount)),
        EventKind::Manual { act } => match act {
            Manual::Start => "You started the clock",
            Manual::Pause => "You paused the clock",
            Manual::Resume => "You let the clock go on",
            Manual::Stop => "You stopped the clock",
        }
        .to_owned(),
        EventKind::Corrected { worked_ms } => {
            format!("You said that the work took {}", words::time(*worked_ms))
        }
        EventKind::GapCounted { .. } => "You counted a break as work".to_owned(),
        EventKind::Edited { edit } => format!("You changed {}", edited(edit)),
        EventKind::Noted { text, .. } => format!("Noted: {text}"),
        EventKind::SameAs { other } => format!("The same as {other}"),
        EventKind::Undone { .. } => "Taken back".to_owned(),
        EventKind::Imported { name, .. } => format!("Imported from {name}"),
    }
}

fn outcome(facts: &OutcomeFacts) -> String {
    let word = facts.outcome.and_then(|it| serde_json::to_string(&it).ok());
    let word = word.map(|it| it.trim_matches('"').replace('_', " "));
    let mut said = word.or_else(|| facts.state.clone()).unwrap_or_default();
    if let Some(reward) = facts.task.reward {
        said += &format!(", {}", text::money(reward));
    }
    if let Some(bonus) = facts.bonus {
        said += &format!(", bonus {}", text::money(bonus));
    }
    said
}

fn edited(edit: &Edit) -> String {
    let money = |name: &str, it: &Option<tallystick_wire::Money>| {
        it.map(|it| format!("{name} to {}", text::money(it)))
    };
    let word = |name: &str, it: &Option<String>| it.as_ref().map(|it| format!("{name} to {it}"));
    let outcome = edit.outcome.and_then(|it| serde_json::to_string(&it).ok());
    let outcome = outcome.map(|it| it.trim_matches('"').replace('_', " "));
    let left_out = edit.left_out.map(|out| {
        let how = if out { "out of" } else { "back in" };
        format!("it to be {how} the figures")
    });
    let parts = [
        word("the title", &edit.title),
        word("the requester", &edit.requester_name),
        money("the reward", &edit.reward),
        money("what was paid", &edit.paid),
        money("the bonus", &edit.bonus),
        money("the promised bonus", &edit.bonus_promised),
        money("the fee", &edit.fee),
        word("the state", &outcome),
        word("the day", &edit.day),
        left_out,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
