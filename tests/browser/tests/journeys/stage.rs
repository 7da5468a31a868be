//! One market and one browser of each kind for all tests that do not end theirs. A test that fails
//! takes its browser along, so that the next one starts with a fresh one.

use std::sync::{Mutex, OnceLock, PoisonError};

use serde_json::json;
use tallystick_browser_tests::{Browser, Kind, Options};
use tallystick_market::Market;

/// What a test has to play with.
pub struct Stage<'a> {
    pub browser: &'a Browser,
    pub market: &'static Market,
    /// Whether pages come under the strictest policy; it keeps their own styles from them, too.
    pub strict: bool,
}

/// Runs a test function in both browsers and under both policies of a page, none and the strictest,
/// each as a test of its own.
macro_rules! in_both {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        mod $name {
            #[test]
            fn chromium() {
                crate::stage::play(tallystick_browser_tests::Kind::Chromium, false, super::$name);
            }
            #[test]
            fn chromium_strict() {
                crate::stage::play(tallystick_browser_tests::Kind::Chromium, true, super::$name);
            }
            #[test]
            fn firefox() {
                crate::stage::play(tallystick_browser_tests::Kind::Firefox, false, super::$name);
            }
            #[test]
            fn firefox_strict() {
                crate::stage::play(tallystick_browser_tests::Kind::Firefox, true, super::$name);
            }
        }
    )*};
}
pub(crate) use in_both;

/// The same, once in each browser: where a page's policy makes no difference, one of them has it.
macro_rules! in_each {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        mod $name {
            #[test]
            fn chromium() {
                crate::stage::play(tallystick_browser_tests::Kind::Chromium, false, super::$name);
            }
            #[test]
            fn firefox() {
                crate::stage::play(tallystick_browser_tests::Kind::Firefox, true, super::$name);
            }
        }
    )*};
}
pub(crate) use in_each;

pub fn market() -> &'static Market {
    static MARKET: OnceLock<Market> = OnceLock::new();
    MARKET.get_or_init(|| Market::open(0).unwrap())
}

pub fn options(kind: Kind) -> Options {
    Options::packed(kind, market().port()).unwrap()
}

/// A browser with the extension, past its first run: the floor is 12 dollars.
pub fn started(kind: Kind) -> Browser {
    let browser = Browser::start(kind, &options(kind)).unwrap();
    browser.close_other_tabs().unwrap();
    browser
        .set([("floor", json!({ "minor": 1200, "currency": "USD" }))])
        .unwrap();
    browser.close_other_tabs().unwrap();
    browser
}

pub fn play(kind: Kind, strict: bool, scene: fn(&Stage)) {
    static BROWSERS: [Mutex<Option<Browser>>; 2] = [Mutex::new(None), Mutex::new(None)];
    let mutex = &BROWSERS[usize::from(kind == Kind::Firefox)];
    let mut place = mutex.lock().unwrap_or_else(PoisonError::into_inner);
    let browser = place.take().unwrap_or_else(|| started(kind));
    browser.under_the_strictest_policy(strict);
    scene(&Stage {
        browser: &browser,
        market: market(),
        strict,
    });
    *place = Some(browser);
}
