//! Long work in the log: how far it is, and that it is to stop.
//!
//! It is one transaction: stopped, nothing of it was done. Asked by messages that are answered
//! between two of its steps.

use std::cell::Cell;

use tallystick_wire::message::LongWork;

use crate::trouble::{Done, Trouble};

thread_local! {
    static AT: Cell<Option<LongWork>> = const { Cell::new(None) };
    static STOP: Cell<bool> = const { Cell::new(false) };
}

/// Work that tells how far it is, until it is dropped.
pub struct Long(());

impl Drop for Long {
    fn drop(&mut self) {
        AT.set(None);
    }
}

impl Long {
    /// Begins.
    pub fn begin() -> Self {
        STOP.set(false);
        AT.set(Some(LongWork::default()));
        Self(())
    }

    /// So much of so much is done.
    ///
    /// # Errors
    /// That the worker wants it to stop.
    pub fn step(&self, done: usize, of: usize) -> Done<()> {
        if STOP.get() {
            return Err(Trouble::Told("Stopped: nothing was changed".to_owned()));
        }
        let (done, of) = (done as u64, of as u64);
        AT.set(Some(LongWork { done, of }));
        Ok(())
    }
}

/// How far the work is that is underway.
pub fn progress() -> Option<LongWork> {
    AT.get()
}

/// It is to stop; whether something is underway.
pub fn stop() -> bool {
    let underway = AT.get().is_some();
    STOP.set(underway);
    underway
}
