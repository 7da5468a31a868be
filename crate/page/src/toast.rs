//! One line that says what was just done, with the way back, in the bar and in the open card.
//! Refuses to vanish by itself: it is replaced by the next one.

use std::rc::Rc;

use gloo::events::EventListener;
use tallystick_wire::message::{HidingTarget, RestoreReview};
use tallystick_wire::review::ReviewId;
use tallystick_wire::settings::Hiding;
use web_sys::Element;

use crate::app::App;
use crate::ask::{ask, weakly};
use crate::make::{self, Done};
use crate::{annotate, blind, card, live};

/// How to undo what was done.
#[derive(Debug, Clone)]
pub enum Undo {
    /// Hide, dim or show it as before.
    Hiding {
        /// What.
        target: HidingTarget,
        /// Its name.
        label: String,
        /// How it was.
        back: Hiding,
    },
    /// Bring a review back.
    Deleted(ReviewId),
    /// A step of the clock.
    Clock(live::Step),
}

/// A place where lines are said, and the listener on its button.
pub struct Line {
    element: Element,
    undo: std::cell::RefCell<Option<EventListener>>,
}

impl Line {
    /// An empty line in `parent`, read out when it is filled.
    ///
    /// # Errors
    /// None in a document.
    pub fn new(parent: &Element) -> Done<Self> {
        let element = make::add(parent, "div", "said", "")?;
        element.set_attribute("role", "status")?;
        Ok(Self {
            element: element.into(),
            undo: std::cell::RefCell::default(),
        })
    }

    /// What a test may read.
    #[cfg(all(test, target_arch = "wasm32"))]
    pub fn text(&self) -> String {
        self.element.text_content().unwrap_or_default()
    }

    /// Says it here only; an empty text clears it.
    ///
    /// # Errors
    /// None in a document.
    pub fn say(&self, app: &Rc<App>, text: &str, undo: Option<&Undo>) -> Done {
        self.undo.take();
        make::empty(&self.element);
        if text.is_empty() {
            return Ok(());
        }
        make::add(&self.element, "span", "", text)?.set_attribute("dir", "auto")?;
        if let Some(undo) = undo {
            let button = make::button(&self.element, "link", "Undo")?;
            let undo = undo.clone();
            let run = weakly(app, move |app, ()| self::undo(app, &undo));
            self.undo
                .replace(Some(EventListener::new(&button, "click", move |_| run(()))));
        }
        Ok(())
    }
}

/// Says it in every place there is; an empty text clears them.
///
/// # Errors
/// None in a document.
pub fn say(app: &Rc<App>, text: &str, undo: Option<&Undo>) -> Done {
    let card = app.card.borrow().clone();
    if let Some(card) = &card {
        card.line.say(app, text, undo)?;
    }
    if let Some(bar) = &*app.bar.borrow() {
        bar.line.say(app, text, undo)?;
    } else if card.is_none() && !text.is_empty() {
        blind::notice(app, text)?;
    }
    app.watch.forget_own();
    Ok(())
}

fn undo(app: &Rc<App>, undo: &Undo) -> Done {
    match undo {
        Undo::Hiding {
            target,
            label,
            back,
        } => card::hiding::set(app, target, label, *back, None),
        Undo::Clock(step) => live::take(app, step),
        Undo::Deleted(id) => {
            ask(app, RestoreReview { id: id.clone() }, |app, mine| {
                app.known.borrow_mut().add_mine(mine);
                annotate::redraw(app)?;
                card::refresh(app)?;
                say(app, "Your review is back", None)
            });
            Ok(())
        }
    }
}
