//! The field for the worker's own figure of the time. Refuses to judge it: `core` reads what was
//! typed.

use std::rc::Rc;

use gloo::events::EventListener;
use tallystick_core::show;
use tallystick_wire::message::{Amend, AmendClock};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::Live;
use super::acts::{Step, take, task};
use crate::app::App;
use crate::ask::weakly;
use crate::make::{self, Done};

/// A number of minutes and its button.
pub struct Field {
    minutes: HtmlInputElement,
    save: HtmlElement,
}

impl Field {
    /// Builds it.
    pub fn new(more: &Element) -> Done<Self> {
        let label = make::add(more, "label", "", "It took me")?;
        let minutes = make::input(&label, "text", "minutes", "")?;
        minutes.set_attribute("inputmode", "decimal")?;
        make::add(&label, "span", "", "minutes")?;
        let save = make::button(more, "act", "Correct")?;
        Ok(Self { minutes, save })
    }
}

/// Makes the field work: by its button or by Enter; it opens with what was measured.
pub fn listen(app: &Rc<App>, live: &Live) -> Vec<EventListener> {
    let Field { minutes, save } = &live.correct;
    let click = weakly(app, |app, ()| correct(app));
    let enter = weakly(app, |app, event: Event| {
        let key = event.unchecked_into::<KeyboardEvent>();
        if key.key() == "Enter" && !key.is_composing() {
            correct(app)
        } else {
            Ok(())
        }
    });
    let fill = weakly(app, |app, ()| {
        let live = app.live.borrow();
        if let Some(live) = &*live
            && live.correct.minutes.value().is_empty()
        {
            let worked = live.task.borrow().worked_ms;
            live.correct
                .minutes
                .set_value(&show::minutes_to_type(worked));
            live.correct.minutes.select();
        }
        Ok(())
    });
    vec![
        EventListener::new(save, "click", move |_| click(())),
        EventListener::new(minutes, "keydown", move |event| enter(event.clone())),
        EventListener::new(minutes, "focus", move |_| fill(())),
    ]
}

fn correct(app: &Rc<App>) -> Done {
    let typed = app
        .live
        .borrow()
        .as_ref()
        .map(|it| it.correct.minutes.value());
    let (Some(typed), Some(task)) = (typed, task(app)) else {
        return Ok(());
    };
    let Some(worked_ms) = show::typed_minutes(&typed) else {
        return super::stumble(app, "Type a number of minutes, as 8 or 7.5");
    };
    let change = Amend::Corrected { worked_ms };
    take(
        app,
        &Step::Amend(AmendClock {
            key: task.key,
            change,
        }),
    )
}
