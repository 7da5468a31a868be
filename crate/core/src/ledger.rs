//! The ledger: events folded into one record an assignment, and what belongs to none.
//!
//! An event changes one record, so a record can be kept and brought up to date event by event. What
//! takes something back (an undo, a link between two keys) says [`Step::Refold`]: then the record
//! is folded anew from its own events. Both ways give the same record. What pages say against the
//! log is written beside it as a contradiction; nothing is merged silently. It refuses to know
//! storage, zones and figures: `summary` counts.

mod apply;
mod fold;
mod observe;
mod outcome;
mod whole;

use tallystick_wire::ledger::{Assignment, Standing};
use tallystick_wire::{Millis, Money};

pub use apply::apply;
pub use fold::{connected, fold, home, in_force, undone};
pub use observe::{Known, Observed, Wanted, observe, observe_all, wanted};
pub use whole::{Ledger, QUARTER_MS, quarters};

/// What became of an event that was applied to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The record is up to date.
    Done,
    /// The record must be folded anew from all its events, this one included.
    Refold,
}

/// Milliseconds of work on an assignment: the worker's own figure, else what was measured, else
/// what the platform says; `None` where nobody knows.
pub fn worked_ms(it: &Assignment) -> Option<i64> {
    if let Some(own) = it.corrected {
        return Some(own);
    }
    if 0 < it.times.worked {
        return Some(it.times.worked);
    }
    let said = it.moments.platform_seconds.map(|it| i64::from(it) * 1_000);
    let span = it
        .moments
        .platform_started
        .zip(it.moments.platform_completed);
    said.or(span.map(|(from, to)| to - from).filter(|it| 0 <= *it))
}

/// Whether [`worked_ms`] was attended time or the worker's own figure, not the platform's span.
pub fn is_measured(it: &Assignment) -> bool {
    it.corrected.is_some() || 0 < it.times.worked
}

/// The moment that decides the day of an assignment: submitted, else ended, else the last that is
/// known of it.
pub fn moment(it: &Assignment) -> Option<Millis> {
    let at = &it.moments;
    at.submitted
        .or(at.platform_completed)
        .or(at.clicked)
        .or(at.ended)
        .or(at.started)
        .or(at.platform_started)
        .or(at.accepted)
        // When a file was imported says nothing of when the work was done.
        .or(at.first.filter(|_| it.import.is_none()))
}

/// The reward that a record brought for certain; `None` while it did not.
pub fn reward_of(it: &Assignment) -> Option<Money> {
    match it.standing {
        Standing::Approved | Standing::Paid => it.amounts.paid.or(it.amounts.promised),
        Standing::ScreenedOut => it.amounts.paid,
        _ => None,
    }
}

/// What a record brought for certain: reward and bonus, less the fee; `None` while nothing is.
pub fn earned(it: &Assignment) -> Option<Money> {
    let reward = reward_of(it);
    let bonus = it.amounts.bonus.filter(|it| it.minor != 0);
    let currency = reward.or(bonus)?.currency;
    let part = |amount: Option<Money>| amount.filter(|it| it.currency == currency);
    let sum = [part(reward), part(bonus)].into_iter().flatten();
    let sum = sum.fold(0_i64, |sum, it| sum.saturating_add(it.minor));
    let fee = part(it.amounts.fee).map_or(0, |it| it.minor);
    Some(Money::new(sum.saturating_sub(fee), currency))
}

/// What is still expected: the promised reward while it is not decided.
pub fn expected(it: &Assignment) -> Option<Money> {
    let open = matches!(it.standing, Standing::Pending);
    it.amounts.promised.filter(|_| open)
}

/// Whether it counts in figures at all.
pub fn counts(it: &Assignment) -> bool {
    !it.left_out && it.became.is_none() && 0 < it.events
}
