//! What others wrote, fetched when a card is open and not before.

use std::rc::Rc;

use tallystick_browser::clock;
use tallystick_core::show::{self, ReviewView};
use tallystick_wire::RequesterKey;
use tallystick_wire::message::ReadReviews;
use web_sys::{Element, HtmlElement};

use crate::app::App;
use crate::ask::ask;
use crate::make::{self, Done};

/// Fills `place` when the answer comes; leaves it empty if nobody wrote anything.
pub fn load(app: &Rc<App>, requester: Option<RequesterKey>, place: &HtmlElement) {
    let Some(requester) = requester else { return };
    let place = place.clone();
    ask(app, ReadReviews { requester }, move |_, reviews| {
        let views = show::reviews(&reviews, clock::now());
        if views.is_empty() {
            return Ok(());
        }
        make::empty(&place);
        make::add(&place, "h3", "", "What others wrote")?;
        views.iter().try_for_each(|it| review(&place, it))
    });
}

fn review(parent: &Element, view: &ReviewView) -> Done {
    let it = make::add(parent, "div", "review", "")?;
    make::add_foreign(&it, "p", "by", &view.heading)?;
    for text in [&view.scores, &view.issues] {
        if !text.is_empty() {
            make::add(&it, "p", "", text)?;
        }
    }
    if !view.text.is_empty() {
        make::add_foreign(&it, "p", "", &view.text)?;
    }
    Ok(())
}
