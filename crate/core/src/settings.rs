//! The one table of settings: storage, options page, import and export come from it.
//!
//! A value travels as JSON text. It refuses to know where values are stored.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use tallystick_wire::settings::{Hiding, PageSettings, Rates, Theme};
use tallystick_wire::{Money, PlatformId};

use crate::{floor, rates};

mod table;
use table::TABLE;

/// The highest amount that is accepted, in major units of any currency: above is a slip of the pen.
const FLOOR_MAX_MAJOR: f64 = 10_000_000.0;

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
    /// A table of rates, `{"date":"2026-01-31","per_usd":{"EUR":0.9}}`, or `null` for the built-in
    /// one.
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
    TABLE
}

/// A setting by its key.
pub fn find(key: &str) -> Option<&'static Setting> {
    TABLE.iter().find(|it| it.key == key)
}

/// Checks a key and its value as JSON text.
///
/// # Errors
/// Names the setting, what is wrong and what is allowed.
pub fn check(key: &str, json: &str) -> Result<(), BadSetting> {
    let Some(setting) = find(key) else {
        let known: Vec<&str> = TABLE.iter().map(|it| it.key).collect();
        return Err(BadSetting(format!(
            "There is no setting {key:?}: {}",
            known.join(", ")
        )));
    };
    fault(setting.kind, json).map_or(Ok(()), |cure| {
        Err(BadSetting(format!("{} ({key}): {cure}", setting.label)))
    })
}

/// All settings with their values, defaults filled in; unknown keys and bad values are left out.
pub fn complete(values: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    TABLE
        .iter()
        .map(|it| (it.key.to_owned(), valid(values, it.key).to_owned()))
        .collect()
}

/// What a page of this platform needs of the settings.
pub fn page(values: &BTreeMap<String, String>, platform: &PlatformId) -> PageSettings {
    let platforms: BTreeMap<String, bool> = read(values, "platforms");
    PageSettings {
        floor: read(values, "floor"),
        rates: read::<Option<Rates>>(values, "rates").unwrap_or_else(rates::built_in),
        theme: read::<Theme>(values, "theme"),
        enabled: platforms.get(platform.as_str()).copied().unwrap_or(true),
        list_bar: read(values, "list_bar"),
        hiding: read::<Hiding>(values, "hiding"),
        share_measured: read(values, "share_measured"),
    }
}

/// After how many unsaved entries of the log a backup is due; `None`: the worker wants no reminder.
pub fn backup_after(values: &BTreeMap<String, String>) -> Option<u64> {
    read::<String>(values, "backup_after").parse().ok()
}

/// Whether work pages show the live line.
pub fn live_line(values: &BTreeMap<String, String>) -> bool {
    read(values, "live_line")
}

/// Whether a finished task is offered for review.
pub fn review_offer(values: &BTreeMap<String, String>) -> bool {
    read(values, "review_offer")
}

/// The stored value if it is right, else the default.
fn valid<'a>(values: &'a BTreeMap<String, String>, key: &str) -> &'a str {
    let default = find(key).map_or("null", |it| it.default);
    match values.get(key) {
        Some(json) if check(key, json).is_ok() => json,
        _ => default,
    }
}

fn read<T: DeserializeOwned + Default>(values: &BTreeMap<String, String>, key: &str) -> T {
    serde_json::from_str(valid(values, key)).unwrap_or_default()
}

/// What is wrong with a value, and the cure; `None` if nothing is.
fn fault(kind: Kind, json: &str) -> Option<String> {
    match kind {
        Kind::Switch => parse::<bool>(json, "true or false").err(),
        Kind::Choice(choices) => {
            let values: Vec<&str> = choices.iter().map(|it| it.0).collect();
            let cure = ["one of ", &values.join(", ")].concat();
            match parse::<String>(json, &cure) {
                Ok(value) if values.contains(&value.as_str()) => None,
                Ok(value) => Some(format!("{value:?} is none of the choices: {cure}")),
                Err(fault) => Some(fault),
            }
        }
        Kind::Money => money_fault(json),
        Kind::Country => match parse::<Option<String>>(json, "a country's two letters, or null") {
            Ok(Some(code)) if floor::country(&code).is_none() => Some(format!(
                "{code:?} is not in the list of countries: set your own floor"
            )),
            Ok(_) => None,
            Err(fault) => Some(fault),
        },
        Kind::Rates => rates_fault(json),
        Kind::Platforms => {
            parse::<BTreeMap<PlatformId, bool>>(json, "platform ids with true or false").err()
        }
    }
}

fn money_fault(json: &str) -> Option<String> {
    let money: Option<Money> = match parse(
        json,
        r#"an amount as {"minor":1200,"currency":"USD"}, or null"#,
    ) {
        Ok(money) => money,
        Err(fault) => return Some(fault),
    };
    let amount = money?;
    if amount.minor <= 0 {
        Some("the amount must be above 0; leave it empty to have none".to_owned())
    } else if FLOOR_MAX_MAJOR < amount.major() {
        Some("this is more than anyone is paid: check the amount".to_owned())
    } else {
        None
    }
}

