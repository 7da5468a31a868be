//! Tell the others: a review is saved at once, reaches a real server once, and another worker sees
//! it, whatever is killed on the way.

use std::collections::BTreeMap;

use serde_json::json;
use tallystick_browser_tests::{Backend, Browser, Kind, Options, until};
use tallystick_core::{bucket, form, key, prior};
use tallystick_market::{requesters, source};
use tallystick_wire::Review;
use tallystick_wire::message::{AddBackend, ListReviews, SyncNow, SyncWord};

use crate::stage;

pub const LIST: &str = "https://app.prolific.com/studies?rows=6";
const TEXT: &str = "Paid in a day, but took \u{201c}10 minutes\u{201d} twice over.";

/// A review of the requester and task in the first row, with the same score for everything.
pub fn said_of_the_first(score: u8, text: &str) -> Review {
    let facts = requesters::read_natively(LIST, &source(LIST).unwrap());
    let draft = prior::draft(&facts[0]).unwrap();
    let mut said = serde_json::to_value(draft).unwrap();
    let scores = ["communicativity", "generosity", "fairness", "promptness"];
    let scores: BTreeMap<&str, u8> = scores.into_iter().map(|it| (it, score)).collect();
    said["id"] = json!("0199a5d0-ac96-7000-8000-000000000000");
    said["revision"] = json!(1);
    said["scores"] = json!(scores);
    said["text"] = json!(text);
    said["written_at"] = json!(0);
    serde_json::from_value(said).unwrap()
}

/// The same of another task of that requester.
pub fn second_of_the_same(score: u8, text: &str) -> Review {
    let mut review = said_of_the_first(score, text);
    let task = review.task.as_mut().unwrap();
    task.group.as_mut().unwrap().value = "another".to_owned();
    review
}

pub fn joins(browser: &Browser, backend: &Backend) {
    let wish = AddBackend {
        url: backend.url.clone(),
        read: true,
        write: true,
    };
    browser.ask(wish).unwrap();
}

/// Writes a review of the requester in the first row by the card's own form.
pub fn writes_review(browser: &Browser, text: &str) {
    browser.open(LIST).unwrap();
    browser.badges_of_all_rows().unwrap();
    let card = browser.open_card(0).unwrap();
    card.press("Write a review").unwrap();
    for (score, answer) in [
        ("communicativity", "4"),
        ("generosity", "2"),
        ("fairness", "5"),
        ("promptness", "5"),
    ] {
        card.choose(score, answer).unwrap();
    }
    card.tick("underpaid").unwrap();
    card.write(form::TEXT.label, text).unwrap();
    card.press("Save").unwrap();
    until("the review to be shown as mine", || {
        let badges = browser.badges()?;
        let mine = badges.iter().find(|it| it.row == Some(0) && it.visible);
        Ok(mine.is_some_and(|it| !it.mine.is_empty()).then_some(()))
    })
    .unwrap();
}

/// Where my only review stands, after a sync.
fn state(browser: &Browser) -> SyncWord {
    let mine = browser.ask(ListReviews {}).unwrap();
    assert_eq!(mine.len(), 1, "one review, not {mine:?}");
    assert_eq!(mine[0].states.len(), 1);
    mine[0].states[0].state.clone()
}

pub fn gets_through(browser: &Browser) {
    until("the review to be synced", || {
        let status = browser.ask(SyncNow {})?;
        Ok(
            (status.waiting == 0 && status.backends.iter().all(|it| it.down.is_none()))
                .then_some(()),
        )
    })
    .unwrap();
    assert_eq!(state(browser), SyncWord::Synced);
}

/// The server's own words about the requester in the first row: how many reviews.
pub fn reviews_at(backend: &Backend) -> u32 {
    let facts = requesters::read_natively(LIST, &source(LIST).unwrap());
    let wanted = key::lookup_key(facts[0].requester.as_ref().unwrap());
    until("the server to publish it", || {
        let (_, index) = backend.get("/v1/buckets")?;
        let index: tallystick_wire::api::BucketIndex = serde_json::from_str(&index).unwrap();
        let found = index.buckets.iter().find_map(|entry| {
            let (_, body) = backend.get(&format!("/v1/buckets/{}", entry.name)).ok()?;
            bucket::find(&body, &wanted)
        });
        Ok(found.map(|aggregate| aggregate.all.reviews))
    })
    .unwrap()
}

