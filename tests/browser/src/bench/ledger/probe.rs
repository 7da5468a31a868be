//! What a page's main thread does, and when the dashboard is no longer waiting for anything.

use std::time::Duration;

use serde_json::{Value, json};
use tallystick_browser_tests::{Browser, Trouble, within};

/// How long anything at all may take.
pub const PATIENCE: Duration = Duration::from_secs(900);

/// Notes in the document when the dashboard waits for nothing (two frames in a row), and the longest
/// time in which the main thread did nothing else. What a driver's script sets is seen by all
/// others in the document only. The gaps between timers are taken in both browsers, so that they
/// can be compared; where the browser tells of long tasks, also those before this script began.
const PROBE: &str = "
    const note = document.documentElement.dataset;
    const longer = (ms) => { note.longest = Math.max(ms, Number(note.longest ?? 0)); };
    note.longest = 0;
    if (!note.probed) {
        note.probed = 'yes';
        if (PerformanceObserver.supportedEntryTypes.includes('longtask')) {
            const seen = (list) => list.getEntries().forEach((it) => longer(it.duration));
            new PerformanceObserver(seen).observe({ type: 'longtask', buffered: true });
        }
        let last = performance.now();
        const tick = () => {
            const now = performance.now();
            longer(now - last - 4);
            last = now;
            setTimeout(tick, 4);
        };
        tick();
        let frames = 0, since = 0;
        const look = () => {
            const main = document.querySelector('main');
            const done = main?.getAttribute('aria-busy') === 'false' && main.querySelector(note.wanted);
            frames = done && !note.again ? frames + 1 : 0;
            delete note.again;
            if (frames === 1) { since = performance.now(); }
            if (frames === 2) { note.usable ??= since; }
            requestAnimationFrame(look);
        };
        look();
    }";

/// What a step took.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// Milliseconds until nothing was waited for.
    pub ms: f64,
    /// The longest time that the main thread was taken, in milliseconds.
    pub longest: f64,
}

/// Opens a page of the dashboard and waits until `wanted` is there and nothing is waited for. The
/// time begins with the navigation.
pub fn open(browser: &Browser, page: &str, wanted: &str) -> Result<Step, Trouble> {
    // The same document with another anchor would not be loaded.
    browser.open_page("options.html")?;
    browser.open_page(page)?;
    browser.run(
        "document.documentElement.dataset.wanted = arguments[0]",
        &[json!(wanted)],
    )?;
    browser.run(PROBE, &[])?;
    let ms = within(PATIENCE, page, || number(browser, "usable"))?;
    Ok(Step {
        ms,
        longest: longest(browser)?,
    })
}

/// Does something to the page by a script and waits until `wanted` is there and nothing is waited
/// for.
pub fn act(browser: &Browser, script: &str, wanted: &str) -> Result<Step, Trouble> {
    let begin = "const note = document.documentElement.dataset;
        note.wanted = arguments[0]; note.longest = 0; delete note.usable; note.again = 'yes';
        note.begun = performance.now();";
    browser.run(&format!("{begin} {script}"), &[json!(wanted)])?;
    // The page must have begun to wait before it can have ended.
    let over = within(PATIENCE, script, || number(browser, "usable"))?;
    let begun = number(browser, "begun")?.unwrap_or(f64::NAN);
    Ok(Step {
        ms: over - begun,
        longest: longest(browser)?,
    })
}

/// The longest time that the main thread was taken since the last step began.
pub fn longest(browser: &Browser) -> Result<f64, Trouble> {
    Ok(number(browser, "longest")?.unwrap_or(f64::NAN))
}

fn number(browser: &Browser, name: &str) -> Result<Option<f64>, Trouble> {
    let script = "return Number(document.documentElement.dataset[arguments[0]] ?? NaN)";
    let value = browser.run(script, &[json!(name)])?;
    Ok(value.as_f64().filter(|it| it.is_finite()))
}

/// Whether a script's answer is true.
pub fn holds(browser: &Browser, script: &str, of: &str) -> Result<Option<()>, Trouble> {
    let answer: Value = browser.run(script, &[json!(of)])?;
    Ok((answer == true).then_some(()))
}
