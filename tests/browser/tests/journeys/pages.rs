//! The backend's own pages: found by keyboard, without a line of script, on a telephone's width,
//! in light and dark.

use serde_json::{Value, json};
use tallystick_browser_tests::{Backend, Browser, Kind, Look, Options, place, until};

use crate::stage;

const ENTER: char = '\u{e007}';

/// A demo community of made-up requesters.
pub fn community() -> Backend {
    let folder = place::scratch("pages").unwrap();
    let requesters = folder.join("requesters.jsonl");
    let one =
        json!({"platform": "mturk", "kind": "id", "value": "A1JOURNEY", "name": "Journey Lab"});
    std::fs::write(&requesters, format!("{one}\n")).unwrap();
    Backend::seed(&folder, &requesters, 40).unwrap();
    Backend::start_in(&folder, "Commons").unwrap()
}

fn at(browser: &Browser, end: &str) {
    until(end, || Ok(browser.address()?.contains(end).then_some(()))).unwrap();
}

/// No script, nothing wider than the window, one heading, and words on a ground of another colour.
fn is_readable(browser: &Browser, look: Look) {
    let asked = "const style = getComputedStyle(document.body);
        const ground = getComputedStyle(document.documentElement);
        return [document.scripts.length, document.querySelectorAll('h1').length,
            document.documentElement.scrollWidth <= innerWidth,
            matchMedia('(prefers-color-scheme: dark)').matches,
            style.color, ground.backgroundColor]";
    let said = browser.run(asked, &[]).unwrap();
    let address = browser.address().unwrap();
    let expected = json!([0, 1, true, look == Look::Dark]);
    assert_eq!(
        said.as_array().unwrap()[..4],
        expected.as_array().unwrap()[..],
        "{address}"
    );
    let light = |colour: &Value| {
        let parts = colour
            .as_str()
            .unwrap()
            .split(|c: char| !c.is_ascii_digit());
        let parts: Vec<u32> = parts.filter_map(|it| it.parse().ok()).take(3).collect();
        parts.iter().sum::<u32>()
    };
    let (words, ground) = (light(&said[4]), light(&said[5]));
    assert_eq!(look == Look::Dark, ground < words, "{address}: {said}");
    assert!(300 < words.abs_diff(ground), "{address}: {said}");
}

fn a_requester_is_found_by_keyboard(kind: Kind) {
    let backend = community();
    let bare = Options::bare(stage::market().port());
    let browser = Browser::start(kind, &bare).unwrap();
    for (look, size) in [(Look::Light, (1_280, 900)), (Look::Dark, (400, 800))] {
        browser.look(look).unwrap();
        browser.resize(size.0, size.1).unwrap();
        browser.open(&backend.url).unwrap();
        is_readable(&browser, look);
        browser.find("#q").unwrap().type_text("journey").unwrap();
        browser.press(&[ENTER]).unwrap();
        at(&browser, "/search?q=journey");
        is_readable(&browser, look);
        let found = browser.find(".found a").unwrap();
        assert_eq!(found.text().unwrap(), "Journey Lab");
        found.click().unwrap();
        at(&browser, "/requester/");
        is_readable(&browser, look);
        assert_eq!(browser.find("h1").unwrap().text().unwrap(), "Journey Lab");
        for place in ["reviews", "figures", "log", "rules", "install", "desk"] {
            browser.open(&format!("{}/{place}", backend.url)).unwrap();
            is_readable(&browser, look);
        }
    }
}

#[test]
fn a_requester_is_found_by_keyboard_in_chromium() {
    a_requester_is_found_by_keyboard(Kind::Chromium);
}

#[test]
fn a_requester_is_found_by_keyboard_in_firefox() {
    a_requester_is_found_by_keyboard(Kind::Firefox);
}
