//! One question, one answer: the shelf is read where it lies, everything else is the engine's.

use std::cell::RefCell;

use crate::engine::ask::{Asked, OnShelf};
use crate::engine::{Answer, Done, Engine, reply, unread};
use crate::shelf;

/// Answers a question that came as text. The engine is never held while something is waited for.
pub async fn answer(engine: &RefCell<Engine>, question: &str) -> Answer {
    match serde_json::from_str::<Asked>(question) {
        Ok(Asked::Shelved(it)) => reply(&it, take(engine, shelf::early::take().await)),
        Ok(Asked::ShelvedOn(it)) => reply(&it, take(engine, shelf::part(&it.from).await)),
        Ok(Asked::Pack(it)) => {
            let packed = shelf::pack::next(it.least).await;
            reply(&it, packed.map_err(|why| why.to_string()))
        }
        Ok(asked) => engine.borrow_mut().answer(asked),
        Err(why) => unread(&why),
    }
}

fn take(
    engine: &RefCell<Engine>,
    part: Result<shelf::Part, tallystick_browser::Error>,
) -> Done<OnShelf> {
    let part = part.map_err(|why| why.to_string())?;
    let records = engine.borrow_mut().take(part.records)?;
    Ok(OnShelf {
        records,
        next: part.next,
    })
}
