//! A task that was just finished is offered for review: one line, once a task group, with the
//! measured time filled in. Refuses to open anything by itself.

use std::rc::Rc;

use gloo::events::EventListener;
use tallystick_core::show;
use tallystick_wire::TaskFacts;
use tallystick_wire::message::{Finished, LookUp, SetSettings};
use web_sys::{Element, HtmlElement, ShadowRootInit, ShadowRootMode};

use crate::app::App;
use crate::ask::{ask, weakly};
use crate::make::{self, Done};
use crate::sheet::Part;
use crate::{annotate, card, lookup};

/// The name of the host element.
pub const TAG: &str = "tallystick-offer";
/// The setting that switches offers off.
const SETTING: &str = "review_offer";

/// The line; dropping it takes it off the page.
pub struct Offer {
    host: HtmlElement,
    line: HtmlElement,
    facts: Rc<TaskFacts>,
    listeners: Vec<EventListener>,
}

impl Drop for Offer {
    fn drop(&mut self) {
        self.host.remove();
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
impl Offer {
    /// What a test may read.
    pub fn text(&self) -> String {
        self.line.text_content().unwrap_or_default()
    }

    /// What a test may press.
    pub fn button(&self, text: &str) -> Option<HtmlElement> {
        use wasm_bindgen::JsCast;
        let all = self.line.query_selector_all("button").ok()?;
        let mut all = (0..all.length()).filter_map(|at| all.item(at));
        let found = all.find(|it| it.text_content().as_deref() == Some(text));
        found?.dyn_into().ok()
    }
}

/// Takes note of what was finished; offers it if it is the first of its group and its requester was
/// not reviewed yet.
pub fn see(app: &Rc<App>, finished: Finished) {
    let question = LookUp {
        platform: app.definition.id.clone(),
        requesters: vec![finished.requester.clone()],
        groups: vec![finished.group.clone()],
    };
    ask(app, question.clone(), move |app, answer| {
        if !app.known.borrow_mut().take(question, answer) {
            lookup::refresh(app);
        }
        annotate::theme(app)?;
        let facts = TaskFacts {
            group: Some(finished.group),
            requester: Some(finished.requester),
            requester_name: Some(finished.requester_name).filter(|it| !it.is_empty()),
            title: Some(finished.title).filter(|it| !it.is_empty()),
            reward: finished.reward,
            ..TaskFacts::of(app.definition.id.clone())
        };
        let text = show::finished(&app.known.borrow().input(&facts, 0));
        match text {
            Some(text) => offer(app, facts, &text),
            None => Ok(()),
        }
    });
}

fn offer(app: &Rc<App>, facts: TaskFacts, text: &str) -> Done {
    let host = make::element(TAG, "")?;
    let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Closed))?;
    app.sheets.adopt(&root, Part::Notice);
    app.shield.guard(&host, false)?;
    let line = make::element("div", "notice offer")?;
    line.set_attribute("role", "status")?;
    make::add_foreign(&line, "span", "", text)?;
    root.append_child(&line)?;
    let listeners = vec![
        on(app, &line, "Write a review", write)?,
        on(app, &line, "Not now", dismiss)?,
        on(app, &line, "Never offer it", |app| turn(app, false))?,
    ];
    if let Some(body) = make::document()?.body() {
        body.prepend_with_node_1(&host)?;
    }
    app.offer.replace(Some(Offer {
        host,
        line,
        facts: Rc::new(facts),
        listeners,
    }));
    app.watch.forget_own();
    Ok(())
}

fn on(app: &Rc<App>, line: &Element, text: &str, run: fn(&Rc<App>) -> Done) -> Done<EventListener> {
    let button = make::button(line, "link", text)?;
    let run = weakly(app, move |app, ()| run(app));
    Ok(EventListener::new(&button, "click", move |_| run(())))
}

fn write(app: &Rc<App>) -> Done {
    let offered = app.offer.borrow();
    let offered = offered
        .as_ref()
        .map(|it| (Rc::clone(&it.facts), it.host.clone()));
    match offered {
        Some((facts, host)) => card::review(app, facts, &host),
        None => Ok(()),
    }
}

/// Takes the line off: it was answered.
///
/// # Errors
/// None in a document.
pub fn dismiss(app: &Rc<App>) -> Done {
    drop(app.offer.take());
    app.watch.forget_own();
    Ok(())
}

/// Switches offers off everywhere, or on again.
fn turn(app: &Rc<App>, shown: bool) -> Done {
    let values = [(SETTING.to_owned(), shown.to_string())].into();
    ask(app, SetSettings { values }, |_, _| Ok(()));
    if shown {
        return dismiss(app);
    }
    if let Some(it) = &mut *app.offer.borrow_mut() {
        make::empty(&it.line);
        make::add(
            &it.line,
            "span",
            "",
            "Finished tasks are not offered any more.",
        )?;
        it.listeners = vec![
            on(app, &it.line, "Undo", |app| turn(app, true))?,
            on(app, &it.line, "Close", dismiss)?,
        ];
    }
    app.watch.forget_own();
    Ok(())
}
