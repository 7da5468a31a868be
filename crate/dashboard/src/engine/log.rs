//! The list of assignments, a window at a time, and everything about one of them.

use tallystick_core::ledger;
use tallystick_core::show::text;
use tallystick_core::summary::{Book, Filter, Missing};
use tallystick_wire::Money;
use tallystick_wire::event::{Activity, AssignmentKey, AssignmentKind, Author};
use tallystick_wire::facts::Outcome;
use tallystick_wire::ledger::{Assignment, Gap, Standing};

use super::view::{Detail, EditForm, RowView, Selected};
use super::{Done, Engine, ask, figures, words};

impl Engine {
    pub(super) fn select(&mut self, it: &ask::Select) -> Done<Selected> {
        let book = self.book()?;
        let selected = book.select(&it.filter, it.order);
        let line = figures::line(book, String::new(), &book.figures(&it.filter), &it.filter);
        let n = selected.len();
        self.selected = selected;
        Ok(Selected { line, n })
    }

    pub(super) fn rows(&self, it: &ask::Rows) -> Done<(usize, Vec<RowView>)> {
        let book = self.book()?;
        let places = self.selected.iter().skip(it.from).take(it.n);
        let rows = places.filter_map(|at| row(book, *at));
        Ok((it.from, rows.collect()))
    }

    pub(super) fn keys(&self, it: &ask::Keys) -> Done<Vec<AssignmentKey>> {
        let book = self.book()?;
        let places = self.selected.iter().take(it.most);
        Ok(places
            .filter_map(|at| Some(book.record(*at)?.key.clone()))
            .collect())
    }

    pub(super) fn one(&self, it: &ask::One) -> Done<Option<Detail>> {
        let book = self.book()?;
        Ok(book.find(&it.key).map(|record| detail(book, record)))
    }
}

fn row(book: &Book, at: usize) -> Option<RowView> {
    let it = book.record(at)?;
    let hourly = book.hourly_of(at);
    let floor = book.terms().floor.map(|it| it.minor as f64);
    let earned = ledger::earned(it).filter(|it| it.minor != 0);
    let hoped = it
        .amounts
        .promised
        .map(|it| format!("({})", text::money(it)));
    let money = earned.map(text::money).or(hoped);
    Some(RowView {
        key: it.key.clone(),
        title: words::name(it.facts.title.as_deref().unwrap_or("untitled")),
        requester: words::name(it.facts.requester_name.as_deref().unwrap_or("")),
        platform: it.key.platform.to_string(),
        day: book
            .day(at)
            .map_or_else(|| "no date".to_owned(), |day| day.to_string()),
        state: words::state(it.standing),
        good: match it.standing {
            Standing::Approved | Standing::Paid => Some(true),
            Standing::Rejected => Some(false),
            _ => None,
        },
        money: money.unwrap_or_default(),
        worked: ledger::worked_ms(it).map_or_else(String::new, words::time),
        hourly: hourly.map_or_else(String::new, |it| words::per_hour(it, book.terms().currency)),
        below: hourly.zip(floor).map(|(hourly, floor)| hourly < floor),
        flags: flags(it),
    })
}

fn flags(it: &Assignment) -> Vec<String> {
    let mut flags = Vec::new();
    let mut add = |is: bool, flag: &str| {
        if is {
            flags.push(flag.to_owned());
        }
    };
    add(!ledger::counts(it), "left out");
    add(!it.contradictions.is_empty(), "contradicted");
    add(it.moments.overturned.is_some(), "overturned");
    add(it.moments.vanished.is_some(), "vanished");
    add(it.edited, "edited by you");
    add(
        it.key.kind == AssignmentKind::Combination,
        "found without an id",
    );
    flags
}

fn detail(book: &Book, it: &Assignment) -> Detail {
    let words_of = |by: Author| match by {
        Author::Me => "You",
        Author::Requester => "The requester",
        Author::Platform => "The platform",
    };
    Detail {
        key: it.key.clone(),
        title: words::name(it.facts.title.as_deref().unwrap_or("untitled")),
        facts: facts(book, it),
        gaps: it.gaps.iter().map(|gap| gap_words(book, gap)).collect(),
        contradictions: it
            .contradictions
            .iter()
            .map(|it| {
                format!(
                    "{}: {} in your log, {} on the page",
                    it.what, it.ours, it.theirs
                )
            })
            .collect(),
        said: it
            .said
            .iter()
            .map(|it| format!("{}: {}", words_of(it.by), it.text))
            .collect(),
        form: form(book, it),
    }
}

