//! A log of years: how soon the dashboard is usable, what the longest task of its main thread is,
//! how long exports and a change of thousands take and what memory they need, and how long a copy of
//! it takes to come back.
//!
//! The yardstick is the bare read of the same records out of IndexedDB, in the same run.

mod copies;
mod fill;
mod log;
mod probe;
mod steps;
mod table;

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;
use tallystick_browser_tests::{Browser, Kind, Options, Trouble};
use tallystick_market::Market;

use crate::median;
use log::Log;
use probe::Step;

/// What is measured.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// How many assignments the log has.
    pub assignments: usize,
    /// In which browsers.
    pub kinds: Vec<Kind>,
    /// Whether the dashboard is measured over it.
    pub looks: bool,
    /// Whether it leaves and comes back as a file.
    pub copies: bool,
    /// Where profiles with such a log are kept for another run; `None`: they are thrown away.
    pub profiles: Option<PathBuf>,
}

/// How often the dashboard is opened.
const OPENED: usize = 5;
/// What the figures of the period stand in.
const FIGURES: &str = ".strong-tile .figure";

/// What was measured in one browser, in milliseconds where nothing else is said.
#[derive(Debug, Default)]
pub struct Measured {
    /// Seconds to make the log and events that entered; nothing if it was there.
    pub filled: (f64, u64),
    /// The bare read.
    pub bare: f64,
    /// The first opening since the browser was started.
    pub first: Option<Step>,
    /// The next ones: median and the longest task of all.
    pub opened: Option<Step>,
    /// One for which nothing is packed.
    pub unpacked: Option<Step>,
    /// Seconds from then until the records are packed.
    pub packed: f64,
    /// Everything else, with its name.
    pub steps: Vec<(String, Step)>,
    /// Name, milliseconds, longest task, bytes, memory in MB before and at most.
    pub exports: Vec<steps::Exported>,
    /// The way of a file back into the log.
    pub copies: copies::Rows,
}

/// Measures in each browser and prints.
///
/// # Errors
/// What a browser says.
pub fn run(wanted: &Wanted, market: &Market) -> Result<(), Trouble> {
    for kind in &wanted.kinds {
        let measured = measure(*kind, wanted, market)?;
        table::print(*kind, wanted.assignments, &measured);
    }
    Ok(())
}

fn measure(kind: Kind, wanted: &Wanted, market: &Market) -> Result<Measured, Trouble> {
    let packed = Options::packed(kind, market.port())?;
    let kept = wanted.profiles.as_ref().map(|folder| {
        let name = format!("{}-{}", kind.name(), wanted.assignments);
        folder.join(name)
    });
    if let Some(folder) = &kept {
        std::fs::create_dir_all(folder).map_err(|why| Trouble(why.to_string()))?;
    }
    let options = Options {
        profile: kept,
        ..packed
    };
    let browser = Browser::start(kind, &options)?;
    browser.close_other_tabs()?;
    browser.set([("floor", json!({ "minor": 1200, "currency": "USD" }))])?;
    browser.close_other_tabs()?;
    let log = Log {
        assignments: wanted.assignments,
        end: now(),
    };
    let mut measured = Measured::default();
    if wanted.looks {
        looks(&browser, &log, &mut measured)?;
    }
    if wanted.copies {
        measured.copies = copies::measure(&browser, &log, wanted.profiles.is_some())?;
    }
    Ok(measured)
}

/// The dashboard over a log that is filled first.
fn looks(browser: &Browser, log: &Log, measured: &mut Measured) -> Result<(), Trouble> {
    measured.filled = fill::fill(browser, log)?;
    let open = || probe::open(browser, "dashboard.html#figures", FIGURES);
    measured.first = Some(open()?);
    steps::settled(browser)?;
    let opened = (0..OPENED).map(|_| open()).collect::<Result<Vec<_>, _>>()?;
    measured.opened = Some(Step {
        ms: median(opened.iter().map(|it| it.ms).collect()),
        longest: opened.iter().map(|it| it.longest).fold(0.0, f64::max),
    });
    steps::unpacked(browser)?;
    measured.unpacked = Some(open()?);
    measured.packed = steps::settled(browser)?;
    // Behind the openings: it leaves hundreds of megabytes behind for the process to clear away.
    measured.bare = median(
        (0..3)
            .map(|_| steps::bare_read(browser))
            .collect::<Result<_, _>>()?,
    );
    measured.steps.extend(steps::looks(browser)?);
    measured.exports.extend(steps::exports(browser)?);
    measured
        .steps
        .extend(steps::changes(browser, log::BULK_REQUESTER)?);
    Ok(())
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |it| i64::try_from(it.as_millis()).unwrap_or(0))
}
