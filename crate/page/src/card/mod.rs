//! The card that explains a row: one at a time, in the top layer, beside its badge or from the
//! bottom of a narrow screen. It refuses to trap: a click outside closes it and still reaches the
//! page.

mod draft;
mod facts;
mod fields;
mod form;
pub mod hiding;
mod keys;
mod mine;
mod note;
mod others;
mod pick;
mod place;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use tallystick_browser::clock;
use tallystick_core::show;
use tallystick_wire::{RequesterKey, TaskFacts};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

use crate::annotate::{self, row_id};
use crate::app::{App, Itself};
use crate::ask::weakly;
use crate::badge::Badge;
use crate::make::{self, Done};
use crate::sheet::Part;
use crate::toast::{self, Line};

/// The name of the host element.
pub const TAG: &str = "tallystick-card";

/// One open card; dropping it takes it off the page.
pub struct Card {
    /// Where things are said.
    pub line: Line,
    facts: Rc<TaskFacts>,
    host: HtmlElement,
    root: ShadowRoot,
    panel: HtmlElement,
    head: HtmlElement,
    body: HtmlElement,
    foot: HtmlElement,
    /// Which of the row's badges it was opened from.
    from: usize,
    parts: RefCell<Option<Parts>>,
    form: RefCell<Option<Rc<form::Form>>>,
    asked_others: Cell<bool>,
    listeners: RefCell<Vec<EventListener>>,
}

/// The parts of a card that shows facts.
struct Parts {
    facts: facts::Facts,
    mine: mine::Mine,
    others: HtmlElement,
    note: Option<note::Editor>,
    hiding: hiding::Switches,
    _write: Option<EventListener>,
}

/// Opens and closes cards: one closure for all badges.
pub struct Opener(Closure<dyn FnMut(Event)>);

impl Opener {
    /// Opens nothing yet.
    pub fn new(app: Itself) -> Self {
        Self(Closure::new(move |event: Event| {
            if let Some(app) = app.borrow().upgrade() {
                app.run(|| clicked(&app, &event));
            }
        }))
    }

    /// Makes a badge open its card.
    ///
    /// # Errors
    /// None in a document.
    pub fn listen(&self, badge: &Badge) -> Done {
        badge
            .button()
            .add_event_listener_with_callback("click", self.0.as_ref().unchecked_ref())
    }
}

impl Drop for Card {
    fn drop(&mut self) {
        self.host.remove();
    }
}

/// Whether the open card is about this row.
pub fn is_open_for(app: &App, facts: &TaskFacts) -> bool {
    app.card
        .borrow()
        .as_ref()
        .is_some_and(|it| same(&it.facts, facts))
}

/// Draws the open card anew, after something of it has changed. What is being written stays.
///
/// # Errors
/// None in a document.
pub fn refresh(app: &Rc<App>) -> Done {
    let card = app.card.borrow().clone();
    let Some(card) = card else { return Ok(()) };
    if let Some(parts) = &*card.parts.borrow() {
        card.draw(app, parts)?;
    }
    Ok(())
}

/// Closes the open card and gives the keyboard back to its badge.
///
/// # Errors
/// None in a document.
pub fn close(app: &Rc<App>) -> Done {
    let Some(card) = app.card.take() else {
        return Ok(());
    };
    if let Some(parts) = &*card.parts.borrow()
        && let Some(note) = &parts.note
    {
        note.save(app);
    }
    if let Some(form) = &*card.form.borrow() {
        form.keep_now();
    }
    let had_keyboard = make::document()?.active_element().as_ref() == Some(card.host.as_ref());
    drop(card.listeners.take());
    card.host.remove();
    let list = app.list.borrow();
    let slot = list.slots.iter().find(|it| same(&it.facts, &card.facts));
    for (at, badge) in slot.iter().flat_map(|it| it.badges.iter().enumerate()) {
        badge.set_open(false);
        if had_keyboard && at == card.from {
            badge.focus();
        }
    }
    app.watch.forget_own();
    Ok(())
}

fn same(one: &TaskFacts, other: &TaskFacts) -> bool {
    row_id(one) == row_id(other) && one.requester == other.requester
}

fn clicked(app: &Rc<App>, event: &Event) -> Done {
    let target = event.current_target();
    let list = app.list.borrow();
    let found = list.slots.iter().find_map(|slot| {
        let is_target = |it: &Badge| target.as_ref() == Some(it.button().as_ref());
        slot.badges.iter().position(is_target).map(|at| (slot, at))
    });
    let Some((slot, from)) = found else {
        return Ok(());
    };
    let facts = Rc::clone(&slot.facts);
    let was_open = is_open_for(app, &facts);
    let button = target.map(|it| it.unchecked_into::<Element>());
    drop(list);
    close(app)?;
    match button {
        Some(button) if !was_open => open(app, facts, from, &button),
        _ => Ok(()),
    }
}

