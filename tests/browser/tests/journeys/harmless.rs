//! In the page without harm: nothing of ours reaches the page's own handlers, nothing is fetched,
//! and whatever the page's framework does, each row keeps exactly one badge.

use serde_json::json;
use tallystick_browser_tests::{Browser, ROWS, Trouble, until};
use tallystick_market::LISTS;
use tallystick_wire::message::GetStatus;

use crate::stage::{Stage, in_both};

in_both! {
    a_card_opens_by_click_and_by_enter_and_the_page_never_knows;
    nothing_is_fetched_from_a_platform;
    survives_a_list_that_is_redrawn_every_second;
    survives_what_frameworks_and_other_extensions_do_to_rows;
    a_page_that_cannot_be_read_is_said_once_and_stays_as_it_was;
    the_page_cannot_look_into_a_badge;
}

const ENTER: char = '\u{e007}';
const ESCAPE: char = '\u{e00c}';

/// How often the page noticed something on its rows: `clicks`, `keys`, `redraws`, …
fn noticed(browser: &Browser, what: &str) -> u64 {
    let script = "return Number(document.documentElement.dataset[arguments[0]] || 0)";
    // A page that is just being left has nothing to say.
    let count = browser.run(script, &[json!(what)]);
    count.ok().and_then(|it| it.as_u64()).unwrap_or(0)
}

fn closed(browser: &Browser) {
    until("the card to close", || {
        Ok(browser.card()?.is_none().then_some(()))
    })
    .unwrap();
}

fn a_card_opens_by_click_and_by_enter_and_the_page_never_knows(stage: &Stage) {
    let browser = stage.browser;
    for (platform, list) in LISTS {
        browser.open(&format!("{list}?rows=6")).unwrap();
        let url = browser.address().unwrap();
        browser.badges_of_all_rows().unwrap();
        browser.open_card(2).unwrap();
        browser.press(&[ESCAPE]).unwrap();
        closed(browser);
        // The keyboard is back on the badge, so Enter opens the card again.
        browser.press(&[ENTER]).unwrap();
        until("the card", || browser.card()).unwrap();
        browser.press(&[ESCAPE]).unwrap();
        closed(browser);
        assert_eq!(browser.address().unwrap(), url, "{platform}");
        assert_eq!(noticed(browser, "clicks"), 0, "{platform}");
        assert_eq!(noticed(browser, "keys"), 0, "{platform}");
        // The page's own handlers are there all the same.
        let row = browser.find(ROWS).unwrap();
        browser
            .run("arguments[0].click()", &[row.reference()])
            .unwrap();
        let alive =
            || Ok((browser.address()? != url || noticed(browser, "clicks") == 1).then_some(()));
        until("the page's own click", alive).unwrap();
    }
}

fn nothing_is_fetched_from_a_platform(stage: &Stage) {
    let browser = stage.browser;
    for (platform, list) in LISTS {
        // A number of rows that no other test asks for marks the beginning in the log.
        let rows = match browser.kind {
            tallystick_browser_tests::Kind::Chromium => 7,
            tallystick_browser_tests::Kind::Firefox => 8,
        };
        let url = format!("{list}?rows={rows}&purpose={}", browser.kind.name());
        browser.open(&url).unwrap();
        browser.badges_of_all_rows().unwrap();
        browser.open_card(0).unwrap();
        browser.press(&[ESCAPE]).unwrap();
        closed(browser);
        let host = url.split('/').nth(2).unwrap().to_owned();
        let own = |path: &str| {
            path.starts_with("/market/") || path == "/favicon.ico" || path.contains("rows=")
        };
        let seen = stage.market.seen();
        let foreign: Vec<_> = seen
            .iter()
            .filter(|it| it.host == host && !own(&it.path) && it.purpose != "document")
            .collect();
        assert!(foreign.is_empty(), "{platform}: {foreign:?}");
        let fetched: Vec<_> = seen
            .iter()
            .filter(|it| it.host == host && it.purpose == "empty")
            .collect();
        assert!(fetched.is_empty(), "{platform}: {fetched:?}");
        assert!(
            seen.iter()
                .any(|it| it.host == host && it.purpose == "document")
        );
    }
}

/// Whether each row has exactly one badge at each of its anchors, and none stands elsewhere. A row
/// that has a copy for narrow screens shows one of them, or both where the page's style is kept
/// from it.
fn badges_stand(stage: &Stage) -> Result<bool, Trouble> {
    let script = "const rows = [...document.querySelectorAll(arguments[0])];
        const seen = rows.map((row) => [...row.querySelectorAll('tallystick-badge')]
            .filter((it) => it.getClientRects().length).map((it) => it.parentElement));
        const fine = (places) => 0 < places.length && places.length <= arguments[1]
            && new Set(places).size === places.length;
        const all = document.querySelectorAll('tallystick-badge').length;
        const inside = rows.reduce((n, row) => n + row.querySelectorAll('tallystick-badge').length, 0);
        return rows.length !== 0 && all === inside && seen.every(fine)";
    let most = if stage.strict { 2 } else { 1 };
    Ok(stage.browser.run(script, &[json!(ROWS), json!(most)])? == true)
}

