//! The settings as a file that the worker keeps, and back.
//!
//! An import is all or nothing: every problem of the file is named, and before anything is applied
//! the worker sees what would change. Settings that the file does not name stay as they are.
//! Backends are not in it, since their secrets must not lie in a file that people send around.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::settings::{self, Kind, Setting};
use crate::show;
use tallystick_wire::Money;
use tallystick_wire::settings::Rates;

/// What the file says it is.
pub const FORMAT: &str = "tallystick-settings";
/// The version of the file's form; counts up when an older reader would misread it.
pub const FORMAT_VERSION: u64 = 1;
/// The largest file that is read, in bytes.
pub const FILE_MAX_BYTES: usize = 1 << 20;

/// One setting that an import would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The setting's label.
    pub label: &'static str,
    /// Its value now, in words.
    pub from: String,
    /// Its value afterwards, in words.
    pub to: String,
}

/// The file: JSON, indented, one setting a line or more.
pub fn write(values: &BTreeMap<String, String>, day: &str) -> String {
    let mut named = Map::new();
    for setting in settings::table() {
        let value = values
            .get(setting.key)
            .and_then(|text| serde_json::from_str(text).ok());
        if let Some(value) = value {
            named.insert(setting.key.to_owned(), value);
        }
    }
    let file = serde_json::json!({
        "format": FORMAT, "format_version": FORMAT_VERSION, "exported": day, "settings": named,
    });
    format!("{file:#}\n")
}

/// The settings that a file holds, as JSON texts ready to be saved.
///
/// # Errors
/// Everything that is wrong with it, each as a sentence; nothing of it should then be applied.
pub fn read(file: &str) -> Result<BTreeMap<String, String>, Vec<String>> {
    let named = settings_of(file).map_err(|why| vec![why])?;
    let mut values = BTreeMap::new();
    let mut problems = Vec::new();
    for (key, value) in named {
        let text = value.to_string();
        match settings::check(&key, &text) {
            Ok(()) => drop(values.insert(key, text)),
            Err(bad) => problems.push(bad.to_string()),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    if values.is_empty() {
        return Err(vec![
            "The file holds no settings: export one and compare".to_owned(),
        ]);
    }
    Ok(values)
}

/// What an import would change, in the order of the table; both sides complete or not.
pub fn changes(now: &BTreeMap<String, String>, file: &BTreeMap<String, String>) -> Vec<Change> {
    let change = |setting: &'static Setting| {
        let then = file.get(setting.key)?;
        let now = now.get(setting.key).map_or(setting.default, String::as_str);
        let same = serde_json::from_str::<Value>(now).ok() == serde_json::from_str(then).ok();
        (!same).then(|| Change {
            label: setting.label,
            from: in_words(setting, now),
            to: in_words(setting, then),
        })
    };
    settings::table().iter().filter_map(change).collect()
}

/// A setting's value in words.
pub fn in_words(setting: &Setting, json: &str) -> String {
    let words = match setting.kind {
        Kind::Switch => serde_json::from_str(json).ok().map(on_or_off),
        Kind::Choice(choices) => serde_json::from_str::<String>(json).ok().and_then(|value| {
            choices
                .iter()
                .find(|it| it.0 == value)
                .map(|it| it.1.to_owned())
        }),
        Kind::Money => serde_json::from_str::<Option<Money>>(json).ok().map(|it| {
            it.map_or_else(
                || "not set".to_owned(),
                |it| format!("{} an hour", show::money(it)),
            )
        }),
        Kind::Country => serde_json::from_str::<Option<String>>(json)
            .ok()
            .map(country_name),
        Kind::Rates => serde_json::from_str::<Option<Rates>>(json)
            .ok()
            .map(rates_in_words),
        Kind::Platforms => serde_json::from_str(json).ok().map(platforms_in_words),
    };
    words.unwrap_or_else(|| json.to_owned())
}

fn settings_of(file: &str) -> Result<Map<String, Value>, String> {
    let whole: Value = serde_json::from_str(file).map_err(|why| {
        format!("The file is no JSON ({why}): choose a file that was exported here")
    })?;
    if whole.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(format!(
            "The file does not say \"format\": \"{FORMAT}\": choose a file that was exported here"
        ));
    }
    if whole.get("format_version").and_then(Value::as_u64) != Some(FORMAT_VERSION) {
        return Err("The file was made by a newer Tallystick: update this one first".to_owned());
    }
    match whole.get("settings") {
        Some(Value::Object(named)) => Ok(named.clone()),
        _ => Err("The file has no \"settings\": choose a file that was exported here".to_owned()),
    }
}

fn on_or_off(on: bool) -> String {
    if on { "on" } else { "off" }.to_owned()
}

fn country_name(code: Option<String>) -> String {
    let Some(code) = code else {
        return "none".to_owned();
    };
    crate::floor::country(&code).map_or(code, |it| it.name.to_owned())
}

fn rates_in_words(rates: Option<Rates>) -> String {
    match rates {
        None => format!(
            "those that came with Tallystick, of {}",
            crate::rates::built_in().date
        ),
        Some(rates) => {
            let n = rates.per_usd.len() as u64;
            format!("{} of {}", crate::count::of(n, "rate", "rates"), rates.date)
        }
    }
}

fn platforms_in_words(platforms: BTreeMap<String, bool>) -> String {
    let off: Vec<_> = platforms
        .iter()
        .filter(|it| !it.1)
        .map(|it| it.0.as_str())
        .collect();
    if off.is_empty() {
        "all on".to_owned()
    } else {
        format!("off: {}", off.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn defaults() -> BTreeMap<String, String> {
        settings::complete(&BTreeMap::new())
    }

    fn file(settings: &str) -> String {
        format!(r#"{{"format":"{FORMAT}","format_version":1,"settings":{settings}}}"#)
    }

    #[test]
    fn what_was_exported_can_be_imported_and_changes_nothing() {
        let read = read(&write(&defaults(), "2026-11-22")).unwrap();
        assert_eq!(read.len(), settings::table().len());
        assert_eq!(changes(&defaults(), &read), []);
    }

    #[test]
    fn says_what_it_would_change_before_it_does() {
        let read = read(&file(r#"{"floor":{"minor":1500,"currency":"USD"}}"#)).unwrap();
        let changes = changes(&defaults(), &read);
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].from, "not set");
        assert!(changes[0].to.contains("15.00"), "{}", changes[0].to);
    }

    #[test]
    fn refuses_the_whole_file_and_names_every_problem() {
        let bad = r#"{"floor":{"minor":1500,"currency":"USD"},"theme":"pink","colour":1}"#;
        let problems = read(&file(bad)).unwrap_err();
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(
            problems.iter().any(|it| it.contains("theme")),
            "{problems:?}"
        );
        assert!(
            problems.iter().any(|it| it.contains("colour")),
            "{problems:?}"
        );
    }

    #[test]
    fn refuses_files_that_are_something_else() {
        for (other, word) in [
            ("", "no JSON"),
            ("{", "no JSON"),
            ("[]", "format"),
            (r#"{"format":"hitdb"}"#, "format"),
            (
                r#"{"format":"tallystick-settings","format_version":2,"settings":{}}"#,
                "newer",
            ),
            (
                r#"{"format":"tallystick-settings","format_version":1}"#,
                "settings",
            ),
            (
                r#"{"format":"tallystick-settings","format_version":1,"settings":{}}"#,
                "no settings",
            ),
        ] {
            let problems = read(other).unwrap_err();
            assert!(problems[0].contains(word), "{other}: {problems:?}");
        }
    }
}
