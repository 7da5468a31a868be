//! What this document tells the clock of itself: what it is, whether it has the worker's attention,
//! what was submitted. Refuses to add times, and to run a timer while nobody can see the page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::{Interval, Timeout};
use tallystick_browser::Error;
use tallystick_site::definition::{Fact, On};
use tallystick_site::{PageKind, Reading};
use tallystick_wire::TaskFacts;
use tallystick_wire::message::{ClockReport, LiveClock, PageOn, PageSign};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventTarget, MessageEvent, PageTransitionEvent};

use crate::app::App;
use crate::ask::{ask_or, weakly};
use crate::dom::Dom;
use crate::live;
use crate::make::{self, Done};
use crate::offer;

/// A little less than the 15 s that a crash may cost.
const BEAT_MS: u32 = 14_000;

/// What was told, and what ticks.
#[derive(Default)]
pub struct Pulse {
    /// What the page was said to be; `None`: nothing was said yet, or it has to be said again.
    on: RefCell<Option<PageOn>>,
    /// Focused, blurred or hidden, as last said.
    life: Cell<Option<PageSign>>,
    /// Signs of the page that were told, with its address: once each.
    told: RefCell<Vec<(String, PageSign)>>,
    /// Runs while the page can be seen.
    beat: RefCell<Option<Interval>>,
    /// A look at the focus once it has settled.
    settling: RefCell<Option<Timeout>>,
    /// The page was left, and may come back out of the browser's cache.
    left: Cell<bool>,
    asked: Cell<u32>,
    answered: Cell<u32>,
    listeners: RefCell<Vec<EventListener>>,
}

impl Pulse {
    /// Stops for good.
    pub fn stop(&self) {
        self.beat.take();
        self.settling.take();
        self.listeners.take();
    }
}

/// Listens for what changes the worker's attention, and for what the definition says of submitting.
///
/// # Errors
/// There is no window.
pub fn listen(app: &Rc<App>) -> Done {
    let (window, document) = (make::window()?, make::document()?);
    let mut listeners = app.pulse.listeners.borrow_mut();
    let mut on = |target: &EventTarget, kind: &'static str, run: fn(&Rc<App>, Event) -> Done| {
        let run = weakly(app, run);
        let capture = EventListenerOptions::run_in_capture_phase();
        listeners.push(EventListener::new_with_options(
            target,
            kind,
            capture,
            move |event| run(event.clone()),
        ));
    };
    on(&window, "focus", |app, _| look(app));
    on(&window, "blur", |app, _| settle(app));
    on(&document, "visibilitychange", |app, _| look(app));
    on(&window, "pagehide", |app, _| leave(app));
    on(&window, "pageshow", came_back);
    for (how, kind) in [(On::Click, "click"), (On::Submit, "submit")] {
        if app.definition.clock.iter().any(|it| it.on == how) {
            on(&document, kind, acted);
        }
    }
    if app.definition.clock.iter().any(|it| it.on == On::Message) {
        on(&window, "message", heard);
    }
    Ok(())
}

/// Takes note of what a pass found: tells what the page is if that has changed, then what it says.
///
/// # Errors
/// There is no document.
pub fn see(app: &Rc<App>, reading: Option<&Reading<Dom>>, url: &str, html: &Dom) -> Done {
    if app.pulse.left.get() {
        return Ok(());
    }
    let on = reading.map_or(PageOn::Other, |it| what(app, it));
    let lasting = lasting(&on);
    if app.pulse.on.borrow().as_ref() != Some(&lasting) {
        app.pulse.on.replace(Some(lasting));
        send(app, PageSign::Opened, None, Some(on));
        look(app)?;
    }
    for it in &app.definition.clock {
        let Some(assignment) = it.seen(url, html) else {
            continue;
        };
        let once = (url.to_owned(), it.sign);
        if app.pulse.told.borrow().contains(&once) {
            continue;
        }
        app.pulse.told.borrow_mut().push(once);
        send(app, it.sign, assignment, None);
    }
    Ok(())
}

/// Sends a sign once more than the page has: what it is, after the clock has lost it.
fn tell_again(app: &Rc<App>) {
    let on = app.pulse.on.borrow().clone();
    send(app, PageSign::Opened, None, on);
    if let Some(life) = app.pulse.life.get() {
        send(app, life, None, None);
    }
}

fn what(app: &App, reading: &Reading<Dom>) -> PageOn {
    let facts = || reading.rows.iter().map(|it| &it.facts);
    match reading.kind {
        PageKind::TaskList => PageOn::List,
        PageKind::Queue => PageOn::Queue {
            tasks: facts()
                .filter(|it| it.assignment.is_some())
                .cloned()
                .collect(),
        },
        PageKind::Task => facts().next().map_or(PageOn::Other, |it| PageOn::Task {
            accepted: is_mine(app, &reading.page, it),
            facts: Box::new(it.clone()),
        }),
        PageKind::Outcomes | PageKind::Earnings => PageOn::Other,
    }
}

/// Whether a task is the worker's: `None` where the definition knows no sign of that.
fn is_mine(app: &App, page: &str, facts: &TaskFacts) -> Option<bool> {
    let page = app.definition.pages.iter().find(|it| it.name == page)?;
    let tells = |it: Fact| matches!(it, Fact::Assignment | Fact::Remaining);
    let can_tell = page.fields.iter().any(|it| tells(it.fact));
    can_tell.then(|| facts.assignment.is_some() || facts.remaining_seconds.is_some())
}

