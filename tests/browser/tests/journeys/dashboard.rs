//! Owning the record: a file comes in, is looked at and corrected, leaves for other people's
//! software, is wiped, and comes back as the same bytes.

use std::io::{Cursor, Write};
use std::process::{Command, Stdio};

use base64::Engine;
use calamine::{Reader, Xlsx};
use serde_json::json;
use tallystick_browser_tests::{Browser, Kind, place, until};

use crate::stage;

const SUBMISSIONS: &str = "Study,Reward,Bonus,Started At,Completed At,Completion Code,Status\n\
    =cmd|' /C calc'!A0,£2.00,£0.50,2026-10-20 10:00:00,2026-10-20 10:10:00,C1,APPROVED\n\
    Rate <b>videos</b>,£1.00,£0.00,2026-10-21 10:00:00,2026-10-21 10:20:00,C2,REJECTED\n\
    Quick survey,£0.75,£0.00,2026-10-22 10:00:00,2026-10-22 10:05:00,C3,AWAITING REVIEW\n\
    Parents only,£0.14,£0.00,2026-10-23 10:00:00,2026-10-23 10:02:00,,SCREENED OUT\n";

pub fn says(browser: &Browser, wanted: &str) {
    let mut last = String::new();
    let said = until(wanted, || {
        let text = browser.run("return document.body.innerText", &[])?;
        last = text.as_str().unwrap_or_default().to_owned();
        Ok(last.contains(wanted).then_some(()))
    });
    said.unwrap_or_else(|why| panic!("{why}; the page says: {last}"));
}

pub fn press(browser: &Browser, text: &str) {
    until(text, || {
        let script = "return [...document.querySelectorAll('button, a')].find((it) =>
            it.textContent.trim() === arguments[0] && it.getClientRects().length && !it.disabled) ?? null";
        let found = browser.run(script, &[json!(text)])?;
        let Some(button) = browser.element(&found) else {
            return Ok(None);
        };
        button.click().map(Some)
    })
    .unwrap();
}

/// Keeps a file that the page offers, and gives its bytes.
pub fn exported(browser: &Browser, button: &str) -> Vec<u8> {
    // What a script of Firefox's driver sets is seen by itself only, unless it says otherwise.
    let catch = "const page = window.wrappedJSObject ?? window;
        page.caught = null;
        const make = page.makeUrl ??= page.URL.createObjectURL.bind(page.URL);
        page.URL.createObjectURL = (blob) => { page.caught = blob; return make(blob); }";
    browser.run(catch, &[]).unwrap();
    press(browser, button);
    let read = "const { caught } = window.wrappedJSObject ?? window;
        return caught && new Promise((done) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result.split(',')[1]);
        reader.readAsDataURL(caught);
    })";
    let text = until(button, || {
        let read = browser.run(read, &[])?;
        Ok(read.as_str().map(str::to_owned))
    })
    .unwrap();
    says(browser, "Exported as");
    base64::engine::general_purpose::STANDARD
        .decode(text)
        .unwrap()
}

fn import(browser: &Browser, name: &str, bytes: &[u8]) {
    let path = place::scratch("dashboard").unwrap().join(name);
    std::fs::write(&path, bytes).unwrap();
    browser.open_page("dashboard.html#import").unwrap();
    let field = until("the file field", || browser.find("#file").map(Some)).unwrap();
    field.type_text(&path.display().to_string()).unwrap();
    press(browser, "Import it");
    says(browser, "Imported:");
}

/// The lines as Python's own reader sees them.
fn by_python(csv: &[u8]) -> Vec<Vec<String>> {
    let script = "import csv,io,json,sys
text = sys.stdin.buffer.read().decode('utf-8-sig')
print(json.dumps(list(csv.reader(io.StringIO(text, newline='')))))";
    let mut python = Command::new("python3")
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    python.stdin.take().unwrap().write_all(csv).unwrap();
    serde_json::from_slice(&python.wait_with_output().unwrap().stdout).unwrap()
}

fn owns_the_record(kind: Kind) {
    let browser = stage::started(kind);
    import(&browser, "prolific-mine.csv", SUBMISSIONS.as_bytes());

    // Figures, and what is behind them.
    browser.open_page("dashboard.html#figures").unwrap();
    let all = "const it = document.querySelector('#span'); if (!it) return false;
        it.value = 'all'; it.dispatchEvent(new Event('change', { bubbles: true })); return true";
    until("the choice of time", || {
        Ok((browser.run(all, &[])? == true).then_some(()))
    })
    .unwrap();
    // What a screen-out paid counts, and its two minutes are time that was not paid as work.
    says(&browser, "£2.64");
    says(&browser, "1 screened out");
    press(&browser, "1 rejected");
    says(&browser, "Only: rejected");
    says(&browser, "Rate <b>videos</b>");

    // Left out, and taken back.
    press(&browser, "Choose all 1");
    press(&browser, "Leave out of the figures");
    says(&browser, "0 assignments");
    press(&browser, "Undo");
    says(&browser, "1 assignment:");

    // Other people's software reads what leaves.
    browser.open_page("dashboard.html#export").unwrap();
    until("the choice of time", || {
        Ok((browser.run(all, &[])? == true).then_some(()))
    })
    .unwrap();
    let lines = by_python(&exported(&browser, "Export CSV"));
    assert_eq!(lines.len(), 5, "{lines:?}");
    assert!(
        lines.iter().flatten().all(|it| !it.starts_with('=')),
        "{lines:?}"
    );
    press(&browser, "Close");
    let mut sheet = Xlsx::new(Cursor::new(exported(&browser, "Export XLSX"))).unwrap();
    let rows = sheet.worksheet_range("Assignments").unwrap();
    assert_eq!(rows.height(), 5);
    press(&browser, "Close");
    press(&browser, "Everything that was rejected");
    says(&browser, "Record of work");
    let pdf = browser.print().unwrap();
    assert!(
        pdf.starts_with(b"%PDF") && 5_000 < pdf.len(),
        "{}",
        pdf.len()
    );

    // Wiped, imported, and exported again: the same bytes.
    browser.open_page("dashboard.html#export").unwrap();
    let first = exported(&browser, "Export JSON");
    browser.open_page("dashboard.html#keep").unwrap();
    press(&browser, "Wipe the whole log");
    press(&browser, "Wipe all of it");
    says(&browser, "Wiped: everything");
    import(&browser, "copy.json", &first);
    browser.open_page("dashboard.html#export").unwrap();
    let second = exported(&browser, "Export JSON");
    assert_eq!(String::from_utf8(first), String::from_utf8(second));
}

#[test]
fn chromium_owns_the_record() {
    owns_the_record(Kind::Chromium);
}

#[test]
fn firefox_owns_the_record() {
    owns_the_record(Kind::Firefox);
}
