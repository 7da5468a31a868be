//! The figures of the dashboard, out of the ledger's records.
//!
//! A [`Book`] is made once of all records; every question to it is one pass over rows of numbers.
//! Every figure is that of a [`Filter`], and the filter gives the assignments behind it. Money of
//! several currencies is never added: sums are kept by currency, and only where one figure is asked
//! for are they converted, by the worker's own dated table. It refuses to know storage and words.

mod figures;
mod filter;
mod groups;
mod missing;
mod rescue;
mod spread;

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use tallystick_wire::event::AssignmentKey;
use tallystick_wire::ledger::{Assignment, CostRecord, DayRecord, SearchRecord, Standing};
use tallystick_wire::settings::Rates;
use tallystick_wire::{Currency, Millis, Money, PlatformId};

use crate::ledger::{self, QUARTER_MS};
use crate::rates;
use crate::zone::{Day, Days, Zones};

pub use figures::{Figures, Goal, Hourly, Sums, Unpaid};
pub use filter::{Filter, Order, Pay, Who};
pub use groups::{By, Group};
pub use missing::{Due, Missing, MissingKind};
pub use rescue::{Rescue, RescueDay};
pub use spread::{Bin, Cell};

/// By whose midnight days are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Midnight {
    /// The platform's: as its own pages count.
    #[default]
    Platform,
    /// The worker's own: as a tax office counts.
    Worker,
}

/// What the figures depend on beside the records.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// Zones of platforms and worker.
    pub zones: Zones,
    /// By whose midnight.
    pub midnight: Midnight,
    /// For figures in one currency.
    pub rates: Rates,
    /// The currency of such figures: the floor's, else the worker's choice.
    pub currency: Currency,
    /// The worker's floor.
    pub floor: Option<Money>,
    /// The present.
    pub now: Millis,
    /// After how many days a platform approves by itself, where that is known.
    pub approval_days: BTreeMap<PlatformId, u32>,
}

/// Everything beside the assignments.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extras {
    /// What earnings pages said of days.
    pub days: Vec<DayRecord>,
    /// Attended time on lists.
    pub searches: Vec<SearchRecord>,
    /// Costs that are no single assignment's.
    pub costs: Vec<CostRecord>,
}

/// The numbers of one assignment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Row {
    /// `None`: nobody knows when it was.
    pub(crate) day: Option<Day>,
    pub(crate) at: Millis,
    pub(crate) standing: Standing,
    /// Work in milliseconds; `None`: not known.
    pub(crate) worked: Option<i64>,
    pub(crate) earned: Option<Money>,
    /// Pay an hour in minor units of the terms' currency; `None` without money or time.
    pub(crate) hourly: Option<f64>,
    pub(crate) counts: bool,
}

/// All records with their numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    pub(crate) records: Vec<Assignment>,
    pub(crate) rows: Vec<Row>,
    pub(crate) extras: Extras,
    pub(crate) terms: Terms,
}

impl Book {
    /// Makes the book. Records that became another are left out.
    pub fn new(records: Vec<Assignment>, extras: Extras, terms: Terms) -> Self {
        let mut book = Self {
            records: Vec::new(),
            rows: Vec::new(),
            extras,
            terms,
        };
        book.add(records);
        book
    }

    /// Adds records that it does not hold yet: a large book is made in parts.
    pub fn add(&mut self, mut records: Vec<Assignment>) {
        records.retain(stays);
        let mut calendar = Calendar::of(&self.terms.zones);
        let rows = records.iter().map(|it| row(it, &self.terms, &mut calendar));
        self.rows.extend(rows);
        if self.records.is_empty() {
            // Records of years are moved, not copied.
            self.records = records;
        } else {
            self.records.append(&mut records);
        }
    }

    /// The same records under other terms.
    pub fn under(self, terms: Terms) -> Self {
        Self::new(self.records, self.extras, terms)
    }

    /// The terms.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// How many assignments there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// All records, in the order of their places.
    pub fn records(&self) -> &[Assignment] {
        &self.records
    }

    /// A record by its key.
    pub fn find(&self, key: &AssignmentKey) -> Option<&Assignment> {
        self.records.iter().find(|it| it.key == *key)
    }

    /// The day of a record, by the terms' midnight.
    pub fn day_of(&self, it: &Assignment) -> Option<Day> {
        day_of(it, &self.terms.zones, self.terms.midnight)
    }

    /// A record by its place.
    pub fn record(&self, at: usize) -> Option<&Assignment> {
        self.records.get(at)
    }

    /// The day of a record, by the terms' midnight.
    pub fn day(&self, at: usize) -> Option<Day> {
        self.rows.get(at)?.day
    }