/// What of it makes the page another one: not what counts down.
fn lasting(on: &PageOn) -> PageOn {
    let mut on = on.clone();
    let still = |it: &mut TaskFacts| {
        it.remaining_seconds = None;
        it.places = None;
    };
    match &mut on {
        PageOn::Queue { tasks } => tasks.iter_mut().for_each(still),
        PageOn::Task { facts, .. } => still(facts),
        PageOn::List | PageOn::Other => {}
    }
    on
}

/// Tells whether the page has the worker's attention, if that has changed.
fn look(app: &Rc<App>) -> Done {
    let pulse = &app.pulse;
    if pulse.on.borrow().is_none() || pulse.left.get() || app.gone.get() {
        return Ok(());
    }
    let document = make::document()?;
    let now = match (document.hidden(), document.has_focus()?) {
        (true, _) => PageSign::Hidden,
        (false, true) => PageSign::Focused,
        (false, false) => PageSign::Blurred,
    };
    if now == PageSign::Hidden {
        pulse.beat.take();
    } else if pulse.beat.borrow().is_none() {
        let run = weakly(app, |app, ()| beat(app));
        let beat = Interval::new(BEAT_MS, move || run(()));
        pulse.beat.replace(Some(beat));
    }
    let before = pulse.life.replace(Some(now));
    // Where nothing was said before, no attention is what the clock expects.
    if before != Some(now) && (before.is_some() || now == PageSign::Focused) {
        send(app, now, None, None);
    }
    live::wake(app);
    Ok(())
}

/// The focus may have gone into a frame of this page: who has it is known a turn later.
fn settle(app: &Rc<App>) -> Done {
    let run = weakly(app, |app, ()| look(app));
    let later = Timeout::new(0, move || run(()));
    app.pulse.settling.replace(Some(later));
    Ok(())
}

/// Frames that take the focus say nothing, so each beat looks again.
fn beat(app: &Rc<App>) -> Done {
    let before = app.pulse.life.get();
    look(app)?;
    if before == Some(PageSign::Focused) && app.pulse.life.get() == before {
        send(app, PageSign::Beat, None, None);
    }
    Ok(())
}

fn leave(app: &Rc<App>) -> Done {
    if !app.pulse.left.replace(true) && app.pulse.on.borrow().is_some() {
        app.pulse.beat.take();
        send(app, PageSign::Closed, None, None);
    }
    Ok(())
}

/// Out of the browser's cache, as it was left: for the clock it is opened again.
fn came_back(app: &Rc<App>, event: Event) -> Done {
    if event.unchecked_into::<PageTransitionEvent>().persisted() && app.pulse.left.replace(false) {
        app.pulse.life.take();
        tell_again(app);
        look(app)?;
    }
    Ok(())
}

/// The worker clicked something or sent a form that means something to the clock.
fn acted(app: &Rc<App>, event: Event) -> Done {
    let how = if event.type_() == "click" {
        On::Click
    } else {
        On::Submit
    };
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let Some(target) = target.filter(|_| event.is_trusted()) else {
        return Ok(());
    };
    let url = make::window()?.location().href()?;
    for it in app.definition.clock.iter().filter(|it| it.on == how) {
        let selector = it.select.as_deref().unwrap_or_default();
        let Some(found) = target.closest(selector)? else {
            continue;
        };
        if let Some(assignment) = it.says(&url, &it.text_of(&Dom(found))) {
            send(app, it.sign, assignment, None);
        }
    }
    Ok(())
}

/// The task's frame said something to its page.
fn heard(app: &Rc<App>, event: Event) -> Done {
    let data = event.unchecked_into::<MessageEvent>().data().as_string();
    let Some(text) = data else { return Ok(()) };
    let url = make::window()?.location().href()?;
    for it in app
        .definition
        .clock
        .iter()
        .filter(|it| it.on == On::Message)
    {
        if let Some(assignment) = it.says(&url, &text) {
            send(app, it.sign, assignment, None);
        }
    }
    Ok(())
}

fn send(app: &Rc<App>, sign: PageSign, assignment: Option<String>, on: Option<PageOn>) {
    let Some(performance) = make::window().ok().and_then(|it| it.performance()) else {
        return;
    };
    let nth = app.pulse.asked.get() + 1;
    app.pulse.asked.set(nth);
    let report = ClockReport {
        platform: app.definition.id.clone(),
        origin: performance.time_origin() as i64,
        elapsed: performance.now() as i64,
        sign,
        assignment,
        on,
    };
    ask_or(
        app,
        report,
        move |app, live| answered(app, nth, sign, live),
        |app, error| {
            // What the worker asked for is said; that a beat failed is shown where it matters.
            if matches!(error, Error::Gone) {
                app.failed(&error);
            }
            live::stumble(app, &error.to_string())
        },
    );
}

/// Only the newest answer counts: they may overtake one another.
fn answered(app: &Rc<App>, nth: u32, sign: PageSign, mut live: LiveClock) -> Done {
    // What was finished is said once, whatever overtook it.
    if let Some(finished) = live.finished.take() {
        offer::see(app, finished);
    }
    if nth < app.pulse.answered.get() {
        return Ok(());
    }
    app.pulse.answered.set(nth);
    if live.tell_again && !matches!(sign, PageSign::Opened | PageSign::Closed) {
        tell_again(app);
        return Ok(());
    }
    live::show(app, live)
}
