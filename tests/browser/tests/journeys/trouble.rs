//! Backends that are down, slow or mad: the rows say what they can at once, and the status says so.

use std::time::Duration;

use tallystick_browser_tests::{Backend, Browser, Faulty, Kind, until, within};
use tallystick_core::show;
use tallystick_wire::message::{AddBackend, GetStatus, Status, SyncNow};

use crate::stage;

const LIST: &str = "https://app.prolific.com/studies?rows=6";

/// A sync may wait for a backend that never answers.
const PATIENCE: Duration = Duration::from_secs(80);

fn down(browser: &Browser) -> Status {
    within(PATIENCE, "the backend to be called down", || {
        let status = browser.ask(SyncNow {})?;
        Ok(status
            .backends
            .iter()
            .all(|it| it.down.is_some())
            .then_some(status))
    })
    .unwrap()
}

fn rows_are_fine_and_the_popup_says_so(browser: &Browser) {
    browser.open(LIST).unwrap();
    let badges = browser.badges_of_all_rows().unwrap();
    assert!(
        badges.iter().all(|it| it.estimate.contains("/h")),
        "{badges:?}"
    );
    let status = browser.ask(GetStatus {}).unwrap();
    let wanted = show::backend_state(&status.backends[0], status.now);
    assert!(wanted.starts_with("down since"), "{wanted}");
    let popup = browser.aside("popup.html", || {
        until("the popup to say so", || {
            let text = browser.run("return document.body.innerText", &[])?;
            Ok(text
                .as_str()
                .unwrap_or_default()
                .contains("down since")
                .then_some(()))
        })
    });
    popup.unwrap();
}

fn stays_useful(kind: Kind) {
    let mut backend = Backend::start("Trouble").unwrap();
    let address = backend.url.trim_start_matches("http://").to_owned();
    let browser = stage::started(kind);
    let wish = AddBackend {
        url: backend.url.clone(),
        read: true,
        write: true,
    };
    let status = browser.ask(wish).unwrap();
    assert_eq!(status.name, "Trouble");
    let fresh = browser.ask(SyncNow {}).unwrap();
    assert!(
        fresh
            .backends
            .iter()
            .all(|it| it.down.is_none() && it.fresh_at.is_some()),
        "{fresh:?}"
    );

    backend.terminate();
    down(&browser);
    rows_are_fine_and_the_popup_says_so(&browser);

    let mad = Faulty::garbage(&address).unwrap();
    down(&browser);
    rows_are_fine_and_the_popup_says_so(&browser);
    drop(mad);

    let silent = until("the port", || Faulty::silent(&address).map(Some)).unwrap();
    // The page does not wait for the backend: it never asks it.
    browser.open(LIST).unwrap();
    browser.badges_of_all_rows().unwrap();
    down(&browser);
    rows_are_fine_and_the_popup_says_so(&browser);
    drop(silent);

    until("the port", || backend.restart().map(Some)).unwrap();
    until("the backend to be well again", || {
        let status = browser.ask(SyncNow {})?;
        Ok(status
            .backends
            .iter()
            .all(|it| it.down.is_none())
            .then_some(()))
    })
    .unwrap();
}

#[test]
fn chromium_stays_useful_while_its_backend_is_down_mad_or_silent() {
    stays_useful(Kind::Chromium);
}

#[test]
fn firefox_stays_useful_while_its_backend_is_down_mad_or_silent() {
    stays_useful(Kind::Firefox);
}
