//! One of a few, as a row of radio buttons: arrows and digits move, Tab enters and leaves.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use crate::make::{self, Done};

/// The group; clones are the same group.
#[derive(Clone)]
pub struct Pick {
    field: HtmlElement,
    inputs: Rc<Vec<HtmlInputElement>>,
    _keys: Rc<RefCell<Option<EventListener>>>,
}

impl Pick {
    /// A question with its answers (value, text), the first one chosen.
    pub fn new(parent: &Element, question: &str, answers: &[(&str, &str)]) -> Done<Self> {
        let field = make::add(parent, "fieldset", "", "")?;
        make::add(&field, "legend", "", question)?;
        let row = make::add(&field, "div", "pick", "")?;
        let mut inputs = Vec::new();
        for (value, text) in answers {
            let label = make::add(&row, "label", "", "")?;
            // The group's name only has to differ from those of the other groups of the card.
            let input = make::input(&label, "radio", question, value)?;
            make::add(&label, "span", "", text)?;
            inputs.push(input);
        }
        let pick = Self {
            field,
            inputs: Rc::new(inputs),
            _keys: Rc::default(),
        };
        pick.choose(0);
        pick.listen_to_digits();
        Ok(pick)
    }

    /// The first answer is none: it looks like it.
    pub fn may_be_left(&self) -> Done {
        let row = self.field.last_element_child();
        row.map_or(Ok(()), |it| it.class_list().add_1("leave"))
    }

    /// What changes when the answer does.
    pub fn element(&self) -> &HtmlElement {
        &self.field
    }

    /// Which answer is chosen.
    pub fn chosen(&self) -> usize {
        self.inputs
            .iter()
            .position(HtmlInputElement::checked)
            .unwrap_or(0)
    }

    /// Chooses an answer.
    pub fn choose(&self, at: usize) {
        if let Some(input) = self.inputs.get(at) {
            input.set_checked(true);
        }
    }

    /// Explains the question.
    pub fn help(&self, text: &str) -> Done {
        self.field.set_title(text);
        Ok(())
    }

    /// Explains one answer.
    pub fn help_answer(&self, at: usize, text: &str) -> Done {
        match self.inputs.get(at) {
            Some(input) => input.set_attribute("aria-label", text),
            None => Ok(()),
        }
    }

    /// Takes the keyboard.
    pub fn focus(&self) {
        if let Some(input) = self.inputs.get(self.chosen()) {
            let _ = input.focus();
        }
    }

    /// A digit chooses the answer with that value.
    fn listen_to_digits(&self) {
        let inputs = Rc::downgrade(&self.inputs);
        let on_key = move |event: &Event| {
            let key = event.unchecked_ref::<KeyboardEvent>().key();
            let inputs = inputs.upgrade().unwrap_or_default();
            let is_digit = key.len() == 1 && key.bytes().all(|it| it.is_ascii_digit());
            if let Some(input) = inputs.iter().find(|it| is_digit && it.value() == key) {
                input.click();
                let _ = input.focus();
            }
        };
        self._keys
            .replace(Some(EventListener::new(&self.field, "keydown", on_key)));
    }
}
