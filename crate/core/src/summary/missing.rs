//! Money that should be there and is not, and money that is still to come.

use serde::{Deserialize, Serialize};
use tallystick_wire::event::AssignmentKey;
use tallystick_wire::ledger::{Assignment, Standing};
use tallystick_wire::{Millis, Money};

use super::{Book, Filter};
use crate::ledger;

/// After how many days a platform whose delay is not known is held to have approved: the longest
/// delay that Mechanical Turk lets a requester set.
pub const APPROVAL_DAYS_MAX: u32 = 30;
const DAY_MS: i64 = 86_400_000;

/// Why money is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingKind {
    /// Pending for longer than the platform lets requesters wait.
    Overdue,
    /// Paid less than was promised.
    PaidLess,
    /// A bonus was promised and not seen.
    Bonus,
    /// No longer on a list that should show it.
    Vanished,
}

impl MissingKind {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Overdue, Self::PaidLess, Self::Bonus, Self::Vanished];
}

/// Money that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Of which assignment.
    pub key: AssignmentKey,
    /// Why.
    pub kind: MissingKind,
    /// How much; `None` where that is not known.
    pub amount: Option<Money>,
    /// Since when.
    pub since: Millis,
}

/// Money that is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Of which assignment.
    pub key: AssignmentKey,
    /// How much was promised.
    pub amount: Option<Money>,
    /// When it was submitted, as far as that is known.
    pub submitted: Millis,
    /// When it is due at the latest.
    pub due: Millis,
    /// Whether that is a guess: the platform's delay is not known.
    pub guessed: bool,
}

impl Book {
    /// All missing money of a filter, the oldest first.
    pub fn missing(&self, filter: &Filter) -> Vec<Missing> {
        let words = filter.words();
        let wanted = self
            .all()
            .filter(|(it, row)| self.lets(filter, &words, it, row));
        let mut found: Vec<Missing> = wanted.flat_map(|(it, _)| of(self, it)).collect();
        found.retain(|it| filter.missing.is_none_or(|kind| it.kind == kind));
        found.sort_by_key(|it| it.since);
        found
    }

    /// The missing money of one assignment.
    pub fn missing_of(&self, it: &Assignment) -> Vec<Missing> {
        of(self, it)
    }

    /// Everything that is pending, the next due first.
    pub fn pending(&self, filter: &Filter) -> Vec<Due> {
        let words = filter.words();
        let wanted = self
            .all()
            .filter(|(it, row)| self.lets(filter, &words, it, row));
        let mut found: Vec<Due> = wanted.filter_map(|(it, _)| due(self, it)).collect();
        found.sort_by_key(|it| it.due);
        found
    }
}

fn due(book: &Book, it: &Assignment) -> Option<Due> {
    if it.standing != Standing::Pending {
        return None;
    }
    let zone = book.terms.zones.of(&it.key.platform);
    let by_day = || {
        let day = it.day.as_ref()?.parse().ok()?;
        Some(zone.start(day))
    };
    let at = &it.moments;
    let submitted = at.submitted.or(at.platform_completed).or(at.clicked);
    let submitted = submitted.or_else(by_day).or(ledger::moment(it))?;
    let known = book.terms.approval_days.get(&it.key.platform).copied();
    let days = i64::from(known.unwrap_or(APPROVAL_DAYS_MAX));
    Some(Due {
        key: it.key.clone(),
        amount: it.amounts.promised,
        submitted,
        due: submitted.saturating_add(days * DAY_MS),
        guessed: known.is_none(),
    })
}

/// What is missing of one assignment.
pub(super) fn of(book: &Book, it: &Assignment) -> Vec<Missing> {
    let mut found = Vec::new();
    let mut add = |kind, amount, since| {
        found.push(Missing {
            key: it.key.clone(),
            kind,
            amount,
            since,
        });
    };
    if let Some(vanished) = it.moments.vanished {
        add(MissingKind::Vanished, ledger::expected(it), vanished);
    } else if let Some(due) = due(book, it).filter(|it| it.due < book.terms.now) {
        add(MissingKind::Overdue, due.amount, due.due);
    }
    let settled = it.moments.approved.or(it.moments.seen).unwrap_or(0);
    if let Some(less) = paid_less(it) {
        add(MissingKind::PaidLess, Some(less), settled);
    }
    if let Some(bonus) = unpaid_bonus(it) {
        add(MissingKind::Bonus, Some(bonus), settled);
    }
    found
}

fn paid_less(it: &Assignment) -> Option<Money> {
    if !matches!(it.standing, Standing::Approved | Standing::Paid) {
        return None;
    }
    let (promised, paid) = it.amounts.promised.zip(it.amounts.paid)?;
    let less = promised.minor - paid.minor;
    (promised.currency == paid.currency && 0 < less).then(|| Money::new(less, paid.currency))
}

fn unpaid_bonus(it: &Assignment) -> Option<Money> {
    let promised = it.amounts.bonus_promised?;
    let seen = it
        .amounts
        .bonus
        .filter(|it| it.currency == promised.currency);
    let less = promised.minor - seen.map_or(0, |it| it.minor);
    (0 < less).then(|| Money::new(less, promised.currency))
}
