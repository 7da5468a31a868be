//! A copy of years comes back: as one file through the dashboard's own page into an empty log, from
//! where it leaves as the same bytes; and a part of it into a log with something in it, undone again.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use sha2::{Digest, Sha256};
use tallystick_browser_tests::{Browser, Trouble, place, within};
use tallystick_core::export::{json_event, json_foot, json_head};
use tallystick_wire::event::{Entry, EventKind};
use tallystick_wire::message::{AppendEntries, ReadLedger};

use super::log::{EVENTS_EACH, Log};
use super::probe::{self, PATIENCE, Step, holds, longest};
use super::steps::{export, pressed, says};

/// Assignments of which the events are made at once.
const AT_ONCE: usize = 5_000;
/// So much of the file is imported into a log with something in it, and undone.
const PART: usize = 4;

/// What was measured on the way of a file.
pub type Rows = Vec<(String, Step, String)>;

/// A file, and the hash of its bytes.
struct File {
    path: PathBuf,
    hash: String,
    mb: f64,
}

/// Wipes the log of this browser and brings it back as it was made; then, unless it is kept, the
/// largest of its platforms is wiped.
///
/// # Errors
/// What the browser says; that a second export is not the same bytes.
pub fn measure(browser: &Browser, log: &Log, kept: bool) -> Result<Rows, Trouble> {
    let mut rows = Rows::new();
    // A tab that was never in front has its timers slowed down; after another was closed, it is.
    browser.ask(ReadLedger {})?;
    let few = log.assignments.div_ceil(PART);
    let file = written(log, few, "part")?;
    rows.push(wipe_all(browser, "what was there")?);
    browser.open_page("options.html")?;
    browser.ask_here(AppendEntries {
        entries: vec![Entry::alone(EventKind::Searching {
            platform: "mturk".parse().map_err(|_| Trouble("mturk".to_owned()))?,
            from: 0,
            ms: 1,
        })],
    })?;
    let of = format!("{few} assignments into another log");
    rows.extend(import(browser, &file, &of, "It can be undone as a whole")?);
    rows.push(undo(browser, few)?);

    let file = written(log, log.assignments, "whole")?;
    rows.push(wipe_all(browser, "what was undone")?);
    let of = format!("{} assignments into an empty log", log.assignments);
    rows.extend(import(browser, &file, &of, "the file becomes it")?);
    let there = browser.ask(ReadLedger {})?;
    let events = (log.assignments * EVENTS_EACH) as u64;
    if (there.events, there.assignments) != (events, log.assignments as u64) {
        return Err(Trouble(format!(
            "{events} events should be there: {} are, with {} assignments",
            there.events, there.assignments
        )));
    }
    rows.push(same_bytes(browser, &file)?);
    if !kept {
        rows.push(wipe(
            browser,
            PLATFORM,
            "Wipe it",
            "Amazon Mechanical Turk",
        )?);
    }
    Ok(rows)
}

fn written(log: &Log, assignments: usize, name: &str) -> Result<File, Trouble> {
    let path = place::scratch("bench")?.join(format!("{name}-{assignments}.json"));
    let told = |why: std::io::Error| Trouble(format!("{}: {why}", path.display()));
    let mut out = BufWriter::new(std::fs::File::create(&path).map_err(told)?);
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    let mut write = |text: &str| {
        hash.update(text);
        bytes += text.len();
        out.write_all(text.as_bytes()).map_err(told)
    };
    write(&json_head())?;
    for from in (0..assignments).step_by(AT_ONCE) {
        let events = log.events(from, AT_ONCE.min(assignments - from))?;
        for (n, event) in events.iter().enumerate() {
            write(&json_event(event, from + n == 0))?;
        }
    }
    write(json_foot())?;
    out.flush().map_err(told)?;
    let hash = hash.finalize();
    println!("    {}: {:.1} MB", path.display(), bytes as f64 / 1e6);
    Ok(File {
        hash: hash.iter().map(|it| format!("{it:02x}")).collect(),
        path,
        mb: bytes as f64 / 1e6,
    })
}

/// Presses the button of the platform that most of the log is of.
const PLATFORM: &str = "[...document.querySelectorAll('li')]
    .find((it) => it.textContent.startsWith('Amazon Mechanical Turk') && it.querySelector('button'))
    .querySelector('button').click();";

fn wipe_all(browser: &Browser, of: &str) -> Result<(String, Step, String), Trouble> {
    let press = pressed("Wipe the whole log");
    let (_, step, more) = wipe(browser, &press, "Wipe all of it", "everything")?;
    Ok((format!("wiped: {of}"), step, more))
}

