//! What the worker does to the clock by hand, and the way back from each. Refuses to act without the
//! worker: every step comes from a click.

use std::rc::Rc;

use gloo::events::EventListener;
use tallystick_browser::Error;
use tallystick_core::show;
use tallystick_wire::event::{AssignmentKey, EventId, Manual};
use tallystick_wire::message::{
    Amend, AmendClock, Ask, ClockAct, CountGap, LiveClock, LiveTask, SetSettings,
};
use web_sys::{Element, HtmlElement};

use super::Live;
use crate::app::App;
use crate::ask::{ask, weakly};
use crate::make::{self, Done};
use crate::toast::Undo;

/// The setting that hides the line everywhere.
const SETTING: &str = "live_line";

/// One step; what undoes a step is a step, too.
#[derive(Debug, Clone)]
pub enum Step {
    /// Start, pause, go on, stop.
    Act(ClockAct),
    /// A gap was work.
    Count(CountGap, i64),
    /// A correction, or an event taken back.
    Amend(AmendClock),
    /// The line is shown on work pages, or not.
    Show(bool),
}

/// The buttons.
pub struct Acts {
    pause: HtmlElement,
    start: HtmlElement,
    hide: HtmlElement,
    count: HtmlElement,
    pass: HtmlElement,
}

impl Acts {
    /// Builds them.
    pub fn new(more: &Element, gap: &Element) -> Done<Self> {
        let acts = make::add(more, "div", "acts", "")?;
        Ok(Self {
            pause: make::button(&acts, "act", "")?,
            start: make::button(&acts, "act", "")?,
            hide: make::button(&acts, "link", "Hide")?,
            count: make::button(gap, "act", "Count it")?,
            pass: make::button(gap, "link", "No")?,
        })
    }

    /// Says what they would do now.
    pub fn draw(&self, task: &LiveTask) {
        let word = |button: &HtmlElement, text: &str| super::print(button, text);
        word(&self.pause, if task.paused { "Go on" } else { "Pause" });
        word(
            &self.start,
            if task.manual { "Stop" } else { "Start by hand" },
        );
        self.start.set_title(if task.manual {
            "Counts only while you are at the task again"
        } else {
            "Counts until you stop it, whatever is in front"
        });
    }
}

/// Makes the buttons work.
pub fn listen(app: &Rc<App>, live: &Live) -> Vec<EventListener> {
    let on = |button: &HtmlElement, run: fn(&Rc<App>) -> Done| {
        let run = weakly(app, move |app, ()| run(app));
        EventListener::new(button, "click", move |_| run(()))
    };
    let acts = &live.acts;
    vec![
        on(&acts.pause, |app| {
            by_hand(app, |it| {
                if it.paused {
                    Manual::Resume
                } else {
                    Manual::Pause
                }
            })
        }),
        on(&acts.start, |app| {
            by_hand(app, |it| {
                if it.manual {
                    Manual::Stop
                } else {
                    Manual::Start
                }
            })
        }),
        on(&acts.hide, |app| take(app, &Step::Show(false))),
        on(&acts.count, |app| {
            let step = task(app).and_then(|task| {
                let (key, gap) = (task.key, task.gap?);
                Some(Step::Count(CountGap { key, gap: gap.id }, gap.ms))
            });
            step.map_or(Ok(()), |it| take(app, &it))
        }),
        on(&acts.pass, pass),
    ]
}

/// Takes a step, and says what it was.
///
/// # Errors
/// None in a document.
pub fn take(app: &Rc<App>, step: &Step) -> Done {
    match step {
        Step::Act(act) => {
            let (text, back) = match act.act {
                Manual::Start => ("Counts until you stop it", Manual::Stop),
                Manual::Pause => ("Paused", Manual::Resume),
                Manual::Resume => ("Counts again", Manual::Pause),
                Manual::Stop => ("Stopped", Manual::Start),
            };
            let back = Step::Act(ClockAct {
                key: act.key.clone(),
                act: back,
            });
            send(app, act.clone(), text.to_owned(), move |_| Some(back));
        }
        Step::Count(count, ms) => {
            let key = count.key.clone();
            let text = show::length(*ms) + " counted as work";
            send(app, count.clone(), text, |did| Some(taken_back(key, did?)));
        }
        Step::Amend(amend) => {
            let key = amend.key.clone();
            let (text, again) = match &amend.change {
                Amend::Corrected { worked_ms } => {
                    (["Corrected to ", &show::length(*worked_ms)].concat(), true)
                }
                Amend::Undone { .. } => ("Taken back".to_owned(), false),
            };
            send(app, amend.clone(), text, move |did| {
                did.filter(|_| again).map(|it| taken_back(key, it))
            });
        }
        Step::Show(shown) => return turn(app, *shown),
    }
    Ok(())
}

fn taken_back(key: AssignmentKey, target: EventId) -> Step {
    let change = Amend::Undone { target };
    Step::Amend(AmendClock { key, change })
}

/// The task of the line, if there is one.
pub(super) fn task(app: &App) -> Option<LiveTask> {
    Some(app.live.borrow().as_ref()?.task.borrow().clone())
}

fn by_hand(app: &Rc<App>, which: fn(&LiveTask) -> Manual) -> Done {
    let Some(task) = task(app) else { return Ok(()) };
    let act = which(&task);
    take(app, &Step::Act(ClockAct { key: task.key, act }))
}

/// Asks the clock; `back` makes the way back out of the event that it wrote.
fn send<A>(
    app: &Rc<App>,
    question: A,
    text: String,
    back: impl FnOnce(Option<EventId>) -> Option<Step> + 'static,
) where
    A: Ask<Reply = LiveClock> + 'static,
{
    crate::ask::ask_or(
        app,
        question,
        move |app, live| {
            let back = back(live.did.clone());
            super::show(app, live)?;
            say(app, &text, back)
        },
        |app, error: Error| super::stumble(app, &error.to_string()),
    );
}

fn say(app: &Rc<App>, text: &str, back: Option<Step>) -> Done {
    let undo = back.map(Undo::Clock);
    match &*app.live.borrow() {
        Some(live) => live.line.say(app, text, undo.as_ref()),
        None => Ok(()),
    }
}

/// Hides the line here and everywhere, or brings it back. Time counts all the same.
fn turn(app: &Rc<App>, shown: bool) -> Done {
    let values = [(SETTING.to_owned(), shown.to_string())].into();
    ask(app, SetSettings { values }, |_, _| Ok(()));
    if let Some(live) = &*app.live.borrow() {
        live.face.set_hidden(!shown);
    }
    let text = if shown {
        ""
    } else {
        "Hidden on all work pages; your time still counts."
    };
    say(app, text, (!shown).then_some(Step::Show(true)))
}

/// The gap is not counted; it stays in the log, where it can be counted later.
fn pass(app: &Rc<App>) -> Done {
    if let Some(live) = &*app.live.borrow() {
        let gap = live.task.borrow().gap.as_ref().map(|it| it.id.clone());
        live.passed.replace(gap);
        live.draw()?;
    }
    Ok(())
}
