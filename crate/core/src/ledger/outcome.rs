//! What a platform's page says came of an assignment, and where that contradicts the log.

use tallystick_wire::event::{Author, Event, Matched, PageRef};
use tallystick_wire::facts::{Outcome, OutcomeFacts};
use tallystick_wire::ledger::{Assignment, Contradiction, Standing};
use tallystick_wire::{Millis, Money};

use super::apply::{is_open, learn, note};
use crate::show::text;

/// The most contradictions that one record keeps; the log keeps all.
const CONTRADICTIONS_MAX: usize = 50;
/// How far two clocks may differ before it is said, in milliseconds.
const CLOCKS_DIFFER_MS: i64 = 10 * 60_000;

/// A page's line about this assignment.
pub(super) fn seen(
    it: &mut Assignment,
    event: &Event,
    page: &PageRef,
    facts: &OutcomeFacts,
    matched: Matched,
) {
    contradict(it, event, page, facts);
    learn(it, &facts.task, event.at);
    it.matched = Some(it.matched.map_or(matched, |known| weaker(known, matched)));
    it.moments.vanished = None;
    if it.day.is_none() {
        it.day.clone_from(&page.day);
    }
    let at = &mut it.moments;
    at.platform_started = facts.started_at.or(at.platform_started);
    at.platform_completed = facts.completed_at.or(at.platform_completed);
    at.platform_seconds = facts.taken_seconds.or(at.platform_seconds);
    it.amounts.bonus = facts.bonus.or(it.amounts.bonus);
    if let Some(feedback) = &facts.feedback {
        note(it, Author::Requester, feedback, event.at);
    }
    let Some(outcome) = facts.outcome else {
        return;
    };
    if is_decided(outcome) && facts.task.reward.is_some() {
        it.amounts.paid = facts.task.reward;
    }
    let standing = paid_nothing(it, outcome);
    stands(it, standing, event.at);
}

/// MTurk shows work that was approved and has been paid as approved with a reward of 0.
fn paid_nothing(it: &mut Assignment, outcome: Outcome) -> Standing {
    let promised = it.amounts.promised.filter(|it| it.minor != 0);
    let zero = it.amounts.paid.is_some_and(|it| it.minor == 0);
    if outcome == Outcome::Approved && zero && promised.is_some() {
        it.amounts.paid = promised;
        return Standing::Paid;
    }
    Standing::of(outcome)
}

fn is_decided(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Approved | Outcome::Paid | Outcome::ScreenedOut
    )
}

fn weaker(one: Matched, other: Matched) -> Matched {
    let rank = |it: Matched| match it {
        Matched::Id | Matched::New => 0,
        Matched::Group => 1,
        Matched::Combination => 2,
    };
    if rank(one) < rank(other) { other } else { one }
}

/// It stands like this from now on. A page that calls it active knows no better than the clock.
pub(super) fn stands(it: &mut Assignment, standing: Standing, at: Millis) {
    let before = it.standing;
    let moments = &mut it.moments;
    match standing {
        Standing::Approved | Standing::Paid => {
            moments.approved.get_or_insert(at);
            if before == Standing::Rejected {
                moments.overturned = Some(at);
            }
        }
        Standing::Rejected => {
            moments.rejected.get_or_insert(at);
            moments.overturned = None;
        }
        Standing::Pending if moments.submitted.is_none() => {
            moments.submitted = moments.platform_completed.or(moments.clicked);
        }
        _ => {}
    }
    it.standing = match (is_open(before), is_open(standing)) {
        (true, true) => before.max(standing),
        (false, true) => before,
        (_, false) => standing,
    };
}

/// Writes down what does not fit: before the page's word takes effect.
fn contradict(it: &mut Assignment, event: &Event, page: &PageRef, facts: &OutcomeFacts) {
    let mut found: Vec<(&str, String, String)> = Vec::new();
    if let (Some(ours), Some(theirs)) = (it.amounts.promised, facts.task.reward)
        && ours != theirs
        && facts.outcome.is_some_and(is_decided)
        && theirs.minor != 0
    {
        found.push(("reward", text::money(ours), text::money(theirs)));
    }
    if let Some(outcome) = facts.outcome {
        let theirs = Standing::of(outcome);
        if disagree(it.standing, theirs) {
            let words = (it.standing.as_str(), theirs.as_str());
            found.push(("outcome", words.0.to_owned(), words.1.to_owned()));
        }
    }
    if let (Some(ours), Some(theirs)) = (&it.day, &page.day)
        && ours != theirs
    {
        found.push(("day", ours.clone(), theirs.clone()));
    }
    if let (Some(ours), Some(theirs)) = (it.amounts.bonus, facts.bonus)
        && (theirs.minor < ours.minor || theirs.currency != ours.currency)
    {
        found.push(("bonus", money(ours), money(theirs)));
    }
    let submitted = it.moments.submitted.zip(facts.completed_at);
    if let Some((ours, theirs)) = submitted
        && CLOCKS_DIFFER_MS < (ours - theirs).abs()
        && it.import.is_none()
        && it.moments.platform_completed.is_none()
    {
        found.push(("submitted at", ours.to_string(), theirs.to_string()));
    }
    for (what, ours, theirs) in found {
        write(it, event, what, ours, theirs, event.at);
    }
}

fn money(amount: Money) -> String {
    text::money(amount)
}

fn write(it: &mut Assignment, event: &Event, what: &str, ours: String, theirs: String, at: Millis) {
    let known = |it: &Contradiction| it.what == what && it.ours == ours && it.theirs == theirs;
    if it.contradictions.iter().any(known) || CONTRADICTIONS_MAX <= it.contradictions.len() {
        return;
    }
    it.contradictions.push(Contradiction {
        at,
        by: event.id.clone(),
        what: what.to_owned(),
        ours,
        theirs,
    });
}

/// Whether a page's word cannot follow from what the log says. Judgements change by themselves:
/// pending to rejected to approved is no contradiction.
fn disagree(ours: Standing, theirs: Standing) -> bool {
    let ended = |it| {
        matches!(
            it,
            Standing::Returned | Standing::Expired | Standing::ScreenedOut
        )
    };
    let judged = |it| matches!(it, Standing::Approved | Standing::Paid | Standing::Rejected);
    if ended(ours) {
        return ours != theirs;
    }
    // Taken back by the requester after it was approved or paid, or unsubmitted.
    (ours == Standing::Paid && theirs != Standing::Paid && theirs != Standing::Approved)
        || (judged(ours) && !judged(theirs))
        || (ours == Standing::Pending && is_open(theirs))
}
