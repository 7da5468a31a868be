//! What a worker keeps for themself: notes, tags, hidden requesters, order and filters.

use serde_json::json;
use tallystick_browser_tests::{Browser, Element, until};
use tallystick_wire::message::{ListMarks, Note, SetHiding};
use tallystick_wire::settings::Hiding;

use crate::stage::{Stage, in_both};

in_both! {
    a_note_with_tags_stands_in_the_row_from_then_on;
    a_hidden_task_is_gone_at_once_and_back_at_once;
    a_list_is_sorted_and_filtered_as_it_stands;
}

const LIST: &str = "https://worker.mturk.com/projects?rows=15";

fn shown(browser: &Browser) -> Vec<String> {
    let script = "return [...document.querySelectorAll('li.table-row')]
        .filter((row) => row.getClientRects().length && getComputedStyle(row).visibility !== 'hidden')
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((row) => row.querySelector('a[href*=\"/projects/\"]')?.getAttribute('href') ?? row.textContent)";
    let rows = browser.run(script, &[]).unwrap();
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| row.as_str().unwrap().to_owned())
        .collect()
}

fn a_note_with_tags_stands_in_the_row_from_then_on(stage: &Stage) {
    let browser = stage.browser;
    browser.open(LIST).unwrap();
    browser.badges_of_all_rows().unwrap();
    let card = browser.open_card(1).unwrap();
    card.write("Note", "asks for a webcam").unwrap();
    card.write("Tags", "slow to pay, webcam").unwrap();
    browser.press(&['\u{e00c}']).unwrap();
    let tagged = || {
        let badges = browser.badges()?;
        let row = badges.iter().find(|it| it.visible && it.row == Some(1));
        Ok(row
            .is_some_and(|it| it.tags == ["slow to pay", "webcam"])
            .then_some(()))
    };
    until("the tags in the row", tagged).unwrap();
    browser.kill_background().unwrap();
    browser.reload().unwrap();
    until("the tags in the row after a reload", tagged).unwrap();
    let card = browser.open_card(1).unwrap();
    let note = "return [...arguments[0].querySelectorAll('textarea')].map((it) => it.value).join()";
    let note = browser
        .run(note, &[card.dialog().unwrap().reference()])
        .unwrap();
    assert_eq!(note, json!("asks for a webcam"));
    // The next scene begins without it; the row hears of that at once.
    for mut marked in browser.ask(ListMarks {}).unwrap().notes {
        marked.note = Note::default();
        browser.ask(marked).unwrap();
    }
    until("the tags to go", || {
        let badges = browser.badges()?;
        Ok(badges.iter().all(|it| it.tags.is_empty()).then_some(()))
    })
    .unwrap();
}

fn a_hidden_task_is_gone_at_once_and_back_at_once(stage: &Stage) {
    let browser = stage.browser;
    browser.open(LIST).unwrap();
    browser.badges_of_all_rows().unwrap();
    let before = shown(browser);
    let card = browser.open_card(4).unwrap();
    card.choose("This task", "Hide").unwrap();
    until("the row to go", || {
        Ok((shown(browser).len() == before.len() - 1).then_some(()))
    })
    .unwrap();
    assert!(!shown(browser).contains(&before[4]));
    card.press("Undo").unwrap();
    until("the row to come back", || {
        Ok((shown(browser) == before).then_some(()))
    })
    .unwrap();
    // What is hidden stays hidden in the next list.
    card.choose("This task", "Hide").unwrap();
    until("the row to go again", || {
        Ok((shown(browser).len() == before.len() - 1).then_some(()))
    })
    .unwrap();
    browser.reload().unwrap();
    until("the row to be gone after a reload", || {
        Ok((shown(browser).len() == before.len() - 1).then_some(()))
    })
    .unwrap();
    let bar = browser.part_text("tallystick-bar").unwrap().unwrap();
    assert!(bar.contains("1 hidden"), "{bar}");
    shows_again(browser);
    until("the row to be shown again", || {
        Ok((shown(browser) == before).then_some(()))
    })
    .unwrap();
}

/// As the options do, for the tests that share this browser.
fn shows_again(browser: &Browser) {
    for hidden in browser.ask(ListMarks {}).unwrap().hidden {
        let shown = SetHiding {
            hiding: Hiding::Shown,
            ..hidden
        };
        browser.ask(shown).unwrap();
    }
}

/// A control of the bar, by a script over its insides.
fn control(browser: &Browser, script: &str) -> Element {
    until(script, || {
        let Some(bar) = browser.part("tallystick-bar")? else {
            return Ok(None);
        };
        let found = browser.run(
            &format!("return arguments[0].getRootNode().{script}"),
            &[bar.reference()],
        )?;
        Ok(browser.element(&found))
    })
    .unwrap()
}

fn pick(browser: &Browser, select: &Element, text: &str) {
    let script = "const [select, text] = arguments;
        select.selectedIndex = [...select.options].findIndex((it) => it.textContent === text);
        select.dispatchEvent(new Event('change', { bubbles: true }))";
    browser
        .run(script, &[select.reference(), json!(text)])
        .unwrap();
}

fn a_list_is_sorted_and_filtered_as_it_stands(stage: &Stage) {
    let browser = stage.browser;
    browser
        .open("https://app.prolific.com/studies?rows=15")
        .unwrap();
    browser.badges_of_all_rows().unwrap();
    let sort = control(browser, "querySelector('select')");
    pick(browser, &sort, "estimated pay");
    let order = "return [...document.querySelectorAll('li[data-testid^=study-]')]
        .map((row, at) => [row.getBoundingClientRect().top, at]).sort((a, b) => a[0] - b[0]).map((it) => it[1])";
    let in_page_order: Vec<u64> = (0..15).collect();
    let sorted = until("another order", || {
        let order: Vec<u64> = serde_json::from_value(browser.run(order, &[])?).unwrap_or_default();
        Ok((order != in_page_order).then_some(order))
    })
    .unwrap();
    let facts = tallystick_market::requesters::read_natively(
        "https://app.prolific.com/studies",
        &tallystick_market::source("https://app.prolific.com/studies?rows=15").unwrap(),
    );
    let pay = |at: &u64| {
        let at = usize::try_from(*at).unwrap();
        crate::list::alone(&facts[at])
            .keys
            .hourly
            .unwrap_or(f64::MIN)
    };
    let pays: Vec<f64> = sorted.iter().map(pay).collect();
    assert!(pays.is_sorted_by(|a, b| b <= a), "{pays:?}");
    // The elements themselves have not moved: the page's framework finds them where it put them.
    let own = "return [...document.querySelectorAll('li[data-testid^=study-]')].map((it) => it.dataset.testid)";
    let after = browser.run(own, &[]).unwrap();
    pick(browser, &sort, "page order");
    assert_eq!(browser.run(own, &[]).unwrap(), after);
    control(browser, "querySelector('.toggle')")
        .click()
        .unwrap();
    let unrated = control(browser, "querySelectorAll('select')[2]");
    pick(browser, &unrated, "hide");
    let visible = "return [...document.querySelectorAll('li[data-testid^=study-]')]
        .filter((row) => row.getClientRects().length).length";
    until("unrated rows to go", || {
        Ok((browser.run(visible, &[])? == 0).then_some(()))
    })
    .unwrap();
    pick(browser, &unrated, "show");
    until("unrated rows to come back", || {
        Ok((browser.run(visible, &[])? == 15).then_some(()))
    })
    .unwrap();
    control(browser, "querySelector('.toggle')")
        .click()
        .unwrap();
}