    /// Pay an hour of one assignment, in minor units of the terms' currency.
    pub fn hourly_of(&self, at: usize) -> Option<f64> {
        self.rows.get(at)?.hourly
    }

    /// Replaces or adds records that changed; those that are gone from the figures go. One pass,
    /// however many they are.
    pub fn put(&mut self, records: Vec<Assignment>) {
        let keyed = records.into_iter().map(|it| (it.key.clone(), it));
        let mut changed: HashMap<AssignmentKey, Assignment> = keyed.collect();
        let mut calendar = Calendar::of(&self.terms.zones);
        let mut at = 0;
        let (rows, terms) = (&mut self.rows, &self.terms);
        self.records.retain_mut(|it| {
            let new = changed.remove(&it.key);
            let stays = new.as_ref().is_none_or(stays);
            if let (Some(new), Some(old)) = (new, rows.get_mut(at).filter(|_| stays)) {
                *old = row(&new, terms, &mut calendar);
                *it = new;
            }
            if stays {
                at += 1;
            } else {
                rows.remove(at);
            }
            stays
        });
        let mut new: Vec<Assignment> = changed.into_values().collect();
        new.sort_by(|a, b| a.key.cmp(&b.key));
        self.add(new);
    }

    /// Replaces what is no assignment's.
    pub fn put_extras(&mut self, extras: Extras) {
        self.extras = extras;
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (&Assignment, &Row)> {
        self.records.iter().zip(&self.rows)
    }

    /// The day of a platform's quarter of an hour, or of any instant on it.
    pub(crate) fn day_at(&self, platform: &PlatformId, at: Millis) -> Day {
        match self.terms.midnight {
            Midnight::Platform => self.terms.zones.of(platform).day(at),
            Midnight::Worker => self.terms.zones.own.day(at),
        }
    }

    pub(crate) fn search_day(&self, it: &SearchRecord) -> Day {
        self.day_at(&it.platform, it.quarter.saturating_mul(QUARTER_MS))
    }
}

/// Whether a record is one of the figures': neither another one by now nor without any event.
fn stays(it: &Assignment) -> bool {
    it.became.is_none() && 0 < it.events
}

/// Where the days of all zones begin, as far as they were asked for.
struct Calendar<'a> {
    zones: &'a Zones,
    own: Days,
    platforms: BTreeMap<PlatformId, Days>,
}

impl<'a> Calendar<'a> {
    fn of(zones: &'a Zones) -> Self {
        Self {
            zones,
            own: Days::of(&zones.own),
            platforms: BTreeMap::new(),
        }
    }

    fn day(&mut self, platform: &PlatformId, midnight: Midnight, at: Millis) -> Day {
        if midnight == Midnight::Worker {
            return self.own.day(at);
        }
        if !self.platforms.contains_key(platform) {
            let days = Days::of(self.zones.of(platform));
            self.platforms.insert(platform.clone(), days);
        }
        let days = self.platforms.get_mut(platform);
        days.map_or_else(|| self.own.day(at), |days| days.day(at))
    }
}

/// The day of a record: as the platform says, else by a zone's midnight.
pub fn day_of(it: &Assignment, zones: &Zones, midnight: Midnight) -> Option<Day> {
    told_day(it, midnight, &mut Calendar::of(zones))
}

fn told_day(it: &Assignment, midnight: Midnight, calendar: &mut Calendar<'_>) -> Option<Day> {
    let said = || it.day.as_ref().and_then(|it| it.parse().ok());
    let moment = ledger::moment(it);
    let mut tell = |at| calendar.day(&it.key.platform, midnight, at);
    match midnight {
        Midnight::Platform => said().or_else(|| moment.map(tell)),
        Midnight::Worker => {
            // Seen on a list of a day only: that day is the best that is known.
            let first_seen = it.moments.first == moment;
            let exact = moment.filter(|_| !first_seen || it.day.is_none());
            exact.map(&mut tell).or_else(said)
        }
    }
}

fn row(it: &Assignment, terms: &Terms, calendar: &mut Calendar<'_>) -> Row {
    let worked = ledger::worked_ms(it);
    let earned = ledger::earned(it);
    let judged = matches!(
        it.standing,
        Standing::Approved | Standing::Paid | Standing::ScreenedOut
    );
    let hours = worked
        .filter(|it| 0 < *it)
        .map(|it| it as f64 / 3_600_000.0);
    let money = earned.filter(|_| judged);
    let money = money.and_then(|it| rates::convert(it, terms.currency, &terms.rates));
    Row {
        day: told_day(it, terms.midnight, calendar),
        at: ledger::moment(it).unwrap_or(0),
        standing: it.standing,
        worked,
        earned,
        hourly: money
            .zip(hours)
            .map(|(money, hours)| money.minor as f64 / hours),
        counts: ledger::counts(it),
    }
}
