//! Moving to another device: a sealed file leaves one browser, comes into another, and both speak
//! for the same member until one revokes the other.

use tallystick_browser_tests::{Backend, Browser, Kind, place, until};
use tallystick_core::{form, passphrase};
use tallystick_wire::message::{GetStatus, ListReviews, ListTokens, SyncNow, SyncWord};

use crate::dashboard::{exported, press, says};
use crate::review::{LIST, gets_through, joins, reviews_at, writes_review};
use crate::stage;

const FIRST: &str = "Written on the old device.";
/// Typed into what was there.
const SECOND: &str = "(Edited on the new one.)";

fn types(browser: &Browser, field: &str, text: &str) {
    let field = until(field, || browser.find(field).map(Some)).unwrap();
    field.type_text(text).unwrap();
}

/// The file as the worker gets it, under a passphrase that was suggested.
fn leaves(browser: &Browser) -> (Vec<u8>, String) {
    browser.open_page("options.html#transfer").unwrap();
    press(browser, "Suggest one");
    let suggested =
        "return [...document.querySelectorAll('.notice code')].at(-1)?.textContent ?? null";
    let opens = until("a suggestion", || {
        let found = browser.run(suggested, &[])?;
        Ok(found.as_str().map(str::to_owned))
    })
    .unwrap();
    assert_eq!(passphrase::strength(&opens), passphrase::Strength::Long);
    (exported(browser, "Make the file"), opens)
}

fn arrives(browser: &Browser, file: &[u8], opens: &str) {
    let path = place::scratch("moving")
        .unwrap()
        .join("tallystick-move.json");
    std::fs::write(&path, file).unwrap();
    browser.open_page("options.html#transfer").unwrap();
    types(browser, "#move-file", &path.display().to_string());
    types(browser, "#move-opens", "another passphrase");
    press(browser, "Look into it");
    says(
        browser,
        "The file is whole, but this passphrase does not open it",
    );
    browser.find("#move-opens").unwrap().clear().unwrap();
    types(browser, "#move-opens", opens);
    press(browser, "Look into it");
    says(browser, "This device speaks for you there");
    says(browser, "1 review");
    press(browser, "Take it over");
    says(browser, "Taken over");
}

fn edits(browser: &Browser) {
    let mine = browser.ask(ListReviews {}).unwrap();
    assert_eq!((mine.len(), mine[0].review.text.as_str()), (1, FIRST));
    assert_eq!(mine[0].states[0].state, SyncWord::Synced);
    browser.open(LIST).unwrap();
    browser.badges_of_all_rows().unwrap();
    let card = browser.open_card(0).unwrap();
    card.press("Edit").unwrap();
    card.write(form::TEXT.label, SECOND).unwrap();
    card.press("Save").unwrap();
    until("the edited review to be kept", || {
        let mine = browser.ask(ListReviews {})?;
        Ok(mine[0].review.text.contains(SECOND).then_some(()))
    })
    .unwrap();
    gets_through(browser);
}

/// The old device gives the new one a name, and revokes it.
fn revokes(browser: &Browser, backend: &Backend) {
    browser.open_page("options.html#backends").unwrap();
    let open = "const it = document.querySelector('details'); if (!it) return false;
        it.open = true; return true";
    until("my devices", || {
        Ok((browser.run(open, &[])? == true).then_some(()))
    })
    .unwrap();
    says(browser, "moved on");
    says(browser, "this device");
    let name = "li li:last-child input[type='text']";
    browser.find(name).unwrap().clear().unwrap();
    types(browser, name, "Laptop");
    let save = "[...document.querySelectorAll('li li:last-child form button')].at(-1).click()";
    browser.run(save, &[]).unwrap();
    let url = || backend.url.clone();
    until("the name to be kept", || {
        let all = browser.ask_here(ListTokens { url: url() })?.tokens;
        Ok(all.iter().any(|it| it.name == "Laptop").then_some(()))
    })
    .unwrap();
    press(browser, "Revoke");
    press(browser, "Revoke it");
    says(browser, "No other device speaks for you there.");
    let left = browser.ask(ListTokens { url: url() }).unwrap().tokens;
    assert_eq!(left.len(), 1);
    assert!(left[0].current);
}

fn is_told(browser: &Browser) {
    writes_another(browser);
    until("the device to find out", || {
        let status = browser.ask(SyncNow {})?;
        Ok(status.backends[0].revoked.then_some(()))
    })
    .unwrap();
    let status = browser.ask(GetStatus {}).unwrap();
    assert_eq!(status.waiting, 1);
    let popup = || {
        says(browser, "knows this device no more");
        Ok(())
    };
    browser.aside("popup.html", popup).unwrap();
}

fn writes_another(browser: &Browser) {
    browser.open(LIST).unwrap();
    browser.badges_of_all_rows().unwrap();
    let card = browser.open_card(0).unwrap();
    card.press("Edit").unwrap();
    card.write(form::TEXT.label, "Said by a device that was revoked.")
        .unwrap();
    card.press("Save").unwrap();
    until("it to wait", || {
        let status = browser.ask(GetStatus {})?;
        Ok((status.waiting == 1).then_some(()))
    })
    .unwrap();
}

fn moves(from: Kind, to: Kind) {
    let backend = Backend::start("Journeys").unwrap();
    let old = stage::started(from);
    joins(&old, &backend);
    writes_review(&old, FIRST);
    gets_through(&old);
    let (file, opens) = leaves(&old);
    let new = stage::started(to);
    arrives(&new, &file, &opens);
    edits(&new);
    assert_eq!(reviews_at(&backend), 1);
    let (_, dump) = backend.get("/v1/dump").unwrap();
    assert_eq!(dump.matches(SECOND).count(), 1, "{dump}");
    revokes(&old, &backend);
    is_told(&new);
    assert_eq!(reviews_at(&backend), 1);
}

#[test]
fn a_member_moves_from_chromium_to_firefox_and_revokes_the_device() {
    moves(Kind::Chromium, Kind::Firefox);
}

#[test]
fn a_member_moves_from_firefox_to_chromium_and_revokes_the_device() {
    moves(Kind::Firefox, Kind::Chromium);
}
