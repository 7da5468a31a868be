//! What is Firefox's own: preferences, the temporary add-on, its chrome context.

use std::path::Path;

use serde_json::{Value, json};
use tallystick_market::HOSTS;

use crate::webdriver::Session;
use crate::{Group, Kind, Look, Options, Trouble, place};

/// Under which the extension's pages are found; pinned, since Firefox would draw it by lot.
const UUID: &str = "7a111e57-1c00-4000-8000-00000000beef";

/// Starts geckodriver on a free port; gives its address.
pub fn driver(log: &Path) -> Result<(Group, String), Trouble> {
    let port = free_port()?;
    let arguments = [
        format!("--port={port}"),
        // Marionette's own port is free by lot, so that several browsers run side by side.
        "--websocket-port=0".to_owned(),
        // Else pages of extensions cannot be driven.
        "--allow-system-access".to_owned(),
    ];
    let mut group = Group::start(&place::driver(Kind::Firefox)?, &arguments, log)?;
    group.line(|line| line.contains("Listening on").then_some(()))?;
    group.drain();
    Ok((group, format!("http://127.0.0.1:{port}")))
}

fn free_port() -> Result<u16, Trouble> {
    let told = |why: std::io::Error| Trouble(format!("no free port: {why}"));
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).map_err(told)?;
    Ok(listener.local_addr().map_err(told)?.port())
}

/// Opens the browser; gives the session and where the extension's pages are.
pub fn open(
    driver: &str,
    options: &Options,
    profile: &Path,
) -> Result<(Session, Option<String>), Trouble> {
    let mut arguments = vec![
        "-profile".to_owned(),
        profile.display().to_string(),
        format!("--width={}", options.size.0),
        format!("--height={}", options.size.1),
    ];
    if options.headless {
        arguments.push("-headless".to_owned());
    }
    let add_on = options.extension.as_deref().map(add_on_id).transpose()?;
    let capabilities = json!({
        "browserName": "firefox",
        "acceptInsecureCerts": true,
        "moz:firefoxOptions": {
            "binary": "/usr/bin/firefox-esr",
            "args": arguments,
            "prefs": preferences(options, add_on.as_deref()),
        },
    });
    let session = Session::open(driver, capabilities)?;
    let Some(folder) = &options.extension else {
        return Ok((session, None));
    };
    session.post(
        "/moz/addon/install",
        json!({ "path": folder, "temporary": true }),
    )?;
    Ok((session, Some(format!("moz-extension://{UUID}"))))
}

fn preferences(options: &Options, add_on: Option<&str>) -> Value {
    let hosts: Vec<&str> = HOSTS.iter().map(|(_, host)| *host).collect();
    let uuids = add_on
        .map(|id| json!({ id: UUID }).to_string())
        .unwrap_or_default();
    json!({
        "network.dns.localDomains": hosts.join(","),
        "network.socket.forcePort": format!("443={}", options.market),
        "extensions.webextensions.uuids": uuids,
        // A temporary add-on is gone after a restart; its data must not go with it.
        "extensions.webextensions.keepStorageOnUninstall": true,
        "extensions.webextensions.keepUuidOnUninstall": true,
        "extensions.webextOptionalPermissionPrompts": false,
        "datareporting.policy.dataSubmissionEnabled": false,
        "app.update.disabledForTesting": true,
        "browser.shell.checkDefaultBrowser": false,
        "browser.aboutwelcome.enabled": false,
    })
}

fn add_on_id(folder: &Path) -> Result<String, Trouble> {
    let path = folder.join("manifest.json");
    let told = |why: &dyn std::fmt::Display| Trouble(format!("{}: {why}", path.display()));
    let text = std::fs::read_to_string(&path).map_err(|why| told(&why))?;
    let manifest: Value = serde_json::from_str(&text).map_err(|why| told(&why))?;
    let id = manifest
        .pointer("/browser_specific_settings/gecko/id")
        .and_then(Value::as_str);
    id.map(str::to_owned)
        .ok_or_else(|| told(&"no browser_specific_settings.gecko.id"))
}

