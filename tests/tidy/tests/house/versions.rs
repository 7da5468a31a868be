//! What is written in two places is the same in both.

use tallystick_tidy::{json, read};

fn after<'a>(text: &'a str, mark: &str) -> &'a str {
    let rest = text.split_once(mark).map_or("", |(_, rest)| rest);
    rest.split(['"', ' ', '\n']).next().unwrap_or_default()
}

#[test]
fn the_manifest_has_the_workspace_s_version() {
    let manifest = json("manifest.json");
    let cargo = read("Cargo.toml").unwrap();
    let version = after(&cargo, "[workspace.package]\nversion = \"");
    assert_eq!(
        manifest["version"], version,
        "manifest.json and Cargo.toml must agree"
    );
}

#[test]
fn the_tool_has_the_version_of_its_crate() {
    let cargo = read("Cargo.toml").unwrap();
    let script = read("build.sh").unwrap();
    let version = after(&cargo, "wasm-bindgen = \"=");
    assert_eq!(
        after(&script, "WASM_BINDGEN="),
        version,
        "build.sh and Cargo.toml must agree"
    );
}

#[test]
fn the_toolchain_is_the_one_that_the_crates_ask_for() {
    let toolchain = read("rust-toolchain.toml").unwrap();
    let cargo = read("Cargo.toml").unwrap();
    let version = after(&cargo, "rust-version = \"");
    assert!(!version.is_empty());
    assert!(
        after(&toolchain, "channel = \"").starts_with(version),
        "rust-toolchain.toml"
    );
}

#[test]
fn both_browsers_are_bundled_for_as_the_manifest_promises() {
    let manifest = json("manifest.json");
    let chrome = manifest["minimum_chrome_version"].as_str().unwrap();
    let gecko = &manifest["browser_specific_settings"]["gecko"]["strict_min_version"];
    let firefox = gecko.as_str().unwrap().trim_end_matches(".0");
    let target = format!("--target=chrome{chrome},firefox{firefox}");
    assert!(
        read("crate/pack/src/bundle.rs").unwrap().contains(&target),
        "bundle.rs: {target}"
    );
}