fn open(app: &Rc<App>, facts: Rc<TaskFacts>, from: usize, button: &Element) -> Done {
    toast::say(app, "", None)?;
    let card = Rc::new(Card::new(app, facts, from)?);
    card.place(button)?;
    app.card.replace(Some(Rc::clone(&card)));
    card.listen(app)?;
    card.show_facts(app)?;
    make::document()?
        .body()
        .map_or(Ok(()), |it| it.append_child(&card.host).map(drop))?;
    card.host.show_popover()?;
    card.panel.focus()?;
    for slot in app
        .list
        .borrow()
        .slots
        .iter()
        .filter(|it| same(&it.facts, &card.facts))
    {
        slot.badges.iter().for_each(|it| it.set_open(true));
    }
    app.watch.forget_own();
    Ok(())
}

/// Opens the form for a review of a task that has no row here, beside `place`.
///
/// # Errors
/// None in a document.
pub fn review(app: &Rc<App>, facts: Rc<TaskFacts>, place: &Element) -> Done {
    close(app)?;
    open(app, facts, 0, place)?;
    let card = app.card.borrow().clone();
    card.map_or(Ok(()), |it| it.show_form(app, None))
}

impl Card {
    fn new(app: &App, facts: Rc<TaskFacts>, from: usize) -> Done<Self> {
        let host = make::element(TAG, "")?;
        host.set_attribute("popover", "manual")?;
        let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Closed))?;
        app.sheets.adopt(&root, Part::Card);
        app.shield.guard(&host, false)?;
        let panel = make::element("div", "card")?;
        for (name, value) in [
            ("role", "dialog"),
            ("aria-labelledby", "who"),
            ("tabindex", "-1"),
        ] {
            panel.set_attribute(name, value)?;
        }
        let head = make::add(&panel, "div", "head", "")?;
        let body = make::add(&panel, "div", "body", "")?;
        let line = Line::new(&panel)?;
        let foot = make::add(&panel, "div", "foot", "")?;
        root.append_child(&panel)?;
        Ok(Self {
            line,
            facts,
            host,
            root,
            panel,
            head,
            body,
            foot,
            from,
            parts: RefCell::default(),
            form: RefCell::default(),
            asked_others: Cell::new(false),
            listeners: RefCell::default(),
        })
    }

    /// What is known, what others wrote, what is mine.
    fn show_facts(&self, app: &Rc<App>) -> Done {
        self.form.take();
        make::empty(&self.body);
        make::empty(&self.foot);
        let parts = Parts {
            facts: facts::Facts::new(self)?,
            mine: mine::Mine::new(&self.body)?,
            others: make::add(&self.body, "div", "", "")?,
            note: note::Editor::new(app, self)?,
            _write: self.write_button(app)?,
            hiding: hiding::Switches::new(app, self)?,
        };
        self.draw(app, &parts)?;
        if !self.asked_others.replace(true) {
            let answers = Rc::clone(&parts.mine.answers);
            others::load(app, self.requester(), &parts.others, answers);
        }
        self.parts.replace(Some(parts));
        Ok(())
    }

    /// The form for a new review, or for another revision of one.
    fn show_form(&self, app: &Rc<App>, edited: Option<&tallystick_wire::Review>) -> Done {
        if let Some(parts) = self.parts.take()
            && let Some(note) = &parts.note
        {
            note.save(app);
        }
        self.asked_others.set(false);
        make::empty(&self.body);
        make::empty(&self.foot);
        let Some(requester) = self.facts.requester.clone() else {
            return Ok(());
        };
        let form = form::Form::new(app, self, requester, edited)?;
        form.focus();
        self.form.replace(Some(form));
        Ok(())
    }

    fn write_button(&self, app: &Rc<App>) -> Done<Option<EventListener>> {
        if self.facts.requester.is_none() {
            self.foot.set_hidden(true);
            return Ok(None);
        }
        let text = {
            let known = app.known.borrow();
            let input = known.input(&self.facts, clock::now());
            let reviewed = input.requester.is_some_and(|it| !it.mine.is_empty());
            show::offer(input.group, reviewed)
        };
        let write = make::button(&self.foot, "act main", &text)?;
        let run = weakly(app, |app, ()| {
            let card = app.card.borrow().clone();
            card.map_or(Ok(()), |it| it.show_form(app, None))
        });
        Ok(Some(EventListener::new(&write, "click", move |_| run(()))))
    }

    fn draw(&self, app: &Rc<App>, parts: &Parts) -> Done {
        let known = app.known.borrow();
        let input = known.input(&self.facts, clock::now());
        parts
            .facts
            .draw(app, self, &show::card(&input), &show::badge(&input))?;
        let mine = input.requester.map_or(&[][..], |it| &it.mine);
        parts.mine.draw(app, mine, input.backends)?;
        parts.hiding.draw(&known);
        Ok(())
    }

    /// What a test may look into.
    #[cfg(all(test, target_arch = "wasm32"))]
    pub fn root(&self) -> &ShadowRoot {
        &self.root
    }

    fn requester(&self) -> Option<RequesterKey> {
        self.facts.requester.clone()
    }

    /// How the requester is called where something is said of it.
    fn requester_label(&self) -> String {
        let key = self.facts.requester.as_ref().map(|it| it.value.as_str());
        self.facts
            .requester_name
            .as_deref()
            .or(key)
            .unwrap_or_default()
            .to_owned()
    }
}

/// What is known has changed here: rows and card show it at once.
fn changed_here(app: &Rc<App>) -> Done {
    annotate::redraw(app)?;
    refresh(app)
}
