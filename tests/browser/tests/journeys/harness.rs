//! What the other tests stand on: both browsers start, find the market under the platforms' names,
//! run an extension, and let closed shadow roots be read.

use tallystick_browser_tests::{Browser, Kind, Options, place, until};
use tallystick_market::Market;

fn drives(kind: Kind) {
    let market = Market::open(0).unwrap();
    let options = Options {
        extension: Some(place::yardstick()),
        ..Options::bare(market.port())
    };
    let browser = Browser::start(kind, &options).unwrap();
    browser
        .open("https://app.prolific.com/studies?rows=5")
        .unwrap();
    assert_eq!(
        browser.run("return location.host", &[]).unwrap(),
        "app.prolific.com"
    );
    until("five badges", || {
        Ok((browser.badges()?.len() == 5).then_some(()))
    })
    .unwrap();
    let open = browser.run(
        "return !!document.querySelector('tallystick-badge').shadowRoot",
        &[],
    );
    assert_eq!(open.unwrap(), false);
    assert!(
        browser
            .badges()
            .unwrap()
            .iter()
            .all(|badge| badge.estimate.contains("/h"))
    );
    assert!(
        market
            .seen()
            .iter()
            .any(|seen| seen.path == "/studies?rows=5")
    );
}

#[test]
fn chromium_finds_the_market_under_the_platforms_names() {
    drives(Kind::Chromium);
}

#[test]
fn firefox_finds_the_market_under_the_platforms_names() {
    drives(Kind::Firefox);
}
