//! Figures at a glance, by group, by day.

use tallystick_core::count;
use tallystick_core::show::text;
use tallystick_core::summary::{Book, Figures, Filter, Pay, Sums};
use tallystick_wire::ledger::Standing;

use super::view::{BinView, CellView, Grouped, Line, Overview, Share};
use super::{Done, Engine, ask, words};

impl Engine {
    pub(super) fn glance(&self, it: &ask::Glance) -> Done<Overview> {
        let book = self.book()?;
        let figures = book.figures(&it.filter);
        let all = line(book, String::new(), &figures, &it.filter);
        let contradicting = count(book, &it.filter, |filter| filter.contradicting = true);
        let with_left_out = count(book, &it.filter, |filter| filter.left_out_too = true);
        Ok(Overview {
            reached: all.earned_value + all.pending_value,
            unpaid: unpaid(&figures, &it.filter),
            standings: standings(&figures, &it.filter),
            bins: bins(book, &it.filter),
            floor: book.terms().floor.map(|it| text::money(it) + "/h"),
            notes: notes(book, &figures),
            contradicting,
            left_out: with_left_out.saturating_sub(figures.assignments),
            all,
        })
    }

    pub(super) fn groups(&self, it: &ask::Groups) -> Done<Grouped> {
        let book = self.book()?;
        let by = it.by.unwrap_or_else(|| book.fitting(&it.filter));
        let groups = book.groups(&it.filter, by);
        let n = groups.len();
        let most = if it.most == 0 { n } else { it.most };
        let lines = groups
            .into_iter()
            .take(most)
            .map(|group| {
                let label = match group.label.as_str() {
                    "" => "not named".to_owned(),
                    label => words::name(label),
                };
                line(book, label, &group.figures, &group.filter)
            })
            .collect();
        Ok(Grouped { lines, n })
    }

    pub(super) fn calendar(&self, it: &ask::Calendar) -> Done<Vec<CellView>> {
        let book = self.book()?;
        let currency = book.terms().currency;
        let cells = book.calendar(&it.filter, it.period).into_iter();
        Ok(cells
            .map(|cell| CellView {
                day: cell.day,
                weekday: cell.day.weekday(),
                level: cell.level,
                earned: text::money(tallystick_wire::Money::new(
                    cell.earned.round() as i64,
                    currency,
                )),
                worked: words::time(cell.worked_ms + cell.searching_ms),
                assignments: cell.assignments,
            })
            .collect())
    }
}

/// The figures of a set in words.
pub(super) fn line(book: &Book, label: String, figures: &Figures, filter: &Filter) -> Line {
    let currency = book.terms().currency;
    let value = |part: fn(&Sums) -> i64| {
        let total = book.total(figures, part);
        total.map_or(0.0, |(minor, _)| words::major(minor, currency))
    };
    let (hourly, real) = (book.hourly(figures), book.hourly_with_unpaid(figures));
    let floor = book.terms().floor.map(|it| it.minor as f64);
    let unpaid = figures.unpaid.total();
    Line {
        label,
        assignments: figures.assignments,
        earned: words::sums(&figures.money, Sums::earned),
        pending: words::sums(&figures.money, |it| it.pending),
        worked: words::time(figures.worked_ms),
        unpaid: if unpaid == 0 {
            String::new()
        } else {
            words::time(unpaid)
        },
        hourly: words::hourly(book, hourly),
        real: words::hourly(book, real),
        // The floor is in the terms' currency: that is where the terms have it from.
        below: floor.zip(real).map(|(floor, real)| real.minor < floor),
        filter: filter.clone(),
        earned_value: value(Sums::earned),
        pending_value: value(|it| it.pending),
        hourly_value: hourly.map(|it| words::major(it.minor, currency)),
        real_value: real.map(|it| words::major(it.minor, currency)),
    }
}

fn count(book: &Book, filter: &Filter, change: impl Fn(&mut Filter)) -> u32 {
    let mut filter = filter.clone();
    change(&mut filter);
    book.figures(&filter).assignments
}

/// Where the time went that nobody paid, the most first.
fn unpaid(figures: &Figures, filter: &Filter) -> Vec<Share> {
    let it = figures.unpaid;
    let of = |standing| {
        let mut filter = filter.clone();
        filter.standings = vec![standing];
        Some(filter)
    };
    let mut parts = [
        ("Searching", it.searching, None),
        ("Returned", it.returned, of(Standing::Returned)),
        ("Rejected", it.rejected, of(Standing::Rejected)),
        ("Screened out", it.screened_out, of(Standing::ScreenedOut)),
        ("Expired", it.expired, of(Standing::Expired)),
    ];
    parts.sort_by_key(|it| std::cmp::Reverse(it.1));
    let longest = parts.iter().map(|it| it.1).max().unwrap_or(0).max(1);
    let parts = parts.into_iter().filter(|it| 0 < it.1);
    parts
        .map(|(label, ms, filter)| Share {
            label: label.to_owned(),
            words: words::time(ms),
            part: ms as f64 / longest as f64,
            filter,
        })
        .collect()
}

fn standings(figures: &Figures, filter: &Filter) -> Vec<Share> {
    let all = figures.assignments.max(1);
    let of = |standing: Standing| {
        let n = figures.standing(standing);
        let mut filter = filter.clone();
        filter.standings = vec![standing];
        (0 < n).then(|| Share {
            label: words::state(standing),
            words: count::grouped(u64::from(n)),
            part: f64::from(n) / f64::from(all),
            filter: Some(filter),
        })
    };
    Standing::ALL.into_iter().filter_map(of).collect()
}

fn bins(book: &Book, filter: &Filter) -> Vec<BinView> {
    let bins = book.bins(filter).into_iter();
    bins.map(|bin| BinView {
        label: span(book, bin.pay),
        assignments: bin.assignments,
        worked: words::time(bin.worked_ms),
        below: bin.below_floor,
        filter: bin.filter,
    })
    .collect()
}

/// "$3.00 to $6.00".
fn span(book: &Book, pay: Pay) -> String {
    let currency = book.terms().currency;
    let money =
        |minor: f64| text::money(tallystick_wire::Money::new(minor.round() as i64, currency));
    match pay.high {
        Some(high) if pay.low < 0.0 => format!("below {}", money(high)),
        Some(high) => format!("{} to {}", money(pay.low), money(high)),
        None => format!("{} and more", money(pay.low)),
    }
}

/// What is to be known about figures before they are believed.
fn notes(book: &Book, figures: &Figures) -> Vec<String> {
    let mut notes = Vec::new();
    if 0 < figures.untimed {
        notes.push(format!(
            "{} with no known work time: counted in the money, left out of every hour.",
            words::count(figures.untimed as usize, "assignment")
        ));
    }
    if 0 < figures.by_platform {
        notes.push(format!(
            "{} timed only by the platform, from start to end with all breaks.",
            words::count(figures.by_platform as usize, "assignment")
        ));
    }
    let converted = figures.money.keys().any(|it| *it != book.terms().currency);
    if converted {
        notes.push(format!(
            "≈ Other currencies are converted at rates of {}.",
            book.terms().rates.date
        ));
    }
    notes
}
