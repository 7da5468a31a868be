//! My private note and tags on a requester. Saved when the field is left; never sent anywhere.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use tallystick_wire::RequesterKey;
use tallystick_wire::message::{Note, SaveNote};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

use super::{Card, changed_here};
use crate::app::App;
use crate::ask::{ask, weakly};
use crate::make::{self, Done};
use crate::toast;

/// The most tags, and the longest one in characters: they stand in the row.
const TAGS_MAX: usize = 5;
const TAG_CHARS: usize = 24;
const NOTE_CHARS: i32 = 2_000;

/// The two fields.
pub struct Editor {
    fields: Rc<Fields>,
    _listeners: [EventListener; 2],
}

struct Fields {
    requester: RequesterKey,
    label: String,
    text: HtmlTextAreaElement,
    tags: HtmlInputElement,
    saved: RefCell<Note>,
}

impl Editor {
    /// The fields, filled; none where there is nobody to note something on.
    pub fn new(app: &Rc<App>, card: &Card) -> Done<Option<Self>> {
        let Some(requester) = card.requester() else {
            return Ok(None);
        };
        let known = app
            .known
            .borrow()
            .requester(&requester)
            .and_then(|it| it.note.clone());
        let note = known.unwrap_or_default();
        make::add(&card.body, "h3", "", "Your note (stays on this machine)")?;
        let label = make::add(&card.body, "label", "field", "Note")?;
        let text: HtmlTextAreaElement = make::add(&label, "textarea", "", "")?.unchecked_into();
        text.set_value(&note.text);
        text.set_max_length(NOTE_CHARS);
        text.set_rows(2);
        text.set_dir("auto");
        let label = make::add(&card.body, "label", "field", "Tags, shown on its rows")?;
        let tags = make::input(&label, "text", "tags", &note.tags.join(", "))?;
        tags.set_placeholder("slow to pay, good batch");
        tags.set_autocomplete("off");
        tags.set_dir("auto");
        let label = card.requester_label();
        let fields = Rc::new(Fields {
            requester,
            label,
            text,
            tags,
            saved: RefCell::new(note),
        });
        let listener = |element: &web_sys::EventTarget| {
            let fields = Rc::clone(&fields);
            let run = weakly(app, move |app, ()| {
                fields.save(app);
                Ok(())
            });
            EventListener::new(element, "change", move |_| run(()))
        };
        let listeners = [listener(&fields.text), listener(&fields.tags)];
        Ok(Some(Self {
            fields,
            _listeners: listeners,
        }))
    }

    /// Saves what was written since it was last saved.
    pub fn save(&self, app: &Rc<App>) {
        self.fields.save(app);
    }
}

impl Fields {
    fn save(&self, app: &Rc<App>) {
        let note = Note {
            text: self.text.value().trim().to_owned(),
            tags: tags(&self.tags.value()),
        };
        if *self.saved.borrow() == note {
            return;
        }
        self.saved.replace(note.clone());
        app.known
            .borrow_mut()
            .set_note(&self.requester, note.clone());
        app.run(|| changed_here(app));
        let (requester, requester_name) = (self.requester.clone(), self.label.clone());
        ask(
            app,
            SaveNote {
                requester,
                requester_name,
                note,
            },
            |app, ()| toast::say(app, "Note saved", None),
        );
    }
}

fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in text.split([',', ';', '\n']) {
        let tag: String = tag.trim().chars().take(TAG_CHARS).collect();
        if !tag.is_empty() && !tags.contains(&tag) && tags.len() < TAGS_MAX {
            tags.push(tag);
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::tags;

    #[test]
    fn tags_are_few_short_and_without_repeats() {
        assert_eq!(tags(" slow , , good batch,slow"), ["slow", "good batch"]);
        assert_eq!(tags(&"x".repeat(40)), ["x".repeat(24)]);
        assert_eq!(tags("1,2,3,4,5,6,7").len(), 5);
        assert!(tags(" ,; ").is_empty());
    }
}
