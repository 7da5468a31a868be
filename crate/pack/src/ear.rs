//! The script that listens in the page's own world: where it runs, and to which answers, by the
//! platforms' definitions.

use std::path::Path;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::bundle::{Kind, bundle};
use crate::dist::Files;
use crate::layout::Layout;
use crate::manifest;
use crate::step::{self, Ingredients};

/// Its name.
pub const LOADER: &str = "ear.js";

/// What the definitions say of answers.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ears {
    /// Match patterns of the platforms that have some.
    pub patterns: Vec<String>,
    /// The addresses of the answers that are read.
    pub addresses: Vec<String>,
}

/// Reads the definitions.
///
/// # Errors
/// If a file is not as expected, or none reads an answer: then the script has no place to run in.
pub fn ears(platforms: &Path) -> Result<Ears> {
    let mut ears = Ears::default();
    for (path, platform) in manifest::platforms(platforms)? {
        let addresses = addresses(&platform);
        if !addresses.is_empty() {
            ears.patterns
                .extend(manifest::patterns_of(&path, &platform)?);
            ears.addresses.extend(addresses);
        }
    }
    if ears.addresses.is_empty() {
        bail!("no definition reads an answer: take {LOADER} out of manifest.json");
    }
    ears.patterns.sort();
    ears.addresses.sort();
    Ok(ears)
}

/// Of pages of outcomes whose data is mounted nowhere.
fn addresses(platform: &Value) -> Vec<String> {
    let pages = platform.get("pages").and_then(Value::as_array);
    let is_heard = |page: &&Value| {
        let data = page.get("data");
        page.get("kind").is_some_and(|it| it == "outcomes")
            && data.is_some_and(|it| it.get("mount").is_none())
    };
    let urls = pages.into_iter().flatten().filter(is_heard);
    let urls = urls.filter_map(|page| page.get("urls")?.as_array());
    urls.flatten()
        .filter_map(|it| it.as_str().map(str::to_owned))
        .collect()
}

/// The script as shipped.
///
/// # Errors
/// What [`ears`] or esbuild says.
pub fn script(layout: &Layout) -> Result<Files> {
    let ears = ears(&layout.extension().join("platforms"))?;
    let answers = Value::from(ears.addresses).to_string();
    let folder = layout.work("ear");
    let out = folder.join("bundle.js");
    let ingredients = Ingredients::of("ear 1")
        .text(&answers)
        .file(&layout.extension().join(LOADER))?
        .file(&layout.npm_lock())?;
    step::once(&folder.join("ear.stamp"), ingredients, &[&out], || {
        let define = format!("ANSWERS={answers}");
        bundle(layout, LOADER, Kind::Classic, &[], &[&define], &out)
    })?;
    Ok(Files::from([(LOADER.to_owned(), step::read(&out)?)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listens_to_answers_of_outcomes_and_to_nothing_else() {
        let platform = serde_json::json!({ "pages": [
            { "kind": "outcomes", "urls": ["https://api.example.org/done"], "data": { "at": "/results" } },
            { "kind": "outcomes", "urls": ["/done"], "data": { "at": "", "mount": "#it" } },
            { "kind": "task_list", "urls": ["https://api.example.org/open"], "data": { "at": "" } },
            { "kind": "task", "urls": ["/one"] },
        ] });
        assert_eq!(addresses(&platform), ["https://api.example.org/done"]);
    }
}
