//! The log into the extension: by its own import, in parts, as the dashboard hands a file on.

use std::time::Instant;

use tallystick_browser_tests::{Browser, Trouble};
use tallystick_wire::message::{CommitImport, GoOn, ReadLedger, StageImport};

use super::log::{EVENTS_EACH, Log};

/// Assignments that enter at once.
const AT_ONCE: usize = 2_500;
/// Events that travel at once.
const EVENTS_AT_ONCE: usize = 2_000;

/// Fills an empty log; what is there already stays and is not made again. Seconds, and events that
/// entered.
pub fn fill(browser: &Browser, log: &Log) -> Result<(f64, u64), Trouble> {
    let begun = Instant::now();
    browser.open_page("options.html")?;
    let there = browser.ask_here(ReadLedger {})?.events;
    let first = usize::try_from(there).unwrap_or(0) / EVENTS_EACH;
    let mut entered = 0;
    for from in (first..log.assignments).step_by(AT_ONCE) {
        let events = log.events(from, AT_ONCE)?;
        let Some(import) = events.first().map(|it| it.id.clone()) else {
            break;
        };
        for part in events.chunks(EVENTS_AT_ONCE) {
            browser.ask_here(StageImport {
                import: import.clone(),
                events: part.to_vec(),
            })?;
        }
        let mut went = browser.ask_here(CommitImport { import })?;
        while !went.over {
            let more = browser.ask_here(GoOn {})?;
            went = more.ok_or_else(|| Trouble("an import ended in its middle".to_owned()))?;
        }
        entered += went.events;
    }
    Ok((begun.elapsed().as_secs_f64(), entered))
}
