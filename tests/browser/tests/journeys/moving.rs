//! Moving to another device: a sealed file leaves one browser, comes into another, and both speak
//! for the same member until one revokes the other.

use serde_json::json;
use tallystick_browser_tests::{Backend, Browser, Kind, place, until};
use tallystick_core::{form, passphrase};
use tallystick_wire::message::{
    GetStatus, ListReviews, ListTokens, RevokeToken, SyncNow, SyncWord,
};

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
    has_its_own(browser);
}

/// The file's key is the file's: the device has asked for one of its own.
fn has_its_own(browser: &Browser) {
    until("a key of its own", || {
        let status = browser.ask(GetStatus {})?;
        Ok(status.backends[0].shared.is_none().then_some(()))
    })
    .unwrap();
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
    says(browser, "this device");
    for of in ["moving file of", "moved in on"] {
        until(of, || {
            let named = "return [...document.querySelectorAll('li li .quote')]
                .some((it) => it.textContent.includes(arguments[0]))";
            Ok((browser.run(named, &[json!(of)])? == true).then_some(()))
        })
        .unwrap();
    }
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
    // The file, then the device that came by it.
    for left in [2, 1] {
        press(browser, "Revoke");
        press(browser, "Revoke it");
        until("one device less", || {
            let listed = browser.run("return document.querySelectorAll('li li').length", &[])?;
            Ok((listed == left).then_some(()))
        })
        .unwrap();
    }
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

/// Writes with its own key whatever becomes of the file and of the other device that took it.
fn two_take_one_file(from: Kind, to: Kind) {
    let backend = Backend::start("Journeys").unwrap();
    let old = stage::started(from);
    joins(&old, &backend);
    writes_review(&old, FIRST);
    gets_through(&old);
    let (file, opens) = leaves(&old);
    let one = stage::started(to);
    arrives(&one, &file, &opens);
    let two = stage::started(from);
    arrives(&two, &file, &opens);
    let url = || backend.url.clone();
    let tokens = |of: &Browser| of.ask(ListTokens { url: url() }).unwrap().tokens;
    let own = |of: &Browser| {
        let current = tokens(of).into_iter().find(|it| it.current);
        current.unwrap().id
    };
    let (keeps, goes) = ([own(&old), own(&two)], own(&one));
    assert_eq!(tokens(&old).len(), 4);
    assert!(!keeps.contains(&goes));
    for it in tokens(&old)
        .into_iter()
        .filter(|it| !keeps.contains(&it.id))
    {
        old.ask(RevokeToken {
            url: url(),
            id: it.id,
        })
        .unwrap();
    }
    edits(&two);
    is_told(&one);
    assert_eq!(reviews_at(&backend), 1);
}

#[test]
fn two_devices_that_take_one_file_from_chromium_are_revoked_alone() {
    two_take_one_file(Kind::Chromium, Kind::Firefox);
}

#[test]
fn two_devices_that_take_one_file_from_firefox_are_revoked_alone() {
    two_take_one_file(Kind::Firefox, Kind::Chromium);
}

#[test]
fn a_member_moves_from_chromium_to_firefox_and_revokes_the_device() {
    moves(Kind::Chromium, Kind::Firefox);
}

#[test]
fn a_member_moves_from_firefox_to_chromium_and_revokes_the_device() {
    moves(Kind::Firefox, Kind::Chromium);
}