fn one_badge_a_row(stage: &Stage, what: &str) {
    let browser = stage.browser;
    until(&format!("one badge a row after {what}"), || {
        Ok(badges_stand(stage)?.then_some(()))
    })
    .unwrap();
    // They are alive: they print something, and open.
    let badges = browser.badges_of_all_rows().unwrap();
    assert!(
        badges.iter().all(|badge| !badge.estimate.is_empty()),
        "{what}: {badges:?}"
    );
    browser.open_card(0).unwrap();
    browser.press(&[ESCAPE]).unwrap();
    closed(browser);
}

fn survives_a_list_that_is_redrawn_every_second(stage: &Stage) {
    let browser = stage.browser;
    for (_, list) in LISTS {
        browser.open(&format!("{list}?rows=10&do=redraw")).unwrap();
        until("two redraws", || {
            Ok((2 <= noticed(browser, "redraws")).then_some(()))
        })
        .unwrap();
        // Asked in one go: reading each badge may take longer than a redraw leaves it.
        until("a badge on each row between two redraws", || {
            Ok(badges_stand(stage)?.then_some(()))
        })
        .unwrap();
        let rows = "return document.querySelectorAll(arguments[0]).length";
        assert_eq!(browser.run(rows, &[json!(ROWS)]).unwrap(), 10);
    }
}

fn survives_what_frameworks_and_other_extensions_do_to_rows(stage: &Stage) {
    let browser = stage.browser;
    for (platform, list) in LISTS {
        browser.open(&format!("{list}?rows=8&do=live")).unwrap();
        browser.badges_of_all_rows().unwrap();
        for (step, done) in [
            ("replace", "replaced"),
            ("refill", "refilled"),
            ("redraw", "redraws"),
            ("reverse", "reversed"),
            ("meddle", "meddled"),
        ] {
            // Rows of MTurk that carry no id of their own are told by their position; in another
            // order they get no badge rather than a wrong one.
            if platform == "mturk" && step == "reverse" {
                continue;
            }
            let script = "document.dispatchEvent(new Event('market:' + arguments[0]))";
            browser.run(script, &[json!(step)]).unwrap();
            until(step, || Ok((noticed(browser, done) == 1).then_some(()))).unwrap();
            one_badge_a_row(stage, &format!("{step} on {platform}"));
        }
        // A second look at rows that are done writes nothing.
        let script = "window.marketWrites = 0;
            new MutationObserver((all) => (window.marketWrites += all.length)).observe(
                document.body, { childList: true, subtree: true, attributes: true, characterData: true });
            const mark = document.createElement('i');
            mark.id = 'market-mark';
            document.querySelector(arguments[0]).parentNode.append(mark);";
        browser.run(script, &[json!(ROWS)]).unwrap();
        let settled =
            "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
            () => requestAnimationFrame(() => done(window.marketWrites)))))";
        assert_eq!(
            browser.run(settled, &[]).unwrap(),
            1,
            "{platform}: only the mark was written"
        );
    }
}

fn a_page_that_cannot_be_read_is_said_once_and_stays_as_it_was(stage: &Stage) {
    let browser = stage.browser;
    for (platform, list) in LISTS {
        browser
            .open(&format!("{list}?rows=6&scenario=renamed&do=live"))
            .unwrap();
        let notice = until("the notice", || browser.part_text("tallystick-notice")).unwrap();
        assert!(notice.contains("changed"), "{platform}: {notice}");
        assert_eq!(browser.find_all("tallystick-notice").unwrap().len(), 1);
        assert!(browser.badges().unwrap().is_empty());
        let untouched = "const body = document.body.cloneNode(true);
            body.querySelectorAll('tallystick-notice, #market-own').forEach((it) => it.remove());
            const own = document.createElement('div');
            own.append(document.getElementById('market-own').content.cloneNode(true));
            return body.innerHTML.trim() === own.innerHTML.trim()";
        assert_eq!(browser.run(untouched, &[]).unwrap(), true, "{platform}");
        let status = browser.ask(GetStatus {}).unwrap();
        let told: Vec<_> = status
            .blind
            .iter()
            .filter(|it| it.platform.as_str() == platform)
            .collect();
        assert_eq!(told.len(), 1, "{platform}: {told:?}");
        assert!(!told[0].report.is_empty());
        let popup = browser.aside("popup.html", || {
            until("the popup to say so", || {
                let text = browser.run("return document.body.innerText", &[])?;
                let text = text.as_str().unwrap_or_default().to_lowercase();
                Ok(text.contains("changed").then_some(()))
            })
        });
        popup.unwrap();
        // And it is over as soon as the page can be read again.
        browser.open(&format!("{list}?rows=6")).unwrap();
        browser.badges_of_all_rows().unwrap();
        until("the platform to be readable again", || {
            let status = browser.ask(GetStatus {})?;
            Ok(status
                .blind
                .iter()
                .all(|it| it.platform.as_str() != platform)
                .then_some(()))
        })
        .unwrap();
    }
}

fn the_page_cannot_look_into_a_badge(stage: &Stage) {
    stage
        .browser
        .open(&format!("{}?rows=3", LISTS[0].1))
        .unwrap();
    stage.browser.badges_of_all_rows().unwrap();
    let open =
        "return [...document.querySelectorAll('tallystick-badge')].some((it) => it.shadowRoot)";
    assert_eq!(stage.browser.run(open, &[]).unwrap(), false);
    // No file of the extension can be asked for by a page, so no page can tell that it is there.
    let base = stage.browser.page_address("content.js").unwrap();
    let fetched = stage.browser.run(
        "return fetch(arguments[0]).then(() => true, () => false)",
        &[json!(base)],
    );
    assert_eq!(fetched.unwrap(), false);
}
