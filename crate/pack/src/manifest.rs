//! The manifest, with the hosts of all platforms in the places that wait for them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{ear, step};

/// What stands in the repository's manifest.json instead of the match patterns.
pub const PLACEHOLDER: &str = "\"https://filled-in-from-extension-platforms.invalid/*\"";
/// The same for the script that listens in the page's own world.
pub const EAR_PLACEHOLDER: &str = "\"https://filled-in-from-platforms-with-answers.invalid/*\"";

/// The manifest as shipped: every `matches` of every platform file, sorted, without repeats.
///
/// # Errors
/// If there is no platform, or a file is not as expected.
pub fn filled(manifest: &Path, platforms: &Path) -> Result<String> {
    let mut text = step::read_text(manifest)?;
    let of_all: Vec<String> = patterns(platforms)?.into_iter().collect();
    let of_ears = ear::ears(platforms)?.patterns;
    for (placeholder, patterns) in [(PLACEHOLDER, of_all), (EAR_PLACEHOLDER, of_ears)] {
        if !text.contains(placeholder) {
            bail!("{} does not hold {placeholder}", manifest.display());
        }
        let list: Vec<String> = patterns
            .iter()
            .map(|it| Value::from(it.as_str()).to_string())
            .collect();
        text = text.replace(placeholder, &list.join(", "));
    }
    serde_json::from_str::<Value>(&text)
        .with_context(|| format!("{} is no JSON", manifest.display()))?;
    Ok(text)
}

/// The match patterns of every platform definition.
///
/// # Errors
/// If the folder holds none, or a file is no JSON with a list `matches`.
pub fn patterns(platforms: &Path) -> Result<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    for (path, platform) in self::platforms(platforms)? {
        all.extend(patterns_of(&path, &platform)?);
    }
    if all.is_empty() {
        bail!(
            "no platform in {}: the extension would run nowhere",
            platforms.display()
        );
    }
    Ok(all)
}

/// All definitions, as JSON, with their files.
///
/// # Errors
/// If there is no such folder, or a file is no JSON.
pub fn platforms(folder: &Path) -> Result<Vec<(PathBuf, Value)>> {
    let mut all = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("no {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "json") {
            let text = step::read_text(&path)?;
            let platform = serde_json::from_str(&text);
            let platform = platform.with_context(|| format!("{} is no JSON", path.display()))?;
            all.push((path, platform));
        }
    }
    Ok(all)
}

/// The match patterns of one definition.
///
/// # Errors
/// If it has no list `matches`, or one of them takes more than named hosts.
pub fn patterns_of(path: &Path, platform: &Value) -> Result<Vec<String>> {
    let listed = platform.get("matches").and_then(Value::as_array);
    let listed = listed.with_context(|| format!("{} has no list \"matches\"", path.display()))?;
    let patterns: Option<Vec<String>> = listed
        .iter()
        .map(|it| it.as_str().map(str::to_owned))
        .collect();
    let patterns = patterns.filter(|them| them.iter().all(|it| is_narrow(it)));
    patterns.with_context(|| {
        format!(
            "{}: \"matches\" must hold patterns like \"https://host/*\"",
            path.display()
        )
    })
}

/// HTTPS, and a host that is named: a platform never asks for every site.
fn is_narrow(pattern: &str) -> bool {
    let host = pattern
        .strip_prefix("https://")
        .and_then(|rest| rest.split_once('/'));
    host.is_some_and(|(host, _)| {
        let named = host.strip_prefix("*.").unwrap_or(host);
        named.contains('.') && !named.contains('*')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_patterns_that_take_every_site() {
        for bad in [
            "<all_urls>",
            "*://*/*",
            "https://*/*",
            "http://a.example/*",
            "https://*.com/*",
        ] {
            assert!(!is_narrow(bad), "{bad}");
        }
        assert!(is_narrow("https://app.example.com/*"));
        assert!(is_narrow("https://*.example.com/studies*"));
    }
}
