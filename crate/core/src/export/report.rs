//! Reports to be printed: a period, a tax year, a dispute. Words and tables; the panel draws them.

use serde::{Deserialize, Serialize};
use tallystick_wire::event::Author;
use tallystick_wire::ledger::Assignment;
use tallystick_wire::{Currency, Money};

use crate::ledger::{earned, worked_ms};
use crate::show::text;
use crate::summary::{Book, By, Figures, Filter, Group, Hourly, Midnight, Sums, Terms};
use crate::zone::{Period, Zone};

/// A report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Its title.
    pub title: String,
    /// What it says first: name and value.
    pub facts: Vec<(String, String)>,
    /// Its tables and paragraphs.
    pub sections: Vec<Section>,
}

/// One part of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// How the figures came about, where that needs words.
    pub note: String,
    /// The heads of the columns.
    pub columns: Vec<String>,
    /// The rows, each as long as the head.
    pub rows: Vec<Vec<String>>,
}

/// What a dispute pack holds beside the assignments.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Whom or what it is about.
    pub about: String,
    /// Whether the ids by which a platform knows the worker's tries are in it.
    pub with_ids: bool,
    /// What other workers report: see [`super::others`].
    pub others: Option<Section>,
}

/// The summary of a period.
pub fn period(book: &Book, filter: &Filter) -> Report {
    let all = book.figures(filter);
    let by = match filter.period {
        Some(period) if period.to <= period.from.plus(31) => (By::Day, "By day"),
        _ => (By::Month, "By month"),
    };
    let sections = [
        by,
        (By::Platform, "By platform"),
        (By::Requester, "By requester"),
    ];
    let mut report = Report {
        title: "Earnings".to_owned(),
        facts: facts(book, filter, &all),
        sections: sections
            .into_iter()
            .map(|(by, heading)| table(heading, &book.groups(filter, by)))
            .collect(),
    };
    report.sections.push(unpaid(&all));
    report
}

/// A year for the taxes: what came in by month, platform and currency, once by the platforms' days
/// and once by the worker's own.
pub fn tax_year(book: &Book, period: Period) -> Report {
    let filter = Filter {
        period: Some(period),
        ..Filter::default()
    };
    let other = match book.terms().midnight {
        Midnight::Platform => Midnight::Worker,
        Midnight::Worker => Midnight::Platform,
    };
    let other = book.clone().under(Terms {
        midnight: other,
        ..book.terms().clone()
    });
    let (platform, own) = match book.terms().midnight {
        Midnight::Platform => (book, &other),
        Midnight::Worker => (&other, book),
    };
    let mut report = Report {
        title: format!("Income from {} to {}", period.from, period.to),
        facts: facts(own, &filter, &own.figures(&filter)),
        sections: Vec::new(),
    };
    let ways = [
        (
            own,
            "by your own day",
            "An assignment counts on the day on which you submitted it.",
        ),
        (
            platform,
            "by the platforms' days",
            "As the platforms' own pages count.",
        ),
    ];
    for (book, how, note) in ways {
        for (by, what) in [(By::Month, "Months"), (By::Platform, "Platforms")] {
            let mut section = table(&format!("{what}, {how}"), &book.groups(&filter, by));
            section.note = note.to_owned();
            report.sections.push(section);
        }
    }
    report
}

/// Everything about some assignments that a complaint needs.
pub fn dispute(book: &Book, places: &[usize], pack: &Dispute) -> Report {
    let mut report = Report {
        title: format!("Record of work: {}", text::title(&pack.about)),
        ..Report::default()
    };
    let records: Vec<&Assignment> = places.iter().filter_map(|at| book.record(*at)).collect();
    let times: Vec<i64> = records.iter().filter_map(|it| worked_ms(it)).collect();
    let worked = match times.is_empty() {
        true => "not measured".to_owned(),
        false => hours(times.iter().sum()),
    };
    report.facts = vec![
        ("Assignments".to_owned(), records.len().to_string()),
        ("Worked".to_owned(), worked),
    ];
    for (n, it) in (1..).zip(&records) {
        report.sections.push(one(n, it, pack));
    }
    report.sections.extend(pack.others.clone());
    report
}

