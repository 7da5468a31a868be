//! The values of the settings that pages need; the table that defines every setting is in core.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::money::{Currency, Money};

/// Units of each currency that one US dollar buys, with the day they were taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    /// `YYYY-MM-DD`, shown wherever a converted amount is.
    pub date: String,
    /// Per US dollar, all above 0.
    pub per_usd: BTreeMap<Currency, f64>,
}

/// How hidden things disappear from a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hiding {
    /// As the page shows it.
    #[default]
    Shown,
    /// Pale, still readable.
    Dimmed,
    /// Not there.
    Hidden,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the page is.
    #[default]
    Page,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// What a page needs to know of the settings, in one value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageSettings {
    /// The worker's own lowest pay an hour; `None` until the first run is done.
    pub floor: Option<Money>,
    /// For rewards in other currencies than the floor's.
    pub rates: Rates,
    /// Light, dark or as the page.
    pub theme: Theme,
    /// Whether badges are drawn at all (the worker can switch a platform off).
    pub enabled: bool,
    /// Whether the filter and sort bar is drawn above lists.
    pub list_bar: bool,
    /// What the button that puts a requester or group away does: dimmed or hidden.
    #[serde(default)]
    pub hiding: Hiding,
    /// Whether the form offers the measured time switched on.
    #[serde(default)]
    pub share_measured: bool,
}
