//! What others wrote, and what the requester answers, fetched when a card is open and not before.

use std::rc::Rc;

use tallystick_browser::clock;
use tallystick_core::show::{self, AnswerView, ReviewView};
use tallystick_wire::RequesterKey;
use tallystick_wire::message::ReadReviews;
use web_sys::{Element, HtmlElement};

use super::mine::Answers;
use super::refresh;
use crate::app::App;
use crate::ask::ask;
use crate::make::{self, Done};

/// Fills `place` when the answer comes, leaves it empty if nobody else wrote anything, and puts what
/// the requester answers to reviews of mine into `answers`.
pub fn load(app: &Rc<App>, requester: Option<RequesterKey>, place: &HtmlElement, answers: Answers) {
    let Some(requester) = requester else { return };
    let place = place.clone();
    let key = requester.clone();
    ask(app, ReadReviews { requester }, move |app, reviews| {
        let now = clock::now();
        let mine = app.known.borrow().mine(&key);
        let views = show::reviews(&reviews, &mine, now);
        if !views.is_empty() {
            make::empty(&place);
            make::add(&place, "h3", "", "What others wrote")?;
            views.iter().try_for_each(|it| review(&place, it))?;
        }
        let to_me = show::answers_to(&mine, &reviews, now);
        if to_me.is_empty() {
            return Ok(());
        }
        answers.replace(to_me);
        refresh(app)
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
    view.answer.iter().try_for_each(|answer| print(&it, answer))
}

/// An answer below the review that it is to.
pub fn print(review: &Element, view: &AnswerView) -> Done {
    let it = make::add(review, "div", "answer", "")?;
    make::add(&it, "p", "by", &view.heading)?;
    make::add_foreign(&it, "p", "", &view.text)?;
    Ok(())
}
