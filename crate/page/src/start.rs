//! The first turn: is this page ours, and when is it there to be read.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::Ordering;

use gloo::events::EventListener;
use tallystick_browser::{Guard, console, storage};
use tallystick_site::{Definition, definition};

use crate::app::{self, App, BROKEN};
use crate::ask::weakly;
use crate::dom::Dom;
use crate::make::{self, Done};
use crate::{annotate, bar, clock, ear, lookup};

/// Everything that lives as long as the document.
struct Running {
    _app: Rc<App>,
    _ready: Option<EventListener>,
    _ear: Option<EventListener>,
    _changed: Option<Guard>,
}

thread_local! {
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };
}

/// Starts, if the page is of a platform that is known.
pub fn start() {
    std::panic::set_hook(Box::new(broken));
    let host = make::window()
        .and_then(|it| it.location().hostname())
        .unwrap_or_default();
    if let Some(definition) = definition::built_in(&host)
        && let Err(error) = start_with(definition)
    {
        app::complain(error);
    }
}

/// Starts with this definition.
///
/// # Errors
/// The browser lacks something that it must have.
pub fn start_with(definition: Definition) -> Done<Rc<App>> {
    let app = App::new(definition)?;
    app.watch.listen(&app)?;
    clock::listen(&app)?;
    let ear = ear::listen(&app)?;
    bar::recall(&app);
    let changed = weakly(&app, |app, ()| lookup::changed(app));
    let changed = storage::on_changed(storage::CHANGED, move || changed(()));
    let document = make::document()?;
    let ready = if document.ready_state() == "loading" {
        let run = weakly(&app, |app, ()| first(app));
        Some(EventListener::once(
            &document,
            "DOMContentLoaded",
            move |_| run(()),
        ))
    } else {
        app.run(|| first(&app));
        None
    };
    let running = Running {
        _app: Rc::clone(&app),
        _ready: ready,
        _ear: ear,
        _changed: changed.ok(),
    };
    RUNNING.replace(Some(running));
    Ok(app)
}

/// The page is there: its own scripts have run, so what they hydrate they have found as it was.
fn first(app: &Rc<App>) -> Done {
    if let Some(html) = make::document()?.document_element() {
        annotate::clear_leftovers(&Dom(html));
    }
    annotate::scan(app)
}

/// A bug of ours: one short line, and the page as it was.
fn broken(info: &std::panic::PanicHookInfo) {
    if BROKEN.swap(true, Ordering::Relaxed) {
        return;
    }
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    console::error(
        &[
            "Tallystick stopped on this page because of a bug, at ",
            &place,
        ]
        .concat(),
    );
    if let Ok(Some(html)) = make::document().map(|it| it.document_element()) {
        annotate::clear_leftovers(&Dom(html));
    }
}
