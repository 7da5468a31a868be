//! The demo in a window: runs until the person closes it.

use std::time::Duration;

use tallystick_browser_tests::{Kind, Trouble};
use tallystick_market::LISTS;

use crate::Demo;

/// How often it is looked whether the window is still there.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Opens a window on Prolific's list, beside a page with links to all lists.
pub fn until_closed(demo: &Demo, kind: Kind) -> Result<(), Trouble> {
    let browser = demo.browser(kind, false)?;
    let Some((_, first)) = LISTS.first() else {
        return Ok(());
    };
    let host = first.split('/').nth(2).unwrap_or_default();
    browser.open(&format!("https://{host}/market/start"))?;
    browser.new_tab()?;
    browser.open(first)?;
    println!("close the window, or press Ctrl-C here, to end the demo");
    // A browser that is closed no longer answers; nothing else is asked of it.
    while browser.tabs().is_ok_and(|tabs| !tabs.is_empty()) {
        std::thread::sleep(LOOK_EVERY);
    }
    Ok(())
}
