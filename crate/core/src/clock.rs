//! The honest clock: one for all tabs. Signs of life go in, closed intervals of time come out.
//!
//! Time belongs to the task whose page, or a tab opened from it, has the focus; never to two at
//! once. What a task had between its first and its last event is worked, idle, away or queued, each
//! moment exactly once, because every interval begins where the task's last one ended. It refuses
//! to know storage, browsers and what time it is: the wall clock comes in with each sign, and the
//! pages' own clocks, which nobody sets, tell when the wall clock was set back.
//!
//! A beat only moves the end of the open interval; whoever stores the clock after each sign loses
//! no more than what came after the last one.

pub(crate) mod keys;
mod live;
mod signs;
mod tabs;
mod tasks;
mod time;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tallystick_wire::event::{Activity, AssignmentKey, Cause, Entry, EventKind, Manual};
use tallystick_wire::message::ClockReport;
use tallystick_wire::{Millis, PlatformId};

use tabs::Tab;
use tasks::Task;
use time::{Mark, Time};

pub use keys::key_of;

/// The longest silence that still counts: two and a half beats of the slowest clock that a browser
/// allows (an alarm every 30 s, for tabs in which nothing of ours runs).
pub const SILENCE_MAX_MS: i64 = 75_000;
/// A page that is loaded anew within this is still the task's: waiting for it is work.
pub const RELOAD_MAX_MS: i64 = 15_000;
/// The shortest gap that is offered back.
pub const OFFER_MIN_MS: i64 = 60_000;
/// Work that goes on for longer than this after a click on submit: validation refused it.
pub const SUBMIT_GRACE_MS: i64 = 15_000;
/// A task whose time ran out this long ago has expired.
const EXPIRY_GRACE_MS: i64 = 60_000;
/// A task without a limit that nothing was heard of for this long is no longer followed.
const FORGET_AFTER_MS: i64 = 48 * 3_600_000;

/// Whether the system sees a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// Keys or mouse.
    #[default]
    Active,
    /// Neither for a while.
    Idle,
    /// The screen is locked.
    Locked,
}

/// A sign of life, from a page or from the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sign {
    /// A page of a platform reports.
    Page {
        /// The tab it is in.
        tab: i32,
        /// What it says.
        report: ClockReport,
    },
    /// Another tab is in front, or none of the browser's (`None`).
    Focus {
        /// The active tab of the focused window.
        tab: Option<i32>,
    },
    /// A tab was opened.
    TabOpened {
        /// Its id.
        tab: i32,
        /// The tab from which it was opened.
        opener: Option<i32>,
    },
    /// A tab was closed.
    TabClosed {
        /// Its id.
        tab: i32,
    },
    /// The system's idle state changed.
    Input {
        /// To what.
        state: Input,
        /// For how long there was no input before this was said.
        quiet_ms: i64,
    },
    /// The background's own beat, while a tab in which nothing of ours runs may have the focus.
    Tick,
    /// The browser was started: tabs have new ids.
    Started,
    /// The worker worked the clock by hand.
    Act {
        /// Of which assignment.
        key: AssignmentKey,
        /// How.
        act: Manual,
    },
}

/// Whose time it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Target {
    Task(AssignmentKey),
    Search(PlatformId),
}

/// The interval that is running.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Open {
    target: Target,
    activity: Activity,
    #[serde(default)]
    cause: Option<Cause>,
    from: Mark,
    /// The last proof of life.
    until: Mark,
}

/// The state of the clock. Small; to be stored after every sign.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Clock {
    time: Time,
    tabs: BTreeMap<i32, Tab>,
    focus: Option<i32>,
    input: Input,
    tasks: Vec<Task>,
    open: Option<Open>,
    manual: Option<AssignmentKey>,
}

impl Clock {
    /// Takes a sign in at the wall clock's `at`, and gives what is to be appended to the log.
    pub fn sign(&mut self, at: Millis, sign: &Sign) -> Vec<Entry> {
        let mut out = Vec::new();
        let (now, dead) = self.time.advance(at, sign);
        if *sign != Sign::Started {
            self.settle(now, dead, &mut out);
        }
        self.take(now, sign, &mut out);
        self.expire(now, &mut out);
        self.turn(now, &mut out);
        out
    }

    /// Whether this page is known; if not, it should say again what it is.
    pub fn knows(&self, tab: i32, report: &ClockReport) -> bool {
        let page = self.tabs.get(&tab).and_then(|it| it.page.as_ref());
        page.is_some_and(|page| page.origin == report.origin)
    }

