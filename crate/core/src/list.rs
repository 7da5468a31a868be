//! Sorting and filtering of the rows of a list, as pure numbers.

use serde::{Deserialize, Serialize};

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
pub fn arrange(choice: &Choice, rows: &[Keys]) -> Vec<Place> {
    let _ = choice;
    (0..rows.len())
        .map(|at| Place {
            order: at as i32,
            visible: true,
        })
        .collect()
}
