//! Files out and in, and the guide through a history that is about to go.

use wasm_bindgen_test::wasm_bindgen_test;

use super::fake::{asked, empty, with_submissions};
use super::{catch_downloads, caught, dashboard, until};

#[wasm_bindgen_test]
async fn the_log_leaves_and_comes_back_as_the_same_bytes() {
    let log = with_submissions();
    catch_downloads();
    let page = dashboard("export");
    page.says("The log itself").await;
    page.press("Export JSON");
    let first = caught(0).await;
    page.says("Exported as tallystick-").await;
    assert_eq!(log.borrow().saved, Some(log.borrow().log.len() as u64));
    drop(page);
    log.borrow_mut().log.clear();
    let page = dashboard("import");
    page.says("A file").await;
    page.give("mine.json", &first);
    page.says("An export of Tallystick").await;
    page.says("the file becomes it").await;
    assert!(log.borrow().log.is_empty());
    page.press("Import it");
    page.says("Imported:").await;
    drop(page);
    let page = dashboard("export");
    page.says("The log itself").await;
    page.press("Export JSON");
    assert_eq!(caught(1).await, first);
}

#[wasm_bindgen_test]
async fn the_csv_holds_what_the_figures_are_of() {
    let _log = with_submissions();
    catch_downloads();
    let page = dashboard("export");
    page.says("Export CSV").await;
    page.choose("#span", "all");
    page.press("Export CSV");
    // Reading it as text takes the byte order mark away.
    let csv = caught(0).await;
    assert!(csv.starts_with("platform,"), "{csv}");
    assert_eq!(csv.lines().count(), 4, "{csv}");
}

#[wasm_bindgen_test]
async fn an_import_says_first_what_it_would_do_and_is_undone_as_a_whole() {
    let log = empty();
    let page = dashboard("import");
    page.says("A file").await;
    page.give(
        "prolific-submissions.csv",
        "Study,Reward,Bonus,Started At,Completed At,Completion Code,Status\n\
         One,£2.00,£0.00,2026-11-20 10:00:00,2026-11-20 10:10:00,C1,APPROVED\n",
    );
    page.says("Prolific's list of submissions").await;
    page.says("1 assignment").await;
    assert_eq!((asked("stage_import"), log.borrow().log.len()), (0, 0));
    page.press("Import it");
    page.says("Imported: 2 events").await;
    page.says("prolific-submissions.csv").await;
    page.press("Undo this import");
    page.says("The import is undone").await;
    until("no import in force", || {
        !page.text().contains("Undo this import")
    })
    .await;
}

#[wasm_bindgen_test]
async fn refuses_a_file_with_a_bad_line_and_names_it() {
    let _log = empty();
    let page = dashboard("import");
    page.says("A file").await;
    page.give(
        "prolific.csv",
        "Study,Reward,Bonus,Started At,Completed At,Completion Code,Status\n\
         One,two pounds,£0.00,2026-11-20 10:00:00,2026-11-20 10:10:00,C1,APPROVED\n",
    );
    page.says("Nothing was imported").await;
    page.says("ine 2").await;
    assert_eq!(asked("stage_import"), 0);
}

#[wasm_bindgen_test]
async fn any_table_comes_in_once_its_columns_are_named() {
    let log = empty();
    let page = dashboard("import");
    page.says("A file").await;
    page.give(
        "work.csv",
        "What,Cents,Date,Status\nSort mail,1.50,2026-11-20,approved\n",
    );
    page.says("Which column is what?").await;
    page.choose("#column-0", "0");
    page.choose("#column-5", "1");
    page.press("Look what it would do");
    page.says("A table").await;
    page.press("Import it");
    page.says("Imported:").await;
    assert_eq!(log.borrow().log.len(), 2);
}

#[wasm_bindgen_test]
async fn a_report_is_words_on_paper() {
    let _log = with_submissions();
    let page = dashboard("export");
    page.says("Everything that was rejected").await;
    page.press("Everything that was rejected");
    page.says("Record of work").await;
    page.says("Rate <b>videos</b>").await;
    assert!(page.all(".paper b").is_empty());
    page.says("With the platform's ids").await;
}

#[wasm_bindgen_test]
async fn a_history_is_saved_day_by_day_and_not_too_fast() {
    let log = empty();
    let days = r#"[{"id":"01890a5d-ac96-774b-8000-000000000001","at":1795300000000,"kind":{"day_seen":{"platform":"mturk","facts":{"day":"2026-09-28","submitted":3}}}},
        {"id":"01890a5d-ac96-774b-8000-000000000002","at":1795300000000,"kind":{"day_seen":{"platform":"mturk","facts":{"day":"2026-09-27","submitted":1}}}}]"#;
    log.borrow_mut().log = serde_json::from_str(days).unwrap();
    let page = dashboard("rescue");
    page.says("28 January 2027").await;
    page.says("0 of 2 days").await;
    let links = || page.all("a[href*='status_details/2026-09-28']").len();
    until("a link to the newest day", || links() == 2).await;
    let link: web_sys::HtmlElement =
        wasm_bindgen::JsCast::unchecked_into(page.all("a[href*='status_details']").remove(0));
    link.set_attribute("target", "_self").unwrap();
    link.add_event_listener_with_callback(
        "click",
        &js_sys::Function::new_with_args("event", "event.preventDefault()"),
    )
    .unwrap();
    link.click();
    page.says("One moment").await;
    assert_eq!(page.all("a[href*='status_details']").len(), 0);
}
