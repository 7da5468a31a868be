//! Everything can be reached and named without seeing it.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use super::fake::{backend, background, settings, status};
use super::{Page, options, popup};

const SECTIONS: [(&str, &str); 10] = [
    ("welcome", "What is your hour worth?"),
    ("floor", "Currency rates"),
    ("backends", "Add a backend"),
    ("platforms", "follow at once"),
    ("appearance", "Colours"),
    ("reviews", "No review yet"),
    ("marks", "No notes"),
    ("transfer", "Export settings"),
    ("help", "Estimate and interval"),
    ("about", "The program"),
];

fn full() {
    let status = status(json!({ "backends": [backend("Commons")], "waiting": 1, "refused": 1 }));
    background(json!({ "get_settings": settings(), "get_status": status }));
}

#[wasm_bindgen_test]
async fn every_control_of_every_section_has_a_name() {
    full();
    for (anchor, words) in SECTIONS {
        let page = options(anchor);
        page.says(words).await;
        check(&page, anchor);
    }
}

#[wasm_bindgen_test]
async fn every_control_of_the_popup_has_a_name() {
    full();
    let page = popup();
    page.says("1 review was refused").await;
    check(&page, "popup");
}

#[wasm_bindgen_test]
async fn the_heading_takes_the_focus_when_the_section_changes() {
    full();
    let page = options("floor");
    page.says("Currency rates").await;
    web_sys::window()
        .unwrap()
        .location()
        .set_hash("help")
        .unwrap();
    page.says("Estimate and interval").await;
    super::until("the heading has the focus", || {
        super::focused() == "How pay is computed"
    })
    .await;
}

#[track_caller]
fn check(page: &Page, place: &str) {
    for control in page.all("button, a, input, select, summary") {
        assert!(
            !name(page, &control).is_empty(),
            "{place}: {}",
            control.outer_html()
        );
    }
    let mut ids: Vec<_> = page.all("[id]").iter().map(Element::id).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{place} has an id twice");
    for pointing in page.all("[aria-labelledby], [aria-describedby]") {
        for attribute in ["aria-labelledby", "aria-describedby"] {
            let named = pointing.get_attribute(attribute).unwrap_or_default();
            for id in named.split_whitespace().filter(|it| !it.ends_with("-help")) {
                assert!(
                    ids.iter().any(|it| it == id),
                    "{place}: nothing has the id {id}"
                );
            }
        }
    }
}

fn name(page: &Page, control: &Element) -> String {
    let label = page.all("label").into_iter().find(|label| {
        let of = label.get_attribute("for");
        of.is_some() && of == control.get_attribute("id")
    });
    [
        control.get_attribute("aria-label"),
        label.and_then(|it| it.text_content()),
        control.text_content(),
    ]
    .into_iter()
    .flatten()
    .map(|it| it.trim().to_owned())
    .find(|it| !it.is_empty())
    .unwrap_or_default()
}
