//! One event into one record.

use tallystick_wire::event::{Activity, AssignmentKey, Author, Edit, Event, EventKind};
use tallystick_wire::facts::Outcome;
use tallystick_wire::ledger::{Assignment, Gap, Moments, Said, Standing};
use tallystick_wire::{Millis, TaskFacts};

use super::{Step, outcome};
use crate::clock::SUBMIT_GRACE_MS;

/// The most messages and notes that one record keeps; the log keeps all.
const SAID_MAX: usize = 100;

/// A record of which nothing is known yet.
pub(super) fn empty(key: &AssignmentKey) -> Assignment {
    Assignment {
        key: key.clone(),
        facts: TaskFacts::of(key.platform.clone()),
        standing: Standing::default(),
        moments: Moments::default(),
        day: None,
        times: tallystick_wire::ledger::Times::default(),
        corrected: None,
        gaps: Vec::new(),
        amounts: tallystick_wire::ledger::Amounts::default(),
        matched: None,
        contradictions: Vec::new(),
        said: Vec::new(),
        also: Vec::new(),
        became: None,
        edited: false,
        left_out: false,
        import: None,
        events: 0,
    }
}

/// Brings a record up to date with one more event about it; `None` begins a record.
///
/// An event about no assignment, or of a kind that changes none, leaves the record as it is.
pub fn apply(record: &mut Option<Assignment>, event: &Event) -> Step {
    let Some(key) = &event.about else {
        return Step::Done;
    };
    let it = record.get_or_insert_with(|| {
        let mut it = empty(key);
        it.import.clone_from(&event.import);
        it
    });
    it.events += 1;
    if it.moments.first.is_none() {
        it.moments.first = Some(event.at);
    }
    match &event.kind {
        EventKind::Accepted { facts, since } => {
            learn(it, facts, event.at);
            it.moments.accepted.get_or_insert(since.unwrap_or(event.at));
        }
        EventKind::Started => {
            it.moments.started.get_or_insert(event.at);
            begin(it);
        }
        EventKind::Spent {
            activity, from, ms, ..
        } => spent(it, event, *activity, *from, *ms),
        EventKind::SubmitClicked => clicked(it, event.at),
        EventKind::Submitted => submitted(it, event.at),
        EventKind::Returned => end(it, Standing::Returned, event.at),
        EventKind::Expired => end(it, Standing::Expired, event.at),
        EventKind::ScreenedOut => end(it, Standing::ScreenedOut, event.at),
        EventKind::OutcomeSeen {
            page,
            facts,
            matched,
        } => {
            outcome::seen(it, event, page, facts, *matched);
        }
        EventKind::Unlisted { .. } => {
            it.moments.vanished.get_or_insert(event.at);
        }
        EventKind::Corrected { worked_ms } => it.corrected = Some((*worked_ms).max(0)),
        EventKind::GapCounted { gap } => count(it, gap),
        EventKind::Edited { edit } => edited(it, edit, event.at),
        EventKind::Noted { by, text } => note(it, *by, text, event.at),
        EventKind::Manual { .. } => {}
        EventKind::SameAs { .. } | EventKind::Undone { .. } => return Step::Refold,
        EventKind::Searching { .. }
        | EventKind::DaySeen { .. }
        | EventKind::Cost { .. }
        | EventKind::Imported { .. } => {}
    }
    Step::Done
}

/// What a page says of the task; what was known stays, but for what only changes (places, time left).
pub(super) fn learn(it: &mut Assignment, facts: &TaskFacts, at: Millis) {
    let known = &mut it.facts;
    macro_rules! fill {
        ($($field:ident),*) => { $(
            if known.$field.is_none() { known.$field.clone_from(&facts.$field); }
        )* };
    }
    fill!(
        group,
        requester,
        requester_name,
        title,
        description,
        reward,
        claimed_seconds,
        allotted_seconds,
        average_seconds,
        advertised_hourly,
        assignment,
        task
    );
    if it.amounts.promised.is_none() {
        it.amounts.promised = facts.reward;
    }
    it.moments.seen = Some(at);
}

