//! One question, one answer: the shelf and the chosen file are read where they lie, everything else
//! is the engine's.

use std::cell::RefCell;

use tallystick_core::import::{Format, detect};
use web_sys::File;

use crate::engine::ask::{Asked, Look, OnShelf, Stage, Staged, WasRead};
use crate::engine::view::Looked;
use crate::engine::{Answer, Done, Engine, reply, unread};
use crate::shelf;
use crate::slices::Slices;

/// The engine, and the file that it is fed with.
#[derive(Default)]
pub struct Turn {
    engine: RefCell<Engine>,
    slices: Slices,
}

impl Turn {
    /// Answers a question that came as text, perhaps with a file. The engine is never held while
    /// something is waited for.
    pub async fn answer(&self, question: &str, file: Option<File>) -> Answer {
        match serde_json::from_str::<Asked>(question) {
            Ok(Asked::Shelved(it)) => reply(&it, self.take(shelf::early::take().await)),
            Ok(Asked::ShelvedOn(it)) => reply(&it, self.take(shelf::part(&it.from).await)),
            Ok(Asked::Pack(it)) => {
                let packed = shelf::pack::next(it.least).await;
                reply(&it, packed.map_err(|why| why.to_string()))
            }
            Ok(Asked::Look(it)) => reply(&it.clone(), self.look(it, file).await),
            Ok(Asked::ReadOn(it)) => reply(&it, self.read_on().await),
            Ok(Asked::Stage(it)) => reply(&it, self.stage(&it).await),
            Ok(asked) => self.engine.borrow_mut().answer(asked),
            Err(why) => unread(&why),
        }
    }

    fn take(&self, part: Result<shelf::Part, tallystick_browser::Error>) -> Done<OnShelf> {
        let part = part.map_err(|why| why.to_string())?;
        let records = self.engine.borrow_mut().take(part.records)?;
        Ok(OnShelf {
            records,
            next: part.next,
        })
    }

    /// A file is looked at, or the last one again.
    async fn look(&self, it: Look, file: Option<File>) -> Done<Looked> {
        if let Some(file) = file {
            self.slices.put(file);
        }
        let head = self.slices.head().await?;
        if detect(&head) == Some(Format::Own) {
            self.slices.rewind();
            self.engine.borrow_mut().begin_own(it);
            return Ok(Looked::NeedsLog);
        }
        let text = self.slices.text().await?;
        Ok(self.engine.borrow_mut().look(&it, &text))
    }

    /// The next slice of our own file is compared.
    async fn read_on(&self) -> Done<WasRead> {
        let slice = self.slices.next().await?;
        let looked = self.engine.borrow_mut().compare(slice.as_deref())?;
        let (done, of) = self.slices.progress();
        Ok(WasRead { done, of, looked })
    }

    /// The next part of an import, for which our own file is read once more.
    async fn stage(&self, it: &Stage) -> Done<Staged> {
        if it.first {
            self.slices.rewind();
        }
        self.engine.borrow_mut().begin_staging(it)?;
        while self.engine.borrow().wants_slice() {
            let slice = self.slices.next().await?;
            self.engine.borrow_mut().feed(slice.as_deref())?;
        }
        self.engine.borrow_mut().stage()
    }
}
