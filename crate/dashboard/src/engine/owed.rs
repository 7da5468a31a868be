//! Money that is to come and money that is missing, with the reason.

use tallystick_core::show::text;
use tallystick_core::summary::{Book, Filter, Missing, MissingKind};
use tallystick_wire::event::AssignmentKey;
use tallystick_wire::{Millis, Money};

use super::view::{MissingView, OwedLine, OwedView};
use super::{Done, Engine, ask, words};

/// The most lines of a list; the log has them all.
const LINES_MAX: usize = 100;

impl Engine {
    pub(super) fn owed(&self, it: &ask::Owed) -> Done<OwedView> {
        let book = self.book()?;
        let due = book.pending(&it.filter);
        let missing = book.missing(&it.filter);
        let now = book.terms().now;
        let line = |key: &AssignmentKey, amount, when| line(book, key, amount, when);
        Ok(OwedView {
            pending: words::total(due.iter().filter_map(|it| it.amount)),
            pending_n: due.len(),
            due: due
                .iter()
                .filter(|it| now <= it.due)
                .take(LINES_MAX)
                .map(|it| line(&it.key, it.amount, due_words(book, it.due, it.guessed)))
                .collect(),
            missing: MissingKind::ALL
                .into_iter()
                .map(|kind| view(book, &it.filter, kind, &missing))
                .collect(),
        })
    }
}

fn view(book: &Book, filter: &Filter, kind: MissingKind, all: &[Missing]) -> MissingView {
    let these = || all.iter().filter(|it| it.kind == kind);
    let (label, help) = match kind {
        MissingKind::Overdue => (
            "Overdue",
            "Pending for longer than the platform approves by itself.",
        ),
        MissingKind::PaidLess => ("Paid less", "Approved or paid with less than was promised."),
        MissingKind::Bonus => (
            "Bonus not seen",
            "A bonus was promised, and no page has shown it, or less of it.",
        ),
        MissingKind::Vanished => (
            "Vanished",
            "A page that lists everything no longer shows it.",
        ),
    };
    MissingView {
        label: label.to_owned(),
        help: help.to_owned(),
        n: these().count(),
        amount: words::total(these().filter_map(|it| it.amount)),
        filter: Filter {
            missing: Some(kind),
            ..filter.clone()
        },
        lines: these()
            .take(LINES_MAX)
            .map(|it| {
                let since = format!("since {}", day(book, it.since));
                line(book, &it.key, it.amount, since)
            })
            .collect(),
    }
}

fn line(book: &Book, key: &AssignmentKey, amount: Option<Money>, when: String) -> OwedLine {
    let record = book.find(key);
    let title = record.and_then(|it| it.facts.title.as_deref());
    let whose = record.and_then(|it| it.facts.requester_name.as_deref());
    OwedLine {
        key: key.clone(),
        title: words::name(title.unwrap_or("untitled")),
        whose: words::name(whose.unwrap_or("requester not shown")),
        platform: key.platform.to_string(),
        amount: amount.map_or_else(|| "amount not known".to_owned(), text::money),
        when,
    }
}

fn due_words(book: &Book, due: Millis, guessed: bool) -> String {
    let about = if guessed { "at the latest about" } else { "by" };
    format!("{about} {}", day(book, due))
}

fn day(book: &Book, at: Millis) -> String {
    book.terms().zones.own.day(at).to_string()
}
