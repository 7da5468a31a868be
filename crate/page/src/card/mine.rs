//! My own reviews of this requester: where each stands, and the ways to change and delete it.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use tallystick_core::show::{self, AnswerView};
use tallystick_wire::message::{BackendStatus, DeleteReview, MyReview};
use tallystick_wire::{Review, ReviewId};
use web_sys::{Element, HtmlElement};

use super::{changed_here, others};
use crate::app::App;
use crate::ask::{ask, weakly};
use crate::make::{self, Done};
use crate::toast::{self, Undo};

/// What the requester answers to my reviews, once that is here.
pub type Answers = Rc<RefCell<Vec<(ReviewId, AnswerView)>>>;

/// Where they are printed.
pub struct Mine {
    place: HtmlElement,
    /// Filled when it comes; then the card is drawn again.
    pub answers: Answers,
    listeners: RefCell<Vec<EventListener>>,
}

impl Mine {
    /// An empty place.
    pub fn new(parent: &Element) -> Done<Self> {
        Ok(Self {
            place: make::add(parent, "div", "", "")?,
            answers: Answers::default(),
            listeners: RefCell::default(),
        })
    }

    /// Prints them, newest first.
    pub fn draw(&self, app: &Rc<App>, mine: &[MyReview], backends: &[BackendStatus]) -> Done {
        make::empty(&self.place);
        self.listeners.borrow_mut().clear();
        if mine.is_empty() {
            return Ok(());
        }
        make::add(&self.place, "h3", "", "Your review")?;
        mine.iter().try_for_each(|it| self.one(app, it, backends))
    }

    fn one(&self, app: &Rc<App>, mine: &MyReview, backends: &[BackendStatus]) -> Done {
        let it = make::add(&self.place, "div", "review", "")?;
        make::add_foreign(&it, "p", "by", &show::review_state(mine, backends))?;
        if !mine.review.text.is_empty() {
            make::add_foreign(&it, "p", "", &mine.review.text)?;
        }
        let answers = self.answers.borrow();
        let to_it = answers.iter().filter(|to| to.0 == mine.review.id);
        to_it
            .map(|to| &to.1)
            .try_for_each(|answer| others::print(&it, answer))?;
        let acts = make::add(&it, "div", "acts", "")?;
        self.act(app, &acts, "Edit", &mine.review, |app, review| {
            let card = app.card.borrow().clone();
            card.map_or(Ok(()), |it| it.show_form(app, Some(review)))
        })?;
        self.act(app, &acts, "Delete", &mine.review, delete)
    }

    fn act(
        &self,
        app: &Rc<App>,
        parent: &Element,
        text: &str,
        review: &Review,
        run: fn(&Rc<App>, &Review) -> Done,
    ) -> Done {
        let button = make::button(parent, "link", text)?;
        let review = review.clone();
        let run = weakly(app, move |app, ()| run(app, &review));
        self.listeners
            .borrow_mut()
            .push(EventListener::new(&button, "click", move |_| run(())));
        Ok(())
    }
}

fn delete(app: &Rc<App>, review: &Review) -> Done {
    let (id, requester) = (review.id.clone(), review.requester.clone());
    ask(app, DeleteReview { id: id.clone() }, move |app, ()| {
        app.known.borrow_mut().remove_mine(&requester, &id);
        changed_here(app)?;
        toast::say(app, "Your review is deleted", Some(&Undo::Deleted(id)))
    });
    Ok(())
}
