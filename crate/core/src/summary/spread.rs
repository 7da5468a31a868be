//! How pay an hour spreads around the floor, and what each day of a calendar held.

use std::collections::BTreeMap;

use super::{Book, Filter, Pay};
use crate::rates;
use crate::zone::{Day, Period};

/// The edges of the bins as multiples of the floor.
const EDGES: [f64; 9] = [0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0];
/// What stands for a floor where there is none, in major units.
const NO_FLOOR_MAJOR: f64 = 10.0;

/// One bin of the distribution.
#[derive(Debug, Clone, PartialEq)]
pub struct Bin {
    /// Which pay an hour.
    pub pay: Pay,
    /// Whether it lies below the floor; `None` without one.
    pub below_floor: Option<bool>,
    /// How many assignments.
    pub assignments: u32,
    /// Their work in milliseconds.
    pub worked_ms: i64,
    /// The filter that gives them.
    pub filter: Filter,
}

/// One day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Which.
    pub day: Day,
    /// Assignments.
    pub assignments: u32,
    /// Milliseconds of work.
    pub worked_ms: i64,
    /// Milliseconds of searching.
    pub searching_ms: i64,
    /// Earned, in minor units of the terms' currency; money without a rate is left out.
    pub earned: f64,
    /// 0 for nothing, then 1 to 4: quarters of the days that have any.
    pub level: u8,
}

impl Book {
    /// How pay an hour spreads, around the floor. Assignments without a known hour are in no bin.
    pub fn bins(&self, filter: &Filter) -> Vec<Bin> {
        let terms = &self.terms;
        let floor = terms.floor;
        let floor = floor.and_then(|it| rates::convert(it, terms.currency, &terms.rates));
        let unit = floor.map_or(
            NO_FLOOR_MAJOR * terms.currency.minor_per_major() as f64,
            |it| it.minor.max(1) as f64,
        );
        let mut bins: Vec<Bin> = Vec::new();
        for (at, edge) in EDGES.iter().enumerate() {
            let pay = Pay {
                low: if at == 0 { f64::MIN } else { edge * unit },
                high: EDGES.get(at + 1).map(|it| it * unit),
            };
            bins.push(Bin {
                pay,
                below_floor: floor.map(|_| *edge < 1.0),
                assignments: 0,
                worked_ms: 0,
                filter: Filter {
                    pay: Some(pay),
                    ..filter.clone()
                },
            });
        }
        let words = filter.words();
        for (record, row) in self.all() {
            let Some(hourly) = row.hourly else {
                continue;
            };
            let holds = |it: &&mut Bin| it.pay.high.is_none_or(|high| hourly < high);
            if self.lets(filter, &words, record, row)
                && let Some(bin) = bins.iter_mut().find(holds)
            {
                bin.assignments += 1;
                bin.worked_ms += row.worked.unwrap_or(0);
            }
        }
        bins
    }

    /// Every day of a period, in order; `level` by money, or by work where there is none.
    pub fn calendar(&self, filter: &Filter, period: Period) -> Vec<Cell> {
        let mut cells: BTreeMap<Day, Cell> = BTreeMap::new();
        let mut day = period.from;
        while day <= period.to && cells.len() < 4_000 {
            cells.insert(day, empty(day));
            day = day.plus(1);
        }
        let within = Filter {
            period: Some(period),
            ..filter.clone()
        };
        for group in self.groups(&within, super::By::Day) {
            if let Some(cell) = group.day.and_then(|day| cells.get_mut(&day)) {
                cell.assignments = group.figures.assignments;
                cell.worked_ms = group.figures.worked_ms;
                cell.searching_ms = group.figures.unpaid.searching;
                let total = self.total(&group.figures, super::Sums::earned);
                cell.earned = total.map_or(0.0, |it| it.0);
            }
        }
        let mut cells: Vec<Cell> = cells.into_values().collect();
        level(&mut cells);
        cells
    }
}

fn empty(day: Day) -> Cell {
    Cell {
        day,
        assignments: 0,
        worked_ms: 0,
        searching_ms: 0,
        earned: 0.0,
        level: 0,
    }
}

/// Four levels with as many days in each, so that one great day does not make all others pale.
fn level(cells: &mut [Cell]) {
    let by_money = cells.iter().any(|it| 0.0 < it.earned);
    let value = |it: &Cell| {
        if by_money {
            it.earned
        } else {
            it.worked_ms as f64
        }
    };
    let mut values: Vec<f64> = cells.iter().map(value).filter(|it| 0.0 < *it).collect();
    values.sort_unstable_by(f64::total_cmp);
    for cell in cells {
        let value = value(cell);
        if 0.0 < value {
            let below = values.partition_point(|it| *it < value);
            let quarter = 4 * below / values.len().max(1);
            cell.level = u8::try_from(quarter).unwrap_or(3).min(3) + 1;
        }
    }
}
