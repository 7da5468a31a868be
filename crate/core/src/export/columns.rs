//! The columns of the table of assignments: what each holds, and how it is got.

use tallystick_wire::ledger::Assignment;
use tallystick_wire::{Currency, Millis, Money};

use crate::ledger::{earned, is_measured, worked_ms};
use crate::show::text;
use crate::summary::{Book, Midnight, Terms, day_of};
use crate::zone::Zone;

/// The longest text of one cell, in characters: a spreadsheet's limit.
const TEXT_MAX_CHARS: usize = 32_000;

/// What is in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Empty,
    /// Words; hostile ones where a page gave them.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number of so many hundredths, thousandths … by its digits.
    Decimal(i64, u32),
    /// An instant.
    Time(Millis),
}

/// One column.
pub struct Column {
    /// Its heading.
    pub name: &'static str,
    /// What it holds.
    pub what: &'static str,
    pub(crate) cell: fn(&Assignment, &Terms) -> Cell,
}

/// All columns, in their order.
pub const COLUMNS: &[Column] = &[
    Column {
        name: "platform",
        what: "Where the work was done.",
        cell: |it, _| Cell::Text(it.key.platform.to_string()),
    },
    Column {
        name: "platform_day",
        what: "The day that it counts to, by the platform's midnight.",
        cell: |it, terms| day(it, terms, Midnight::Platform),
    },
    Column {
        name: "own_day",
        what: "The same by your own midnight.",
        cell: |it, terms| day(it, terms, Midnight::Worker),
    },
    Column {
        name: "title",
        what: "The task's title.",
        cell: |it, _| some(it.facts.title.as_deref()),
    },
    Column {
        name: "requester",
        what: "The requester's name as shown.",
        cell: |it, _| some(it.facts.requester_name.as_deref()),
    },
    Column {
        name: "requester_id",
        what: "The platform's id of the requester.",
        cell: |it, _| some(it.facts.requester.as_ref().map(|it| it.value.as_str())),
    },
    Column {
        name: "group",
        what: "The platform's id of the task group, study or project.",
        cell: |it, _| some(it.facts.group.as_ref().map(|it| it.value.as_str())),
    },
    Column {
        name: "assignment",
        what: "How this try is known: the platform's id where there is one.",
        cell: |it, _| Cell::Text(it.key.value.clone()),
    },
    Column {
        name: "known_by",
        what: "id, group, combination or own: how surely it is known.",
        cell: |it, _| Cell::Text(it.key.kind.as_str().to_owned()),
    },
    Column {
        name: "state",
        what: "queued, working, pending, approved, paid, rejected, returned, expired, screened_out.",
        cell: |it, _| Cell::Text(it.standing.as_str().to_owned()),
    },
    Column {
        name: "currency",
        what: "The currency of promised, paid, fee and earned.",
        cell: |it, _| currency(it).map_or(Cell::Empty, |it| Cell::Text(it.to_string())),
    },
    Column {
        name: "promised",
        what: "The reward when you took it.",
        cell: |it, _| amount(it, it.amounts.promised),
    },
    Column {
        name: "paid",
        what: "The reward that the platform shows as approved or paid.",
        cell: |it, _| amount(it, it.amounts.paid),
    },
    Column {
        name: "bonus",
        what: "Itemised bonuses.",
        cell: |it, _| it.amounts.bonus.map_or(Cell::Empty, decimal),
    },
    Column {
        name: "bonus_currency",
        what: "Their currency.",
        cell: |it, _| {
            let bonus = it.amounts.bonus;
            bonus.map_or(Cell::Empty, |it| Cell::Text(it.currency.to_string()))
        },
    },
    Column {
        name: "fee",
        what: "What the platform kept of it.",
        cell: |it, _| amount(it, it.amounts.fee),
    },
    Column {
        name: "earned",
        what: "What it brought for certain: reward and bonus of this currency, less the fee.",
        cell: |it, _| amount(it, earned(it)),
    },
    Column {
        name: "accepted_utc",
        what: "When you took it.",
        cell: |it, _| time(it.moments.accepted.or(it.moments.platform_started)),
    },
    Column {
        name: "started_utc",
        what: "When its page first had your attention.",
        cell: |it, _| time(it.moments.started),
    },
    Column {
        name: "submitted_utc",
        what: "When it was submitted.",
        cell: |it, _| time(it.moments.submitted.or(it.moments.platform_completed)),
    },
    Column {
        name: "approved_seen_utc",
        what: "When a page first showed it approved or paid.",
        cell: |it, _| time(it.moments.approved),
    },
    Column {
        name: "rejected_seen_utc",
        what: "When a page first showed it rejected.",
        cell: |it, _| time(it.moments.rejected),
    },
    Column {
        name: "work_seconds",
        what: "How long you worked on it.",
        cell: |it, _| worked_ms(it).map_or(Cell::Empty, |ms| Cell::Decimal(ms, 3)),
    },
    Column {
        name: "work_by",
        what: "clock, you (corrected by hand) or platform (from start to end, breaks included).",
        cell: |it, _| Cell::Text(work_by(it).to_owned()),
    },
    Column {
        name: "idle_seconds",
        what: "Idle at its page, not counted as work.",
        cell: |it, _| Cell::Decimal(it.times.idle, 3),
    },
    Column {
        name: "away_seconds",
        what: "Away from it after the start, not counted as work.",
        cell: |it, _| Cell::Decimal(it.times.away, 3),
    },
    Column {
        name: "queued_seconds",
        what: "From accepting to starting.",
        cell: |it, _| Cell::Decimal(it.times.queued, 3),
    },
    Column {
        name: "pay_per_hour",
        what: "earned over work_seconds, in the column's currency.",
        cell: |it, _| hourly(it),
    },
    Column {
        name: "contradictions",
        what: "Where pages and your log say different things: what, yours, theirs.",
        cell: |it, _| contradictions(it),
    },
    Column {
        name: "said",
        what: "Feedback, messages and notes.",
        cell: |it, _| said(it),
    },
    Column {
        name: "edited",
        what: "yes where you changed the record by hand.",
        cell: |it, _| yes(it.edited || it.corrected.is_some()),
    },
    Column {
        name: "left_out",
        what: "yes where you left it out of the figures.",
        cell: |it, _| yes(it.left_out),
    },
];