fn rates_fault(json: &str) -> Option<String> {
    let cure = r#"a table as {"date":"2026-01-31","per_usd":{"EUR":0.9}}, or null"#;
    let rates = match parse::<Option<Rates>>(json, cure) {
        Ok(rates) => rates?,
        Err(fault) => return Some(fault),
    };
    let is_date = rates.date.len() == 10
        && rates.date.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_date {
        return Some(format!(
            "{:?} is no date: year-month-day, as 2026-01-31",
            rates.date
        ));
    }
    let bad = rates.per_usd.iter().find(|it| !(1e-6..=1e9).contains(it.1));
    bad.map(|(currency, rate)| format!("{rate} {currency} for one US dollar cannot be: above 0"))
}

fn parse<T: DeserializeOwned>(json: &str, cure: &str) -> Result<T, String> {
    serde_json::from_str(json).map_err(|error| format!("{error}; expected {cure}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn refuses(key: &str, json: &str, because: &str) {
        let error = check(key, json).unwrap_err().0;
        assert!(error.contains(because), "{error}");
    }

    fn values(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
        entries
            .iter()
            .map(|it| (it.0.to_owned(), it.1.to_owned()))
            .collect()
    }

    #[test]
    fn the_table_is_without_repeats_and_explains_itself() {
        for (at, it) in TABLE.iter().enumerate() {
            assert!(
                TABLE.iter().skip(at + 1).all(|other| other.key != it.key),
                "{}",
                it.key
            );
            assert!(
                it.key
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            );
            assert!(
                !it.label.is_empty() && it.help.len() > 30,
                "{} has no help",
                it.key
            );
            assert_eq!(
                check(it.key, it.default),
                Ok(()),
                "the default of {}",
                it.key
            );
        }
    }

    #[test]
    fn takes_what_fits() {
        for (key, json) in [
            ("floor", r#"{"minor":1200,"currency":"GBP"}"#),
            ("floor", "null"),
            ("country", "\"DE\""),
            (
                "rates",
                r#"{"date":"2026-01-31","per_usd":{"EUR":0.9,"JPY":150}}"#,
            ),
            ("platforms", r#"{"mturk":false}"#),
            ("theme", "\"dark\""),
        ] {
            assert_eq!(check(key, json), Ok(()), "{key} {json}");
        }
    }

    #[test]
    fn refuses_what_does_not_and_says_the_cure() {
        refuses("flor", "1", "floor, country");
        refuses("floor", r#"{"minor":0,"currency":"USD"}"#, "above 0");
        refuses(
            "floor",
            r#"{"minor":12.5,"currency":"USD"}"#,
            "an amount as",
        );
        refuses(
            "floor",
            r#"{"minor":1000000001,"currency":"USD"}"#,
            "check the amount",
        );
        refuses(
            "floor",
            r#"{"minor":1,"currency":"usd"}"#,
            "three capital letters",
        );
        refuses("country", "\"Atlantis\"", "own floor");
        refuses("rates", r#"{"date":"today","per_usd":{}}"#, "no date");
        refuses(
            "rates",
            r#"{"date":"2026-01-31","per_usd":{"EUR":0}}"#,
            "EUR",
        );
        refuses("platforms", r#"{"M Turk":true}"#, "platform id");
        refuses("theme", "\"pink\"", "page, light, dark");
        refuses("list_bar", "1", "true or false");
        refuses("list_bar", "", "true or false");
    }

    #[test]
    fn a_page_gets_the_defaults_where_nothing_or_nonsense_is_stored() {
        let platform: PlatformId = "mturk".parse().unwrap();
        let nothing = page(&BTreeMap::new(), &platform);
        assert_eq!(nothing.floor, None);
        assert!(nothing.enabled && nothing.list_bar && !nothing.share_measured);
        assert_eq!(nothing.hiding, Hiding::Dimmed);
        assert_eq!(nothing.rates, rates::built_in());
        let nonsense = values(&[
            ("floor", "{"),
            ("theme", "7"),
            ("platforms", "[]"),
            ("x", "1"),
        ]);
        assert_eq!(page(&nonsense, &platform), nothing);
        assert_eq!(complete(&nonsense), complete(&BTreeMap::new()));
    }

    #[test]
    fn a_backup_is_due_after_as_many_entries_as_the_worker_says() {
        assert_eq!(backup_after(&BTreeMap::new()), Some(500));
        let said = |json| backup_after(&values(&[("backup_after", json)]));
        assert_eq!(said("\"2000\""), Some(2_000));
        assert_eq!(said("\"never\""), None);
    }

    #[test]
    fn a_page_gets_what_is_stored() {
        let stored = values(&[
            ("floor", r#"{"minor":1200,"currency":"USD"}"#),
            ("platforms", r#"{"mturk":false}"#),
            ("theme", "\"dark\""),
        ]);
        let off = page(&stored, &"mturk".parse().unwrap());
        assert!(!off.enabled);
        assert_eq!(off.theme, Theme::Dark);
        assert_eq!(off.floor.map(|it| it.minor), Some(1_200));
        assert!(page(&stored, &"prolific".parse().unwrap()).enabled);
    }

    proptest! {
        #[test]
        fn survives_any_value(at in 0..TABLE.len(), json in "\\PC{0,60}") {
            let key = TABLE[at].key;
            let _ = check(key, &json);
            let stored = values(&[(key, &json)]);
            for (key, value) in complete(&stored) {
                prop_assert_eq!(check(&key, &value), Ok(()));
            }
        }
    }
}
