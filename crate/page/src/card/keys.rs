//! What closes an open card, and where the keyboard goes in it.

use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use super::{Card, TAG, close};
use crate::app::App;
use crate::ask::weakly;
use crate::badge;
use crate::make::{self, Done};

/// Where the keyboard can go, in the order of the document.
const FOCUSABLE: &str = "button, input, select, textarea, [href]";

impl Card {
    pub(super) fn listen(&self, app: &Rc<App>) -> Done {
        let document = make::document()?;
        let mut listeners = self.listeners.borrow_mut();
        let outside = weakly(app, |app, event: Event| {
            let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
            let ours = target.is_some_and(|it| {
                let tag = it.local_name();
                tag == TAG || tag == badge::TAG
            });
            if ours { Ok(()) } else { close(app) }
        });
        let capture = EventListenerOptions::run_in_capture_phase();
        listeners.push(EventListener::new_with_options(
            &document,
            "pointerdown",
            capture,
            move |event| outside(event.clone()),
        ));
        let escape = weakly(app, |app, event: Event| {
            let key = event.unchecked_into::<KeyboardEvent>();
            if key.key() == "Escape" && !key.is_composing() {
                close(app)
            } else {
                Ok(())
            }
        });
        listeners.push(EventListener::new_with_options(
            &document,
            "keydown",
            capture,
            move |event| escape(event.clone()),
        ));
        let keys = weakly(app, |app, event: Event| {
            let card = app.card.borrow().clone();
            card.map_or(Ok(()), |it| it.key(app, &event.unchecked_into()))
        });
        let enable = EventListenerOptions::enable_prevent_default();
        listeners.push(EventListener::new_with_options(
            &self.panel,
            "keydown",
            enable,
            move |event| keys(event.clone()),
        ));
        Ok(())
    }

    /// Tab stays in the card, Ctrl+Enter saves what is being written.
    fn key(&self, app: &Rc<App>, event: &KeyboardEvent) -> Done {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            let form = self.form.borrow().clone();
            return form.map_or(Ok(()), |it| it.save(app));
        }
        if event.key() != "Tab" {
            return Ok(());
        }
        let all = self.root.query_selector_all(FOCUSABLE)?;
        let reachable = |at: u32| {
            let it = all.item(at)?.unchecked_into::<HtmlElement>();
            (0 <= it.tab_index() && 0 < it.offset_width()).then_some(it)
        };
        let (first, last) = (
            (0..all.length()).find_map(reachable),
            (0..all.length()).rev().find_map(reachable),
        );
        let active = self.root.active_element();
        let at = |it: &Option<HtmlElement>| it.as_ref().map(AsRef::as_ref) == active.as_ref();
        let to = match event.shift_key() {
            true if at(&first) || active.as_ref() == Some(self.panel.as_ref()) => last,
            false if at(&last) => first,
            _ => return Ok(()),
        };
        event.prevent_default();
        to.map_or(Ok(()), |it| it.focus())
    }
}
