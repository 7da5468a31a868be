//! What the extension must not have, so that it can do no harm.

use serde_json::Value;
use tallystick_tidy::{Findings, Source, json, sources};

fn manifest() -> Value {
    json("manifest.json")
}

#[test]
fn no_page_can_probe_for_the_extension() {
    assert!(manifest().get("web_accessible_resources").is_none());
    assert!(manifest().get("externally_connectable").is_none());
}

#[test]
fn asks_for_nothing_beyond_what_is_decided() {
    let asked = &manifest()["permissions"];
    assert_eq!(
        *asked,
        serde_json::json!(["storage", "scripting", "alarms", "idle"]),
        "see PERMISSIONS.md"
    );
    assert!(manifest().get("optional_permissions").is_none());
}

#[test]
fn hosts_come_from_the_platforms_alone() {
    let waiting = serde_json::json!(["https://filled-in-from-extension-platforms.invalid/*"]);
    assert_eq!(manifest()["host_permissions"], waiting);
    assert_eq!(manifest()["content_scripts"][0]["matches"], waiting);
    let ears = serde_json::json!(["https://filled-in-from-platforms-with-answers.invalid/*"]);
    assert_eq!(manifest()["content_scripts"][1]["matches"], ears);
}

#[test]
fn runs_in_the_top_frame_only() {
    let scripts = manifest()["content_scripts"].clone();
    assert_eq!(scripts.as_array().map(Vec::len), Some(2));
    for script in scripts.as_array().into_iter().flatten() {
        assert_eq!(script["all_frames"], false);
        assert_eq!(script["run_at"], "document_start");
    }
}

#[test]
fn extension_pages_run_only_their_own_scripts() -> Result<(), String> {
    let policy = manifest()["content_security_policy"]["extension_pages"].to_string();
    assert!(
        policy.contains("script-src 'self' 'wasm-unsafe-eval';"),
        "{policy}"
    );
    assert!(
        !policy.contains("'unsafe-eval'") && !policy.contains("'unsafe-inline'"),
        "{policy}"
    );
    let mut findings = Findings::default();
    for Source { path, text } in sources(&[".html"]) {
        let inline =
            text.matches("<script").count() != text.matches("<script type=\"module\" src=").count();
        let handler = ["onclick=", "onload=", "onerror=", "javascript:"];
        if path.starts_with("extension/") && (inline || handler.iter().any(|it| text.contains(it)))
        {
            findings.add(path);
        }
    }
    findings.verdict("move these scripts into a module file")
}

#[test]
fn one_script_is_in_the_pages_own_world_and_it_only_listens() {
    let scripts = manifest()["content_scripts"].clone();
    let scripts = scripts.as_array().into_iter().flatten();
    let in_the_page: Vec<_> = scripts.filter(|it| it["world"] == "MAIN").collect();
    assert_eq!(in_the_page.len(), 1);
    assert_eq!(in_the_page[0]["js"], serde_json::json!(["ear.js"]));
    let ear = sources(&["/ear.js"]).into_iter().next();
    let text = ear.map(|it| it.text).unwrap_or_default();
    assert!(text.contains("new Proxy"), "is it still there?");
    for act in [
        "new XMLHttpRequest",
        " fetch(",
        ".send(",
        "sendBeacon",
        "WebSocket",
        "chrome.",
    ] {
        assert!(!text.contains(act), "ear.js has {act}");
    }
}

#[test]
fn loaders_make_no_code_out_of_text() -> Result<(), String> {
    let mut findings = Findings::default();
    for Source { path, text } in sources(&[".js"]) {
        let made = [
            "eval(",
            "new Function",
            "import(",
            "setInterval",
            "new XMLHttpRequest",
        ];
        if path.starts_with("extension/") && made.iter().any(|it| text.contains(it)) {
            findings.add(path);
        }
    }
    findings.verdict("a loader loads; it neither evaluates nor polls")
}
