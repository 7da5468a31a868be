//! Loads of a list with nothing, with the yardstick and with Tallystick, in turn.

use serde_json::json;
use tallystick_browser_tests::{Browser, Kind, Options, Trouble, place, until};
use tallystick_market::Market;

use crate::median;

/// Medians over the loads of one page, in milliseconds.
pub struct Loads {
    /// How many rows.
    pub rows: usize,
    /// The page without any extension: main-thread time only.
    pub bare: Taken,
    /// With the least that draws such badges.
    pub yardstick: Taken,
    /// With Tallystick.
    pub tallystick: Taken,
}

/// What a load took.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    /// From navigation start until the last badge stood in the document.
    pub badges: f64,
    /// Main-thread time of the page's process from navigation start until it was idle.
    pub main_thread: f64,
}

/// Opens three browsers and loads the page `loads` times in each, in turn.
pub fn measure(kind: Kind, market: &Market, rows: usize, loads: usize) -> Result<Loads, Trouble> {
    let bare = Options::bare(market.port());
    let yardstick = Options {
        extension: Some(place::yardstick()),
        ..bare.clone()
    };
    let tallystick = Options::packed(kind, market.port())?;
    let browsers = [
        (Browser::start(kind, &bare)?, false),
        (Browser::start(kind, &yardstick)?, true),
        (ready(Browser::start(kind, &tallystick)?)?, true),
    ];
    let mut taken: [Vec<Taken>; 3] = Default::default();
    for load in 0..=loads {
        for ((browser, badges), taken) in browsers.iter().zip(&mut taken) {
            let one = load_once(browser, rows, *badges)?;
            // The first load fills caches of code and connections.
            if 0 < load {
                taken.push(one);
            }
        }
    }
    let [bare, yardstick, tallystick] = taken.map(|taken| Taken {
        badges: median(taken.iter().map(|it| it.badges).collect()),
        main_thread: median(taken.iter().map(|it| it.main_thread).collect()),
    });
    Ok(Loads {
        rows,
        bare,
        yardstick,
        tallystick,
    })
}

/// Past its first run, so that rows are judged as they will be every day.
fn ready(browser: Browser) -> Result<Browser, Trouble> {
    browser.close_other_tabs()?;
    browser.set([("floor", json!({ "minor": 1200, "currency": "USD" }))])?;
    browser.close_other_tabs()?;
    Ok(browser)
}

fn load_once(browser: &Browser, rows: usize, badges: bool) -> Result<Taken, Trouble> {
    browser.open("https://app.prolific.com/market/start")?;
    let before = browser.main_thread_ms()?;
    browser.open(&format!(
        "https://app.prolific.com/studies?rows={rows}&do=measure"
    ))?;
    let badges = if badges {
        last_badge(browser)?
    } else {
        f64::NAN
    };
    // The page is idle when an idle callback runs.
    browser.run(
        "return new Promise((done) => requestIdleCallback(() => done(1)))",
        &[],
    )?;
    let after = browser.main_thread_ms()?;
    Ok(Taken {
        badges,
        main_thread: after - before,
    })
}

/// The page's own script notes when the last row got its badge.
fn last_badge(browser: &Browser) -> Result<f64, Trouble> {
    until("all badges", || {
        let at = browser.run(
            "return Number(document.documentElement.dataset.badged || 0)",
            &[],
        )?;
        Ok(at.as_f64().filter(|at| 0.0 < *at))
    })
}
