//! A worker at a computer: true time passes, the wall clock may be set, tabs open and close, and
//! what the clock says goes into a log with ids.

use tallystick_core::clock::{Clock, Input, Sign};
use tallystick_core::ledger::{Known, Ledger, observe};
use tallystick_wire::event::{
    AssignmentKey, AssignmentKind, Entry, Event, EventId, EventKind, Manual,
};
use tallystick_wire::facts::{Outcome, OutcomeFacts};
use tallystick_wire::ledger::Assignment;
use tallystick_wire::message::{ClockReport, PageOn, PageSign, SeeOutcomes, SeenOutcomes};
use tallystick_wire::{Currency, Millis, Money, TaskFacts};

pub const SECOND: i64 = 1_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;
/// 2026-03-02, 12:00 UTC.
pub const NOON: Millis = 1_772_452_800_000;

pub fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

pub fn gbp(minor: i64) -> Money {
    Money::new(minor, Currency::GBP)
}

pub fn mturk(id: &str) -> AssignmentKey {
    AssignmentKey::new("mturk".parse().unwrap(), AssignmentKind::Id, id.to_owned()).unwrap()
}

/// A task on Mechanical Turk that pays 50 cents and has an hour.
pub fn task(id: &str) -> TaskFacts {
    facts(serde_json::json!({
        "platform": "mturk", "assignment": id, "title": "Label pictures", "allotted_seconds": 3600,
        "group": { "platform": "mturk", "value": "G1" }, "requester_name": "A lab",
        "requester": { "platform": "mturk", "kind": "id", "value": "A1" },
        "reward": { "minor": 50, "currency": "USD" },
    }))
}

/// A study on Prolific: its page does not tell the submission's id.
pub fn study(group: &str) -> TaskFacts {
    facts(serde_json::json!({
        "platform": "prolific", "title": "Decisions", "requester_name": "Dr B",
        "group": { "platform": "prolific", "value": group },
        "reward": { "minor": 300, "currency": "GBP" },
    }))
}

fn facts(value: serde_json::Value) -> TaskFacts {
    serde_json::from_value(value).unwrap()
}

pub fn mine(facts: &TaskFacts) -> PageOn {
    PageOn::Task {
        facts: Box::new(facts.clone()),
        accepted: Some(true),
    }
}

pub fn perhaps(facts: &TaskFacts) -> PageOn {
    PageOn::Task {
        facts: Box::new(facts.clone()),
        accepted: None,
    }
}

pub fn line(facts: &TaskFacts, outcome: Outcome) -> OutcomeFacts {
    OutcomeFacts {
        task: facts.clone(),
        outcome: Some(outcome),
        state: None,
        bonus: None,
        started_at: None,
        completed_at: None,
        taken_seconds: None,
        feedback: None,
    }
}

/// The computer, the worker and the log.
pub struct World {
    pub clock: Clock,
    pub log: Vec<Event>,
    /// What the wall clock says.
    pub wall: Millis,
    /// True time since the beginning.
    pub t: i64,
    /// How long the computer slept; pages' own clocks stand still meanwhile.
    pub slept: i64,
    documents: i64,
    pages: std::collections::BTreeMap<i32, (i64, i64)>,
    platform: String,
    /// Whether the background is killed before every sign.
    killed: bool,
}

impl World {
    pub fn new() -> Self {
        Self {
            clock: Clock::default(),
            log: Vec::new(),
            wall: NOON,
            t: 0,
            slept: 0,
            documents: 0,
            pages: std::collections::BTreeMap::new(),
            platform: "mturk".to_owned(),
            killed: true,
        }
    }

    /// A background that lives on: for long sequences.
    pub fn swift() -> Self {
        Self {
            killed: false,
            ..Self::new()
        }
    }

    pub fn on(platform: &str) -> Self {
        Self {
            platform: platform.to_owned(),
            ..Self::new()
        }
    }

    /// The clock takes a sign in, stored and read again before where the background was killed.
    pub fn sign(&mut self, sign: &Sign) {
        if self.killed {
            let stored = serde_json::to_string(&self.clock).unwrap();
            self.clock = serde_json::from_str(&stored).unwrap();
        }
        let entries = self.clock.sign(self.wall, sign);
        self.append(entries);
    }

