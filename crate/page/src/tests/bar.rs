//! The bar: rows are sorted and hidden where they are.

use tallystick_core::list::{Choice, SortBy};
use tallystick_wire::message::HidingTarget;
use tallystick_wire::settings::Hiding;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use super::{page, select, three};
use crate::app::Kept;
use crate::{annotate, card};

#[wasm_bindgen_test]
async fn sorting_moves_no_element_and_can_be_undone() {
    let app = page(&three()).await;
    let before = select("#list > *");
    let choice = Choice {
        sort: SortBy::Pay,
        ..Choice::default()
    };
    app.kept.replace(Kept {
        choice,
        open: false,
    });
    annotate::redraw(&app).unwrap();
    assert_eq!(select("#list > *"), before);
    let top = |at: usize| before[at].get_bounding_client_rect().top();
    assert!(top(1) < top(2) && top(2) < top(0), "best paid first");
    app.kept.replace(Kept::default());
    annotate::redraw(&app).unwrap();
    assert!(top(0) < top(1) && top(1) < top(2));
    let style = before[0].unchecked_ref::<HtmlElement>().style();
    assert_eq!(style.css_text(), "");
}

#[wasm_bindgen_test]
async fn what_i_hide_is_gone_at_once_and_comes_back_when_undone() {
    let app = page(&three()).await;
    let target = {
        let list = app.list.borrow();
        HidingTarget::Group {
            key: list.slots[1].facts.group.clone().unwrap(),
        }
    };
    let height = || select("#list > *")[1].get_bounding_client_rect().height();
    card::hiding::set(&app, &target, "A game", Hiding::Hidden, Some(Hiding::Shown)).unwrap();
    assert_eq!(height(), 0.0);
    card::hiding::set(&app, &target, "A game", Hiding::Shown, None).unwrap();
    assert!(0.0 < height());
}

#[wasm_bindgen_test]
async fn the_bar_stands_once_right_above_the_list() {
    let app = page(&three()).await;
    annotate::redraw(&app).unwrap();
    let bars = select("tallystick-bar");
    assert_eq!(bars.len(), 1);
    assert_eq!(bars[0].next_element_sibling().unwrap().id(), "list");
}

#[wasm_bindgen_test]
async fn what_is_being_typed_survives_a_page_that_redraws() {
    let app = page(&three()).await;
    let field = app.bar.borrow().as_ref().unwrap().hourly_field();
    field.set_value("7.5");
    annotate::scan(&app).unwrap();
    annotate::redraw(&app).unwrap();
    assert_eq!(field.value(), "7.5");
}
