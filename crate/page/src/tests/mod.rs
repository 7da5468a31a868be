//! What the page program promises of the DOM, in real browsers.

mod annotating;
mod bar;
mod card;
mod clock;
mod ear;
mod fake;
mod patterns;

use std::rc::Rc;

use tallystick_site::definition;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test_configure;
use web_sys::{Document, Element, HtmlElement};

use crate::app::App;
use crate::{make, start};

wasm_bindgen_test_configure!(run_in_browser);

/// A platform as small as can be, at the address of the test page.
const DEFINITION: &str = r##"{
  "id": "fair",
  "name": "Fair",
  "version": 1,
  "matches": [
    "https://fair.example.org/*"
  ],
  "time_zone": "UTC",
  "currency": "USD",
  "pages": [
    {
      "name": "list",
      "kind": "task_list",
      "urls": [
        "/"
      ],
      "root": "#list",
      "rows": { "select": ".task" },
      "badge": {
        "select": [
          ".place"
        ],
        "place": "append"
      },
      "fields": {
        "group": { "attribute": "data-group", "required": true },
        "requester_name": { "select": ".by" },
        "title": { "select": "h3", "required": true },
        "reward": { "select": ".pay", "as": "money", "required": true }
      }
    }
  ]
}
"##;

fn document() -> Document {
    make::document().unwrap()
}

/// A list with these tasks (group, requester, title, reward), and the program at work on it.
async fn page(tasks: &[(&str, &str, &str, &str)]) -> Rc<App> {
    fake::background();
    for old in ["#list", "tallystick-bar", "tallystick-card"] {
        while let Some(old) = document().query_selector(old).unwrap() {
            old.remove();
        }
    }
    let list = make::add(&document().body().unwrap(), "div", "", "").unwrap();
    list.set_id("list");
    for task in tasks {
        list.append_child(&row(*task)).unwrap();
    }
    let app = begin(DEFINITION);
    let expected = tasks.len();
    until("all badges", || badges().len() == expected).await;
    app
}

/// The program at work on this document by this definition.
fn begin(definition: &str) -> Rc<App> {
    start::start_with(definition::parse("fair.json", definition).unwrap()).unwrap()
}

fn row((group, by, title, pay): (&str, &str, &str, &str)) -> HtmlElement {
    let row = make::element("div", "task").unwrap();
    row.set_attribute("data-group", group).unwrap();
    let link = make::add(&row, "a", "place", "").unwrap();
    link.set_attribute("href", "#followed").unwrap();
    for (tag, class, text) in [("h3", "", title), ("span", "by", by), ("span", "pay", pay)] {
        make::add(&link, tag, class, text).unwrap();
    }
    row
}

fn three() -> [(&'static str, &'static str, &'static str, &'static str); 3] {
    [
        ("g1", "Ada", "A 10 minute survey", "$0.10"),
        ("g2", "Bob", "A 10 minute game", "$9.00"),
        ("g3", "Cay", "A 10 minute task", "$2.00"),
    ]
}

fn select(selector: &str) -> Vec<Element> {
    let found = document().query_selector_all(selector).unwrap();
    (0..found.length())
        .map(|at| found.item(at).unwrap().unchecked_into())
        .collect()
}

fn badges() -> Vec<Element> {
    select("#list tallystick-badge")
}

/// The next frame, when everything that this one caused has been drawn.
async fn frame() {
    let next = js_sys::Promise::new(&mut |done, _| {
        make::window()
            .unwrap()
            .request_animation_frame(&done)
            .unwrap();
    });
    JsFuture::from(next).await.unwrap();
}

/// Waits frame by frame for what must come about.
async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..300 {
        if is_so() {
            return;
        }
        frame().await;
    }
    panic!("waited in vain for {what}");
}

/// The button of the first badge of the n-th row.
fn button(app: &App, row: usize) -> HtmlElement {
    app.list.borrow().slots[row].badges[0].button().clone()
}