/// Runs a script with the browser's own rights.
pub fn privileged(session: &Session, script: &str, arguments: Value) -> Result<Value, Trouble> {
    session.post("/moz/context", json!({ "context": "chrome" }))?;
    let done = session.post(
        "/execute/sync",
        json!({ "script": script, "args": arguments }),
    );
    session.post("/moz/context", json!({ "context": "content" }))?;
    done
}

/// Sets the window; Firefox keeps a least width of its own.
pub fn resize(session: &Session, width: u32, height: u32) -> Result<(), Trouble> {
    session
        .post("/window/rect", json!({ "width": width, "height": height }))
        .map(drop)
}

/// Sets the preferred colours of all pages.
pub fn look(session: &Session, look: Look) -> Result<(), Trouble> {
    let scheme = match look {
        Look::Dark => 0,
        Look::Light => 1,
    };
    let script = r#"Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", arguments[0])"#;
    privileged(session, script, json!([scheme])).map(drop)
}

/// Draws the present tab as it would be printed, or as on a screen.
pub fn on_paper(session: &Session, paper: bool) -> Result<(), Trouble> {
    let script = r#"
        const window = Services.wm.getMostRecentWindow("navigator:browser");
        const tab = window.gBrowser.selectedBrowser.browsingContext;
        tab.mediumOverride = arguments[0] ? "print" : "";"#;
    privileged(session, script, json!([paper])).map(drop)
}

/// CPU time of the main threads of all processes with pages of platforms so far, in milliseconds.
/// Firefox has no counter of its own for one page; processes are isolated by site.
pub fn main_thread_ms(session: &Session) -> Result<f64, Trouble> {
    let script = r"
        return ChromeUtils.requestProcInfo().then((info) => {
            const pages = info.children.filter((it) => it.type === 'webIsolated');
            const main = pages.map((it) => it.threads.find((thread) => thread.tid === it.pid));
            return main.reduce((sum, thread) => sum + (thread?.cpuTime ?? 0), 0) / 1e6;
        });";
    let taken = privileged(session, script, json!([]))?;
    taken
        .as_f64()
        .ok_or_else(|| Trouble(format!("no CPU times: {taken}")))
}

/// Gives or takes back the consent to the manifest's optional data collection, as the worker would
/// among the add-on's permissions.
pub fn consent(session: &Session, given: bool) -> Result<(), Trouble> {
    let script = r"
        const { ExtensionPermissions } = ChromeUtils.importESModule(
            'resource://gre/modules/ExtensionPermissions.sys.mjs');
        const { extension } = WebExtensionPolicy.getByHostname(arguments[0]);
        const { data_collection_permissions: kept } =
            extension.manifest.browser_specific_settings.gecko;
        const optional = kept?.optional ?? [];
        const change = arguments[1] ? 'add' : 'remove';
        const kinds = { permissions: [], origins: [], data_collection: optional };
        return ExtensionPermissions[change](extension.id, kinds, extension).then(() => null);";
    privileged(session, script, json!([UUID, given])).map(drop)
}

/// Lets the browser believe that there was a key or a mouse: without a display it sees neither, and
/// what its driver presses does not count.
pub fn touch(session: &Session) -> Result<(), Trouble> {
    let script = r#"
        Cc["@mozilla.org/widget/useridleservice;1"]
            .getService(Ci.nsIUserIdleServiceInternal).resetIdleTimeOut(0);"#;
    privileged(session, script, json!([])).map(drop)
}

/// Ends the extension's event page; says whether there was one.
pub fn kill_background(session: &Session) -> Result<bool, Trouble> {
    let script = r"
        const policy = WebExtensionPolicy.getByHostname(arguments[0]);
        const extension = policy.extension;
        const ran = extension.backgroundState === 'running';
        return extension.terminateBackground({ ignoreDevToolsAttached: true }).then(() => ran);";
    let ran = privileged(session, script, json!([UUID]))?;
    Ok(ran.as_bool().unwrap_or(false))
}
