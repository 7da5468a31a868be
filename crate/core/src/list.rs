//! Sorting and filtering of the rows of a list, as pure numbers.
//!
//! What is not known is never treated as bad: an unrated requester sorts where the community's
//! mean would, unknown pay between what reaches the floor and what does not, and no lowest pay or
//! reputation hides them. This module refuses to know what a row looks like.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::assumed::COMMUNITY_SCORE;
use crate::warning::Warning;

/// What a row is sorted and filtered by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Keys {
    /// Median pay an hour, in minor units of the floor's currency (the reward's without a floor).
    pub hourly: Option<f64>,
    /// The verdict.
    pub warning: Warning,
    /// The shrunk mean score; `None`: unrated.
    pub reputation: Option<f64>,
}

/// What a list is sorted by, best first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortBy {
    /// The page's own order.
    #[default]
    Page,
    /// Estimated pay an hour.
    Pay,
    /// The verdict.
    Warning,
    /// Reputation.
    Reputation,
}

/// What becomes of requesters without reviews.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unrated {
    /// Shown, whatever the lowest reputation is.
    #[default]
    Show,
    /// Nothing else is shown.
    Only,
    /// Hidden.
    Hide,
}

/// What the worker chose above the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// The order.
    pub sort: SortBy,
    /// Hide what is known to pay less, in minor units of the floor's currency.
    pub minimum_hourly: Option<f64>,
    /// Hide what is underpaid or probably underpaid.
    pub hide_underpaid: bool,
    /// Hide requesters that are rated lower.
    pub minimum_reputation: Option<f64>,
    /// Requesters without reviews.
    pub unrated: Unrated,
}

/// Where a row goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its rank from 0; the rows' own order if nothing is sorted.
    pub order: i32,
    /// Whether it is shown.
    pub visible: bool,
}

/// One place for each row, in the order of the rows.
///
/// Rows that are equal keep the page's order, and so does everything with [`SortBy::Page`].
pub fn arrange(choice: &Choice, rows: &[Keys]) -> Vec<Place> {
    let mut ranked: Vec<(usize, &Keys)> = rows.iter().enumerate().collect();
    // With the page's order as the last key the smaller, unstable sort is stable.
    ranked.sort_unstable_by(|a, b| compare(choice.sort, a.1, b.1).then(a.0.cmp(&b.0)));
    let mut places: Vec<Place> = rows
        .iter()
        .map(|row| Place {
            order: 0,
            visible: is_visible(choice, row),
        })
        .collect();
    for (rank, (at, _)) in ranked.into_iter().enumerate() {
        if let Some(place) = places.get_mut(at) {
            place.order = i32::try_from(rank).unwrap_or(i32::MAX);
        }
    }
    places
}

fn is_visible(choice: &Choice, row: &Keys) -> bool {
    let below = |value: Option<f64>, least: Option<f64>| match (value, least) {
        (Some(value), Some(least)) => value < least,
        _ => false,
    };
    let unrated_fits = match choice.unrated {
        Unrated::Show => true,
        Unrated::Only => row.reputation.is_none(),
        Unrated::Hide => row.reputation.is_some(),
    };
    let is_worse = below(row.hourly, choice.minimum_hourly)
        || below(row.reputation, choice.minimum_reputation)
        || (choice.hide_underpaid && row.warning.is_bad());
    unrated_fits && !is_worse
}

fn compare(sort: SortBy, a: &Keys, b: &Keys) -> Ordering {
    match sort {
        SortBy::Page => Ordering::Equal,
        SortBy::Pay => pay_class(a)
            .cmp(&pay_class(b))
            .then_with(|| best_first(a.hourly, b.hourly)),
        SortBy::Warning => warning_rank(a.warning).cmp(&warning_rank(b.warning)),
        SortBy::Reputation => best_first(rated_as(a), rated_as(b)),
    }
}

fn best_first(a: Option<f64>, b: Option<f64>) -> Ordering {
    b.unwrap_or(0.0).total_cmp(&a.unwrap_or(0.0))
}

/// Known pay that reaches the floor, then unknown pay, then known pay below the floor.
fn pay_class(row: &Keys) -> u8 {
    match row.hourly {
        None => 1,
        Some(_) if row.warning.is_bad() => 2,
        Some(_) => 0,
    }
}

