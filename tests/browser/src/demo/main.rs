//! `tallystick-demo`: everything at once, for a person to look at: a server with a demo community,
//! the marketplace, and a browser with the extension. Without a display it prints what the rows
//! say and leaves screenshots.

#![allow(clippy::print_stdout)] // What a command prints is its result.

mod look;
mod met;
mod own;
mod show;
mod table;
mod year;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::json;
use tallystick_browser_tests::{Backend, Browser, Kind, Options, Trouble, place, until};
use tallystick_market::{Market, requesters};
use tallystick_wire::message::{AddBackend, SyncNow};

const HELP: &str = "\
tallystick-demo [--firefox] [--headless] [--fresh]
  --firefox    a visible Firefox instead of Chromium; without a display, Firefox alone
  --headless   no window even if there is a display: a table of the rows, and screenshots
  --fresh      a new demo community instead of the one of the last time";

/// What was asked for on the command line.
#[derive(Default)]
struct Wishes {
    firefox: bool,
    headless: bool,
    fresh: bool,
}

/// Everything that runs while the demo does.
pub struct Demo {
    /// The marketplace.
    pub market: Market,
    /// The demo community's server.
    pub backend: Backend,
    /// Where files are left.
    pub folder: PathBuf,
}

fn main() -> ExitCode {
    match wishes().and_then(|wishes| run(&wishes)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

fn wishes() -> Result<Wishes, Trouble> {
    let mut wishes = Wishes::default();
    for word in std::env::args().skip(1) {
        match word.as_str() {
            "--firefox" => wishes.firefox = true,
            "--headless" => wishes.headless = true,
            "--fresh" => wishes.fresh = true,
            _ => return Err(Trouble(HELP.to_owned())),
        }
    }
    Ok(wishes)
}

fn run(wishes: &Wishes) -> Result<(), Trouble> {
    let demo = Demo::open(wishes.fresh)?;
    println!(
        "community    {}  (database in {})",
        demo.backend.url,
        demo.folder.display()
    );
    println!("marketplace  https://127.0.0.1:{}", demo.market.port());
    let display = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some());
    if display && !wishes.headless {
        let kind = if wishes.firefox {
            Kind::Firefox
        } else {
            Kind::Chromium
        };
        return show::until_closed(&demo, kind);
    }
    let chosen = |it: &Kind| !wishes.firefox || *it == Kind::Firefox;
    let mut kinds = Kind::ALL.into_iter().filter(chosen);
    kinds.try_for_each(|kind| look::around(&demo, kind))
}

impl Demo {
    fn open(fresh: bool) -> Result<Self, Trouble> {
        let folder = place::root().join("target/demo");
        let told = |why: std::io::Error| Trouble(format!("{}: {why}", folder.display()));
        std::fs::create_dir_all(&folder).map_err(told)?;
        if fresh {
            for file in ["community.db", "community.db-wal", "community.db-shm"] {
                let _ = std::fs::remove_file(folder.join(file));
            }
        }
        if !folder.join("community.db").exists() {
            seed(&folder)?;
        }
        let market = Market::open(0).map_err(|why| Trouble(why.to_string()))?;
        let backend = Backend::start_in(&folder, "Tallystick demo community")?;
        Ok(Self {
            market,
            backend,
            folder,
        })
    }

    /// A browser whose worker has set a floor and joined the demo community.
    ///
    /// # Errors
    /// The browser does not start, or the extension does not answer.
    pub fn browser(&self, kind: Kind, headless: bool) -> Result<Browser, Trouble> {
        let options = Options {
            headless,
            ..Options::packed(kind, self.market.port())?
        };
        let browser = Browser::start(kind, &options)?;
        browser.set([("floor", json!({ "minor": 1200, "currency": "USD" }))])?;
        let wish = AddBackend {
            url: self.backend.url.clone(),
            read: true,
            write: true,
        };
        browser.ask(wish)?;
        until("the community's evidence", || {
            let status = browser.ask(SyncNow {})?;
            Ok(status
                .backends
                .iter()
                .all(|it| it.fresh_at.is_some())
                .then_some(()))
        })?;
        browser.close_other_tabs()?;
        Ok(browser)
    }
}

/// A community with reviews of exactly those whom the marketplace shows.
fn seed(folder: &Path) -> Result<(), Trouble> {
    let file = folder.join("requesters.jsonl");
    std::fs::write(&file, requesters::lines())
        .map_err(|why| Trouble(format!("{}: {why}", file.display())))?;
    Backend::seed(folder, &file, 400)
}
