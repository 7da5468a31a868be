//! What follows a finished task: it is offered for review, with the time that the clock measured.

use tallystick_browser_tests::{Browser, Kind, until};
use tallystick_core::form;
use tallystick_wire::ledger::Standing;
use tallystick_wire::message::ListReviews;

use crate::clock::{begin, record};
use crate::stage;

/// Presses a button of the offer.
fn answer(browser: &Browser, text: &str) {
    until(text, || {
        let Some(offer) = browser.part("tallystick-offer")? else {
            return Ok(None);
        };
        let all = offer.find_all("button")?;
        let found = all
            .into_iter()
            .find(|it| it.text().is_ok_and(|it| it == text));
        found.map_or(Ok(None), |it| it.click().map(Some))
    })
    .unwrap();
}

/// In a browser of its own: a review and a measured time would change what others' rows say.
fn a_finished_task_is_offered_for_review(kind: Kind) {
    let browser = &stage::started(kind);
    let key = begin(browser);
    let code = browser.find(".the-task [name=code]").unwrap();
    code.type_text("C0DE").unwrap();
    browser.find(".the-task button").unwrap().click().unwrap();
    until("the offer", || {
        let said = browser.part_text("tallystick-offer")?;
        Ok(said.filter(|it| it.contains("Done in") && it.contains("Review")))
    })
    .unwrap();
    assert_eq!(record(browser, &key).standing, Standing::Pending);
    answer(browser, "Write a review");
    let card = until("the card", || browser.card()).unwrap();
    card.says(form::MEASURED.label).unwrap();
    card.choose("generosity", "2").unwrap();
    let dialog = card.text().unwrap();
    let line = dialog
        .lines()
        .find(|it| it.starts_with(form::MEASURED.label));
    card.tick(line.unwrap().trim()).unwrap();
    card.press("Save").unwrap();
    let kept = until("the review", || {
        let mine = browser.ask(ListReviews {})?;
        let found = mine.into_iter().find(|it| it.review.measured.is_some());
        Ok(found)
    });
    let kept = kept.unwrap().review;
    let measured = kept.measured.unwrap();
    let worked = record(browser, &key).times.worked / 1_000;
    assert!(
        i64::from(measured.work_seconds).abs_diff(worked) <= 1,
        "{measured:?}, {worked} s worked"
    );
    assert!(measured.seen_after_seconds.is_some());
    assert_eq!(measured.order_in_batch, Some(1));
}

#[test]
fn a_finished_task_is_offered_for_review_with_its_measured_time_in_chromium() {
    a_finished_task_is_offered_for_review(Kind::Chromium);
}

#[test]
fn a_finished_task_is_offered_for_review_with_its_measured_time_in_firefox() {
    a_finished_task_is_offered_for_review(Kind::Firefox);
}
