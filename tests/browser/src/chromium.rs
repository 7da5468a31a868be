//! What is Chromium's own: switches, CDP.

use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tallystick_market::HOSTS;

use crate::webdriver::Session;
use crate::{Group, Kind, Look, Options, Trouble, place};

/// Starts chromedriver on a free port; gives its address.
pub fn driver(log: &Path) -> Result<(Group, String), Trouble> {
    let mut group = Group::start(
        &place::driver(Kind::Chromium)?,
        &["--port=0".to_owned()],
        log,
    )?;
    let port = group.line(|line| {
        line.trim()
            .strip_prefix("ChromeDriver was started successfully on port ")?
            .trim_end_matches('.')
            .parse::<u16>()
            .ok()
    })?;
    group.drain();
    Ok((group, format!("http://127.0.0.1:{port}")))
}

/// Opens the browser; gives the session and where the extension's pages are.
pub fn open(
    driver: &str,
    options: &Options,
    profile: &Path,
) -> Result<(Session, Option<String>), Trouble> {
    let capabilities = json!({
        "browserName": "chrome",
        "acceptInsecureCerts": true,
        "goog:chromeOptions": { "binary": "/usr/bin/chromium", "args": arguments(options, profile) },
    });
    let session = Session::open(driver, capabilities)?;
    let base = options
        .extension
        .as_deref()
        .map(|folder| format!("chrome-extension://{}", id(folder)));
    Ok((session, base))
}

fn arguments(options: &Options, profile: &Path) -> Vec<String> {
    let rules: Vec<String> = HOSTS
        .iter()
        .map(|(_, host)| format!("MAP {host}:443 127.0.0.1:{}", options.market))
        .collect();
    let mut all: Vec<String> = [
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--ignore-certificate-errors",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-search-engine-choice-screen",
        // What the browser would fetch by itself is not there, and waiting for it is noise.
        "--disable-background-networking",
        "--disable-component-update",
    ]
    .map(str::to_owned)
    .to_vec();
    all.push(format!("--host-resolver-rules={}", rules.join(", ")));
    all.push(format!("--user-data-dir={}", profile.display()));
    all.push(format!(
        "--window-size={},{}",
        options.size.0, options.size.1
    ));
    if options.headless {
        all.push("--headless=new".to_owned());
    }
    if let Some(folder) = &options.extension {
        all.push(format!("--load-extension={}", folder.display()));
    }
    all
}

/// The id of an unpacked extension: the first 32 hex digits of its path's SHA-256, as letters a to p.
fn id(folder: &Path) -> String {
    let digest = Sha256::digest(folder.as_os_str().as_encoded_bytes());
    let letter = |nibble: u8| char::from(b'a' + nibble);
    digest
        .iter()
        .take(16)
        .flat_map(|byte| [letter(byte >> 4), letter(byte & 15)])
        .collect()
}

/// One command of the DevTools protocol.
pub fn devtools(session: &Session, command: &str, parameters: Value) -> Result<Value, Trouble> {
    session.post(
        "/goog/cdp/execute",
        json!({ "cmd": command, "params": parameters }),
    )
}

/// Sets the viewport, below the least width of a window too.
pub fn resize(session: &Session, width: u32, height: u32) -> Result<(), Trouble> {
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    devtools(session, "Emulation.setDeviceMetricsOverride", size).map(drop)
}

/// Sets the preferred colours of the present tab.
pub fn look(session: &Session, look: Look) -> Result<(), Trouble> {
    let scheme = match look {
        Look::Light => "light",
        Look::Dark => "dark",
    };
    let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
    devtools(
        session,
        "Emulation.setEmulatedMedia",
        json!({ "features": [feature] }),
    )
    .map(drop)
}

/// Draws the present tab as it would be printed, or as on a screen.
pub fn on_paper(session: &Session, paper: bool) -> Result<(), Trouble> {
    let media = if paper { "print" } else { "" };
    let medium = json!({ "media": media });
    devtools(session, "Emulation.setEmulatedMedia", medium).map(drop)
}

/// Main-thread time of the page so far, in milliseconds: all tasks, script, style and layout.
pub fn main_thread_ms(session: &Session) -> Result<f64, Trouble> {
    devtools(session, "Performance.enable", json!({}))?;
    let answer = devtools(session, "Performance.getMetrics", json!({}))?;
    let metrics = answer
        .get("metrics")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let named = |it: &&Value| it.get("name").and_then(Value::as_str) == Some("TaskDuration");
    let seconds = metrics
        .iter()
        .find(named)
        .and_then(|it| it.get("value")?.as_f64());
    seconds
        .map(|it| it * 1_000.0)
        .ok_or_else(|| Trouble("no TaskDuration".to_owned()))
}

/// Ends the extension's service worker; says whether there was one.
pub fn kill_background(session: &Session) -> Result<bool, Trouble> {
    let workers = service_workers(session)?;
    for worker in &workers {
        devtools(session, "Target.closeTarget", json!({ "targetId": worker }))?;
    }
    Ok(!workers.is_empty())
}

/// The ids of the extension's service workers that run.
pub fn service_workers(session: &Session) -> Result<Vec<String>, Trouble> {
    let answer = devtools(session, "Target.getTargets", json!({}))?;
    let targets = answer
        .get("targetInfos")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let text = |target: &Value, name: &str| {
        target
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let ours = targets.iter().filter(|target| {
        text(target, "type") == "service_worker"
            && text(target, "url").starts_with("chrome-extension://")
    });
    Ok(ours.map(|target| text(target, "targetId")).collect())
}