fn begin(it: &mut Assignment) {
    if it.standing == Standing::Queued {
        it.standing = Standing::Working;
    }
}

fn spent(it: &mut Assignment, event: &Event, activity: Activity, from: Millis, ms: i64) {
    let ms = ms.max(0);
    match activity {
        Activity::Worked => {
            it.times.worked += ms;
            begin(it);
            resumed(it, from, ms);
            return;
        }
        Activity::Queued => {
            it.times.queued += ms;
            return;
        }
        Activity::Idle => it.times.idle += ms,
        Activity::Away => it.times.away += ms,
    }
    let cause = match &event.kind {
        EventKind::Spent { cause, .. } => *cause,
        _ => None,
    };
    it.gaps.push(Gap {
        id: event.id.clone(),
        activity,
        from,
        ms,
        cause,
        counted: false,
    });
}

/// Work that goes on after a click on submit: validation had refused it.
fn resumed(it: &mut Assignment, from: Millis, ms: i64) {
    let after_click = it.moments.clicked.is_some_and(|clicked| clicked <= from);
    let unconfirmed = it.standing == Standing::Pending && it.moments.submitted.is_none();
    if after_click && unconfirmed && SUBMIT_GRACE_MS < ms {
        it.standing = Standing::Working;
        it.moments.clicked = None;
    }
}

fn clicked(it: &mut Assignment, at: Millis) {
    if is_open(it.standing) {
        it.standing = Standing::Pending;
        it.moments.clicked = Some(at);
    }
}

/// Submitted twice is submitted once.
fn submitted(it: &mut Assignment, at: Millis) {
    let unsure = it.standing == Standing::Pending || it.standing == Standing::Expired;
    if is_open(it.standing) || unsure {
        it.standing = Standing::Pending;
        it.moments.submitted.get_or_insert(at);
        it.moments.ended = None;
    }
}

fn end(it: &mut Assignment, standing: Standing, at: Millis) {
    if is_open(it.standing) {
        it.standing = standing;
        it.moments.ended.get_or_insert(at);
    }
}

/// Whether it is still the worker's to do.
pub(super) fn is_open(standing: Standing) -> bool {
    matches!(standing, Standing::Queued | Standing::Working)
}

fn count(it: &mut Assignment, gap: &tallystick_wire::EventId) {
    let Some(gap) = it.gaps.iter_mut().find(|it| it.id == *gap && !it.counted) else {
        return;
    };
    gap.counted = true;
    let from = match gap.activity {
        Activity::Idle => &mut it.times.idle,
        _ => &mut it.times.away,
    };
    *from -= gap.ms;
    it.times.worked += gap.ms;
}

fn edited(it: &mut Assignment, edit: &Edit, at: Millis) {
    it.edited = true;
    let set = |slot: &mut Option<String>, value: &Option<String>| {
        if value.is_some() {
            slot.clone_from(value);
        }
    };
    set(&mut it.facts.title, &edit.title);
    set(&mut it.facts.requester_name, &edit.requester_name);
    set(&mut it.day, &edit.day);
    if edit.reward.is_some() {
        it.facts.reward = edit.reward;
        it.amounts.promised = edit.reward;
    }
    let amounts = &mut it.amounts;
    amounts.paid = edit.paid.or(amounts.paid);
    amounts.bonus = edit.bonus.or(amounts.bonus);
    amounts.bonus_promised = edit.bonus_promised.or(amounts.bonus_promised);
    amounts.fee = edit.fee.or(amounts.fee);
    match edit.outcome {
        // Only the worker can say that what was ended is not.
        Some(Outcome::Active) => it.standing = Standing::Working,
        Some(said) => outcome::stands(it, Standing::of(said), at),
        None => {}
    }
    it.left_out = edit.left_out.unwrap_or(it.left_out);
}

pub(super) fn note(it: &mut Assignment, by: Author, text: &str, at: Millis) {
    let known = it
        .said
        .iter()
        .any(|said| said.by == by && said.text == text);
    if !text.trim().is_empty() && !known && it.said.len() < SAID_MAX {
        it.said.push(Said {
            at,
            by,
            text: text.to_owned(),
        });
    }
}
