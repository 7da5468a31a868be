//! The card that explains a row: one at a time, in the top layer, beside its badge or from the
//! bottom of a narrow screen. It refuses to trap: a click outside closes it and still reaches the
//! page.

mod draft;
mod facts;
mod form;
pub mod hiding;
mod mine;
mod note;
mod others;
mod pick;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use tallystick_browser::clock;
use tallystick_core::show;
use tallystick_wire::{RequesterKey, TaskFacts};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, Event, HtmlElement, KeyboardEvent, ShadowRoot, ShadowRootInit, ShadowRootMode,
};

use crate::annotate::{self, row_id};
use crate::app::{App, Itself};
use crate::ask::weakly;
use crate::badge::{self, Badge};
use crate::make::{self, Done};
use crate::sheet::Part;
use crate::toast::{self, Line};

/// The name of the host element.
pub const TAG: &str = "tallystick-card";

/// Where the keyboard can go, in the order of the document.
const FOCUSABLE: &str = "button, input, select, textarea, [href]";
/// The card's width and its distance from the edges, in CSS pixels (see card.css).
const WIDTH: f64 = 440.0;
const GAP: f64 = 6.0;
/// Less height than this beside a badge, and the card goes to the other side of it.
const ROOM: f64 = 420.0;

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

    /// Beside the badge, where there is more room; in document coordinates, so that the card goes
    /// with the page when it scrolls. Narrow screens overrule this in card.css.
    fn place(&self, button: &Element) -> Done {
        let window = make::window()?;
        let number = |it: wasm_bindgen::JsValue| it.as_f64().unwrap_or(0.0);
        let (wide, high) = (
            number(window.inner_width()?),
            number(window.inner_height()?),
        );
        let (right, down) = (window.scroll_x()?, window.scroll_y()?);
        let badge = button.get_bounding_client_rect();
        let left = badge.left().min(wide - WIDTH - 3.0 * GAP).max(GAP) + right;
        let (above, below) = (badge.top() - 2.0 * GAP, high - badge.bottom() - 2.0 * GAP);
        let (side, offset, room) = if below < ROOM && below < above {
            ("--bottom", high - badge.top() - down + GAP, above)
        } else {
            ("--top", badge.bottom() + down + GAP, below)
        };
        let style = self.host.style();
        for (name, value) in [
            ("--left", left),
            (side, offset),
            ("--room", room.max(240.0)),
        ] {
            style.set_property(name, &[&(value as i32).to_string(), "px"].concat())?;
        }
        Ok(())
    }

    fn listen(&self, app: &Rc<App>) -> Done {
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
            others::load(app, self.requester(), &parts.others);
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
        let write = make::button(&self.foot, "act main", "Write a review")?;
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
    #[cfg(test)]
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
