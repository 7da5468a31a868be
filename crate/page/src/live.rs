//! The live line on a work page: how long, what an hour brings so far, how much time is left, and the
//! clock worked by hand. Refuses to measure: it prints what the clock said, and counts on from there.

mod acts;
mod correct;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Interval;
use tallystick_browser::clock;
use tallystick_core::show::{self, LiveView};
use tallystick_wire::Millis;
use tallystick_wire::event::EventId;
use tallystick_wire::message::{LiveClock, LiveTask};
use web_sys::{HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

use crate::app::App;
use crate::ask::weakly;
use crate::make::{self, Done};
use crate::sheet::Part;
use crate::toast;

pub use acts::{Step, take};

/// The name of the host element.
pub const TAG: &str = "tallystick-clock";

/// The line; dropping it takes it off the page.
pub struct Live {
    /// Where what was done is said, with the way back.
    pub line: toast::Line,
    host: HtmlElement,
    root: ShadowRoot,
    /// Everything but what is said.
    face: HtmlElement,
    time: HtmlElement,
    texts: [HtmlElement; 4],
    gap: HtmlElement,
    question: HtmlElement,
    acts: acts::Acts,
    correct: correct::Field,
    task: RefCell<LiveTask>,
    said_at: Cell<Millis>,
    /// The gap that the worker does not want to count.
    passed: RefCell<Option<EventId>>,
    tick: RefCell<Option<Interval>>,
    listeners: RefCell<Vec<EventListener>>,
}

impl Drop for Live {
    fn drop(&mut self) {
        self.host.remove();
    }
}

/// Shows what the clock says; without a task, or if the worker hid it, there is no line.
///
/// # Errors
/// None in a document.
pub fn show(app: &Rc<App>, live: LiveClock) -> Done {
    let Some(task) = live.task.filter(|_| live.shown) else {
        // What was said about hiding it stays, with the way back.
        let hidden = app.live.borrow().as_ref().is_some_and(Live::is_folded);
        if !hidden {
            app.live.take();
        }
        return Ok(());
    };
    if app.live.borrow().is_none() {
        app.live.replace(Some(Live::new(app, task.clone())?));
    }
    if let Some(line) = &*app.live.borrow() {
        line.task.replace(task);
        line.said_at.set(live.now);
        line.stand()?;
        line.draw()?;
    }
    wake(app);
    app.watch.forget_own();
    Ok(())
}

/// Ticks while there is something to count and someone to see it.
pub fn wake(app: &Rc<App>) {
    if let Some(line) = &*app.live.borrow() {
        let seen = make::document().is_ok_and(|it| !it.hidden());
        if !seen || !line.task.borrow().running {
            line.tick.take();
        } else if line.tick.borrow().is_none() {
            let run = weakly(app, |app, ()| {
                let live = app.live.borrow();
                live.as_ref().map_or(Ok(()), Live::draw)
            });
            line.tick
                .replace(Some(Interval::new(1_000, move || run(()))));
        }
    }
}

/// The clock could not be told: where there is a line, it says so.
///
/// # Errors
/// None in a document.
pub fn stumble(app: &Rc<App>, why: &str) -> Done {
    app.live
        .borrow()
        .as_ref()
        .map_or(Ok(()), |it| it.line.say(app, why, None))
}

impl Live {
    fn new(app: &Rc<App>, task: LiveTask) -> Done<Self> {
        let host = make::element(TAG, "")?;
        let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Closed))?;
        app.sheets.adopt(&root, Part::Live);
        app.shield.guard(&host, false)?;
        let panel = make::element("div", "live")?;
        panel.set_attribute("role", "group")?;
        panel.set_attribute("aria-label", "Tallystick: the clock of this task")?;
        let face = make::add(&panel, "div", "face", "")?;
        let time = make::button(&face, "time", "")?;
        let part = |class: &str| make::add(&time, "span", class, "");
        let texts = [
            part("state")?,
            part("worked")?,
            part("hourly")?,
            part("left")?,
        ];
        make::add(&time, "span", "open", "")?;
        let gap = make::add(&face, "div", "gap", "")?;
        gap.set_attribute("role", "status")?;
        let question = make::add(&gap, "span", "", "")?;
        let more = make::add(&face, "div", "more", "")?;
        more.set_hidden(true);
        let line = toast::Line::new(&panel)?;
        let live = Self {
            acts: acts::Acts::new(&more, &gap)?,
            correct: correct::Field::new(&more)?,
            line,
            face,
            time,
            texts,
            gap,
            question,
            task: RefCell::new(task),
            said_at: Cell::default(),
            passed: RefCell::default(),
            tick: RefCell::default(),
            listeners: RefCell::default(),
            host,
            root,
        };
        let mut listeners = acts::listen(app, &live);
        listeners.extend(correct::listen(app, &live));
        listeners.push(unfolds(app, &live.time, more)?);
        live.listeners.replace(listeners);
        live.root.append_child(&panel)?;
        Ok(live)
    }

    /// Stands in the page, also after the page has drawn itself anew.
    fn stand(&self) -> Done {
        if !self.host.is_connected()
            && let Some(body) = make::document()?.body()
        {
            body.append_child(&self.host)?;
        }
        Ok(())
    }

    fn draw(&self) -> Done {
        let task = self.task.borrow();
        let view = show::live(&task, self.said_at.get(), clock::now());
        let LiveView {
            worked,
            hourly,
            left,
            state,
            gap,
        } = &view;
        for (place, text) in self.texts.iter().zip([*state, worked, hourly, left]) {
            print(place, text);
        }
        self.time
            .set_attribute("data-runs", if task.running { "yes" } else { "no" })?;
        let passed = self.passed.borrow();
        let offered = task.gap.as_ref().map(|it| &it.id);
        let offer = offered.is_some() && offered != passed.as_ref();
        print(&self.question, if offer { gap } else { "" });
        self.gap.set_hidden(!offer);
        self.acts.draw(&task);
        Ok(())
    }

    fn is_folded(&self) -> bool {
        self.face.hidden()
    }

    /// What a test may look into.
    #[cfg(all(test, target_arch = "wasm32"))]
    pub fn root(&self) -> &ShadowRoot {
        &self.root
    }
}

/// Writes only what differs: nothing is laid out anew each second.
fn print(place: &HtmlElement, text: &str) {
    if place.text_content().as_deref() != Some(text) {
        place.set_text_content(Some(text));
    }
}

/// A click on the time shows what can be done, another one hides it.
fn unfolds(app: &Rc<App>, time: &HtmlElement, more: HtmlElement) -> Done<EventListener> {
    time.set_attribute("aria-expanded", "false")?;
    let button = time.clone();
    let run = weakly(app, move |_, ()| {
        let open = more.hidden();
        more.set_hidden(!open);
        button.set_attribute("aria-expanded", if open { "true" } else { "false" })
    });
    Ok(EventListener::new(time, "click", move |_| run(())))
}
