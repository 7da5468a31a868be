//! The moderators' desk, as it is before there is a proxy: over plain HTTP on this machine.

use tallystick_browser_tests::{Backend, Browser, Kind, Options, until};

use crate::{pages, stage};

const REASON: &str = "It names a private person";

/// What the desk says was done.
fn notice(browser: &Browser, wanted: &str) {
    until(wanted, || {
        let told = browser.find("[role=status]")?.text()?;
        Ok(told.contains(wanted).then_some(()))
    })
    .unwrap();
}

/// The id of the newest review that everyone sees.
fn newest(browser: &Browser, backend: &Backend) -> String {
    browser.open(&format!("{}/reviews", backend.url)).unwrap();
    let id = browser.find("article.review").unwrap().attribute("id");
    let id = id.unwrap().unwrap();
    id.strip_prefix("r-").unwrap().to_owned()
}

fn a_moderator_hides_a_review_and_everyone_can_count_it(kind: Kind) {
    let backend = pages::community();
    let secret = backend.moderator("Mo").unwrap();
    let options = Options::bare(stage::market().port());
    let browser = Browser::start(kind, &options).unwrap();
    let id = newest(&browser, &backend);
    let desk = format!("{}/desk", backend.url);
    browser.open(&desk).unwrap();
    browser.find("#secret").unwrap().type_text(&secret).unwrap();
    browser
        .find("main button[type=submit]")
        .unwrap()
        .click()
        .unwrap();
    notice(&browser, "You are signed in");
    browser.open(&format!("{desk}?review={id}")).unwrap();
    let reason = browser.find("input[name=reason]").unwrap();
    reason.type_text(REASON).unwrap();
    browser.find("button[value=hide]").unwrap().click().unwrap();
    notice(&browser, "The review is hidden");
    assert_ne!(newest(&browser, &backend), id);
    browser.open(&format!("{}/log", backend.url)).unwrap();
    let counted = browser.find("dl.tiles").unwrap().text().unwrap();
    let words: Vec<&str> = counted.split_whitespace().collect();
    let hidden = words.iter().position(|it| *it == "hidden").unwrap();
    assert_eq!(words[hidden + 1], "1", "{counted}");
    let acts = browser.find("ul.acts").unwrap().text().unwrap();
    assert!(acts.contains(REASON) && acts.contains("by Mo"), "{acts}");
    browser.open(&desk).unwrap();
    browser
        .find("button[value=leave]")
        .unwrap()
        .click()
        .unwrap();
    until("the desk to be closed", || {
        Ok((!browser.find_all("#secret")?.is_empty()).then_some(()))
    })
    .unwrap();
}

mod a_moderator_hides_a_review {
    use super::*;

    #[test]
    fn in_chromium() {
        a_moderator_hides_a_review_and_everyone_can_count_it(Kind::Chromium);
    }

    #[test]
    fn in_firefox() {
        a_moderator_hides_a_review_and_everyone_can_count_it(Kind::Firefox);
    }
}
