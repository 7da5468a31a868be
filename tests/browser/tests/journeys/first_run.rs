//! The first minutes: no row is judged before there is a floor, and all that is needed is on two
//! pages of our own.

use serde_json::json;
use tallystick_browser_tests::{Backend, Browser, Kind, until};
use tallystick_wire::message::GetStatus;

use crate::stage;

fn says(browser: &Browser, wanted: &str) {
    until(wanted, || {
        let text = browser.run("return document.body.innerText", &[])?;
        Ok(text
            .as_str()
            .unwrap_or_default()
            .contains(wanted)
            .then_some(()))
    })
    .unwrap();
}

fn press(browser: &Browser, text: &str) {
    until(text, || {
        let script = "return [...document.querySelectorAll('button')]
            .find((it) => it.textContent.trim() === arguments[0] && it.getClientRects().length) ?? null";
        let found = browser.run(script, &[json!(text)])?;
        let Some(button) = browser.element(&found) else { return Ok(None) };
        button.click().map(Some)
    })
    .unwrap();
}

fn first_minutes(kind: Kind) {
    let backend = Backend::start("Neighbours").unwrap();
    let browser = Browser::start(kind, &stage::options(kind)).unwrap();
    browser.close_other_tabs().unwrap();
    assert!(!browser.ask(GetStatus {}).unwrap().first_run_done);
    // As in a browser of one's own: Firefox has not asked yet.
    browser.consent(false).unwrap();

    // Without a floor the rows say what they pay and judge nobody.
    browser
        .open("https://www.microworkers.com/jobs.php?rows=5")
        .unwrap();
    let badges = browser.badges_of_all_rows().unwrap();
    assert!(
        badges
            .iter()
            .all(|it| it.estimate.contains("/h") || !it.estimate.is_empty())
    );
    assert!(
        badges
            .iter()
            .all(|it| !it.word.contains("paid") && !it.word.contains("fair")),
        "{badges:?}"
    );

    browser.open_page("options.html#welcome").unwrap();
    let amount = until("the field for the floor", || {
        browser.find("#floor-amount").map(Some)
    })
    .unwrap();
    amount.type_text("14.50").unwrap();
    press(&browser, "Save and go on");
    let url = until("the field for a backend", || {
        browser.find("#backend-url").map(Some)
    })
    .unwrap();
    url.type_text(&backend.url).unwrap();
    press(&browser, "Look");
    says(&browser, "Neighbours");
    press(&browser, "Add it");
    until("the backend to be there", || {
        let status = browser.ask_here(GetStatus {})?;
        Ok((status.backends.len() == 1).then_some(()))
    })
    .unwrap();

    let status = browser.ask(GetStatus {}).unwrap();
    assert!(status.first_run_done);
    assert_eq!(status.backends[0].url, backend.url);
    assert!(
        status.backends[0]
            .public_name
            .as_ref()
            .is_some_and(|name| name.starts_with("tsw_"))
    );
    browser
        .open("https://www.microworkers.com/jobs.php?rows=5")
        .unwrap();
    let badges = browser.badges_of_all_rows().unwrap();
    assert!(
        badges.iter().all(|it| it.label.contains("14.50")),
        "{badges:?}"
    );
}

#[test]
fn in_chromium_no_row_is_judged_before_a_floor_and_the_welcome_page_sets_it() {
    first_minutes(Kind::Chromium);
}

#[test]
fn in_firefox_no_row_is_judged_before_a_floor_and_the_welcome_page_sets_it() {
    first_minutes(Kind::Firefox);
}
