//! Asking the background for something in the worker's name, and what becomes of the answer.
//! Refuses to retry: a page that is told of a failure tells the worker.

use std::future::Future;
use std::rc::{Rc, Weak};

use tallystick_browser::{Error, message};
use tallystick_wire::lean::{self, Lean};
use tallystick_wire::message::{Ask, Request};

use crate::app::App;
use crate::make::Done;

/// Asks, and gives the answer to `then` unless the document's program has ended by then. A failure
/// is said in the bar or the card, in the words of the error.
pub fn ask<A: Ask + 'static>(
    app: &Rc<App>,
    question: A,
    then: impl FnOnce(&Rc<App>, A::Reply) -> Done + 'static,
) where
    A::Reply: Lean,
{
    ask_or(app, question, then, |app, error| {
        app.failed(&error);
        Ok(())
    });
}

/// The same for who has better to do with a failure.
pub fn ask_or<A: Ask + 'static>(
    app: &Rc<App>,
    question: A,
    then: impl FnOnce(&Rc<App>, A::Reply) -> Done + 'static,
    or_else: impl FnOnce(&Rc<App>, Error) -> Done + 'static,
) where
    A::Reply: Lean,
{
    let read = move |app: &Rc<App>, answer: Result<String, Error>| match answer
        .and_then(|it| read_answer(&it))
    {
        Ok(answer) => then(app, answer),
        Err(error) => or_else(app, error),
    };
    send(app, &question.into(), Box::new(read));
}

fn read_answer<T: Lean>(answer: &str) -> Result<T, Error> {
    let answer = lean::read_answer(answer).ok_or(Error::NoAnswer)?;
    answer.map_err(Error::Failed)
}

type Reader = Box<dyn FnOnce(&Rc<App>, Result<String, Error>) -> Done>;

fn send(app: &Rc<App>, question: &Request, read: Reader) {
    let app = Rc::downgrade(app);
    let question = message::question(question);
    spawn(async move {
        let answer = match question {
            Ok(question) => message::ask_text(&question).await,
            Err(error) => Err(error),
        };
        if let Some(app) = app.upgrade() {
            app.run(|| read(&app, answer));
        }
    });
}

/// Runs a future until it is done or the document goes away.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(task);
}

/// A callback that does nothing once the document's program has ended.
pub fn weakly<T, F>(app: &Rc<App>, run: F) -> impl Fn(T) + use<T, F>
where
    F: Fn(&Rc<App>, T) -> Done + 'static,
{
    let app: Weak<App> = Rc::downgrade(app);
    move |given: T| {
        if let Some(app) = app.upgrade() {
            app.run(|| run(&app, given));
        }
    }
}