/// By the page's own buttons: it may take longer than a driver waits for an answer.
fn wipe(
    browser: &Browser,
    press: &str,
    yes: &str,
    what: &str,
) -> Result<(String, Step, String), Trouble> {
    probe::open(browser, "dashboard.html#keep", "#wipe-heading")?;
    browser.run(press, &[])?;
    within(PATIENCE, "the question", || {
        holds(
            browser,
            "return !!document.querySelector('button.danger')",
            "",
        )
    })?;
    let begun = Instant::now();
    browser.run("document.documentElement.dataset.longest = 0", &[])?;
    browser.run(&pressed(yes), &[])?;
    says(browser, &format!("Wiped: {what}"))?;
    let step = Step {
        ms: begun.elapsed().as_secs_f64() * 1e3,
        longest: longest(browser)?,
    };
    println!("    wiped: {what}: {:.0} ms", step.ms);
    Ok((format!("wiped: {what}"), step, String::new()))
}

/// Whether the label of long work begins so, or what comes after it is said already.
const AT: &str = "const label = document.querySelector('label[for=work-progress]');
    return !!label && label.textContent.startsWith(arguments[0])
        || document.body.textContent.includes('Imported: ')";

/// Whether no long work is underway.
const OVER: &str = "return !document.querySelector('label[for=work-progress]')";

fn import(browser: &Browser, file: &File, of: &str, words: &str) -> Result<Rows, Trouble> {
    probe::open(browser, "dashboard.html#import", "#file")?;
    let meter = browser.meter();
    let mut begun = Instant::now();
    let mut rows = Rows::new();
    let mut step = |name: &str, more: String| -> Result<(), Trouble> {
        let ms = begun.elapsed().as_secs_f64() * 1e3;
        let longest = longest(browser)?;
        browser.run("document.documentElement.dataset.longest = 0", &[])?;
        rows.push((format!("{name}: {of}"), Step { ms, longest }, more));
        println!("    {name}: {of}: {ms:.0} ms");
        begun = Instant::now();
        Ok(())
    };
    choose(browser, &file.path)?;
    says(browser, words)?;
    step("read and compared", format!("{:.1} MB", file.mb))?;
    browser.run(&pressed("Import it"), &[])?;
    within(PATIENCE, "it to be put aside", || {
        holds(browser, AT, "Entering the log")
    })?;
    step("put aside", String::new())?;
    within(PATIENCE, "it to enter", || holds(browser, OVER, ""))?;
    step("entered", String::new())?;
    says(browser, "Imported: ")?;
    step("shown", String::new())?;
    let (before, most) = meter.read();
    if let Some(last) = rows.last_mut() {
        last.2 = format!("memory {before:.0} MB before, {most:.0} MB at most");
    }
    Ok(rows)
}

fn choose(browser: &Browser, path: &Path) -> Result<(), Trouble> {
    let field = browser.find("#file")?;
    field.type_text(&path.display().to_string())
}

fn undo(browser: &Browser, assignments: usize) -> Result<(String, Step, String), Trouble> {
    let meter = browser.meter();
    browser.run("document.documentElement.dataset.longest = 0", &[])?;
    let begun = Instant::now();
    browser.run(&pressed("Undo this import"), &[])?;
    says(browser, "The import is undone")?;
    let step = Step {
        ms: begun.elapsed().as_secs_f64() * 1e3,
        longest: longest(browser)?,
    };
    let (before, most) = meter.read();
    let left = browser.ask(ReadLedger {})?.assignments;
    if 0 < left {
        return Err(Trouble(format!(
            "{left} assignments are left after undoing"
        )));
    }
    let name = format!("undone: {assignments} assignments");
    println!("    {name}: {:.0} ms", step.ms);
    let more = format!("memory {before:.0} MB before, {most:.0} MB at most");
    Ok((name, step, more))
}

/// Notes the hash of what was caught.
const HASH: &str = "const page = window.wrappedJSObject ?? window;
    const note = document.documentElement.dataset;
    const reader = new FileReader();
    reader.onerror = () => { note.hash = String(reader.error); };
    reader.onload = () => crypto.subtle.digest('SHA-256', reader.result).then((it) => {
        note.hash = [...new Uint8Array(it)].map((n) => n.toString(16).padStart(2, '0')).join('');
    });
    reader.readAsArrayBuffer(page.caught);";

fn same_bytes(browser: &Browser, file: &File) -> Result<(String, Step, String), Trouble> {
    probe::open(browser, "dashboard.html#export", "#span")?;
    let again = export(browser, "JSON", "Export JSON")?;
    browser.run(HASH, &[])?;
    let hash = within(PATIENCE, "the hash of the export", || {
        let read = browser.run("return document.documentElement.dataset.hash", &[])?;
        Ok(read.as_str().map(str::to_owned))
    })?;
    if hash != file.hash {
        return Err(Trouble(format!(
            "exported again it has other bytes: {hash} and {}",
            file.hash
        )));
    }
    println!("    exported again: the same bytes");
    Ok((
        "exported again: the same bytes".to_owned(),
        again.step,
        String::new(),
    ))
}
