//! The head of a card and its facts: ready text from `core`, laid out.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use tallystick_core::show::{BadgeView, CardView, Section};
use web_sys::{Element, HtmlElement};

use super::Card;
use crate::app::App;
use crate::ask::weakly;
use crate::make::{self, Done};

/// Where facts are printed.
pub struct Facts {
    sections: HtmlElement,
    close: RefCell<Option<EventListener>>,
}

impl Facts {
    /// An empty place in the card.
    pub fn new(card: &Card) -> Done<Self> {
        Ok(Self {
            sections: make::add(&card.body, "div", "", "")?,
            close: RefCell::default(),
        })
    }

    /// Prints everything.
    pub fn draw(&self, app: &Rc<App>, card: &Card, view: &CardView, badge: &BadgeView) -> Done {
        make::empty(&card.head);
        let close = head(app, card, &view.requester, &view.title)?;
        self.close.replace(Some(close));
        let sum = make::add(&card.head, "p", "sum", "")?;
        let verdict = make::add(
            &sum,
            "span",
            "tone",
            &[badge.sign, " ", badge.word].concat(),
        )?;
        verdict.set_attribute("data-tone", badge.tone.as_str())?;
        make::add(&sum, "b", "", &badge.estimate)?;
        make::add(&sum, "span", "", &badge.reputation)?;
        make::empty(&self.sections);
        view.sections
            .iter()
            .try_for_each(|it| section(&self.sections, it))
    }
}

/// Who and what, and the way out.
pub fn head(app: &Rc<App>, card: &Card, who: &str, what: &str) -> Done<EventListener> {
    make::add_foreign(&card.head, "h2", "who", who)?.set_id("who");
    if !what.is_empty() {
        make::add_foreign(&card.head, "p", "what", what)?;
    }
    let close = make::button(&card.head, "close", "×")?;
    close.set_attribute("aria-label", "Close")?;
    let run = weakly(app, |app, ()| super::close(app));
    Ok(EventListener::new(&close, "click", move |_| run(())))
}

fn section(parent: &Element, section: &Section) -> Done {
    make::add(parent, "h3", "", &section.heading)?;
    if !section.lines.is_empty() {
        let lines = make::add(parent, "dl", "", "")?;
        for line in &section.lines {
            make::add_foreign(&lines, "dt", "", &line.label)?;
            let value = make::add_foreign(&lines, "dd", "", &line.value)?;
            if let Some(detail) = &line.detail {
                make::add(&value, "span", "detail", detail)?;
            }
        }
    }
    if let Some(note) = &section.note {
        make::add(parent, "p", "note", note)?;
    }
    Ok(())
}
