//! What a worker does with the dashboard, step by step.

use std::time::Instant;

use serde_json::json;
use tallystick_browser_tests::{Browser, Trouble, until, within};

use super::probe::{self, PATIENCE, Step, act, holds, longest};

/// An export.
#[derive(Debug, Clone)]
pub struct Exported {
    /// Which.
    pub name: &'static str,
    /// Time, and the longest task meanwhile.
    pub step: Step,
    /// The file's size in MB.
    pub mb: f64,
    /// All processes' own memory in MB: before, and the most meanwhile.
    pub memory: (f64, f64),
}

/// All records as text, read in parts and thrown away.
const BARE: &str = "
    return new Promise((done, fail) => {
        const open = indexedDB.open('tallystick');
        open.onerror = () => fail(open.error);
        open.onsuccess = () => {
            const begun = performance.now();
            const store = open.result.transaction('records').objectStore('records');
            const part = (after) => {
                const range = after === null ? null : IDBKeyRange.lowerBound(after, true);
                const keys = store.getAllKeys(range, 2000);
                const values = store.getAll(range, 2000);
                values.onsuccess = () => {
                    if (keys.result.length === 2000) {
                        part(keys.result[1999]);
                    } else {
                        open.result.close();
                        done(performance.now() - begun);
                    }
                };
            };
            part(null);
        };
    })";

/// Milliseconds of the bare read.
pub fn bare_read(browser: &Browser) -> Result<f64, Trouble> {
    browser.open_page("options.html")?;
    let taken = browser.run(BARE, &[])?;
    taken
        .as_f64()
        .ok_or_else(|| Trouble(format!("the bare read: {taken}")))
}

/// Resolves whether all records are packed for the next opening; true where nothing is ever packed.
const SETTLED: &str = "
    return new Promise((done, fail) => {
        const open = indexedDB.open('tallystick');
        open.onerror = () => fail(open.error);
        open.onsuccess = () => {
            const base = open.result;
            const say = (it) => { base.close(); done(it); };
            if (!base.objectStoreNames.contains('packs')) { return say(true); }
            const run = base.transaction(['packs', 'changed']);
            const cover = run.objectStore('packs').get('');
            const changed = run.objectStore('changed').count();
            run.oncomplete = () => say(JSON.parse(cover.result ?? '{}').up_to === null
                && changed.result < 1000);
        };
    })";

/// Waits, with the dashboard open, until nothing is left to prepare for its next opening; seconds.
pub fn settled(browser: &Browser) -> Result<f64, Trouble> {
    let begun = Instant::now();
    within(PATIENCE, "all records to be packed", || {
        holds(browser, SETTLED, "")
    })?;
    Ok(begun.elapsed().as_secs_f64())
}

/// Throws away whatever is packed, as after a change of its layout.
const UNPACKED: &str = "
    return new Promise((done, fail) => {
        const open = indexedDB.open('tallystick');
        open.onerror = () => fail(open.error);
        open.onsuccess = () => {
            const run = open.result.transaction('packs', 'readwrite');
            run.objectStore('packs').clear();
            run.oncomplete = () => { open.result.close(); done(true); };
            run.onabort = () => fail(run.error);
        };
    })";

/// Throws away the packed copies, for an opening without them.
pub fn unpacked(browser: &Browser) -> Result<(), Trouble> {
    browser.open_page("options.html")?;
    browser.run(UNPACKED, &[]).map(drop)
}

/// Figures of everything, the log, its search, scrolling, a report.
pub fn looks(browser: &Browser) -> Result<Vec<(String, Step)>, Trouble> {
    let mut steps = Vec::new();
    let mut add = |name: &str, step| steps.push((name.to_owned(), step));
    probe::open(browser, "dashboard.html#figures", ".strong-tile .figure")?;
    add(
        "figures of all years",
        act(browser, ALL_YEARS, ".strong-tile .figure")?,
    );
    add(
        "the same by task group",
        act(browser, BY_GROUP, ".strong-tile .figure")?,
    );
    add(
        "what is to come and missing",
        act(browser, "location.hash = 'owed'", ".card")?,
    );
    add(
        "the log opens",
        act(browser, "location.hash = 'log'", ".rows li")?,
    );
    add(
        "a search in it",
        act(browser, &sought("part 77"), ".rows li")?,
    );
    act(browser, &sought(""), ".rows li")?;
    add(
        "scrolling through it, 200 frames",
        act(browser, SCROLL, ".rows[data-scrolled] li")?,
    );
    Ok(steps)
}

const ALL_YEARS: &str = "const it = document.querySelector('#span'); it.value = 'all';
    it.dispatchEvent(new Event('change', { bubbles: true }));";

const BY_GROUP: &str = "const it = document.querySelector('#group-by'); it.value = 'group';
    it.dispatchEvent(new Event('change', { bubbles: true }));";

