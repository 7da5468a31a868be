//! How a requester's reviews came in over time, as a picture and in words.

use maud::{Markup, html};
use serde::Deserialize;
use tallystick_wire::review::Scores;
use tallystick_wire::{Millis, Moments};

use super::words;
use crate::store::page::Dated;

/// Columns at the most: three years of quarters.
const QUARTERS: i64 = 12;
const WIDTH: i64 = 600;
const HEIGHT: i64 = 132;
/// The baseline, with a line of words below.
const BASE: i64 = 108;
const TOP: i64 = 16;

/// What the chart needs of a review: the rest is passed over.
#[derive(Deserialize)]
struct Scored {
    #[serde(default)]
    scores: Scores,
}

/// One quarter of a year.
struct Quarter {
    /// Counted from year 0.
    number: i64,
    reviews: i64,
    scores: Moments,
}

/// The chart of some reviews up to `now`; nothing where all of them are in one quarter.
pub(super) fn history(newest: &[Dated], now: Millis) -> Markup {
    let quarters = count(newest, quarter_of(now));
    if quarters.iter().filter(|it| 0 < it.reviews).count() < 2 {
        return html! {};
    }
    let most = quarters
        .iter()
        .map(|it| it.reviews)
        .max()
        .unwrap_or(1)
        .max(1);
    let step = WIDTH / i64::try_from(quarters.len()).unwrap_or(QUARTERS).max(1);
    html! {
        figure .history {
            figcaption { "Reviews by quarter: the height is how many, the sign their mean score" }
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(in_words(&quarters)) {
                line .axis x1="0" y1=(BASE) x2=(WIDTH) y2=(BASE) {}
                @for (at, quarter) in (0_i64..).zip(&quarters) {
                    (column(quarter, at * step, step, most))
                }
            }
        }
    }
}

fn column(quarter: &Quarter, x: i64, step: i64, most: i64) -> Markup {
    let height = quarter.reviews * (BASE - TOP - 6) / most;
    let middle = x + step / 2;
    let (year, part) = (
        quarter.number.div_euclid(4),
        quarter.number.rem_euclid(4) + 1,
    );
    let tone = mean(quarter).map_or("none", words::tone);
    html! {
        @if 0 < quarter.reviews {
            rect .bar .(tone) x=(x + step / 6) y=(BASE - height) width=(step - step / 3)
                height=(height) rx="2" {}
            text .sign .(tone) x=(middle) y=(BASE - height - 5) {
                (quarter.reviews) " " (words::sign(tone))
            }
        }
        text .when x=(middle) y=(HEIGHT - 8) { (part) "/" (format!("{:02}", year.rem_euclid(100))) }
    }
}

fn count(newest: &[Dated], last: i64) -> Vec<Quarter> {
    let oldest = newest
        .iter()
        .map(|it| quarter_of(it.stored_at))
        .min()
        .unwrap_or(last);
    let first = oldest.max(last - QUARTERS + 1);
    let mut quarters: Vec<Quarter> = (first..=last)
        .map(|number| Quarter {
            number,
            reviews: 0,
            scores: Moments::NONE,
        })
        .collect();
    for it in newest {
        let at = usize::try_from(quarter_of(it.stored_at) - first).ok();
        let Some(quarter) = at.and_then(|at| quarters.get_mut(at)) else {
            continue;
        };
        quarter.reviews += 1;
        if let Ok(review) = serde_json::from_str::<Scored>(&it.body) {
            let scores = review.scores.in_order();
            scores
                .iter()
                .flatten()
                .for_each(|it| quarter.scores.add(f64::from(it.get())));
        }
    }
    quarters
}

fn mean(quarter: &Quarter) -> Option<f64> {
    (!quarter.scores.is_none()).then(|| quarter.scores.sum / quarter.scores.n)
}

fn quarter_of(instant: Millis) -> i64 {
    let (year, month, _) = words::civil(instant);
    year * 4 + i64::try_from(month.saturating_sub(1) / 3).unwrap_or_default()
}

/// What the picture shows, for those who hear it.
fn in_words(quarters: &[Quarter]) -> String {
    let said = quarters.iter().filter(|it| 0 < it.reviews).map(|it| {
        let reviews = tallystick_core::count::of(it.reviews.unsigned_abs(), "review", "reviews");
        let (year, part) = (it.number.div_euclid(4), it.number.rem_euclid(4) + 1);
        match mean(it) {
            Some(mean) => format!("quarter {part} of {year}: {reviews}, mean score {mean:.1}"),
            None => format!("quarter {part} of {year}: {reviews}"),
        }
    });
    said.collect::<Vec<_>>().join("; ")
}
