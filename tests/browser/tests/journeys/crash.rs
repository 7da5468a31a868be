//! What ends without a word: the browser in the middle of work and of an import, the background in
//! the middle of work. At most 15 seconds are lost, the gap is offered back, and an import or an undo
//! that had begun goes on to its end.

use std::fmt::Write;
use std::time::{Duration, Instant};

use serde_json::json;
use tallystick_browser_tests::{Browser, Kind, place, until, within};
use tallystick_core::{clock as core_clock, ledger};
use tallystick_wire::event::{AssignmentKey, EventKind};
use tallystick_wire::message::{ReadHistory, ReadLedger};

use crate::clock::{begin, button, line, record, seconds};
use crate::dashboard::press;
use crate::stage::{self, Stage, in_each};

in_each! {
    work_goes_on_when_the_background_is_ended_again_and_again;
}

/// What a crash may cost of the time worked.
const LOST_MAX_MS: i64 = 15_000;
/// Lines of the imported file: enough that they are taken in in several parts.
const LINES: u64 = 5_000;

/// Like [`Browser::crash`] and a start on the same profile, past the pages that a start opens.
fn killed_and_started_again(browser: Browser) -> Browser {
    let kind = browser.kind;
    let options = browser.crash(&stage::options(kind));
    let browser = Browser::start(kind, &options).unwrap();
    browser.close_other_tabs().unwrap();
    browser
}

/// Every moment from accepting to the end of what is known is in the log exactly once.
fn assert_tiled(browser: &Browser, key: &AssignmentKey) {
    let history = browser.ask(ReadHistory { key: key.clone() }).unwrap();
    let spent = history.iter().filter_map(|it| match it.kind {
        EventKind::Spent { from, ms, .. } => Some((from, ms)),
        _ => None,
    });
    let spent: Vec<_> = spent.collect();
    for pair in spent.windows(2) {
        let [(from, ms), (next, _)] = pair else {
            continue;
        };
        assert!((from + ms - next).abs() < 1_000, "{spent:?}");
    }
}

fn work_goes_on_when_the_background_is_ended_again_and_again(stage: &Stage) {
    let browser = stage.browser;
    let key = begin(browser);
    let mut said = 0;
    for _ in 0..3 {
        assert!(browser.kill_background().unwrap(), "it ran");
        // On a slow machine the two minutes after which a worker counts as gone are soon over.
        browser.touch().unwrap();
        // The page says that it has lost the focus and has it again: the first words that a new
        // background hears.
        let worked = record(browser, &key).times.worked;
        assert!(said <= worked + LOST_MAX_MS, "{said} shown, {worked} kept");
        let shown = line(browser, "time after it", |it| {
            said < 1_000 * i64::from(seconds(it))
        });
        said = 1_000 * i64::from(seconds(&shown));
    }
    let history = browser.ask(ReadHistory { key: key.clone() }).unwrap();
    let started = history.iter().filter(|it| it.kind == EventKind::Started);
    assert_eq!(started.count(), 1, "{history:?}");
    assert_tiled(browser, &key);
    let kept = record(browser, &key);
    assert!(
        said - 2_000 <= ledger::worked_ms(&kept).unwrap_or(0),
        "{kept:?}"
    );
    assert!(
        kept.gaps.iter().all(|it| it.ms < core_clock::OFFER_MIN_MS),
        "{kept:?}"
    );
}

/// A file of Prolific's, with as many lines as there are to be.
fn submissions() -> String {
    let mut text =
        String::from("Study,Reward,Bonus,Started At,Completed At,Completion Code,Status\n");
    for n in 0..LINES {
        let (day, minute) = (1 + n % 28, n % 50);
        let _ = writeln!(
            text,
            "Study number {n},£1.{:02},£0.10,2026-{:02}-{day:02} {:02}:{minute:02}:00,2026-{:02}-{day:02} {:02}:{:02}:30,C{n},APPROVED",
            n % 100,
            1 + n / 28 % 9,
            n / 252 % 24,
            1 + n / 28 % 9,
            n / 252 % 24,
            minute + 9,
        );
    }
    text
}