const SCROLL: &str = "const rows = document.querySelector('.rows');
    delete rows.dataset.scrolled;
    let frames = 0;
    const step = () => {
        rows.scrollTop = rows.scrollHeight * frames / 200;
        frames += 1;
        if (frames < 200) { requestAnimationFrame(step); } else { rows.dataset.scrolled = 'yes'; }
    };
    step();";

fn sought(text: &str) -> String {
    format!(
        "const it = document.querySelector('#sought'); it.value = {};
         it.dispatchEvent(new Event('input', {{ bubbles: true }}));",
        json!(text)
    )
}

/// Each export of everything.
pub fn exports(browser: &Browser) -> Result<Vec<Exported>, Trouble> {
    let mut all = Vec::new();
    for (name, button) in [
        ("CSV", "Export CSV"),
        ("XLSX", "Export XLSX"),
        ("JSON", "Export JSON"),
    ] {
        // Each begins with a fresh page, so that one's memory is not the next one's.
        probe::open(browser, "dashboard.html#export", "#span")?;
        act(browser, ALL_YEARS, "#span")?;
        all.push(export(browser, name, button)?);
    }
    probe::open(browser, "dashboard.html#export", "#span")?;
    act(browser, ALL_YEARS, "#span")?;
    let meter = browser.meter();
    let step = act(
        browser,
        &pressed("Report of the assignments chosen above"),
        ".paper",
    )?;
    all.push(Exported {
        name: "report",
        step,
        mb: f64::NAN,
        memory: meter.read(),
    });
    Ok(all)
}

/// Exports everything by this button; what leaves is kept as the page's `caught`.
pub fn export(browser: &Browser, name: &'static str, button: &str) -> Result<Exported, Trouble> {
    let catch = "const page = window.wrappedJSObject ?? window;
        const note = document.documentElement.dataset;
        const make = page.URL.createObjectURL.bind(page.URL);
        page.URL.createObjectURL = (blob) => {
            note.bytes = blob.size; page.caught = blob; return make(blob);
        };
        note.longest = 0;";
    browser.run(catch, &[])?;
    let meter = browser.meter();
    let begun = Instant::now();
    browser.run(&pressed(button), &[])?;
    says(browser, "Exported as")?;
    let ms = begun.elapsed().as_secs_f64() * 1e3;
    let memory = meter.read();
    let bytes = browser.run("return Number(document.documentElement.dataset.bytes)", &[])?;
    Ok(Exported {
        name,
        step: Step {
            ms,
            longest: longest(browser)?,
        },
        mb: bytes.as_f64().unwrap_or(f64::NAN) / 1e6,
        memory,
    })
}

/// All of one requester's left out at once, and that taken back.
pub fn changes(browser: &Browser, requester: &str) -> Result<Vec<(String, Step)>, Trouble> {
    probe::open(browser, "dashboard.html#log", ".rows li")?;
    act(browser, &sought(requester), ".rows li")?;
    let some = browser.run("return document.querySelector('#sum').textContent", &[])?;
    let n = some
        .as_str()
        .unwrap_or_default()
        .split(' ')
        .next()
        .unwrap_or_default()
        .to_owned();
    browser.run(&pressed("Choose all"), &[])?;
    until("all chosen", || {
        holds(
            browser,
            "return !document.body.innerText.includes('\\n0 chosen') && document.body.innerText.includes(arguments[0])",
            "Leave out of the figures",
        )
    })?;
    let left_out = changed(
        browser,
        "Leave out of the figures",
        "Left out of the figures:",
    )?;
    let back = changed(browser, "Undo", "Taken back")?;
    Ok(vec![
        (format!("{n} assignments left out"), left_out),
        ("and that taken back".to_owned(), back),
    ])
}

fn changed(browser: &Browser, button: &str, words: &str) -> Result<Step, Trouble> {
    browser.run("document.documentElement.dataset.longest = 0", &[])?;
    let begun = Instant::now();
    browser.run(&pressed(button), &[])?;
    says(browser, words)?;
    Ok(Step {
        ms: begun.elapsed().as_secs_f64() * 1e3,
        longest: longest(browser)?,
    })
}

/// A script that presses the visible button, or follows the link, whose words begin so.
pub fn pressed(words: &str) -> String {
    format!(
        "[...document.querySelectorAll('button, a')].find((it) => it.getClientRects().length
            && !it.disabled && it.textContent.trim().startsWith({})).click();",
        json!(words)
    )
}

/// Waits until these words stand in the page.
pub fn says(browser: &Browser, words: &str) -> Result<(), Trouble> {
    let script = "return document.body.textContent.includes(arguments[0])";
    within(PATIENCE, words, || holds(browser, script, words))
}
