//! Everything can be reached and named without seeing it.

use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use super::fake::with_submissions;
use super::{Page, dashboard};

const PAGES: [(&str, &str); 7] = [
    ("figures", "By whom and for what"),
    ("log", "3 assignments"),
    ("owed", "To come"),
    ("export", "Reports to print"),
    ("import", "The file"),
    ("rescue", "Open your earnings page"),
    ("keep", "Wipe the whole log"),
];

#[wasm_bindgen_test]
async fn every_control_of_every_page_has_a_name() {
    let _log = with_submissions();
    for (anchor, words) in PAGES {
        let page = dashboard(anchor);
        page.says(words).await;
        check(&page, anchor);
    }
}

#[wasm_bindgen_test]
async fn every_chart_has_a_table_beside_it_and_no_style_or_script_in_a_node() {
    let _log = with_submissions();
    let page = dashboard("figures");
    page.says("By whom and for what").await;
    page.choose("#span", "all");
    page.says("£2.50").await;
    for chart in page.all(".chart") {
        assert_eq!(chart.get_attribute("aria-hidden").as_deref(), Some("true"));
        let card = chart.closest("section").unwrap().unwrap();
        assert!(card.query_selector("table").unwrap().is_some());
    }
    assert!(
        page.all("svg [style], svg script, svg [onclick]")
            .is_empty()
    );
}

fn check(page: &Page, what: &str) {
    for control in page.all("button, a, input, select, textarea, summary, progress") {
        if control.closest("[aria-hidden=true]").unwrap().is_some() {
            continue;
        }
        assert!(
            !name(page, &control).trim().is_empty(),
            "{what}: {}",
            control.outer_html()
        );
    }
}

fn name(page: &Page, control: &Element) -> String {
    if let Some(label) = control.get_attribute("aria-label") {
        return label;
    }
    if control.closest("label").unwrap().is_some() {
        return control
            .closest("label")
            .unwrap()
            .unwrap()
            .text_content()
            .unwrap_or_default();
    }
    let id = control.id();
    let label = (!id.is_empty()).then(|| page.all(&format!("label[for='{id}']")));
    let label = label.and_then(|mut all| (!all.is_empty()).then(|| all.remove(0)));
    label
        .unwrap_or_else(|| control.clone())
        .text_content()
        .unwrap_or_default()
}
