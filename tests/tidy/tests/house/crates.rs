//! Who may import whom, and why a dependency is there.

use tallystick_tidy::{Findings, Source, read, sources};

/// `wire ← core ← site ← page` and so on: each crate with those of ours that it may use.
const ARROWS: [(&str, &[&str]); 12] = [
    ("wire", &[]),
    ("core", &["wire"]),
    ("site", &["wire", "core"]),
    ("browser", &["wire"]),
    ("page", &["wire", "core", "site", "browser"]),
    ("background", &["wire", "core", "browser"]),
    ("kit", &["wire", "core", "browser"]),
    ("panel", &["wire", "core", "browser", "kit"]),
    ("dashboard", &["wire", "core", "browser", "kit"]),
    ("server", &["wire", "core"]),
    ("fit", &["wire", "core"]),
    ("pack", &[]),
];

/// The lines of the sections that `wanted` accepts.
fn in_sections(text: &str, wanted: impl Fn(&str) -> bool) -> Vec<(usize, &str)> {
    let mut inside = false;
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.starts_with('[') {
            inside = wanted(line);
        } else if inside {
            found.push((number, line));
        }
    }
    found
}

fn name_of(line: &str) -> Option<&str> {
    let name = line.split(['.', ' ', '=']).next()?;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic()) && line.contains('=');
    is_name.then_some(name)
}

#[test]
fn imports_point_one_way() -> Result<(), String> {
    let mut findings = Findings::default();
    for (room, allowed) in ARROWS {
        let path = format!("crate/{room}/Cargo.toml");
        let Some(text) = read(&path) else {
            findings.add(format!("{path} is missing"));
            continue;
        };
        // Tests may look at more than the program does, so dev-dependencies are free.
        let shipped = |section: &str| {
            section.contains("dependencies]") && !section.contains("dev-dependencies]")
        };
        for (number, line) in in_sections(&text, shipped) {
            let other = name_of(line).and_then(|name| name.strip_prefix("tallystick-"));
            if other.is_some_and(|other| !allowed.contains(&other)) {
                findings.add(format!("{path}:{number} {line}"));
            }
        }
    }
    findings.verdict("these crates may not be used here (see the arrows in ARCHITECTURE.md)")
}

#[test]
fn every_crate_has_its_place_among_the_arrows() -> Result<(), String> {
    let mut findings = Findings::default();
    for Source { path, .. } in sources(&["Cargo.toml"]) {
        let room = path
            .strip_prefix("crate/")
            .and_then(|rest| rest.strip_suffix("/Cargo.toml"));
        if room.is_some_and(|room| ARROWS.iter().all(|(known, _)| *known != room)) {
            findings.add(path);
        }
    }
    findings.verdict("say in tests/tidy (crates.rs, ARROWS) what this crate may use")
}

#[test]
fn every_dependency_has_its_reason() -> Result<(), String> {
    let mut findings = Findings::default();
    for Source { path, text } in sources(&["/Cargo.toml"]) {
        let mut above = "";
        let mut depth = 0_i32;
        for (number, line) in in_sections(&text, |section| section.contains("dependencies]")) {
            let starts = depth == 0;
            depth +=
                line.matches(['{', '[']).count() as i32 - line.matches(['}', ']']).count() as i32;
            let ours = line.starts_with("tallystick-");
            let shared = line.contains("workspace = true");
            let said = above.trim_start().starts_with('#') || ours || shared;
            if starts && name_of(line).is_some() && !said {
                findings.add(format!("{path}:{number} {line}"));
            }
            above = line;
        }
    }
    findings.verdict("say in a comment above each dependency why it is there")
}

#[test]
fn every_crate_takes_the_workspace_s_lints_and_license() -> Result<(), String> {
    let mut findings = Findings::default();
    let needed = [
        "version.workspace = true",
        "license.workspace = true",
        "[lints]\nworkspace = true",
    ];
    for Source { path, text } in sources(&["/Cargo.toml"]) {
        for line in needed {
            if !text.contains(line) {
                findings.add(format!("{path}: {line}"));
            }
        }
    }
    findings.verdict("add version, license and lints of the workspace")
}

#[test]
fn unsafe_code_is_forbidden() {
    let workspace = read("Cargo.toml").unwrap_or_default();
    assert!(
        workspace.contains("unsafe_code = \"forbid\""),
        "forbid unsafe code in Cargo.toml"
    );
}
