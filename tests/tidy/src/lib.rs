//! The checkout as the house rules see it: files and lines. The rules are in `tests/house`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// Folders that hold nothing of ours.
const NOT_OURS: [&str; 3] = ["target", "node_modules", ".git"];

/// One text file of the project.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its path from the top, with slashes.
    pub path: String,
    /// What it says.
    pub text: String,
}

impl Source {
    /// Whether it exists only for tests.
    pub fn is_test(&self) -> bool {
        let in_folder = self
            .path
            .split('/')
            .any(|part| part == "tests" || part == "benches");
        in_folder || self.path.ends_with("tests.rs")
    }

    /// The lines before the file's own test module, counted from 1.
    pub fn lines_outside_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().zip(1..);
        lines
            .take_while(|(line, _)| *line != "#[cfg(test)]")
            .map(|(line, number)| (number, line))
    }
}

/// The checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file of the project, or nothing if it is not there or no text.
pub fn read(path: &str) -> Option<String> {
    fs::read_to_string(root().join(path)).ok()
}

/// A JSON file of the project; `null`, which no rule accepts, if it is not there or no JSON.
pub fn json(path: &str) -> Value {
    read(path)
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

/// All text files below the top with one of these endings, in the order of their paths.
pub fn sources(endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root(), "", &mut found);
    found.retain(|source: &Source| endings.iter().any(|ending| source.path.ends_with(ending)));
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn walk(folder: &Path, inside: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if inside.is_empty() {
            name.clone()
        } else {
            format!("{inside}/{name}")
        };
        if NOT_OURS.contains(&name.as_str()) {
            continue;
        }
        if entry.path().is_dir() {
            walk(&entry.path(), &path, found);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            found.push(Source { path, text });
        }
    }
}

/// What a rule found: nothing, or the places and the cure.
#[derive(Debug, Default)]
pub struct Findings(Vec<String>);

impl Findings {
    /// One more place.
    pub fn add(&mut self, place: impl Into<String>) {
        self.0.push(place.into());
    }

    /// All places with the cure, or nothing to say.
    ///
    /// # Errors
    /// If anything was found.
    pub fn verdict(self, cure: &str) -> Result<(), String> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(format!("{cure}:\n  {}", self.0.join("\n  ")))
    }
}
