//! A page that cannot be read, said once: in the page, and to the background for the popup.
//! Refuses to guess, and to touch anything but its own line.

use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use tallystick_core::show;
use tallystick_site::{Blind, Reading};
use tallystick_wire::message::{ReportBlind, ReportSeen};
use web_sys::{HtmlElement, ShadowRootInit, ShadowRootMode};

use crate::app::App;
use crate::ask::{ask, weakly};
use crate::dom::Dom;
use crate::make::{self, Done};
use crate::sheet::Part;

/// The name of the host element.
pub const TAG: &str = "tallystick-notice";

/// How long a page may take to draw what its definition asks for.
const PATIENCE_MS: u32 = 4_000;

/// What is known of the page's readability.
#[derive(Default)]
pub struct Blindness {
    /// Cannot be read at present; said when the time is up.
    doubt: Option<(Timeout, Blind)>,
    /// Said already, by the page's name.
    said: Option<String>,
    /// Pages that were reported as seen.
    seen: Vec<String>,
    notice: Option<Notice>,
}

/// A line at the top of the page; dropping it takes it off.
struct Notice {
    host: HtmlElement,
    _listeners: Vec<EventListener>,
}

impl Drop for Notice {
    fn drop(&mut self) {
        self.host.remove();
    }
}

/// Takes note of what a pass found.
pub fn see(app: &Rc<App>, reading: &Reading<Dom>) {
    let mut state = app.blindness.borrow_mut();
    let Some(blind) = &reading.blind else {
        state.doubt = None;
        drop(state);
        if !reading.rows.is_empty() {
            seen(app, &reading.page);
        }
        return;
    };
    if state.doubt.is_some() || state.said.as_deref() == Some(&*blind.page) {
        return;
    }
    let run = weakly(app, |app, ()| conclude(app));
    state.doubt = Some((Timeout::new(PATIENCE_MS, move || run(())), blind.clone()));
}

/// A page can be read: what was said of it before is over, and the popup is told, once.
fn seen(app: &Rc<App>, page: &str) {
    let mut state = app.blindness.borrow_mut();
    if state.said.take().is_some() {
        state.notice = None;
    }
    if !state.seen.iter().any(|it| it == page) {
        state.seen.push(page.to_owned());
        drop(state);
        let platform = app.definition.id.clone();
        ask(
            app,
            ReportSeen {
                platform,
                page: page.to_owned(),
            },
            |_, ()| Ok(()),
        );
    }
}

/// The worker went elsewhere.
pub fn leave(app: &App) {
    let mut state = app.blindness.borrow_mut();
    state.doubt = None;
    state.said = None;
    state.notice = None;
}

/// Says something at the top of the page, where there is no bar to say it in.
///
/// # Errors
/// The document has no body.
pub fn notice(app: &Rc<App>, text: &str) -> Done {
    let made = build(app, text, None)?;
    app.blindness.borrow_mut().notice = Some(made);
    Ok(())
}

fn conclude(app: &Rc<App>) -> Done {
    let Some((_, blind)) = app.blindness.borrow_mut().doubt.take() else {
        return Ok(());
    };
    // A page that still loads or that nobody looks at is not called blind; both wake us again.
    let document = make::document()?;
    if document.ready_state() != "complete" || document.hidden() {
        return Ok(());
    }
    let text = show::blind(&app.definition.name);
    let made = build(app, &text, Some(&blind.report))?;
    {
        let mut state = app.blindness.borrow_mut();
        state.notice = Some(made);
        state.seen.retain(|it| *it != blind.page);
        state.said = Some(blind.page.clone());
    }
    let platform = app.definition.id.clone();
    ask(
        app,
        ReportBlind {
            platform,
            page: blind.page,
            report: blind.report,
        },
        |_, ()| Ok(()),
    );
    Ok(())
}

fn build(app: &Rc<App>, text: &str, report: Option<&str>) -> Done<Notice> {
    let host = make::element(TAG, "")?;
    let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Closed))?;
    app.sheets.adopt(&root, Part::Notice);
    app.shield.guard(&host, false)?;
    let line = make::element("div", "notice")?;
    line.set_attribute("role", "status")?;
    make::add(&line, "span", "", text)?;
    let mut listeners = Vec::new();
    if let Some(report) = report {
        let copy = make::button(&line, "link", "Copy report")?;
        let report = report.to_owned();
        let button = copy.clone();
        let run = weakly(app, move |_, ()| self::copy(&button, &report));
        listeners.push(EventListener::new(&copy, "click", move |_| run(())));
    }
    let close = make::button(&line, "link", "Close")?;
    let run = weakly(app, |app, ()| {
        let notice = app.blindness.borrow_mut().notice.take();
        drop(notice);
        app.watch.forget_own();
        Ok(())
    });
    listeners.push(EventListener::new(&close, "click", move |_| run(())));
    root.append_child(&line)?;
    if let Some(body) = make::document()?.body() {
        body.prepend_with_node_1(&host)?;
    }
    app.watch.forget_own();
    Ok(Notice {
        host,
        _listeners: listeners,
    })
}

fn copy(button: &HtmlElement, report: &str) -> Done {
    let _ = make::window()?.navigator().clipboard().write_text(report);
    button.set_text_content(Some("Copied"));
    Ok(())
}