/// One assignment of a dispute pack.
fn one(n: u32, it: &Assignment, pack: &Dispute) -> Section {
    let title = it.facts.title.as_deref().unwrap_or("untitled");
    let mut rows = Vec::new();
    let mut add = |name: &str, value: String| {
        if !value.is_empty() {
            rows.push(vec![name.to_owned(), value]);
        }
    };
    let money = |amount: Option<Money>| amount.map_or(String::new(), text::money);
    let time = |at: Option<i64>| at.map_or(String::new(), |at| Zone::UTC.time(at) + " UTC");
    let length = |ms: i64| text::duration(ms as f64 / 1_000.0);
    add(
        "Requester",
        it.facts.requester_name.clone().unwrap_or_default(),
    );
    if pack.with_ids {
        add("Assignment", it.key.value.clone());
    }
    add("State", it.standing.as_str().replace('_', " "));
    add("Promised reward", money(it.amounts.promised));
    add("Promised bonus", money(it.amounts.bonus_promised));
    let claimed = it.facts.claimed_seconds.map(|it| i64::from(it) * 1_000);
    add("Advertised time", claimed.map_or(String::new(), length));
    add(
        "Accepted",
        time(it.moments.accepted.or(it.moments.platform_started)),
    );
    add(
        "Submitted",
        time(it.moments.submitted.or(it.moments.platform_completed)),
    );
    add("Time worked", worked_ms(it).map_or(String::new(), length));
    add("Seen approved", time(it.moments.approved));
    add("Seen rejected", time(it.moments.rejected));
    add("Paid", money(earned(it)));
    for said in &it.said {
        let who = match said.by {
            Author::Me => "I wrote",
            Author::Requester => "The requester wrote",
            Author::Platform => "The platform wrote",
        };
        add(who, said.text.clone());
    }
    for it in &it.contradictions {
        add(
            "Contradiction",
            format!("{}: {} / {}", it.what, it.ours, it.theirs),
        );
    }
    Section {
        heading: format!("{n}. {}", text::title(title)),
        note: String::new(),
        columns: vec!["What".to_owned(), "Record".to_owned()],
        rows,
    }
}

fn facts(book: &Book, filter: &Filter, all: &Figures) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut add = |name: &str, value: String| facts.push((name.to_owned(), value));
    if let Some(period) = filter.period {
        add("From", period.from.to_string());
        add("To", period.to.to_string());
    }
    add("Assignments", all.assignments.to_string());
    for (currency, sums) in &all.money {
        add("Earned", amount(sums.earned(), *currency));
    }
    add("Worked", hours(all.worked_ms));
    add("Unpaid of an hour's life", hours(all.unpaid.total()));
    let rate = |it: Option<Hourly>| {
        it.map_or("not known".to_owned(), |it| {
            let money = amount(it.minor.round() as i64, book.terms().currency) + "/h";
            if it.converted {
                return format!("≈ {money} at rates of {}", book.terms().rates.date);
            }
            money
        })
    };
    add("Pay an hour of paid work", rate(book.hourly(all)));
    add("With unpaid time", rate(book.hourly_with_unpaid(all)));
    facts
}

fn table(heading: &str, groups: &[Group]) -> Section {
    let names = [
        "",
        "Assignments",
        "Worked",
        "Rewards",
        "Bonuses",
        "Fees and costs",
        "Earned",
        "Pending",
    ];
    let mut rows = Vec::new();
    for group in groups {
        let mut first = true;
        let none = Sums::default();
        let money: Vec<(Option<Currency>, &Sums)> = if group.figures.money.is_empty() {
            vec![(None, &none)]
        } else {
            let each = group.figures.money.iter();
            each.map(|(currency, sums)| (Some(*currency), sums))
                .collect()
        };
        for (currency, sums) in money {
            rows.push(row(group, currency, sums, first));
            first = false;
        }
    }
    Section {
        heading: heading.to_owned(),
        note: String::new(),
        columns: names.map(str::to_owned).to_vec(),
        rows,
    }
}

fn row(group: &Group, currency: Option<Currency>, sums: &Sums, first: bool) -> Vec<String> {
    let money = |minor: i64| currency.map_or(String::new(), |it| amount(minor, it));
    let once = |text: String| if first { text } else { String::new() };
    vec![
        text::title(&group.label),
        once(group.figures.assignments.to_string()),
        once(hours(group.figures.worked_ms)),
        money(sums.rewards),
        money(sums.bonuses + sums.day_bonuses),
        money(sums.fees + sums.costs),
        money(sums.earned()),
        money(sums.pending),
    ]
}

fn unpaid(all: &Figures) -> Section {
    let it = all.unpaid;
    let parts = [
        ("Searching", it.searching),
        ("Returned", it.returned),
        ("Rejected", it.rejected),
        ("Screened out", it.screened_out),
        ("Expired", it.expired),
    ];
    Section {
        heading: "Time that nobody paid".to_owned(),
        note: String::new(),
        columns: vec!["Cause".to_owned(), "Time".to_owned()],
        rows: parts
            .into_iter()
            .map(|(name, ms)| vec![name.to_owned(), hours(ms)])
            .collect(),
    }
}

fn amount(minor: i64, currency: Currency) -> String {
    text::money(Money::new(minor, currency))
}

/// "12:05 h": hours and minutes.
fn hours(ms: i64) -> String {
    let minutes = ms.max(0) / 60_000;
    format!("{}:{:02} h", minutes / 60, minutes % 60)
}
