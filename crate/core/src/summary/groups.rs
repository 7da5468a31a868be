//! The same figures by day, week, month, platform, requester, task group or state.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tallystick_wire::PlatformId;
use tallystick_wire::ledger::{Assignment, Standing};

use super::filter::group_of;
use super::{Book, Figures, Filter, Row, Who};
use crate::zone::{Day, Period};

/// By what figures are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Day.
    Day,
    /// Week, from Monday.
    Week,
    /// Month.
    Month,
    /// Calendar year.
    Year,
    /// Platform.
    Platform,
    /// Requester.
    Requester,
    /// Task group.
    Group,
    /// What became of it.
    Standing,
}

/// One group of a list of figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its name: a day, a platform's id, a requester's or task group's name as last shown.
    pub label: String,
    /// The first day of a day, week, month or year.
    pub day: Option<Day>,
    /// Its figures.
    pub figures: Figures,
    /// The filter that gives the assignments behind them.
    pub filter: Filter,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Undated,
    Day(Day),
    Platform(PlatformId),
    Who(PlatformId, Who),
    Group(PlatformId, String),
    Standing(Standing),
}

/// The most days that stand side by side and can still be told apart.
const DAYS_MAX: i64 = 92;
/// The same for weeks, in days.
const WEEKS_MAX: i64 = 2 * 366;
/// The same for months, in days.
const MONTHS_MAX: i64 = 10 * 366;

impl By {
    /// Day, week, month or year: the shortest of which so many days are not too many to be seen.
    pub const fn fitting(days: i64) -> Self {
        if days <= DAYS_MAX {
            Self::Day
        } else if days <= WEEKS_MAX {
            Self::Week
        } else if days <= MONTHS_MAX {
            Self::Month
        } else {
            Self::Year
        }
    }
}

impl Book {
    /// By what the figures of a filter are told apart over time so that they can be seen at a
    /// glance: [`By::fitting`] for the days from the first to the last of its assignments.
    pub fn fitting(&self, filter: &Filter) -> By {
        let words = filter.words();
        let shown = self
            .all()
            .filter(|(it, row)| self.lets(filter, &words, it, row));
        let numbers = shown.filter_map(|(_, row)| Some(row.day?.number()));
        let ends = numbers.fold(None, |ends: Option<(i64, i64)>, day| {
            Some(ends.map_or((day, day), |(first, last)| (first.min(day), last.max(day))))
        });
        By::fitting(ends.map_or(0, |(first, last)| last - first + 1))
    }

    /// Figures of a filter by group: by date the oldest first, else the most work first.
    ///
    /// What belongs to no assignment is in groups by date and platform only.
    pub fn groups(&self, filter: &Filter, by: By) -> Vec<Group> {
        let words = filter.words();
        let mut groups: BTreeMap<Key, Group> = BTreeMap::new();
        for (record, row) in self.all() {
            if self.lets(filter, &words, record, row) {
                let key = key(by, record, row);
                let group = groups
                    .entry(key)
                    .or_insert_with_key(|key| fresh(key, by, filter));
                name(group, by, record);
                group.figures.count(record, row);
            }
        }
        if !filter.is_of_assignments() {
            self.each_extra(filter, |day, platform, figures| {
                if let Some(key) = extra_key(by, day, platform) {
                    let group = groups.entry(key);
                    let group = group.or_insert_with_key(|key| fresh(key, by, filter));
                    group.figures.add(&figures);
                }
            });
        }
        let mut groups: Vec<Group> = groups.into_values().collect();
        if !matches!(by, By::Day | By::Week | By::Month | By::Year) {
            let work = |it: &Group| it.figures.worked_ms + it.figures.unpaid.searching;
            groups.sort_by_key(|it| std::cmp::Reverse(work(it)));
        }
        groups
    }
}

fn start(by: By, day: Day) -> Day {
    match by {
        By::Week => day.week(),
        By::Month => day.month_start(),
        By::Year => day.year_start(),
        _ => day,
    }
}

fn key(by: By, it: &Assignment, row: &Row) -> Key {
    let platform = || it.key.platform.clone();
    match by {
        By::Day | By::Week | By::Month | By::Year => match row.day {
            Some(day) => Key::Day(start(by, day)),
            None => Key::Undated,
        },
        By::Platform => Key::Platform(platform()),
        By::Requester => Key::Who(platform(), Who::of(it)),
        By::Group => Key::Group(platform(), group_of(it).to_owned()),
        By::Standing => Key::Standing(it.standing),
    }
}

fn extra_key(by: By, day: Day, platform: &PlatformId) -> Option<Key> {
    match by {
        By::Day | By::Week | By::Month | By::Year => Some(Key::Day(start(by, day))),
        By::Platform => Some(Key::Platform(platform.clone())),
        By::Requester | By::Group | By::Standing => None,
    }
}

fn fresh(key: &Key, by: By, filter: &Filter) -> Group {
    let mut filter = filter.clone();
    let mut day = None;
    let label = match key {
        Key::Undated => "no date".to_owned(),
        Key::Day(first) => {
            let period = match by {
                By::Week => Period::week(*first),
                By::Month => Period::month(*first),
                By::Year => Period::year(*first),
                _ => Period::day(*first),
            };
            let within = filter.period.map_or(period, |outer| Period {
                from: period.from.max(outer.from),
                to: period.to.min(outer.to),
            });
            filter.period = Some(within);
            day = Some(*first);
            first.to_string()
        }
        Key::Platform(platform) => {
            filter.platforms = vec![platform.clone()];
            platform.to_string()
        }
        Key::Who(platform, who) => {
            filter.platforms = vec![platform.clone()];
            filter.who = Some(who.clone());
            String::new()
        }
        Key::Group(platform, group) => {
            filter.platforms = vec![platform.clone()];
            filter.group = Some(group.clone());
            String::new()
        }
        Key::Standing(standing) => {
            filter.standings = vec![*standing];
            standing.as_str().to_owned()
        }
    };
    Group {
        label,
        day,
        figures: Figures::default(),
        filter,
    }
}

/// A requester or group is called what it was called last.
fn name(group: &mut Group, by: By, it: &Assignment) {
    let name = match by {
        By::Requester => it.facts.requester_name.as_ref(),
        By::Group => it.facts.title.as_ref(),
        _ => None,
    };
    if let Some(name) = name {
        group.label.clone_from(name);
    }
}