fn sees(browser: &Browser, text: &str) {
    browser.ask(SyncNow {}).unwrap();
    browser.open(LIST).unwrap();
    until("the reputation in the row", || {
        let badges = browser.badges()?;
        let first = badges.iter().find(|it| it.row == Some(0) && it.visible);
        Ok(first
            .is_some_and(|it| it.reputation.contains("few reviews (1)"))
            .then_some(()))
    })
    .unwrap();
    let card = browser.open_card(0).unwrap();
    card.says(text).unwrap();
}

/// Firefox asks whether anything may be sent: until it may, the review waits and the popup says why.
fn waits_for_consent(browser: &Browser) {
    if browser.kind == Kind::Firefox {
        let status = browser.ask(SyncNow {}).unwrap();
        let why = status.backends[0].down.as_ref().map(|it| it.why.as_str());
        assert!(why.is_some_and(|it| it.contains("Firefox")), "{status:?}");
        assert_eq!(state(browser), SyncWord::Waiting);
    }
    browser.consent(true).unwrap();
}

fn travels(from: Kind, to: Kind) {
    let backend = Backend::start("Journeys").unwrap();
    let writer = stage::started(from);
    writer.under_the_strictest_policy(true);
    joins(&writer, &backend);
    writer.consent(false).unwrap();
    writes_review(&writer, TEXT);
    waits_for_consent(&writer);
    writer.kill_background().unwrap();
    gets_through(&writer);
    let reader = stage::started(to);
    joins(&reader, &backend);
    sees(&reader, TEXT);
    reader.under_the_strictest_policy(true);
    sees(&reader, TEXT);
    assert_eq!(reviews_at(&backend), 1);
}

#[test]
fn a_review_written_in_chromium_is_seen_in_firefox() {
    travels(Kind::Chromium, Kind::Firefox);
}

#[test]
fn a_review_written_in_firefox_is_seen_in_chromium() {
    travels(Kind::Firefox, Kind::Chromium);
}

fn survives_server_and_background(kind: Kind) {
    let mut backend = Backend::start("Journeys").unwrap();
    let browser = stage::started(kind);
    joins(&browser, &backend);
    backend.kill();
    writes_review(&browser, TEXT);
    browser.ask(SyncNow {}).unwrap();
    assert_eq!(state(&browser), SyncWord::Waiting);
    browser.kill_background().unwrap();
    backend.restart().unwrap();
    gets_through(&browser);
    // Once more, from a background that remembers nothing: still one review.
    browser.kill_background().unwrap();
    browser.ask(SyncNow {}).unwrap();
    backend.kill();
    backend.restart().unwrap();
    assert_eq!(reviews_at(&backend), 1);
}

#[test]
fn a_review_is_neither_lost_nor_doubled_when_server_and_service_worker_are_killed() {
    survives_server_and_background(Kind::Chromium);
}

#[test]
fn a_review_is_neither_lost_nor_doubled_when_server_and_event_page_are_killed() {
    survives_server_and_background(Kind::Firefox);
}

fn survives_browser(kind: Kind) {
    let mut backend = Backend::start("Journeys").unwrap();
    let browser = stage::started(kind);
    joins(&browser, &backend);
    backend.kill();
    writes_review(&browser, TEXT);
    let options: Options = browser.crash(&stage::options(kind));
    backend.restart().unwrap();
    let browser = Browser::start(kind, &options).unwrap();
    browser.close_other_tabs().unwrap();
    gets_through(&browser);
    assert_eq!(reviews_at(&backend), 1);
    browser.open(LIST).unwrap();
    let badges = browser.badges_of_all_rows().unwrap();
    assert!(!badges[0].mine.is_empty(), "{:?}", badges[0]);
}

#[test]
fn a_saved_review_survives_the_end_of_chromium() {
    survives_browser(Kind::Chromium);
}

#[test]
fn a_saved_review_survives_the_end_of_firefox() {
    survives_browser(Kind::Firefox);
}