/// The row of one record of a book.
pub(super) fn cells(book: &Book, at: usize) -> Option<Vec<Cell>> {
    let record = book.record(at)?;
    let cell = |column: &Column| (column.cell)(record, book.terms());
    Some(COLUMNS.iter().map(cell).collect())
}

/// A cell as plain text, numbers with a point.
pub(super) fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Whole(number) => number.to_string(),
        Cell::Decimal(number, digits) => text::number(*number, *digits),
        Cell::Time(at) => Zone::UTC.time(*at),
    }
}

fn day(it: &Assignment, terms: &Terms, midnight: Midnight) -> Cell {
    let day = day_of(it, &terms.zones, midnight);
    day.map_or(Cell::Empty, |it| Cell::Text(it.to_string()))
}

fn some(text: Option<&str>) -> Cell {
    match text {
        Some(text) if !text.is_empty() => Cell::Text(text.chars().take(TEXT_MAX_CHARS).collect()),
        _ => Cell::Empty,
    }
}

fn yes(it: bool) -> Cell {
    if it {
        Cell::Text("yes".to_owned())
    } else {
        Cell::Empty
    }
}

fn time(at: Option<Millis>) -> Cell {
    at.map_or(Cell::Empty, Cell::Time)
}

/// The currency of a record's amounts.
fn currency(it: &Assignment) -> Option<Currency> {
    let known = earned(it).or(it.amounts.paid).or(it.amounts.promised);
    known.map(|it| it.currency)
}

/// An amount, if it is in the record's currency.
fn amount(it: &Assignment, amount: Option<Money>) -> Cell {
    let of_it = amount.filter(|amount| currency(it) == Some(amount.currency));
    of_it.map_or(Cell::Empty, decimal)
}

fn decimal(money: Money) -> Cell {
    Cell::Decimal(money.minor, money.currency.digits())
}

fn work_by(it: &Assignment) -> &'static str {
    match (it.corrected, is_measured(it), worked_ms(it)) {
        (Some(_), ..) => "you",
        (None, true, _) => "clock",
        (None, false, Some(_)) => "platform",
        (None, false, None) => "",
    }
}

fn hourly(it: &Assignment) -> Cell {
    let known = earned(it).zip(worked_ms(it).filter(|it| 0 < *it));
    known.map_or(Cell::Empty, |(money, ms)| {
        let minor = (money.minor as f64 * 3_600_000.0 / ms as f64).round();
        Cell::Decimal(minor as i64, money.currency.digits())
    })
}

fn contradictions(it: &Assignment) -> Cell {
    let each = it.contradictions.iter();
    let lines = each.map(|it| format!("{}: {} / {}", it.what, it.ours, it.theirs));
    some(Some(&lines.collect::<Vec<_>>().join("; ")))
}

fn said(it: &Assignment) -> Cell {
    let each = it.said.iter().map(|it| it.text.trim());
    some(Some(&each.collect::<Vec<_>>().join(" | ")))
}