fn warning_rank(warning: Warning) -> u8 {
    match warning {
        Warning::Fair => 0,
        Warning::LikelyFair => 1,
        Warning::Unknown => 2,
        Warning::ProbablyUnderpaid => 3,
        Warning::Underpaid => 4,
    }
}

/// Without any review the best guess is the community's mean.
fn rated_as(row: &Keys) -> Option<f64> {
    Some(row.reputation.unwrap_or(COMMUNITY_SCORE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(hourly: Option<f64>, warning: Warning, reputation: Option<f64>) -> Keys {
        Keys {
            hourly,
            warning,
            reputation,
        }
    }

    fn rows() -> [Keys; 5] {
        [
            row(Some(300.0), Warning::Underpaid, Some(2.0)),
            row(None, Warning::Unknown, None),
            row(Some(1_500.0), Warning::Fair, Some(4.5)),
            row(Some(900.0), Warning::LikelyFair, None),
            row(Some(600.0), Warning::ProbablyUnderpaid, Some(3.9)),
        ]
    }

    /// The rows' indices as they are seen, without those that are hidden.
    #[track_caller]
    fn check(choice: Choice, expected: &[usize]) {
        let places = arrange(&choice, &rows());
        let mut seen: Vec<usize> = (0..places.len()).filter(|at| places[*at].visible).collect();
        seen.sort_by_key(|at| places[*at].order);
        assert_eq!(seen, expected, "{choice:?}");
    }

    fn sorted(sort: SortBy) -> Choice {
        Choice {
            sort,
            ..Choice::default()
        }
    }

    #[test]
    fn the_pages_own_order_comes_back() {
        check(sorted(SortBy::Page), &[0, 1, 2, 3, 4]);
    }

    #[test]
    fn sorts_the_best_first_and_the_unknown_never_last() {
        check(sorted(SortBy::Pay), &[2, 3, 1, 4, 0]);
        check(sorted(SortBy::Warning), &[2, 3, 1, 4, 0]);
        check(sorted(SortBy::Reputation), &[2, 4, 1, 3, 0]);
    }

    #[test]
    fn filters_hide_only_what_is_known_to_be_worse() {
        let all = Choice::default();
        check(
            Choice {
                hide_underpaid: true,
                ..all
            },
            &[1, 2, 3],
        );
        check(
            Choice {
                minimum_hourly: Some(900.0),
                ..all
            },
            &[1, 2, 3],
        );
        check(
            Choice {
                minimum_reputation: Some(4.0),
                ..all
            },
            &[1, 2, 3],
        );
        let unrated = Unrated::Hide;
        check(
            Choice {
                minimum_reputation: Some(4.0),
                unrated,
                ..all
            },
            &[2],
        );
        check(
            Choice {
                unrated: Unrated::Only,
                ..all
            },
            &[1, 3],
        );
    }

    fn any_row() -> impl Strategy<Value = Keys> {
        let warnings = [
            Warning::Underpaid,
            Warning::ProbablyUnderpaid,
            Warning::LikelyFair,
            Warning::Fair,
            Warning::Unknown,
        ];
        let score = prop::option::of(prop::sample::select(vec![1.0, 2.5, 3.5, 5.0, f64::NAN]));
        (
            score,
            prop::sample::select(warnings.to_vec()),
            prop::option::of(1.0..5.0_f64),
        )
            .prop_map(|(hourly, warning, reputation)| row(hourly, warning, reputation))
    }

    proptest! {
        #[test]
        fn every_rank_is_given_once_and_equals_keep_the_pages_order(
            rows in prop::collection::vec(any_row(), 0..40),
            sort in prop::sample::select(vec![SortBy::Page, SortBy::Pay, SortBy::Warning, SortBy::Reputation]),
        ) {
            let places = arrange(&sorted(sort), &rows);
            let mut orders: Vec<i32> = places.iter().map(|it| it.order).collect();
            for (a, b) in (0..rows.len()).zip(1..rows.len()) {
                if compare(sort, &rows[a], &rows[b]) == Ordering::Equal {
                    prop_assert!(orders[a] < orders[b]);
                }
            }
            orders.sort_unstable();
            prop_assert!(orders.into_iter().eq(0..rows.len() as i32));
        }
    }
}
