//! A half-written review, kept where the page cannot see it until it is saved or thrown away.

use std::cell::RefCell;

use gloo::timers::callback::Timeout;
use tallystick_browser::storage;
use tallystick_wire::RequesterKey;
use tallystick_wire::lean;
use tallystick_wire::message::Draft;

use crate::ask::spawn;

/// How long after the last key a draft is written down.
const AFTER_MS: u32 = 300;

/// One requester's draft in `storage.local`.
pub struct Kept {
    key: String,
    later: RefCell<Option<Timeout>>,
}

impl Kept {
    /// The place for a draft about this requester.
    pub fn of(requester: &RequesterKey) -> Self {
        Self {
            key: ["draft.", &requester.to_string()].concat(),
            later: RefCell::default(),
        }
    }

    /// What was kept, given to `then`; nothing happens if nothing was.
    pub fn load(&self, then: impl FnOnce(Draft) + 'static) {
        let key = self.key.clone();
        spawn(async move {
            let text = storage::text(&key).await.ok().flatten();
            if let Some(draft) = text.and_then(|it| lean::read(&it)) {
                then(draft);
            }
        });
    }

    /// Keeps what `draft` gives, a moment after the last call.
    pub fn keep_soon(&self, keep: impl FnOnce() + 'static) {
        self.later.replace(Some(Timeout::new(AFTER_MS, keep)));
    }

    /// Keeps it now.
    pub fn keep(&self, draft: Draft) {
        self.later.take();
        let key = self.key.clone();
        // A draft that cannot be kept is still in the form.
        spawn(async move { drop(storage::set(&key, &draft).await) });
    }

    /// Forgets it.
    pub fn forget(&self) {
        self.later.take();
        let key = self.key.clone();
        spawn(async move { drop(storage::remove(&key).await) });
    }
}
