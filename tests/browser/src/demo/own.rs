//! The demo without a display: screenshots of the extension's own pages, empty and with a year of
//! records in the log.

use tallystick_browser_tests::{Browser, Trouble, until};
use tallystick_core::zone::{Day, Zone};
use tallystick_wire::message::ReadLedger;

use crate::Demo;
use crate::met::Album;
use crate::year;

const DASHBOARD: [&str; 7] = [
    "figures", "log", "owed", "export", "import", "rescue", "keep",
];
const OPTIONS: [&str; 5] = ["floor", "backends", "reviews", "transfer", "help"];

/// Takes them with an empty log.
pub fn empty(album: &Album) -> Result<(), Trouble> {
    pictures(album, "dashboard", "empty", &["figures"])
}

/// Takes them all with a year in the log.
pub fn pages(album: &Album) -> Result<(), Trouble> {
    import(album.demo, album.browser)?;
    pictures(album, "dashboard", "year", &DASHBOARD)?;
    pictures(album, "options", "year", &OPTIONS)?;
    pictures(album, "popup", "year", &[""])
}

/// One file in each size and look for each part of a page.
pub fn pictures(album: &Album, page: &str, log: &str, parts: &[&str]) -> Result<(), Trouble> {
    parts.iter().try_for_each(|part| {
        album.takes(&format!("{page}-{part}-{log}"), |browser| {
            browser.open_page(&format!("{page}.html#{part}"))?;
            // The same page with another anchor is not loaded anew by itself.
            browser.reload()?;
            settled(browser)
        })
    })
}

/// How often in a row a page must say the same.
const STILL: u32 = 10;

/// Waits until the page goes on saying the same and loads nothing.
pub fn settled(browser: &Browser) -> Result<(), Trouble> {
    let (mut before, mut same) = (String::new(), 0);
    let script = "return document.querySelector('#loading') ? '' : document.body.innerText";
    until("the page to settle", || {
        let said = browser.run(script, &[])?;
        let said = said.as_str().unwrap_or_default().to_owned();
        let still = !said.trim().is_empty() && !said.contains("Asking …") && said == before;
        same = if still { same + 1 } else { 0 };
        before = said;
        Ok((STILL <= same).then_some(()))
    })
}

/// As a worker would: the file is chosen, looked at, and taken.
fn import(demo: &Demo, browser: &Browser) -> Result<(), Trouble> {
    let today = today()?;
    let path = demo.folder.join("prolific-year.csv");
    std::fs::write(&path, year::file(today))
        .map_err(|why| Trouble(format!("{}: {why}", path.display())))?;
    browser.open_page("dashboard.html#import")?;
    let field = until("the file field", || browser.find("#file").map(Some))?;
    field.type_text(&path.display().to_string())?;
    let script = "return [...document.querySelectorAll('button')].find((it) =>
        it.textContent.trim() === 'Import it' && !it.disabled) ?? null";
    until("the plan", || {
        let found = browser.run(script, &[])?;
        browser
            .element(&found)
            .map_or(Ok(None), |it| it.click().map(Some))
    })
    .map_err(|why| {
        let said = browser.run("return document.body.innerText", &[]);
        Trouble(format!("{why}: {said:?}"))
    })?;
    until("the year in the log", || {
        let state = browser.ask(ReadLedger {})?;
        Ok((1_000 < state.assignments).then_some(()))
    })
}

/// Today, by UTC.
pub fn today() -> Result<Day, Trouble> {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_err(|why| Trouble(why.to_string()))?;
    let now = i64::try_from(now.as_millis()).unwrap_or(i64::MAX);
    Ok(Zone::UTC.day(now))
}
