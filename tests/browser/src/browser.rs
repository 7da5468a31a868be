//! A running browser, of either kind.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use base64::Engine;
use serde_json::{Value, json};
use tallystick_market::HOSTS;

use crate::element::find_all;
use crate::webdriver::Session;
use crate::{Element, Group, Trouble, chromium, firefox, place};

/// Which browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Chromium, over chromedriver.
    Chromium,
    /// Firefox, over geckodriver.
    Firefox,
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];

    /// Its name in file names and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }
}

/// Which colours the person prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How a browser is started.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port of the market, to which the platforms' host names lead.
    pub market: u16,
    /// The folder of an extension; `None`: a browser without one.
    pub extension: Option<PathBuf>,
    /// The window in CSS pixels.
    pub size: (u32, u32),
    /// The preferred colours.
    pub look: Look,
    /// Without a window on the screen.
    pub headless: bool,
    /// The profile of an earlier browser; `None`: a fresh one.
    pub profile: Option<PathBuf>,
}

impl Options {
    /// The packed extension, a usual window, light, headless, a fresh profile.
    ///
    /// # Errors
    /// The extension was not built.
    pub fn packed(kind: Kind, market: u16) -> Result<Self, Trouble> {
        Ok(Self {
            extension: Some(place::extension(kind)?),
            ..Self::bare(market)
        })
    }

    /// The same without any extension.
    pub fn bare(market: u16) -> Self {
        Self {
            market,
            extension: None,
            size: (1280, 900),
            look: Look::Light,
            headless: true,
            profile: None,
        }
    }
}

/// A running browser with one session; dropping it ends everything that it started.
pub struct Browser {
    /// Which one.
    pub kind: Kind,
    /// Where its profile is.
    pub profile: PathBuf,
    pub(crate) session: Session,
    /// `chrome-extension://…` or `moz-extension://…`, without a slash at the end.
    pub(crate) extension_base: Option<String>,
    /// Whether the market's pages are asked for under the strictest policy.
    strict: Cell<bool>,
    pub(crate) group: Group,
}

impl Browser {
    /// Starts a browser.
    ///
    /// # Errors
    /// The driver is missing, or says why it could not.
    pub fn start(kind: Kind, options: &Options) -> Result<Self, Trouble> {
        let profile = match &options.profile {
            Some(profile) => profile.clone(),
            None => place::scratch(kind.name())?,
        };
        let log = profile.with_extension("log");
        let (group, driver) = match kind {
            Kind::Chromium => chromium::driver(&log)?,
            Kind::Firefox => firefox::driver(&log)?,
        };
        let (session, extension_base) = match kind {
            Kind::Chromium => chromium::open(&driver, options, &profile)?,
            Kind::Firefox => firefox::open(&driver, options, &profile)?,
        };
        let browser = Self {
            kind,
            profile,
            session,
            extension_base,
            strict: Cell::new(false),
            group,
        };
        browser.look(options.look)?;
        if options.extension.is_some() {
            browser.consent(true)?;
        }
        Ok(browser)
    }

    /// From now on the market's pages come under `default-src 'none'; script-src 'self'`, or
    /// under no policy.
    pub fn under_the_strictest_policy(&self, strict: bool) {
        self.strict.set(strict);
    }

    /// Opens an address and waits until it is loaded.
    ///
    /// # Errors
    /// The page cannot be reached.
    pub fn open(&self, url: &str) -> Result<(), Trouble> {
        let url = if self.strict.get() && of_the_market(url) {
            let joint = if url.contains('?') { '&' } else { '?' };
            format!("{url}{joint}csp=strict")
        } else {
            url.to_owned()
        };
        self.session.post("/url", json!({ "url": url })).map(drop)
    }

