//! Leaving a community: the server forgets the member at once and does with the reviews as the
//! worker wished; on this machine they stay.

use tallystick_browser_tests::{Backend, Browser, Kind, until};
use tallystick_wire::message::{GetStatus, ListReviews};

use crate::dashboard::{press, says};
use crate::review::{gets_through, joins, reviews_at, writes_review};
use crate::stage;

const TEXT: &str = "Said by somebody who then left.";

fn leaves(browser: &Browser, button: &str, sure: &str, done: &str) {
    browser.open_page("options.html#backends").unwrap();
    let open = "const it = document.querySelector('details'); if (!it) return false;
        it.open = true; return true";
    until("my devices, and leaving", || {
        Ok((browser.run(open, &[])? == true).then_some(()))
    })
    .unwrap();
    says(browser, "No other device speaks for you there.");
    press(browser, button);
    press(browser, sure);
    says(browser, done);
    let status = browser.ask(GetStatus {}).unwrap();
    let there = &status.backends[0];
    assert_eq!((there.read, there.write, status.waiting), (true, false, 0));
    assert_eq!(there.public_name, None);
    let mine = browser.ask(ListReviews {}).unwrap();
    assert_eq!((mine.len(), mine[0].review.text.as_str()), (1, TEXT));
    assert!(mine[0].states.is_empty());
}

/// A member with one review, and the name that the server has for them.
fn member(browser: &Browser, backend: &Backend) -> String {
    joins(browser, backend);
    writes_review(browser, TEXT);
    gets_through(browser);
    assert_eq!(reviews_at(backend), 1);
    let status = browser.ask(GetStatus {}).unwrap();
    let name = status.backends[0].public_name.clone().unwrap();
    assert!(dump(backend).contains(&name));
    name
}

fn dump(backend: &Backend) -> String {
    backend.get("/v1/dump").unwrap().1
}

fn leaves_both_ways(kind: Kind) {
    let backend = Backend::start("Journeys").unwrap();
    let browser = stage::started(kind);
    let first = member(&browser, &backend);
    leaves(
        &browser,
        "Leave and let my reviews stand unsigned",
        "Leave them there unsigned",
        "your reviews there stand unsigned",
    );
    assert_eq!(reviews_at(&backend), 1);
    let left = dump(&backend);
    assert!(left.contains(TEXT) && !left.contains(&first), "{left}");
    drop(browser);

    let backend = Backend::start("Journeys").unwrap();
    let browser = stage::started(kind);
    let second = member(&browser, &backend);
    leaves(
        &browser,
        "Leave and delete my reviews",
        "Leave, delete them there",
        "your reviews there are deleted",
    );
    let left = dump(&backend);
    assert!(!left.contains(TEXT) && !left.contains(&second), "{left}");
}

#[test]
fn in_chromium_a_member_leaves_and_the_reviews_go_or_stand_unsigned() {
    leaves_both_ways(Kind::Chromium);
}

#[test]
fn in_firefox_a_member_leaves_and_the_reviews_go_or_stand_unsigned() {
    leaves_both_ways(Kind::Firefox);
}
