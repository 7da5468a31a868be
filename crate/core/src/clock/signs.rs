//! What each sign changes in what the clock knows of tabs and tasks.

use tallystick_wire::event::{
    Activity, AssignmentKey, AssignmentKind, Cause, Entry, EventKind, Manual,
};
use tallystick_wire::message::{ClockReport, PageOn, PageSign};

use super::tabs::{Page, Place, Tab};
use super::tasks::Task;
use super::time::Mark;
use super::{Clock, Input, Sign, Target};

/// A page that says "submitted" this soon after it appeared speaks of the task before it.
const FRESH_MS: i64 = 5_000;

impl Clock {
    pub(super) fn take(&mut self, now: Mark, sign: &Sign, out: &mut Vec<Entry>) {
        match sign {
            Sign::Page { tab, report } => self.page(now, *tab, report, out),
            Sign::Focus { tab } => self.focus = *tab,
            Sign::TabOpened { tab, opener } => self.opened(now, *tab, *opener, out),
            Sign::TabClosed { tab } => self.closed(*tab),
            Sign::Input { state, quiet_ms } => self.input(now, *state, *quiet_ms, out),
            Sign::Tick => {}
            Sign::Started => self.started(out),
            Sign::Act { key, act } => self.act(now, key, *act, out),
        }
    }

    fn page(&mut self, now: Mark, tab: i32, report: &ClockReport, out: &mut Vec<Entry>) {
        if let Some(on) = &report.on {
            self.becomes(now, tab, report, on, out);
        }
        match report.sign {
            PageSign::Opened => {}
            PageSign::Focused | PageSign::Beat => self.focus = Some(tab),
            PageSign::Blurred | PageSign::Hidden => self.unfocus(tab),
            PageSign::Closed => {
                if let Some(tab) = self.tabs.get_mut(&tab) {
                    tab.leave();
                }
            }
            PageSign::SubmitClicked => self.clicked(now, tab, out),
            PageSign::Submitted => self.submitted(now, tab, report, out),
            PageSign::Returned => self.ended(now, tab, report, EventKind::Returned, out),
            PageSign::Expired => self.ended(now, tab, report, EventKind::Expired, out),
        }
    }

    /// A tab shows this page now.
    fn becomes(
        &mut self,
        now: Mark,
        tab: i32,
        report: &ClockReport,
        on: &PageOn,
        out: &mut Vec<Entry>,
    ) {
        let place = match on {
            PageOn::List => Place::Search,
            PageOn::Queue { tasks } => {
                for facts in tasks.iter().filter(|it| it.assignment.is_some()) {
                    self.accept(now, facts, out);
                }
                Place::Search
            }
            PageOn::Task { facts, accepted } => match accepted {
                Some(true) => self
                    .accept(now, facts, out)
                    .map_or(Place::Other, Place::Task),
                Some(false) => Place::Search,
                None => self.perhaps(facts),
            },
            PageOn::Other => Place::Other,
        };
        let known = self.tabs.entry(tab).or_default();
        let before = known.own_task().or(known.last.as_ref()).cloned();
        let same = matches!(&place, Place::Task(key) if Some(key) == before.as_ref());
        known.leave();
        known.page = Some(Page {
            platform: report.platform.clone(),
            origin: report.origin,
            since: now.t,
            place,
        });
        if same {
            // The same task again after a click: validation refused it.
            known.clicked = None;
        }
    }

    /// A page of a task that may be the worker's: mine if it is already held.
    fn perhaps(&self, facts: &tallystick_wire::TaskFacts) -> Place {
        match self.held(facts) {
            Some(key) => Place::Task(key),
            None => Place::Perhaps(Box::new(facts.clone())),
        }
    }

    /// The page in this tab is the worker's task after all.
    fn prove(&mut self, now: Mark, tab: i32, out: &mut Vec<Entry>) {
        let page = self.tabs.get(&tab).and_then(|it| it.page.as_ref());
        let Some(Place::Perhaps(facts)) = page.map(|it| it.place.clone()) else {
            return;
        };
        let key = self.accept(now, &facts, out);
        if let (Some(key), Some(tab)) = (key, self.tabs.get_mut(&tab))
            && let Some(page) = &mut tab.page
        {
            page.place = Place::Task(key);
        }
    }

    fn unfocus(&mut self, tab: i32) {
        if self.focus == Some(tab) {
            self.focus = None;
        }
    }

    fn opened(&mut self, now: Mark, tab: i32, opener: Option<i32>, out: &mut Vec<Entry>) {
        if let Some(opener) = opener {
            self.prove(now, opener, out);
        }
        let from = opener.and_then(|it| self.tabs.get(&it)?.task().cloned());
        let bound = from.filter(|it| self.task(it).is_some());
        if bound.is_some() {
            self.tabs.entry(tab).or_default().bound = bound;
        }
    }

