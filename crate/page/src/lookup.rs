//! Asking the background what is known of the rows: once for each, again when it may have changed,
//! and never for longer than rows can wait.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use tallystick_browser::clock;
use tallystick_site::Row;
use tallystick_wire::TaskFacts;
use tallystick_wire::message::{Knowledge, LookUp};

use crate::annotate::{draw, redraw, theme};
use crate::app::App;
use crate::ask::{ask_or, weakly};
use crate::card;
use crate::dom::Dom;
use crate::make::{self, Done};

/// How long rows wait for the background before they show what they tell themselves.
const WAIT_MS: u32 = 250;
/// How old an answer may be when the tab is looked at again.
const FRESH_MS: i64 = 30_000;

/// The tab is looked at again: what it shows may have changed elsewhere meanwhile.
pub fn looked_at(app: &Rc<App>) -> Done {
    let old = app.list.borrow().asked_at + FRESH_MS < clock::now();
    if make::document()?.hidden() {
        return Ok(());
    }
    app.watch.wake();
    if old {
        refresh(app);
    }
    Ok(())
}

/// Something that pages show has changed: at once where the worker looks, else when they do.
pub fn changed(app: &Rc<App>) -> Done {
    if make::document()?.hidden() {
        app.list.borrow_mut().asked_at = 0;
    } else {
        refresh(app);
    }
    Ok(())
}

/// Asks again for everything that is shown.
pub fn refresh(app: &Rc<App>) {
    app.list.borrow_mut().resting = false;
    ask(app, true);
}

/// One message for everything of these rows that is not known yet.
pub fn ask_for(app: &Rc<App>, rows: &[Row<Dom>]) {
    let facts: Vec<&TaskFacts> = rows.iter().map(|it| &it.facts).collect();
    ask_about(app, &facts, false);
}

/// One message for everything that is not known yet (`all`: known or not).
pub fn ask(app: &Rc<App>, all: bool) {
    let (read, shown): (Vec<TaskFacts>, Vec<Rc<TaskFacts>>) = {
        let list = app.list.borrow();
        match &list.read {
            Some(rows) => (rows.iter().map(|it| it.facts.clone()).collect(), Vec::new()),
            None => (
                Vec::new(),
                list.slots.iter().map(|it| Rc::clone(&it.facts)).collect(),
            ),
        }
    };
    let facts: Vec<&TaskFacts> = read.iter().chain(shown.iter().map(|it| &**it)).collect();
    ask_about(app, &facts, all);
}

fn ask_about(app: &Rc<App>, rows: &[&TaskFacts], all: bool) {
    let mut list = app.list.borrow_mut();
    list.stale |= all && list.asking;
    if list.asking || list.resting || app.gone.get() || rows.is_empty() {
        return;
    }
    let known = app.known.borrow();
    let facts = rows.iter().copied();
    let Some(question) = known.question(&app.definition.id, facts, all) else {
        return;
    };
    list.asking = true;
    list.asked_at = clock::now();
    if !known.answered && !list.overdue {
        let run = weakly(app, |app, ()| {
            app.list.borrow_mut().overdue = true;
            draw(app)
        });
        list.waiting = Some(Timeout::new(WAIT_MS, move || run(())));
    }
    let asked = question.clone();
    drop((list, known));
    ask_or(
        app,
        question,
        |app, answer| answered(app, asked, answer),
        |app, error| {
            unanswered(app)?;
            app.failed(&error);
            Ok(())
        },
    );
}

fn answered(app: &Rc<App>, question: LookUp, answer: Knowledge) -> Done {
    let fits = app.known.borrow_mut().take(question, answer);
    let stale = {
        let mut list = app.list.borrow_mut();
        list.asking = false;
        list.waiting = None;
        std::mem::take(&mut list.stale)
    };
    theme(app)?;
    redraw(app)?;
    card::refresh(app)?;
    // Rows that came while the answer was on its way, and everything if it no longer holds.
    ask(app, stale || !fits);
    Ok(())
}

fn unanswered(app: &Rc<App>) -> Done {
    {
        let mut list = app.list.borrow_mut();
        list.asking = false;
        list.waiting = None;
        list.overdue = true;
        list.resting = true;
    }
    draw(app)
}