    /// Whether a tab in which nothing of ours runs may be working time: someone has to tick.
    pub fn needs_ticks(&self) -> bool {
        let unseen = |tab: &i32| self.tabs.get(tab).is_some_and(|it| it.page.is_none());
        self.open.is_some() && (self.manual.is_some() || self.focus.as_ref().is_some_and(unseen))
    }

    /// Forgets everything of a platform: its ledger was wiped. Its pages have to tell again what
    /// they are.
    pub fn forget(&mut self, platform: &PlatformId) {
        let of = |key: &AssignmentKey| key.platform == *platform;
        self.tasks.retain(|it| !of(&it.key));
        self.tabs.retain(|_, tab| {
            let page = tab.page.as_ref();
            let task = tab.task().or(tab.last.as_ref()).or(tab.clicked.as_ref());
            page.is_none_or(|it| it.platform != *platform) && !task.is_some_and(of)
        });
        self.manual.take_if(|it| of(it));
        self.open.take_if(|it| match &it.target {
            Target::Task(key) => of(key),
            Target::Search(other) => other == platform,
        });
    }

    /// The open interval lives on, or was cut off by a silence.
    fn settle(&mut self, now: Mark, dead: i64, out: &mut Vec<Entry>) {
        let Some(open) = &mut self.open else {
            return;
        };
        let passed = now.t - open.until.t;
        let dead = dead.min(passed);
        let silent = SILENCE_MAX_MS < passed - dead;
        if !silent {
            open.until = now.earlier(dead);
        }
        if silent || 0 < dead {
            let until = open.until;
            self.close(until, Cause::Silence, out);
        }
    }

    /// Closes the open interval at `end`; `cause` is why its task is not worked on from then.
    fn close(&mut self, end: Mark, cause: Cause, out: &mut Vec<Entry>) {
        let Some(open) = self.open.take() else {
            return;
        };
        let ms = end.t - open.from.t;
        match open.target {
            Target::Search(platform) if 0 < ms => {
                let from = open.from.wall;
                out.push(Entry::alone(EventKind::Searching { platform, from, ms }));
            }
            Target::Search(_) => {}
            Target::Task(key) => {
                if let Some(task) = self.tasks.iter_mut().find(|it| it.key == key) {
                    task.cover(end, open.activity, open.cause, out);
                    task.cause = Some(cause);
                }
            }
        }
    }

    /// Turns to whatever has the worker's attention now.
    fn turn(&mut self, now: Mark, out: &mut Vec<Entry>) {
        let wanted = self.wanted();
        let running = self.open.as_ref().map(|it| (&it.target, it.activity));
        if running == wanted.as_ref().map(|it| (&it.0, it.1)) {
            return;
        }
        let cause = self.why_not(wanted.as_ref().map(|it| &it.0));
        self.close(now, cause, out);
        let Some((target, activity, cause)) = wanted else {
            return;
        };
        if let Target::Task(key) = &target
            && let Some(task) = self.tasks.iter_mut().find(|it| it.key == *key)
        {
            task.resume(now, out);
        }
        self.open = Some(Open {
            target,
            activity,
            cause,
            from: now,
            until: now,
        });
    }

    /// What should be running.
    fn wanted(&self) -> Option<(Target, Activity, Option<Cause>)> {
        let at_hand = self.input == Input::Active;
        if let Some(key) = self.manual.as_ref().filter(|it| self.is_workable(it)) {
            return Some((Target::Task(key.clone()), Activity::Worked, None));
        }
        match self.target_of(self.focus?)? {
            Target::Task(key) if !self.is_workable(&key) => None,
            task @ Target::Task(_) if at_hand => Some((task, Activity::Worked, None)),
            task @ Target::Task(_) => Some((task, Activity::Idle, Some(self.absence()))),
            search @ Target::Search(_) => at_hand.then_some((search, Activity::Worked, None)),
        }
    }

    fn is_workable(&self, key: &AssignmentKey) -> bool {
        self.tasks.iter().any(|it| it.key == *key && !it.paused)
    }

    fn absence(&self) -> Cause {
        match self.input {
            Input::Locked => Cause::Locked,
            Input::Active | Input::Idle => Cause::NoInput,
        }
    }

    /// Why the running task stops when `next` begins.
    fn why_not(&self, next: Option<&Target>) -> Cause {
        let Some(Open {
            target: Target::Task(key),
            ..
        }) = &self.open
        else {
            return Cause::Elsewhere;
        };
        let paused = self.tasks.iter().any(|it| it.key == *key && it.paused);
        match next {
            _ if paused => Cause::Paused,
            Some(Target::Task(other)) if other != key => Cause::OtherTask,
            _ if !self.has_page(key) => Cause::Closed,
            _ => Cause::Elsewhere,
        }
    }
}
