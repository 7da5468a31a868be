//! Answers of the platform's own interface that the page asked for itself, as `extension/ear.js`
//! hears them in the page's own world. Refuses to ask for any, and to trust them more than a page.

use std::rc::Rc;

use gloo::events::EventListener;
use tallystick_site::definition::PageDefinition;
use tallystick_site::{Node, PageKind, read};
use tallystick_wire::message::SeeOutcomes;
use wasm_bindgen::JsCast;
use web_sys::{CustomEvent, Event};

use crate::app::App;
use crate::ask::weakly;
use crate::dom::Dom;
use crate::make::{self, Done};
use crate::outcomes;

/// What is heard: the address, a line feed, and the body.
const ANSWER: &str = "tallystick-answer";
/// Says that somebody listens from now on.
const READY: &str = "tallystick-ear";

/// Listens where the definition reads such answers; what came before is said again.
///
/// # Errors
/// There is no document.
pub fn listen(app: &Rc<App>) -> Done<Option<EventListener>> {
    if !app.definition.pages.iter().any(is_heard) {
        return Ok(None);
    }
    let document = make::document()?;
    let run = weakly(app, heard);
    let listener = EventListener::new(&document, ANSWER, move |event| run(event.clone()));
    document.dispatch_event(&Event::new(READY)?)?;
    Ok(Some(listener))
}

/// An answer of which something enters the log.
fn is_heard(page: &PageDefinition) -> bool {
    page.kind == PageKind::Outcomes && page.data.as_ref().is_some_and(|it| it.mount.is_none())
}

fn heard(app: &Rc<App>, event: Event) -> Done {
    let said = event.unchecked_into::<CustomEvent>().detail().as_string();
    let Some((address, body)) = said.as_deref().and_then(|it| it.split_once('\n')) else {
        return Ok(());
    };
    let page = app.definition.page_for(address).filter(|it| is_heard(it));
    let Some((page, html)) = page.zip(make::document()?.document_element()) else {
        return Ok(());
    };
    let html = Dom(html);
    // What a definition no longer fits is left alone: no line of the page hangs on it.
    if let Ok(answer) = read::answer(&app.definition, page, body, &|text| html.nfkc(text)) {
        let seen = SeeOutcomes {
            platform: app.definition.id.clone(),
            page: page.name.clone(),
            day: None,
            // There may be more than the page has asked for.
            complete: false,
            lines: answer.outcomes,
            days: Vec::new(),
        };
        outcomes::tell(app, seen, None);
    }
    Ok(())
}
