//! Figures, log, edits and what they undo.

use wasm_bindgen_test::wasm_bindgen_test;

use super::fake::{asked, empty, with_submissions};
use super::{dashboard, until};

#[wasm_bindgen_test]
async fn an_empty_log_says_what_will_appear_and_how() {
    let _log = empty();
    let page = dashboard("figures");
    page.says("Nothing is recorded yet").await;
    page.says("Import what I have").await;
    assert!(page.all(".chart").is_empty());
}

#[wasm_bindgen_test]
async fn every_figure_opens_the_assignments_behind_it() {
    let _log = with_submissions();
    let page = dashboard("figures");
    page.says("£2.50").await;
    page.says("£0.75").await;
    until("a chart", || {
        !page.all("#main .chart svg rect.bar").is_empty()
    })
    .await;
    page.choose("#group-by", "standing");
    page.says("rejected").await;
    page.press("1 rejected");
    page.says("Every assignment").await;
    page.says(" · rejected").await;
    page.says("1 assignment: nothing").await;
    page.says("Rate <b>videos</b>").await;
    assert!(page.all("b").is_empty());
    assert!(!page.text().contains("Quick survey"));
}

#[wasm_bindgen_test]
async fn the_log_is_searched_and_narrowed() {
    let _log = with_submissions();
    let page = dashboard("log");
    page.says("3 assignments").await;
    page.type_into("#sought", "QUICK survey");
    page.says("1 assignment:").await;
    page.says("Quick survey").await;
    page.type_into("#sought", "nothing like it");
    page.says("No assignment fits").await;
}

#[wasm_bindgen_test]
async fn an_edit_counts_at_once_and_is_taken_back() {
    let log = with_submissions();
    let page = dashboard("log");
    page.says("3 assignments").await;
    page.find(".rows li:nth-child(3) .row-button").click();
    page.says("Change it").await;
    page.type_into("#edit-paid", "3.25");
    page.press("Save the changes");
    page.says("Changed").await;
    page.says("£3.75").await;
    let before = log.borrow().log.len();
    page.press("Undo");
    page.says("Taken back").await;
    page.says("£2.50").await;
    assert_eq!(log.borrow().log.len(), before + 1);
}

#[wasm_bindgen_test]
async fn a_wrong_edit_is_refused_with_the_cure() {
    let _log = with_submissions();
    let page = dashboard("log");
    page.says("3 assignments").await;
    page.find(".rows li:nth-child(1) .row-button").click();
    page.says("Change it").await;
    page.type_into("#edit-day", "yesterday");
    page.press("Save the changes");
    page.says("write it as 2026-01-31").await;
    page.type_into("#edit-day", "2026-11-01");
    page.type_into("#edit-paid", "much");
    page.press("Save the changes");
    until("an error", || !page.all("dialog .error").is_empty()).await;
    assert_eq!(asked("append_entries"), 0);
}

#[wasm_bindgen_test]
async fn many_are_left_out_and_put_back_together() {
    let _log = with_submissions();
    let page = dashboard("log");
    page.says("3 assignments").await;
    page.press("Choose all 3");
    page.says("3 chosen").await;
    page.press("Leave out of the figures");
    page.says("0 assignments").await;
    page.press("Undo");
    page.says("3 assignments").await;
    assert_eq!(asked("append_entries"), 2);
}

#[wasm_bindgen_test]
async fn what_is_pending_says_when_it_is_due() {
    let _log = with_submissions();
    let page = dashboard("owed");
    page.says("£0.75 for 1 assignment").await;
    // 22 days after it was submitted, by the platform's own rule: no guess.
    page.says("by 2026-12-1").await;
    page.says("Nothing is missing").await;
}

#[wasm_bindgen_test]
async fn wiping_asks_first_and_says_what_goes() {
    let log = with_submissions();
    let page = dashboard("keep");
    page.says("No copy was ever made").await;
    page.press("Wipe the whole log");
    let asks = || {
        page.all("[role=group]:not([hidden])").iter().any(|it| {
            it.text_content()
                .unwrap_or_default()
                .contains("every platform on this machine is deleted")
        })
    };
    until("a question", asks).await;
    assert_eq!(asked("wipe_ledger"), 0);
    page.press("Wipe all of it");
    page.says("Wiped: everything").await;
    assert!(log.borrow().log.is_empty());
}
