//! A history that is about to go: saved day by day, by the worker's own clicks, and checked.

use serde_json::json;
use tallystick_browser_tests::{Browser, until};
use tallystick_wire::message::{ReadAssignments, ReadLedger};

use crate::clock::wipe;
use crate::dashboard::{exported, press, says};
use crate::stage::{Stage, in_each};

in_each! {
    a_history_is_saved_page_by_page_and_its_sums_are_those_of_the_earnings_page;
}

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

fn a_history_is_saved_page_by_page_and_its_sums_are_those_of_the_earnings_page(stage: &Stage) {
    let browser = stage.browser;
    wipe(browser);
    let asked = stage.market.seen().len();
    browser.open(EARNINGS).unwrap();
    until("the days in the log", || {
        let state = browser.part_text("tallystick-notice")?;
        Ok(state.filter(|it| it.contains("In your log")))
    })
    .unwrap();
    browser.open_page("dashboard.html#rescue").unwrap();
    says(browser, "0 of 2 days are in your log.");
    let guide = browser.run("return document.title", &[]).unwrap();
    assert!(guide.is_string());

    let mut opened = Vec::new();
    loop {
        let before = browser.tabs().unwrap();
        let Some(address) = open_next(browser) else {
            break;
        };
        opened.push(address.clone());
        let tab = until("the page's tab", || {
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
    let seen = stage.market.seen().into_iter().skip(asked);
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
