//! The tasks that the worker holds, each with the moment up to which its time is accounted for.

use serde::{Deserialize, Serialize};
use tallystick_wire::event::{Activity, AssignmentKey, Cause, Entry, EventKind};
use tallystick_wire::{Millis, Money, TaskFacts};

use super::time::Mark;
use super::{Clock, EXPIRY_GRACE_MS, FORGET_AFTER_MS, RELOAD_MAX_MS, Target, key_of};

/// A task that the worker holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Task {
    pub(super) key: AssignmentKey,
    #[serde(default)]
    pub(super) reward: Option<Money>,
    /// When its time runs out.
    #[serde(default)]
    pub(super) due: Option<Millis>,
    #[serde(default)]
    pub(super) started: bool,
    #[serde(default)]
    pub(super) paused: bool,
    /// Submit was clicked: what is not heard of again was submitted, and does not expire.
    #[serde(default)]
    pub(super) clicked: bool,
    /// Its time is accounted for up to here.
    pub(super) covered: Mark,
    /// Why it has not been worked on since.
    #[serde(default)]
    pub(super) cause: Option<Cause>,
}

impl Task {
    /// Accounts for the time up to `end`.
    pub(super) fn cover(
        &mut self,
        end: Mark,
        activity: Activity,
        cause: Option<Cause>,
        out: &mut Vec<Entry>,
    ) {
        let ms = end.t - self.covered.t;
        if 0 < ms {
            let from = self.covered.wall;
            let spent = EventKind::Spent {
                activity,
                from,
                ms,
                cause,
            };
            out.push(Entry::of(self.key.clone(), spent));
        }
        self.covered = end;
    }

    /// The time since it was last worked on was no work.
    pub(super) fn cover_gap(&mut self, end: Mark, out: &mut Vec<Entry>) {
        if !self.started {
            return self.cover(end, Activity::Queued, None, out);
        }
        if self.cause == Some(Cause::Closed) && end.t - self.covered.t <= RELOAD_MAX_MS {
            return self.cover(end, Activity::Worked, None, out);
        }
        let cause = self.cause.unwrap_or(Cause::Elsewhere);
        self.cover(end, Activity::Away, Some(cause), out);
    }

    /// It has the worker's attention from `now`.
    pub(super) fn resume(&mut self, now: Mark, out: &mut Vec<Entry>) {
        self.cover_gap(now, out);
        if !self.started {
            self.started = true;
            out.push(Entry::of(self.key.clone(), EventKind::Started));
        }
    }
}

impl Clock {
    pub(super) fn task(&self, key: &AssignmentKey) -> Option<&Task> {
        self.tasks.iter().find(|it| it.key == *key)
    }

    /// A task is the worker's: its key. What is not yet held is accepted now, or when its page says.
    pub(super) fn accept(
        &mut self,
        now: Mark,
        facts: &TaskFacts,
        out: &mut Vec<Entry>,
    ) -> Option<AssignmentKey> {
        if let Some(known) = self.held(facts) {
            return Some(known);
        }
        let key = key_of(facts, now.wall)?;
        let since = accepted_at(facts, now.wall);
        let accepted = EventKind::Accepted {
            facts: Box::new(facts.clone()),
            since,
        };
        out.push(Entry::of(key.clone(), accepted));
        let remaining = facts.remaining_seconds.map(|it| i64::from(it) * 1_000);
        self.tasks.push(Task {
            key: key.clone(),
            reward: facts.reward,
            due: remaining.map(|it| now.wall + it),
            started: false,
            paused: false,
            clicked: false,
            covered: now.back_to(since.unwrap_or(now.wall)),
            cause: None,
        });
        Some(key)
    }

    /// The task that these facts are of, if it is held.
    pub(super) fn held(&self, facts: &TaskFacts) -> Option<AssignmentKey> {
        let fresh = key_of(facts, 0)?;
        // Made with the time of acceptance, which is not known here.
        let stem = fresh.value.strip_suffix('0');
        let stem = stem.filter(|it| facts.assignment.is_none() && it.ends_with('@'));
        let digits = |it: &str| it.bytes().all(|c| c.is_ascii_digit());
        let begun = |key: &AssignmentKey| {
            let begun = stem.and_then(|it| key.value.strip_prefix(it));
            key.platform == fresh.platform && key.kind == fresh.kind && begun.is_some_and(digits)
        };
        let same = |key: &AssignmentKey| *key == fresh || begun(key);
        let task = self.tasks.iter().find(|it| same(&it.key));
        task.map(|it| it.key.clone())
    }

    /// A task ends with `kind`. One that is no longer followed may still be told of.
    pub(super) fn end(
        &mut self,
        now: Mark,
        key: &AssignmentKey,
        kind: EventKind,
        out: &mut Vec<Entry>,
    ) {
        self.let_go(now, key, out);
        out.push(Entry::of(key.clone(), kind));
    }

    /// Accounts for a task's time up to now and follows it no longer.
    pub(super) fn let_go(&mut self, now: Mark, key: &AssignmentKey, out: &mut Vec<Entry>) {
        if self.is_running(key) {
            self.close(now, Cause::Elsewhere, out);
        }
        if let Some(at) = self.tasks.iter().position(|it| it.key == *key) {
            self.tasks.remove(at).cover_gap(now, out);
        }
        if self.manual.as_ref() == Some(key) {
            self.manual = None;
        }
        self.unbind(key);
    }

    pub(super) fn is_running(&self, key: &AssignmentKey) -> bool {
        matches!(&self.open, Some(it) if it.target == Target::Task(key.clone()))
    }

    /// Tasks whose time ran out, and those that nobody spoke of for two days.
    pub(super) fn expire(&mut self, now: Mark, out: &mut Vec<Entry>) {
        let mut overdue = Vec::new();
        for task in &self.tasks {
            let ran_out = task.due.is_some_and(|it| it + EXPIRY_GRACE_MS < now.wall);
            let forgotten = FORGET_AFTER_MS < now.t - task.covered.t;
            if (ran_out || forgotten) && !self.is_running(&task.key) {
                overdue.push((task.key.clone(), task.due.filter(|_| ran_out)));
            }
        }
        for (key, due) in overdue {
            match due {
                Some(due) if !self.task(&key).is_some_and(|it| it.clicked) => {
                    self.end(now.back_to(due), &key, EventKind::Expired, out)
                }
                _ => self.tasks.retain(|it| it.key != key),
            }
        }
    }
}

/// When a task was accepted, by the time that its page says is left.
fn accepted_at(facts: &TaskFacts, now: Millis) -> Option<Millis> {
    let (allotted, left) = (facts.allotted_seconds?, facts.remaining_seconds?);
    let passed = i64::from(allotted.checked_sub(left)?);
    Some(now - passed * 1_000)
}
