//! Which tab is what, and which was opened from which.

use serde::{Deserialize, Serialize};
use tallystick_wire::event::AssignmentKey;
use tallystick_wire::{PlatformId, TaskFacts};

use super::{Clock, Target};

/// What a page is to the clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Place {
    /// A list, a queue, a preview.
    Search,
    /// A task's page that does not tell whether it is mine: searching until proven.
    Perhaps(Box<TaskFacts>),
    /// My task.
    Task(AssignmentKey),
    /// Nobody's time.
    Other,
}

/// A page of a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Page {
    pub(super) platform: PlatformId,
    pub(super) origin: i64,
    /// True time when it became what it is.
    pub(super) since: i64,
    pub(super) place: Place,
}

/// A tab.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Tab {
    /// The page in it, if it is of a platform.
    pub(super) page: Option<Page>,
    /// The task from whose tab it was opened.
    pub(super) bound: Option<AssignmentKey>,
    /// The task whose page was here before.
    pub(super) last: Option<AssignmentKey>,
    /// The task whose submit button was clicked here.
    pub(super) clicked: Option<AssignmentKey>,
}

impl Tab {
    /// The task whose page this is.
    pub(super) fn own_task(&self) -> Option<&AssignmentKey> {
        match &self.page.as_ref()?.place {
            Place::Task(key) => Some(key),
            _ => None,
        }
    }

    /// The task that work in this tab counts for.
    pub(super) fn task(&self) -> Option<&AssignmentKey> {
        self.own_task().or(self.bound.as_ref())
    }

    /// The page goes; a reload brings the same one back.
    pub(super) fn leave(&mut self) {
        if let Some(key) = self.own_task().cloned() {
            self.last = Some(key);
        }
        self.page = None;
    }
}

impl Clock {
    /// Whose time it is while this tab has the focus.
    pub(super) fn target_of(&self, tab: i32) -> Option<Target> {
        let tab = self.tabs.get(&tab)?;
        let bound = || tab.bound.clone().map(Target::Task);
        let Some(page) = &tab.page else {
            return bound();
        };
        match &page.place {
            Place::Task(key) => Some(Target::Task(key.clone())),
            Place::Search | Place::Perhaps(_) => Some(Target::Search(page.platform.clone())),
            Place::Other => bound(),
        }
    }

    /// Whether any tab shows this task or was opened from it.
    pub(super) fn has_page(&self, key: &AssignmentKey) -> bool {
        self.tabs.values().any(|it| it.task() == Some(key))
    }

    /// Forgets that tabs belong to a task that has ended.
    pub(super) fn unbind(&mut self, key: &AssignmentKey) {
        for tab in self.tabs.values_mut() {
            if tab.bound.as_ref() == Some(key) {
                tab.bound = None;
            }
        }
    }
}
