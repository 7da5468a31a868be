//! Showing, dimming and hiding a requester or a task group, at once and with a way back.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use tallystick_wire::message::{HidingTarget, SetHiding};
use tallystick_wire::settings::Hiding;
use web_sys::HtmlElement;

use super::pick::Pick;
use super::{Card, changed_here};
use crate::app::App;
use crate::ask::{ask, weakly};
use crate::known::Known;
use crate::make::{self, Done};
use crate::toast::{self, Undo};

const WORDS: [(&str, &str); 3] = [("shown", "Show"), ("dimmed", "Dim"), ("hidden", "Hide")];
const HIDINGS: [Hiding; 3] = [Hiding::Shown, Hiding::Dimmed, Hiding::Hidden];

/// A switch for the requester and one for the task group, as far as there are any.
pub struct Switches {
    switches: Vec<(HidingTarget, Pick)>,
    /// One click for the first of them, in the way that the settings say.
    away: Option<HtmlElement>,
    _listeners: RefCell<Vec<EventListener>>,
}

impl Switches {
    /// Builds them.
    pub fn new(app: &Rc<App>, card: &Card) -> Done<Self> {
        let mut targets = Vec::new();
        if let Some(key) = card.facts.requester.clone() {
            let target = HidingTarget::Requester { key };
            targets.push(("This requester", target, card.requester_label()));
        }
        if let Some(key) = card.facts.group.clone() {
            let title = card
                .facts
                .title
                .clone()
                .unwrap_or_else(|| key.value.clone());
            targets.push(("This task", HidingTarget::Group { key }, title));
        }
        if !targets.is_empty() {
            make::add(&card.body, "h3", "", "In the list")?;
        }
        let (mut switches, mut listeners) = (Vec::new(), Vec::new());
        for (question, target, label) in targets {
            let pick = Pick::new(&card.body, question, &WORDS)?;
            let (of, inputs) = (target.clone(), pick.clone());
            let run = weakly(app, move |app, ()| {
                let hiding = HIDINGS.get(inputs.chosen()).copied().unwrap_or_default();
                let back = current(&app.known.borrow(), &of);
                set(app, &of, &label, hiding, Some(back))
            });
            listeners.push(EventListener::new(pick.element(), "change", move |_| {
                run(())
            }));
            switches.push((target, pick));
        }
        let away = card.facts.requester.is_some().then(|| away(app, card));
        let (away, listener) = away.transpose()?.unzip();
        listeners.extend(listener);
        Ok(Self {
            switches,
            away,
            _listeners: RefCell::new(listeners),
        })
    }

    /// Shows how things are.
    pub fn draw(&self, known: &Known) {
        for (target, pick) in &self.switches {
            let hiding = current(known, target);
            pick.choose(HIDINGS.iter().position(|it| *it == hiding).unwrap_or(0));
        }
        if let (Some(away), Some((target, _))) = (&self.away, self.switches.first()) {
            let shown = current(known, target) == Hiding::Shown;
            away.set_text_content(Some(if shown { "Put away" } else { "Show again" }));
        }
    }
}

/// Hides, dims or shows something, at once; `back` is how it was, for undoing it.
///
/// # Errors
/// None in a document.
pub fn set(
    app: &Rc<App>,
    target: &HidingTarget,
    label: &str,
    hiding: Hiding,
    back: Option<Hiding>,
) -> Done {
    match target {
        HidingTarget::Requester { key } => app.known.borrow_mut().hide_requester(key, hiding),
        HidingTarget::Group { key } => app.known.borrow_mut().hide_group(key, hiding),
    }
    changed_here(app)?;
    let word = match hiding {
        Hiding::Shown => "Shown: ",
        Hiding::Dimmed => "Dimmed: ",
        Hiding::Hidden => "Hidden: ",
    };
    let undo = back.map(|back| Undo::Hiding {
        target: target.clone(),
        label: label.to_owned(),
        back,
    });
    toast::say(
        app,
        &[word, &tallystick_core::show::name(label)].concat(),
        undo.as_ref(),
    )?;
    let label = label.to_owned();
    ask(
        app,
        SetHiding {
            target: target.clone(),
            label,
            hiding,
        },
        |_, ()| Ok(()),
    );
    Ok(())
}

fn away(app: &Rc<App>, card: &Card) -> Done<(HtmlElement, EventListener)> {
    let button = make::button(&card.foot, "act", "")?;
    let label = card.requester_label();
    let key = card.requester();
    let run = weakly(app, move |app, ()| {
        let Some(key) = key.clone() else {
            return Ok(());
        };
        let target = HidingTarget::Requester { key };
        let back = current(&app.known.borrow(), &target);
        let hiding = match back {
            Hiding::Shown => app.known.borrow().settings.hiding,
            Hiding::Dimmed | Hiding::Hidden => Hiding::Shown,
        };
        set(app, &target, &label, hiding, Some(back))
    });
    let listener = EventListener::new(&button, "click", move |_| run(()));
    Ok((button, listener))
}

fn current(known: &Known, target: &HidingTarget) -> Hiding {
    match target {
        HidingTarget::Requester { key } => known.requester(key).map(|it| it.hiding),
        HidingTarget::Group { key } => known.group(key).map(|it| it.hiding),
    }
    .unwrap_or_default()
}