    pub fn append(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            let id = id(self.log.len());
            self.log.push(entry.event(id, self.wall, "s1"));
        }
    }

    /// Appends one entry and gives its id.
    pub fn note(&mut self, key: &AssignmentKey, kind: EventKind) -> EventId {
        self.append(vec![Entry::of(key.clone(), kind)]);
        self.log.last().unwrap().id.clone()
    }

    pub fn undo(&mut self, key: &AssignmentKey, target: EventId) -> EventId {
        self.note(key, EventKind::Undone { target })
    }

    /// A page speaks of another assignment than its own.
    pub fn append_report(&mut self, tab: i32, sign: PageSign, assignment: &str) {
        self.report(tab, sign, None, Some(assignment.to_owned()));
    }

    pub fn page(&mut self, tab: i32, sign: PageSign, on: Option<PageOn>) {
        self.report(tab, sign, on, None);
    }

    fn report(&mut self, tab: i32, sign: PageSign, on: Option<PageOn>, assignment: Option<String>) {
        let fresh = sign == PageSign::Opened;
        let (origin, began) = match self.pages.get(&tab) {
            Some(known) if !fresh => *known,
            _ => {
                self.documents += 1;
                (self.documents, self.t - self.slept)
            }
        };
        self.pages.insert(tab, (origin, began));
        let report = ClockReport {
            platform: self.platform.parse().unwrap(),
            origin,
            elapsed: self.t - self.slept - began,
            sign,
            assignment,
            on,
        };
        self.sign(&Sign::Page { tab, report });
    }

    /// Opens a page in front of the worker.
    pub fn open(&mut self, tab: i32, on: PageOn) {
        self.page(tab, PageSign::Opened, Some(on));
        self.page(tab, PageSign::Focused, None);
    }

    /// The page in this tab is loaded again.
    pub fn reload(&mut self, tab: i32, on: PageOn, takes: i64) {
        self.page(tab, PageSign::Closed, None);
        self.pass(takes);
        self.open(tab, on);
    }

    pub fn focus(&mut self, tab: Option<i32>) {
        self.sign(&Sign::Focus { tab });
    }

    /// A survey opens in a tab of its own, opened from `opener`.
    pub fn child(&mut self, tab: i32, opener: i32) {
        self.sign(&Sign::TabOpened {
            tab,
            opener: Some(opener),
        });
        self.page(opener, PageSign::Hidden, None);
        self.focus(Some(tab));
    }

    pub fn input(&mut self, state: Input, quiet_ms: i64) {
        self.sign(&Sign::Input { state, quiet_ms });
    }

    pub fn act(&mut self, key: &AssignmentKey, act: Manual) {
        self.sign(&Sign::Act {
            key: key.clone(),
            act,
        });
    }

    /// Time passes with nothing to see.
    pub fn pass(&mut self, ms: i64) {
        self.t += ms;
        self.wall += ms;
    }

    /// The worker stays at the page in `tab`, which beats.
    pub fn stay(&mut self, tab: i32, ms: i64) {
        self.beating(ms, 15 * SECOND, |it| it.page(tab, PageSign::Beat, None));
    }

    /// The worker stays in a tab in which nothing of ours runs; the background beats.
    pub fn stay_elsewhere(&mut self, ms: i64) {
        self.beating(ms, 30 * SECOND, |it| it.sign(&Sign::Tick));
    }

    fn beating(&mut self, ms: i64, every: i64, beat: impl Fn(&mut Self)) {
        let end = self.t + ms;
        while self.t < end {
            self.pass(every.min(end - self.t));
            beat(self);
        }
    }

    /// The lid is closed: no page's clock goes on.
    pub fn sleep(&mut self, ms: i64) {
        self.pass(ms);
        self.slept += ms;
    }

    /// The worker opens a page of outcomes.
    pub fn see(&mut self, page: &SeeOutcomes) -> SeenOutcomes {
        let ledger = self.ledger();
        let records: Vec<Assignment> = ledger.assignments.values().cloned().collect();
        let days: Vec<_> = ledger.days.values().cloned().collect();
        let known = Known {
            records: &records,
            days: &days,
            day_of: &|it| it.day.clone(),
        };
        let observed = observe(page, &known, self.wall);
        self.append(observed.entries);
        observed.seen
    }

    pub fn lines(&self, lines: Vec<OutcomeFacts>) -> SeeOutcomes {
        SeeOutcomes {
            platform: self.platform.parse().unwrap(),
            page: "outcomes".to_owned(),
            day: None,
            complete: false,
            lines,
            days: Vec::new(),
        }
    }

    pub fn ledger(&self) -> Ledger {
        Ledger::of(&self.log)
    }

    pub fn record(&self, key: &AssignmentKey) -> Assignment {
        self.ledger().assignments.get(key).cloned().unwrap()
    }

    /// The only record that counts.
    pub fn only(&self) -> Assignment {
        let ledger = self.ledger();
        let mut all = ledger
            .assignments
            .into_values()
            .filter(|it| it.became.is_none());
        let one = all.next().unwrap();
        assert!(all.next().is_none(), "there is one assignment");
        one
    }

    /// Milliseconds searched.
    pub fn searched(&self) -> i64 {
        self.ledger().searches.values().sum()
    }
}

/// The n-th id.
pub fn id(n: usize) -> EventId {
    EventId::try_from(format!("01890a5d-ac96-774b-bcce-{n:012x}")).unwrap()
}

/// All four kinds of an assignment's time.
pub fn total(it: &Assignment) -> i64 {
    it.times.worked + it.times.idle + it.times.away + it.times.queued
}
