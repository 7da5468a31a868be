//! A history that is about to go: saved day by day, by the worker's own clicks, and checked.

use serde_json::json;
use tallystick_browser_tests::{Browser, Kind, Options, until};
use tallystick_market::Market;
use tallystick_wire::message::{ReadAssignments, ReadLedger};

use crate::dashboard::{exported, press, says};

const EARNINGS: &str = "https://worker.mturk.com/dashboard?rows=2";

/// Clicks what opens the next page, once the guide lets one; `None` when it has none left.
fn open_next(browser: &Browser) -> Option<String> {
    let script = "const all = [...document.querySelectorAll('a.button')];
        if (document.body.innerText.includes('All 2 days are in your log')) return 'done';
        const next = all.find((it) => it.textContent.trim().startsWith('Open the next day'));
        return next?.href ? next : null";
    let next = until("the next page, or the end", || {
        let found = browser.run(script, &[])?;
        Ok((!found.is_null()).then_some(found))
    });
    let next = next.unwrap();
    if next == json!("done") {
        return None;
    }
    let link = browser.element(&next).unwrap();
    let address = browser.run("return arguments[0].href", &[next]).unwrap();
    link.click().unwrap();
    Some(address.as_str().unwrap().to_owned())
}

/// With a market of its own, whose every request is looked at.
fn a_history_is_saved_page_by_page(kind: Kind) {
    let market = Market::open(0).unwrap();
    let options = Options::packed(kind, market.port()).unwrap();
    let browser = &Browser::start(kind, &options).unwrap();
    browser.close_other_tabs().unwrap();
    browser.open(EARNINGS).unwrap();
    until("the earnings page to be read", || {
        let said = browser.part_text("tallystick-notice")?;
        Ok(said.filter(|it| it.contains("One more rejection")))
    })
    .unwrap();
    browser.open_page("dashboard.html#rescue").unwrap();
    says(browser, "0 of 2 days are in your log.");

    let mut opened = Vec::new();
    loop {
        let before = browser.tabs().unwrap();
        let Some(address) = open_next(browser) else {
            break;
        };
        opened.push(address.clone());
        let tab = until(&address, || {
            let new = browser.tabs()?.into_iter().find(|it| !before.contains(it));
            Ok(new)
        });
        browser.go_to_tab(&tab.unwrap()).unwrap();
        until("what was new", || {
            let said = browser.part_text("tallystick-notice")?;
            Ok(said.filter(|it| it.contains(" new")))
        })
        .unwrap_or_else(|why| panic!("{address}: {why}"));
        browser.close_tab(&before[0]).unwrap();
        assert!(opened.len() < 9, "{opened:?}");
    }
    // Two days of more than a page each, each page once, and nothing else of that site.
    assert_eq!(opened.len(), 4, "{opened:?}");
    let seen = market.seen().into_iter();
    let seen = seen.filter(|it| it.purpose == "document" && it.host == "worker.mturk.com");
    let mut paths: Vec<String> = seen.map(|it| it.path).collect();
    paths.remove(0);
    let wanted = opened
        .iter()
        .map(|it| it.replacen("https://worker.mturk.com", "", 1));
    assert_eq!(paths, wanted.collect::<Vec<_>>());

    let text = browser.run("return document.body.innerText", &[]).unwrap();
    let text = text.as_str().unwrap();
    assert!(!text.contains("than the"), "sums differ: {text}");
    assert_eq!(text.matches("✓ done").count(), 2, "{text}");
    let kept = browser.ask(ReadAssignments::default()).unwrap().records;
    let state = browser.ask(ReadLedger {}).unwrap();
    assert_eq!(state.assignments, kept.len() as u64);

    press(browser, "export the log as JSON");
    let file = String::from_utf8(exported(browser, "Export JSON")).unwrap();
    let missing = kept.iter().filter(|it| !file.contains(&it.key.value));
    assert_eq!(missing.count(), 0);
}

#[test]
fn a_history_is_saved_page_by_page_in_chromium() {
    a_history_is_saved_page_by_page(Kind::Chromium);
}

#[test]
fn a_history_is_saved_page_by_page_in_firefox() {
    a_history_is_saved_page_by_page(Kind::Firefox);
}
