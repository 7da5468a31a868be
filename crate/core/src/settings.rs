//! The one table of settings: storage, options page, import and export come from it.

use std::collections::BTreeMap;

use tallystick_wire::PlatformId;
use tallystick_wire::settings::{PageSettings, Theme};

/// What values a setting takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// `true` or `false`.
    Switch,
    /// One of these: value, label.
    Choice(&'static [(&'static str, &'static str)]),
    /// `{"minor":1200,"currency":"USD"}` or `null`.
    Money,
    /// A country's code as in [`crate::floor`], or `null`.
    Country,
    /// A table of rates, `{"date":"2026-01-31","per_usd":{"EUR":0.9}}`, or `null` for the built-in one.
    Rates,
    /// Platform id → `true` or `false`; a platform that is absent is on.
    Platforms,
}

/// One setting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// Its name in storage and exports.
    pub key: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// As JSON text.
    pub default: &'static str,
    /// A few words.
    pub label: &'static str,
    /// A sentence or two.
    pub help: &'static str,
}

/// Why a value is refused: names the setting and the cure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadSetting(pub String);

impl std::fmt::Display for BadSetting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadSetting {}

/// All settings, in the order in which the options page shows them.
pub fn table() -> &'static [Setting] {
    &[]
}

/// A setting by its key.
pub fn find(key: &str) -> Option<&'static Setting> {
    table().iter().find(|it| it.key == key)
}

/// Checks a key and its value as JSON text.
///
/// # Errors
/// Names the setting, what is wrong and what is allowed.
pub fn check(key: &str, json: &str) -> Result<(), BadSetting> {
    let _ = (key, json);
    Ok(())
}

/// All settings with their values, defaults filled in; unknown keys and bad values are left out.
pub fn complete(values: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    values.clone()
}

/// What a page of this platform needs of the settings.
pub fn page(values: &BTreeMap<String, String>, platform: &PlatformId) -> PageSettings {
    let _ = (values, platform);
    PageSettings {
        floor: None,
        rates: crate::rates::built_in(),
        theme: Theme::Page,
        enabled: true,
        list_bar: true,
    }
}