    fn closed(&mut self, tab: i32) {
        self.tabs.remove(&tab);
        self.unfocus(tab);
    }

    /// The worker left the keys `quiet_ms` ago: the interval ends there and goes on as idle.
    fn input(&mut self, now: Mark, state: Input, quiet_ms: i64, out: &mut Vec<Entry>) {
        let gone = self.input == Input::Active && state != Input::Active;
        self.input = state;
        let Some(open) = &self.open else {
            return;
        };
        if !gone || self.manual.is_some() {
            return;
        }
        let left = now.earlier(quiet_ms);
        let left = if left.t < open.from.t {
            open.from
        } else {
            left
        };
        let task = match &open.target {
            Target::Task(key) => Some(key.clone()),
            Target::Search(_) => None,
        };
        self.close(left, Cause::NoInput, out);
        if let Some(key) = task {
            let cause = Some(self.absence());
            self.open = Some(super::Open {
                target: Target::Task(key),
                activity: Activity::Idle,
                cause,
                from: left,
                until: now,
            });
        }
    }

    fn started(&mut self, out: &mut Vec<Entry>) {
        if let Some(until) = self.open.as_ref().map(|it| it.until) {
            self.close(until, Cause::Silence, out);
        }
        self.tabs.clear();
        self.focus = None;
        self.manual = None;
        self.input = Input::Active;
    }

    /// A click is not yet a submission; what follows it is told apart by a new interval.
    fn clicked(&mut self, now: Mark, tab: i32, out: &mut Vec<Entry>) {
        self.prove(now, tab, out);
        let Some(key) = self.tabs.get(&tab).and_then(Tab::task).cloned() else {
            return;
        };
        if self.is_running(&key) {
            self.close(now, Cause::Elsewhere, out);
        }
        if let Some(tab) = self.tabs.get_mut(&tab) {
            tab.clicked = Some(key.clone());
        }
        if let Some(task) = self.tasks.iter_mut().find(|it| it.key == key) {
            task.clicked = true;
        }
        out.push(Entry::of(key, EventKind::SubmitClicked));
    }

    fn submitted(&mut self, now: Mark, tab: i32, report: &ClockReport, out: &mut Vec<Entry>) {
        self.prove(now, tab, out);
        let told = self.told(report);
        let Some(known) = self.tabs.get_mut(&tab) else {
            return;
        };
        let fresh = known
            .page
            .as_ref()
            .is_none_or(|it| now.t - it.since <= FRESH_MS);
        let before = known.last.take().filter(|_| fresh);
        let key = told
            .or(known.clicked.take())
            .or(before)
            .or_else(|| known.task().cloned());
        if known.own_task() == key.as_ref()
            && let Some(page) = &mut known.page
        {
            page.place = Place::Other;
        }
        if let Some(key) = key {
            self.end(now, &key, EventKind::Submitted, out);
        }
    }

    fn ended(
        &mut self,
        now: Mark,
        tab: i32,
        report: &ClockReport,
        kind: EventKind,
        out: &mut Vec<Entry>,
    ) {
        let here = self.tabs.get(&tab).and_then(Tab::task).cloned();
        let Some(key) = self.told(report).or(here) else {
            return;
        };
        if self.task(&key).is_none() {
            return;
        }
        self.end(now, &key, kind, out);
        if let Some(tab) = self.tabs.get_mut(&tab)
            && tab.own_task() == Some(&key)
            && let Some(page) = &mut tab.page
        {
            page.place = Place::Other;
        }
    }

    /// The assignment that the report names.
    fn told(&self, report: &ClockReport) -> Option<AssignmentKey> {
        let id = report.assignment.clone()?;
        AssignmentKey::new(report.platform.clone(), AssignmentKind::Id, id).ok()
    }

    fn act(&mut self, now: Mark, key: &AssignmentKey, act: Manual, out: &mut Vec<Entry>) {
        out.push(Entry::of(key.clone(), EventKind::Manual { act }));
        match act {
            Manual::Start => {
                self.hold(now, key);
                self.pause(key, false);
                self.manual = Some(key.clone());
            }
            Manual::Pause => self.pause(key, true),
            Manual::Resume => self.pause(key, false),
            Manual::Stop if self.manual.as_ref() != Some(key) => {}
            Manual::Stop if key.kind == AssignmentKind::Own => self.let_go(now, key, out),
            Manual::Stop => self.manual = None,
        }
    }

    fn hold(&mut self, now: Mark, key: &AssignmentKey) {
        if self.task(key).is_none() {
            self.tasks.push(Task {
                key: key.clone(),
                reward: None,
                due: None,
                started: false,
                paused: false,
                clicked: false,
                covered: now,
                cause: None,
            });
        }
    }

    fn pause(&mut self, key: &AssignmentKey, paused: bool) {
        if let Some(task) = self.tasks.iter_mut().find(|it| it.key == *key) {
            task.paused = paused;
        }
    }
}
