//! Days, months and standings as the pages write them: absolute, so that a page stays true while
//! it is kept.

use tallystick_core::reputation::{self, Pooled, State};
use tallystick_wire::evidence::Tally;
use tallystick_wire::{Aggregate, Millis};

use crate::statistics::day_of;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Year, month 1..=12 and day of an instant, UTC.
pub(super) fn civil(instant: Millis) -> (i64, usize, i64) {
    // Counted from 1 March of year 0, so that the leap day is the last of its year.
    let days = day_of(instant) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + 400 * era + i64::from(month < 3);
    (year, usize::try_from(month).unwrap_or(1), day)
}

/// "2 November 2026".
pub(super) fn day(instant: Millis) -> String {
    let (year, month, day) = civil(instant);
    format!("{day} {} {year}", month_name(month))
}

/// "2026-11-02", for machines.
pub(super) fn iso_day(instant: Millis) -> String {
    let (year, month, day) = civil(instant);
    format!("{year:04}-{month:02}-{day:02}")
}

/// "November".
pub(super) fn month_name(month: usize) -> &'static str {
    MONTHS
        .get(month.wrapping_sub(1))
        .copied()
        .unwrap_or_default()
}

/// A standing in a list: a number or nothing, and how much is known.
pub(super) struct Standing {
    /// "4.1", or empty where nobody gave a score.
    pub(super) mean: String,
    /// low, middle, high or none: by shape and word first, colour last.
    pub(super) tone: &'static str,
    /// "12 reviews, 3 this quarter".
    pub(super) evidence: String,
}

/// The standing of a published line.
pub(super) fn standing(line: &Aggregate) -> Standing {
    let pooled = pooled(line);
    let it = reputation::standing(&pooled);
    let reviews = tallystick_core::count::of(u64::from(it.reviews), "review", "reviews");
    let recent = match (it.state, it.recent) {
        (State::Few, _) => ", few".to_owned(),
        (_, 0) => ", none this quarter".to_owned(),
        (_, n) => format!(", {n} this quarter"),
    };
    Standing {
        mean: it.mean.map(|mean| format!("{mean:.1}")).unwrap_or_default(),
        tone: it.mean.map_or("none", tone),
        evidence: format!("{reviews}{recent}"),
    }
}

/// Turkopticon's steps: up to 2, up to 3, above.
pub(super) fn tone(mean: f64) -> &'static str {
    if mean <= 2.0 {
        "low"
    } else if mean <= 3.0 {
        "middle"
    } else {
        "high"
    }
}

/// The sign of a tone: the shapes of the extension's badges.
pub(super) fn sign(tone: &str) -> &'static str {
    match tone {
        "low" => "▼",
        "middle" => "▽",
        "high" => "▲",
        _ => "?",
    }
}

pub(super) fn pooled(line: &Aggregate) -> Pooled {
    let (all, recent): (Tally, Tally) = (line.all, line.recent);
    Pooled { all, recent }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (instant, expected) in [
            (0, "1970-01-01"),
            (951_782_400_000, "2000-02-29"),
            (1_793_613_600_000, "2026-11-02"),
            (-1, "1969-12-31"),
        ] {
            assert_eq!(iso_day(instant), expected);
        }
        assert_eq!(day(1_793_613_600_000), "2 November 2026");
    }
}