/// Chooses the file, and has it planned and taken.
fn imports(browser: &Browser) {
    let path = place::scratch("crash").unwrap().join("prolific-many.csv");
    std::fs::write(&path, submissions()).unwrap();
    browser.open_page("dashboard.html#import").unwrap();
    let field = until("the file field", || browser.find("#file").map(Some)).unwrap();
    field.type_text(&path.display().to_string()).unwrap();
    press(browser, "Import it");
}

fn imported(browser: &Browser) -> u64 {
    let state = browser.ask(ReadLedger {}).unwrap();
    assert!(state.damage.is_empty(), "{:?}", state.damage);
    state.assignments
}

/// Waits until the dashboard says that this is underway.
fn underway(browser: &Browser, words: &str) {
    let script = "const said = document.querySelector('label[for=work-progress]');
        return !!said && said.textContent.startsWith(arguments[0])";
    until(words, || {
        Ok((browser.run(script, &[json!(words)])? == json!(true)).then_some(()))
    })
    .unwrap();
}

/// Opens the dashboard, which goes on with what was ended in its middle, and waits for its end.
fn goes_on(browser: &Browser) {
    browser.open_page("dashboard.html#import").unwrap();
    until("long work to be over", || {
        let state = browser.ask(ReadLedger {})?;
        Ok(state.underway.is_none().then_some(()))
    })
    .unwrap();
}

/// Kills the browser while the background takes in what was put aside, and once more while that is
/// undone: it goes on and is there, or gone, as a whole.
fn killed_in_an_import(browser: Browser) -> Browser {
    let before = imported(&browser);
    imports(&browser);
    underway(&browser, "Entering the log");
    let text = browser.run("return document.body.innerText", &[]).unwrap();
    assert!(!text.to_string().contains("Imported:"), "killed too late");
    let browser = killed_and_started_again(browser);
    let half = imported(&browser);
    assert!(before < half, "a part was in the log");
    goes_on(&browser);
    assert_eq!(imported(&browser), before + LINES);

    press(&browser, "Undo this import");
    underway(&browser, "Undoing the import");
    let browser = killed_and_started_again(browser);
    goes_on(&browser);
    assert_eq!(imported(&browser), before);
    browser
}

/// One browser for all of it: the time that has to pass until a gap is worth a question is used.
fn survives_being_killed(kind: Kind) {
    let browser = stage::started(kind);
    let key = begin(&browser);
    let address = browser.address().unwrap();
    let shown = line(&browser, "time worth losing", |it| 4 <= seconds(it));
    let (shown, killed) = (1_000 * i64::from(seconds(&shown)), Instant::now());
    let browser = killed_in_an_import(killed_and_started_again(browser));

    // Longer than the longest silence that counts as work.
    let away = Duration::from_millis(core_clock::SILENCE_MAX_MS.unsigned_abs() + 2_000);
    within(2 * away, "a gap that is offered", || {
        Ok((away < killed.elapsed()).then_some(()))
    })
    .unwrap();
    browser.open(&address).unwrap();
    let offer = line(&browser, "the gap", |it| it.contains(": count it?"));
    let worked = record(&browser, &key).times.worked;
    assert!(
        shown - LOST_MAX_MS <= worked,
        "{shown} shown, {worked} kept"
    );
    assert!(
        worked <= shown + LOST_MAX_MS,
        "{shown} shown, {worked} kept"
    );
    assert_tiled(&browser, &key);

    button(&browser, "Count it").click().unwrap();
    let counted = line(&browser, "the gap as work", |it| {
        it.contains("counted as work")
    });
    assert!(!counted.contains("count it?"), "{offer} and then {counted}");
    let gap = record(&browser, &key).times.worked - worked;
    assert!(core_clock::OFFER_MIN_MS <= gap, "only {gap} ms");
    button(&browser, "Undo").click().unwrap();
    line(&browser, "the offer again", |it| it.contains(": count it?"));
    let back = record(&browser, &key).times.worked;
    assert!(
        back - worked < core_clock::OFFER_MIN_MS,
        "{worked} and {back}"
    );
}

#[test]
fn chromium_killed_in_work_and_in_an_import_loses_seconds_and_goes_on() {
    survives_being_killed(Kind::Chromium);
}

#[test]
fn firefox_killed_in_work_and_in_an_import_loses_seconds_and_goes_on() {
    survives_being_killed(Kind::Firefox);
}
