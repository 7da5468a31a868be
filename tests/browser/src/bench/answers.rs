//! How fast the background answers one of our own pages: warm, and when it was just killed.

use serde_json::{Value, json};
use tallystick_browser_tests::{Browser, Kind, Options, Trouble};
use tallystick_market::{Market, requesters};
use tallystick_wire::RequesterKey;
use tallystick_wire::message::{LookUp, Ping, Request};

use crate::median;

/// Medians in milliseconds.
pub struct Answers {
    /// An empty round trip.
    pub ping: f64,
    /// A hundred requesters looked up.
    pub warm: f64,
    /// The same when the background was killed before.
    pub cold: f64,
}

/// How many rows a look-up is about.
const ROWS: usize = 100;

const TIMES: &str = "
    const [text, times] = arguments;
    const taken = [];
    return (async () => {
        for (let at = 0; at < times; at++) {
            const before = performance.now();
            await chrome.runtime.sendMessage(text);
            taken.push(performance.now() - before);
        }
        return taken;
    })()";

/// Asks `loads` times each, and three times as often where it is warm.
pub fn measure(kind: Kind, market: &Market, loads: usize) -> Result<Answers, Trouble> {
    let browser = Browser::start(kind, &Options::packed(kind, market.port())?)?;
    browser.close_other_tabs()?;
    browser.open_page("popup.html")?;
    let (ping, look_up) = (text(Ping {})?, text(hundred()?)?);
    taken(&browser, &look_up, 3)?;
    let warm_ping = taken(&browser, &ping, 3 * loads)?;
    let warm = taken(&browser, &look_up, 3 * loads)?;
    let mut cold = Vec::new();
    for _ in 0..loads {
        browser.kill_background()?;
        cold.extend(taken(&browser, &look_up, 1)?);
    }
    Ok(Answers {
        ping: median(warm_ping),
        warm: median(warm),
        cold: median(cold),
    })
}

fn taken(browser: &Browser, text: &str, times: usize) -> Result<Vec<f64>, Trouble> {
    let taken = browser.run(TIMES, &[json!(text), json!(times)])?;
    Ok(taken
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_f64)
        .collect())
}

fn text(question: impl Into<Request>) -> Result<String, Trouble> {
    serde_json::to_string(&question.into()).map_err(|why| Trouble(why.to_string()))
}

/// What Prolific's list of a hundred rows asks, filled up to a hundred different requesters.
fn hundred() -> Result<LookUp, Trouble> {
    let facts = requesters::list("prolific", "https://app.prolific.com/studies", ROWS);
    let first = facts.iter().find_map(|it| it.requester.clone());
    let first = first.ok_or_else(|| Trouble("the sample list names no requester".to_owned()))?;
    let mut known: Vec<RequesterKey> = Vec::new();
    for requester in facts.iter().filter_map(|it| it.requester.clone()) {
        if !known.contains(&requester) {
            known.push(requester);
        }
    }
    let made_up = |at| RequesterKey {
        value: format!("laboratory {at}"),
        ..first.clone()
    };
    known.extend((known.len()..ROWS).map(made_up));
    let groups = facts.iter().filter_map(|it| it.group.clone()).collect();
    Ok(LookUp {
        platform: first.platform,
        requesters: known,
        groups,
    })
}
