//! A backend that is paused in the options: nothing is asked of it, what it says counts nowhere, and
//! what is written meanwhile waits until it is used again.

use tallystick_browser_tests::{Backend, Browser, Kind, Member, until};
use tallystick_wire::message::{GetStatus, ListReviews, SyncNow, SyncWord};

use crate::dashboard::says;
use crate::review::{LIST, gets_through, joins, reviews_at, said_of_the_first, writes_review};
use crate::stage;

const OTHERS: &str = "Said by somebody else.";
const MINE: &str = "Written while the backend was paused.";

/// What the first row says of its requester.
pub fn reputation(browser: &Browser, fits: impl Fn(&str) -> bool) -> String {
    browser.open(LIST).unwrap();
    until("the reputation in the row", || {
        let badges = browser.badges()?;
        let first = badges
            .into_iter()
            .find(|it| it.row == Some(0) && it.visible);
        Ok(first.map(|it| it.reputation).filter(|it| fits(it)))
    })
    .unwrap()
}

/// By the switch in the options.
fn switches(browser: &Browser, paused: bool) {
    browser.open_page("options.html#backends").unwrap();
    let switch = until("the switch", || browser.find("[id^='use-']").map(Some)).unwrap();
    switch.click().unwrap();
    says(browser, "Saved");
    let status = browser.ask(GetStatus {}).unwrap();
    assert_eq!(status.backends[0].paused, paused);
}

fn waits_while_paused(kind: Kind) {
    let backend = Backend::start("Journeys").unwrap();
    let other = Member::joins(&backend).unwrap();
    other.says(&said_of_the_first(2, OTHERS)).unwrap();
    let browser = stage::started(kind);
    joins(&browser, &backend);
    browser.ask(SyncNow {}).unwrap();
    reputation(&browser, |it| it.contains("few reviews (1)"));
    switches(&browser, true);
    let before = backend.answered().unwrap();
    writes_review(&browser, MINE);
    let status = browser.ask(SyncNow {}).unwrap();
    assert_eq!(
        (status.waiting, status.backends[0].down.as_ref()),
        (1, None)
    );
    // A background that remembers nothing keeps to it.
    browser.kill_background().unwrap();
    let said = reputation(&browser, |it| !it.is_empty());
    assert!(!said.contains("few reviews"), "{said}");
    let card = browser.open_card(0).unwrap();
    card.says("what it says is not counted until you switch it on")
        .unwrap();
    card.says("which is paused").unwrap();
    let shown = card.text().unwrap();
    assert!(shown.contains(MINE) && !shown.contains(OTHERS), "{shown}");
    let mine = browser.ask(ListReviews {}).unwrap();
    assert_eq!(mine[0].states[0].state, SyncWord::Waiting);
    browser.ask(SyncNow {}).unwrap();
    // Nor does looking for one's devices ask it.
    browser.open_page("options.html#backends").unwrap();
    let open = "document.querySelector('details').open = true";
    until("my devices", || browser.run(open, &[]).map(Some)).unwrap();
    says(&browser, "It is paused, and nothing is asked of it");
    assert_eq!(backend.answered().unwrap(), before);
    switches(&browser, false);
    gets_through(&browser);
    assert!(before < backend.answered().unwrap());
    assert_eq!(reviews_at(&backend), 2);
    reputation(&browser, |it| it.contains("few reviews (2)"));
    browser.open_card(0).unwrap().says(OTHERS).unwrap();
}

#[test]
fn a_paused_backend_is_asked_nothing_and_reviews_wait_in_chromium() {
    waits_while_paused(Kind::Chromium);
}

#[test]
fn a_paused_backend_is_asked_nothing_and_reviews_wait_in_firefox() {
    waits_while_paused(Kind::Firefox);
}
