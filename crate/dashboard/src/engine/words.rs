//! Amounts, times and states as the pages print them.

use std::collections::BTreeMap;

use tallystick_core::count;
use tallystick_core::show::text;
use tallystick_core::summary::{Book, Hourly, Sums};
use tallystick_wire::ledger::Standing;
use tallystick_wire::{Currency, Millis, Money};

/// "$12.00 + £3.50": every currency that has something; empty for nothing at all.
pub fn sums(money: &BTreeMap<Currency, Sums>, part: impl Fn(&Sums) -> i64) -> String {
    let parts = money
        .iter()
        .map(|(currency, sums)| Money::new(part(sums), *currency));
    let parts = parts.filter(|it| it.minor != 0).map(text::money);
    parts.collect::<Vec<_>>().join(" + ")
}

/// The same of single amounts.
pub fn total(amounts: impl Iterator<Item = Money>) -> String {
    let mut sums: BTreeMap<Currency, i64> = BTreeMap::new();
    for it in amounts {
        *sums.entry(it.currency).or_default() += it.minor;
    }
    let sums = sums
        .into_iter()
        .map(|(currency, minor)| Money::new(minor, currency));
    sums.map(text::money).collect::<Vec<_>>().join(" + ")
}

/// "1 h 15 min".
pub fn time(ms: i64) -> String {
    text::duration(ms as f64 / 1_000.0)
}

/// What stands where nothing is known.
pub const UNKNOWN: &str = "–";

/// "$11.12/h", with a sign where money was converted; "–" where nothing is known.
pub fn hourly(book: &Book, it: Option<Hourly>) -> String {
    it.map_or_else(
        || UNKNOWN.to_owned(),
        |it| {
            let sign = if it.converted { "≈ " } else { "" };
            format!("{sign}{}", per_hour(it.minor, book.terms().currency))
        },
    )
}

/// "$11.12/h".
pub fn per_hour(minor: f64, currency: Currency) -> String {
    format!(
        "{}/h",
        text::money(Money::new(minor.round() as i64, currency))
    )
}

/// Minor units in major ones, for charts.
pub fn major(minor: f64, currency: Currency) -> f64 {
    minor / currency.minor_per_major() as f64
}

/// "1 assignment", "12 assignments".
pub fn count(n: usize, what: &str) -> String {
    count::of(n as u64, what, &format!("{what}s"))
}

/// A state as a word for people.
pub fn state(standing: Standing) -> String {
    standing.as_str().replace('_', " ")
}

/// A title or name of a reasonable length.
pub fn name(it: &str) -> String {
    text::title(it)
}

/// "2026-03-02 14:05" in the worker's own zone.
pub fn moment(book: &Book, at: Millis) -> String {
    let text = book.terms().zones.own.time(at);
    text.get(..16).unwrap_or(&text).to_owned()
}