    /// The present address.
    ///
    /// # Errors
    /// The window is gone.
    pub fn address(&self) -> Result<String, Trouble> {
        Ok(self
            .session
            .get("/url")?
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// The window is gone.
    pub fn reload(&self) -> Result<(), Trouble> {
        self.session.post("/refresh", json!({})).map(drop)
    }

    /// Runs a script's body in the page; it sees `arguments` and its `return` comes back.
    ///
    /// # Errors
    /// What the script threw.
    pub fn run(&self, script: &str, arguments: &[Value]) -> Result<Value, Trouble> {
        self.session.post(
            "/execute/sync",
            json!({ "script": script, "args": arguments }),
        )
    }

    /// Everything in the page that matches.
    ///
    /// # Errors
    /// A bad selector.
    pub fn find_all(&self, css: &str) -> Result<Vec<Element>, Trouble> {
        find_all(&self.session, "", css)
    }

    /// The first in the page that matches.
    ///
    /// # Errors
    /// There is none.
    pub fn find(&self, css: &str) -> Result<Element, Trouble> {
        let found = self.find_all(css)?.into_iter().next();
        found.ok_or_else(|| {
            Trouble(format!(
                "there is no {css} on {}",
                self.address().unwrap_or_default()
            ))
        })
    }

    /// The element that has the focus, inside closed shadow roots its host.
    ///
    /// # Errors
    /// Nothing has it.
    pub fn focused(&self) -> Result<Element, Trouble> {
        let found = self.session.get("/element/active")?;
        Element::from_answer(&self.session, &found).ok_or_else(|| Trouble("no focus".to_owned()))
    }

    /// Presses keys one after the other, wherever the focus is.
    ///
    /// # Errors
    /// The window is gone.
    pub fn press(&self, keys: &[char]) -> Result<(), Trouble> {
        let strokes: Vec<Value> = keys
            .iter()
            .flat_map(|key| {
                ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key.to_string() }))
            })
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.session
            .post("/actions", json!({ "actions": [keyboard] }))
            .map(drop)
    }

    /// What the page shows, as PNG, into a file; folders on the way are made.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn screenshot(&self, path: &Path) -> Result<(), Trouble> {
        let told = |why: &dyn std::fmt::Display| Trouble(format!("{}: {why}", path.display()));
        let taken = self.session.get("/screenshot")?;
        let picture = base64::engine::general_purpose::STANDARD
            .decode(taken.as_str().unwrap_or_default())
            .map_err(|why| told(&why))?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|why| told(&why))?;
        }
        std::fs::write(path, picture).map_err(|why| told(&why))
    }

    /// The page as it would be printed: a PDF.
    ///
    /// # Errors
    /// The driver refuses.
    pub fn print(&self) -> Result<Vec<u8>, Trouble> {
        let printed = self.session.post("/print", json!({}))?;
        base64::engine::general_purpose::STANDARD
            .decode(printed.as_str().unwrap_or_default())
            .map_err(|why| Trouble(format!("the printed page: {why}")))
    }

    /// Makes the page's viewport this large, as far as the browser lets it.
    ///
    /// # Errors
    /// The driver refuses.
    pub fn resize(&self, width: u32, height: u32) -> Result<(), Trouble> {
        match self.kind {
            Kind::Chromium => chromium::resize(&self.session, width, height),
            Kind::Firefox => firefox::resize(&self.session, width, height),
        }
    }

    /// Sets the preferred colours.
    ///
    /// # Errors
    /// The driver refuses.
    pub fn look(&self, look: Look) -> Result<(), Trouble> {
        match self.kind {
            Kind::Chromium => chromium::look(&self.session, look),
            Kind::Firefox => firefox::look(&self.session, look),
        }
    }

    /// Draws the page as it would be printed, or as on a screen.
    ///
    /// # Errors
    /// The driver refuses.
    pub fn on_paper(&self, paper: bool) -> Result<(), Trouble> {
        match self.kind {
            Kind::Chromium => chromium::on_paper(&self.session, paper),
            Kind::Firefox => firefox::on_paper(&self.session, paper),
        }
    }

    /// The handles of all tabs.
    ///
    /// # Errors
    /// The session is gone.
    pub fn tabs(&self) -> Result<Vec<String>, Trouble> {
        let handles = self.session.get("/window/handles")?;
        let handles = handles
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        Ok(handles.map(str::to_owned).collect())
    }

    /// Opens a new tab and goes there; gives the handle of the one left behind.
    ///
    /// # Errors
    /// The session is gone.
    pub fn new_tab(&self) -> Result<String, Trouble> {
        let before = self
            .session
            .get("/window")?
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let opened = self.session.post("/window/new", json!({ "type": "tab" }))?;
        let handle = opened
            .get("handle")
            .and_then(Value::as_str)
            .unwrap_or_default();
        self.go_to_tab(handle)?;
        Ok(before)
    }

    /// Goes to a tab.
    ///
    /// # Errors
    /// It is closed.
    pub fn go_to_tab(&self, handle: &str) -> Result<(), Trouble> {
        self.session
            .post("/window", json!({ "handle": handle }))
            .map(drop)
    }

    /// Closes the present tab and goes to another.
    ///
    /// # Errors
    /// The session is gone, or that tab is closed.
    pub fn close_tab(&self, go_on_in: &str) -> Result<(), Trouble> {
        self.session.delete("/window")?;
        self.go_to_tab(go_on_in)
    }

    /// Closes all tabs but the present one, so that it is the visible one.
    ///
    /// # Errors
    /// The session is gone.
    pub fn close_other_tabs(&self) -> Result<(), Trouble> {
        let own = self
            .session
            .get("/window")?
            .as_str()
            .unwrap_or_default()
            .to_owned();
        for handle in self.tabs()?.into_iter().filter(|handle| *handle != own) {
            self.go_to_tab(&handle)?;
            self.session.delete("/window")?;
        }
        self.go_to_tab(&own)
    }

    /// Main-thread time spent on the present page's site so far, in milliseconds. Only differences
    /// mean something, and only within one kind of browser.
    ///
    /// # Errors
    /// The browser does not tell.
    pub fn main_thread_ms(&self) -> Result<f64, Trouble> {
        match self.kind {
            Kind::Chromium => chromium::main_thread_ms(&self.session),
            Kind::Firefox => firefox::main_thread_ms(&self.session),
        }
    }

    /// Ends it as a crash would, and gives the options with which it comes back on its profile.
    pub fn crash(mut self, options: &Options) -> Options {
        self.group.kill();
        Options {
            profile: Some(self.profile.clone()),
            ..options.clone()
        }
    }
}

fn of_the_market(url: &str) -> bool {
    let host = url.split('/').nth(2).unwrap_or_default();
    HOSTS.iter().any(|(_, known)| *known == host)
}