fn gap_words(book: &Book, gap: &Gap) -> (tallystick_wire::EventId, String, bool) {
    let what = match gap.activity {
        Activity::Idle => "idle",
        _ => "away",
    };
    let when = words::moment(book, gap.from);
    (
        gap.id.clone(),
        format!("{} {what} from {when}", words::time(gap.ms)),
        gap.counted,
    )
}

fn facts(book: &Book, it: &Assignment) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|it| !it.is_empty()) {
            facts.push((name.to_owned(), value));
        }
    };
    let money = |it: Option<Money>| it.map(text::money);
    let at = |it: Option<i64>| it.map(|it| words::moment(book, it));
    let span = |ms: i64| (0 < ms).then(|| words::time(ms));
    let moments = &it.moments;
    add("State", Some(words::state(it.standing)));
    add("Requester", it.facts.requester_name.clone());
    add("Promised", money(it.amounts.promised));
    add("Paid", money(it.amounts.paid));
    add("Bonus", money(it.amounts.bonus));
    add("Bonus promised", money(it.amounts.bonus_promised));
    add("Fee", money(it.amounts.fee));
    add(
        "Accepted",
        at(moments.accepted.or(moments.platform_started)),
    );
    add("Started", at(moments.started));
    add(
        "Submitted",
        at(moments.submitted.or(moments.platform_completed)),
    );
    add("Seen approved", at(moments.approved));
    add("Seen rejected", at(moments.rejected));
    add("Overturned", at(moments.overturned));
    add("Missing from its list since", at(moments.vanished));
    let by = if it.corrected.is_some() {
        " (your own figure)"
    } else if ledger::is_measured(it) {
        ""
    } else {
        " (by the platform, breaks included)"
    };
    let worked = ledger::worked_ms(it).map(|ms| words::time(ms) + by);
    add("Worked", worked);
    add("Idle", span(it.times.idle));
    add("Away", span(it.times.away));
    add("Queued", span(it.times.queued));
    add("Day", book.day_of(it).map(|it| it.to_string()));
    for missing in book.missing_of(it) {
        add("Missing money", Some(missing_words(&missing)));
    }
    add("Known by", Some(it.key.kind.as_str().to_owned()));
    add("Assignment", Some(it.key.value.clone()));
    facts
}

fn missing_words(it: &Missing) -> String {
    use tallystick_core::summary::MissingKind::{Bonus, Overdue, PaidLess, Vanished};
    let what = match it.kind {
        Overdue => "pending for too long",
        PaidLess => "paid less than promised",
        Bonus => "a promised bonus was not seen",
        Vanished => "gone from its list",
    };
    let amount = it.amount.map(|it| text::money(it) + ", ");
    format!("{}{what}", amount.unwrap_or_default())
}

fn form(book: &Book, it: &Assignment) -> EditForm {
    let amounts = &it.amounts;
    let plain = |it: Option<Money>| {
        it.map_or_else(String::new, |it| {
            text::number(it.minor, it.currency.digits())
        })
    };
    let any = amounts.promised.or(amounts.paid).or(amounts.bonus);
    let currency = any.map_or(book.terms().currency, |it| it.currency);
    let minutes = it.corrected.or_else(|| ledger::worked_ms(it));
    EditForm {
        title: it.facts.title.clone().unwrap_or_default(),
        requester: it.facts.requester_name.clone().unwrap_or_default(),
        reward: plain(amounts.promised),
        paid: plain(amounts.paid),
        bonus: plain(amounts.bonus),
        currency: currency.to_string(),
        outcome: outcome(it.standing).map_or_else(String::new, word),
        day: book
            .day_of(it)
            .map_or_else(String::new, |it| it.to_string()),
        minutes: minutes.map_or_else(String::new, |ms| text::number(ms / 6_000, 1)),
        left_out: it.left_out,
    }
}

fn outcome(standing: Standing) -> Option<Outcome> {
    Some(match standing {
        Standing::Queued => return None,
        Standing::Working => Outcome::Active,
        Standing::Pending => Outcome::Submitted,
        Standing::Approved => Outcome::Approved,
        Standing::Paid => Outcome::Paid,
        Standing::Rejected => Outcome::Rejected,
        Standing::Returned => Outcome::Returned,
        Standing::Expired => Outcome::Expired,
        Standing::ScreenedOut => Outcome::ScreenedOut,
    })
}

fn word(outcome: Outcome) -> String {
    let text = serde_json::to_string(&outcome).unwrap_or_default();
    text.trim_matches('"').to_owned()
}

/// Everything, or what is left out too.
pub(super) fn places(book: &Book, filter: &Filter) -> Vec<usize> {
    book.select(filter, tallystick_core::summary::Order::Oldest)
}
