//! Pay as text, rounded as far as its interval warrants. It refuses to know verdicts.

use tallystick_wire::Currency;

use super::text::{number, with_sign};
use crate::pay::{Advertised, Estimate, Interval};
use crate::pool::within;
use crate::show::{money, words};

/// "≈ $4.10/h (3.20–5.30)".
pub(super) fn estimate(estimate: &Estimate) -> String {
    let [low, median, high] = rounded(estimate);
    [
        "≈ ",
        &with_sign(&median, estimate.currency),
        "/h (",
        &low,
        "–",
        &high,
        ")",
    ]
    .concat()
}

/// "about $4.10 an hour, probably between $3.20 and $5.30".
pub(super) fn estimate_in_words(estimate: &Estimate) -> String {
    let [low, median, high] = rounded(estimate).map(|digits| with_sign(&digits, estimate.currency));
    [
        "about ",
        &median,
        " an hour, probably between ",
        &low,
        " and ",
        &high,
    ]
    .concat()
}

/// "$12.00/h" or "$6.00–12.00/h".
pub(super) fn advertised(said: &Advertised) -> String {
    advertised_figure(said) + "/h"
}

/// "advertised $12.00/h (title)".
pub(super) fn advertised_with_source(said: &Advertised) -> String {
    [
        "advertised ",
        &advertised(said),
        " (",
        words::claimant(said.source),
        ")",
    ]
    .concat()
}

/// "advertised $12.00 an hour (title)".
pub(super) fn advertised_in_words(said: &Advertised) -> String {
    let source = words::claimant(said.source);
    [
        "advertised ",
        &advertised_figure(said),
        " an hour (",
        source,
        ")",
    ]
    .concat()
}

fn advertised_figure(said: &Advertised) -> String {
    let low = money(said.hourly);
    match said.hourly_high {
        Some(high) => [&low, "–", &number(high.minor, high.currency.digits())].concat(),
        None => low,
    }
}

/// The three figures, rounded to the largest step of 1 or 5 · 10^k that still cuts the interval
/// into fifteen parts, without decimals where the step has none.
fn rounded(estimate: &Estimate) -> [String; 3] {
    let Interval { low, median, high } = estimate.hourly_minor;
    let step = step(high - low);
    let digits = decimals(step, estimate.currency);
    let scale = 10_i64.pow(estimate.currency.digits() - digits);
    [low, median, high].map(|minor| {
        let steps = (within(0.0, minor, 9e15) / step as f64).round() as i64;
        number(steps.saturating_mul(step) / scale, digits)
    })
}

fn step(width: f64) -> i64 {
    let most = within(1.0, width / 15.0, 1e12) as i64;
    let mut step = 1;
    while step * 10 <= most {
        step *= 10;
    }
    if step * 5 <= most { step * 5 } else { step }
}

fn decimals(step: i64, currency: Currency) -> u32 {
    if step % currency.minor_per_major() == 0 {
        0
    } else {
        currency.digits()
    }
}
