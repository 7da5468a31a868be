//! What the documents promise is there.

use std::fs;

use serde_json::Value;
use tallystick_tidy::{Findings, Source, json, read, root, sources};

#[test]
fn every_permission_has_its_paragraph() -> Result<(), String> {
    let manifest = json("manifest.json");
    let text = read("PERMISSIONS.md").ok_or("write PERMISSIONS.md")?;
    let asked = manifest["permissions"]
        .as_array()
        .ok_or("manifest.json: permissions")?;
    let mut wanted: Vec<String> = asked
        .iter()
        .filter_map(Value::as_str)
        .map(|name| format!("`{name}`"))
        .collect();
    // What browsers ask about besides the list of permissions.
    wanted.extend(["Host permissions", "Data collection", "`wasm-unsafe-eval`"].map(str::to_owned));
    let mut findings = Findings::default();
    for name in wanted {
        if !has_paragraph(&text, &name) {
            findings.add(name);
        }
    }
    findings.verdict("PERMISSIONS.md needs a paragraph on, or headed,")
}

/// A paragraph says more than a line of a list: at least fifteen words.
fn has_paragraph(text: &str, name: &str) -> bool {
    let mut heading = false;
    text.split("\n\n").any(|block| {
        let named = block.contains(name) || heading;
        heading = block.trim_start().starts_with('#') && block.contains(name);
        named && 15 <= block.split_whitespace().count()
    })
}

#[test]
fn a_permission_without_reasons_is_found() {
    assert!(!has_paragraph("- `storage`\n- `alarms`", "`storage`"));
    let reason = "It keeps settings, evidence and reviews on this machine, and nobody else can read them there.";
    assert!(has_paragraph(
        &format!("## `storage`\n\n{reason}"),
        "storage"
    ));
    assert!(has_paragraph(&format!("`storage`: {reason}"), "`storage`"));
    assert!(!has_paragraph(
        &format!("## `storage`\n\n{reason}"),
        "alarms"
    ));
}

#[test]
fn every_platform_has_saved_pages_and_a_line_in_the_readme() -> Result<(), String> {
    let readme = read("README.md").ok_or("write README.md")?;
    let mut findings = Findings::default();
    for Source { path, text } in sources(&[".json"]) {
        let Some(file) = path.strip_prefix("extension/platforms/") else {
            continue;
        };
        let folder = format!("tests/pages/{}", file.trim_end_matches(".json"));
        if fs::read_dir(root().join(&folder)).map_or(0, Iterator::count) == 0 {
            findings.add(format!("{path}: saved pages in {folder}"));
        }
        let platform: Value = serde_json::from_str(&text).unwrap();
        let name = platform["name"].as_str().unwrap_or("its name");
        if !readme.contains(name) {
            findings.add(format!("{path}: a line in README.md with {name}"));
        }
    }
    findings.verdict("platforms that lack something")
}

#[test]
fn every_crate_is_on_the_map() -> Result<(), String> {
    let map = read("ARCHITECTURE.md").ok_or("write ARCHITECTURE.md")?;
    let mut findings = Findings::default();
    for Source { path, .. } in sources(&["/Cargo.toml"]) {
        let room = path.trim_end_matches("/Cargo.toml");
        let short = room.rsplit('/').next().unwrap_or(room);
        if !map.contains(&format!("{short}/")) && !map.contains(room) {
            findings.add(room);
        }
    }
    findings.verdict("rooms that ARCHITECTURE.md does not show")
}

#[test]
fn links_between_documents_lead_somewhere() -> Result<(), String> {
    let mut findings = Findings::default();
    for Source { path, text } in sources(&[".md"]) {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let file = link.split('#').next().unwrap_or_default();
            let elsewhere = link.contains("://") || link.starts_with("mailto:") || file.is_empty();
            if !elsewhere && !root().join(folder).join(file).exists() {
                findings.add(format!("{path}: {link}"));
            }
        }
    }
    findings.verdict("links to files that are not there")
}

#[test]
fn the_license_is_agpl_everywhere() {
    let license = read("LICENSE").expect("LICENSE holds the text of the AGPL, version 3");
    assert!(license.contains("GNU AFFERO GENERAL PUBLIC LICENSE"));
    for file in ["Cargo.toml", "package.json", "README.md"] {
        let text = read(file).unwrap_or_default();
        assert!(
            text.contains("AGPL-3.0-only"),
            "{file} must say AGPL-3.0-only"
        );
    }
}
