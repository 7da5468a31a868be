//! Sums over assignments: money by currency, time by what became of it, pay an hour.

use std::collections::BTreeMap;

use tallystick_wire::ledger::{Assignment, Standing};
use tallystick_wire::{Currency, Money, PlatformId};

use super::{Book, Filter, Row};
use crate::ledger;
use crate::rates;
use crate::zone::Day;

/// Money of one currency, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Rewards of what was approved or paid.
    pub rewards: i64,
    /// Itemised bonuses.
    pub bonuses: i64,
    /// Bonuses that a page only shows as a day's sum, beyond those that are itemised.
    pub day_bonuses: i64,
    /// What platforms kept of assignments.
    pub fees: i64,
    /// Costs of no single assignment.
    pub costs: i64,
    /// Promised for what is submitted and not yet decided.
    pub pending: i64,
    /// Promised for what was rejected.
    pub rejected: i64,
    /// Of `earned`, that of assignments whose work time is known: the only money that an hour's pay
    /// is made of.
    pub timed: i64,
}

impl Sums {
    /// What it all brought: rewards and bonuses, less fees and costs.
    pub fn earned(&self) -> i64 {
        self.rewards + self.bonuses + self.day_bonuses - self.fees - self.costs
    }

    fn add(&mut self, other: &Self) {
        self.rewards += other.rewards;
        self.bonuses += other.bonuses;
        self.day_bonuses += other.day_bonuses;
        self.fees += other.fees;
        self.costs += other.costs;
        self.pending += other.pending;
        self.rejected += other.rejected;
        self.timed += other.timed;
    }
}

/// Milliseconds that nobody pays, by cause.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unpaid {
    /// On lists.
    pub searching: i64,
    /// On what was returned.
    pub returned: i64,
    /// On what was rejected.
    pub rejected: i64,
    /// On what screened the worker out, less nothing: what little it paid is in the money.
    pub screened_out: i64,
    /// On what expired.
    pub expired: i64,
}

impl Unpaid {
    /// All of it.
    pub fn total(&self) -> i64 {
        self.searching + self.returned + self.rejected + self.screened_out + self.expired
    }
}

/// Sums over a set of assignments and, where the set is of days and platforms alone, over what
/// belongs to no assignment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many assignments.
    pub assignments: u32,
    /// How many in each state, in the order of [`Standing::ALL`].
    pub standings: [u32; 9],
    /// Milliseconds of work, whatever came of it.
    pub worked_ms: i64,
    /// Of it, on what is approved or paid.
    pub paid_ms: i64,
    /// Of it, on what is still open: queued, working, pending.
    pub open_ms: i64,
    /// What nobody pays.
    pub unpaid: Unpaid,
    /// Idle, away and queued time of these assignments.
    pub idle_ms: i64,
    /// See [`Self::idle_ms`].
    pub away_ms: i64,
    /// See [`Self::idle_ms`].
    pub queued_ms: i64,
    /// How many have no known work time.
    pub untimed: u32,
    /// Of those whose time is known, how many only by the platform's start and end.
    pub by_platform: u32,
    /// Money by currency.
    pub money: BTreeMap<Currency, Sums>,
}

/// Pay an hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hourly {
    /// In minor units of the terms' currency.
    pub minor: f64,
    /// The milliseconds that it was divided by.
    pub ms: i64,
    /// Whether some of the money was in another currency and converted.
    pub converted: bool,
}

/// A goal and how far it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal {
    /// What was reached: earned and pending, in the goal's currency.
    pub reached: Money,
    /// The goal.
    pub goal: Money,
    /// Reached over goal, not above 1.
    pub share: f64,
}

impl Figures {
    /// How many are in this state.
    pub fn standing(&self, standing: Standing) -> u32 {
        let at = Standing::ALL.iter().position(|it| *it == standing);
        at.and_then(|at| self.standings.get(at))
            .copied()
            .unwrap_or(0)
    }

    /// Adds others that are about other assignments.
    pub fn add(&mut self, other: &Self) {
        self.assignments += other.assignments;
        for (mine, theirs) in self.standings.iter_mut().zip(&other.standings) {
            *mine += theirs;
        }
        self.worked_ms += other.worked_ms;
        self.paid_ms += other.paid_ms;
        self.open_ms += other.open_ms;
        self.unpaid.searching += other.unpaid.searching;
        self.unpaid.returned += other.unpaid.returned;
        self.unpaid.rejected += other.unpaid.rejected;
        self.unpaid.screened_out += other.unpaid.screened_out;
        self.unpaid.expired += other.unpaid.expired;
        self.idle_ms += other.idle_ms;
        self.away_ms += other.away_ms;
        self.queued_ms += other.queued_ms;
        self.untimed += other.untimed;
        self.by_platform += other.by_platform;
        for (currency, sums) in &other.money {
            self.money.entry(*currency).or_default().add(sums);
        }
    }

    fn sums(&mut self, currency: Currency) -> &mut Sums {
        self.money.entry(currency).or_default()
    }

    pub(crate) fn count(&mut self, it: &Assignment, row: &Row) {
        self.assignments += 1;
        let at = Standing::ALL.iter().position(|known| *known == it.standing);
        if let Some(n) = at.and_then(|at| self.standings.get_mut(at)) {
            *n += 1;
        }
        self.idle_ms += it.times.idle;
        self.away_ms += it.times.away;
        self.queued_ms += it.times.queued;
        let worked = row.worked.unwrap_or(0);
        self.untimed += u32::from(row.worked.is_none());
        self.by_platform += u32::from(row.worked.is_some() && !ledger::is_measured(it));
        self.worked_ms += worked;
        *match it.standing {
            Standing::Approved | Standing::Paid => &mut self.paid_ms,
            Standing::Queued | Standing::Working | Standing::Pending => &mut self.open_ms,
            Standing::Returned => &mut self.unpaid.returned,
            Standing::Rejected => &mut self.unpaid.rejected,
            Standing::ScreenedOut => &mut self.unpaid.screened_out,
            Standing::Expired => &mut self.unpaid.expired,
        } += worked;
        self.count_money(it, row);
    }

    fn count_money(&mut self, it: &Assignment, row: &Row) {
        let amounts = &it.amounts;
        if let Some(amount) = amounts.promised {
            let sums = self.sums(amount.currency);
            match it.standing {
                Standing::Pending => sums.pending += amount.minor,
                Standing::Rejected => sums.rejected += amount.minor,
                _ => {}
            }
        }
        // In one currency as `ledger::earned` counts it; a bonus in another is money, too.
        if let Some(reward) = ledger::reward_of(it) {
            self.sums(reward.currency).rewards += reward.minor;
        }
        if let Some(bonus) = amounts.bonus {
            self.sums(bonus.currency).bonuses += bonus.minor;
        }
        if let Some(fee) = amounts.fee {
            self.sums(fee.currency).fees += fee.minor;
        }
        if let (Some(earned), Some(_)) = (row.earned, row.worked) {
            self.sums(earned.currency).timed += earned.minor;
        }
    }
}

impl Book {
    /// The figures of a filter.
    pub fn figures(&self, filter: &Filter) -> Figures {
        let words = filter.words();
        let mut out = Figures::default();
        for (record, row) in self.all() {
            if self.lets(filter, &words, record, row) {
                out.count(record, row);
            }
        }
        if !filter.is_of_assignments() {
            self.each_extra(filter, |_, _, figures| out.add(&figures));
        }
        out
    }

    /// What belongs to no assignment, by day and platform.
    pub(crate) fn each_extra(
        &self,
        filter: &Filter,
        mut take: impl FnMut(Day, &PlatformId, Figures),
    ) {
        let wanted = |day: Day, platform: &PlatformId| {
            filter.period.is_none_or(|it| it.holds(day)) && filter.takes_platform(platform)
        };
        for it in &self.extras.searches {
            let day = self.search_day(it);
            if wanted(day, &it.platform) {
                let mut figures = Figures::default();
                figures.unpaid.searching = it.ms;
                take(day, &it.platform, figures);
            }
        }
        for it in &self.extras.costs {
            let day = self.day_at(&it.platform, it.on);
            if wanted(day, &it.platform) {
                let mut figures = Figures::default();
                figures.sums(it.amount.currency).costs = it.amount.minor;
                take(day, &it.platform, figures);
            }
        }
        for (day, platform, rest) in self.day_bonuses() {
            if wanted(day, &platform) {
                let mut figures = Figures::default();
                let timed = self.is_timed(day, &platform);
                let sums = figures.sums(rest.currency);
                sums.day_bonuses = rest.minor;
                sums.timed = if timed { rest.minor } else { 0 };
                take(day, &platform, figures);
            }
        }
    }

    /// Bonuses of days beyond the itemised ones: the platform's own day, as its page counts.
    fn day_bonuses(&self) -> Vec<(Day, PlatformId, Money)> {
        let mut sums: BTreeMap<(&PlatformId, Day), Money> = BTreeMap::new();
        for it in &self.extras.days {
            if let (Ok(day), Some(bonus)) = (it.facts.day.parse(), it.facts.bonuses) {
                sums.insert((&it.platform, day), bonus);
            }
        }
        if sums.is_empty() {
            return Vec::new();
        }
        for (record, row) in self.all() {
            let Some(bonus) = record.amounts.bonus.filter(|_| row.counts) else {
                continue;
            };
            let day = super::day_of(record, &self.terms.zones, super::Midnight::Platform);
            let sum = day.and_then(|day| sums.get_mut(&(&record.key.platform, day)));
            if let Some(sum) = sum.filter(|it| it.currency == bonus.currency) {
                sum.minor -= bonus.minor;
            }
        }
        let left = sums.into_iter().filter(|it| 0 < it.1.minor);
        left.map(|((platform, day), money)| (day, platform.clone(), money))
            .collect()
    }

    fn is_timed(&self, day: Day, platform: &PlatformId) -> bool {
        self.all().any(|(it, row)| {
            row.day == Some(day) && it.key.platform == *platform && row.worked.is_some()
        })
    }

    /// Pay an hour of work that was paid: its money over its time. `None` where neither is known.
    pub fn hourly(&self, figures: &Figures) -> Option<Hourly> {
        self.divide(figures, figures.paid_ms)
    }

    /// Pay an hour with everything that nobody pays in the hours: the same money over the time of
    /// paid and unpaid work and searching. What is still open is in neither. `None` also where money
    /// came and the time of none of it is known: over the unpaid time alone it would look like nothing.
    pub fn hourly_with_unpaid(&self, figures: &Figures) -> Option<Hourly> {
        let mut sums = figures.money.values();
        if sums.clone().all(|it| it.timed == 0) && sums.any(|it| it.earned() != 0) {
            return None;
        }
        self.divide(figures, figures.paid_ms + figures.unpaid.total())
    }

    fn divide(&self, figures: &Figures, ms: i64) -> Option<Hourly> {
        let (total, converted) = self.total(figures, |it| it.timed)?;
        let hours = ms as f64 / 3_600_000.0;
        (0 < ms).then(|| Hourly {
            minor: total / hours,
            ms,
            converted,
        })
    }

    /// One part of the money in the terms' currency, in its minor units, and whether any was
    /// converted; `None` where a rate is missing or there is no money at all.
    pub fn total(&self, figures: &Figures, part: impl Fn(&Sums) -> i64) -> Option<(f64, bool)> {
        let mut total = 0.0;
        let mut converted = false;
        if figures.money.is_empty() {
            return None;
        }
        for (currency, sums) in &figures.money {
            let minor = part(sums);
            if minor != 0 {
                total += self.in_one(Money::new(minor, *currency))?;
                converted |= *currency != self.terms.currency;
            }
        }
        Some((total, converted))
    }

    pub(crate) fn in_one(&self, money: Money) -> Option<f64> {
        let converted = rates::convert(money, self.terms.currency, &self.terms.rates)?;
        Some(converted.minor as f64)
    }

    /// How far a goal is: what was earned and what is pending count.
    pub fn goal(&self, figures: &Figures, goal: Money) -> Option<Goal> {
        let mut reached = 0_i64;
        for (currency, sums) in &figures.money {
            let money = Money::new(sums.earned() + sums.pending, *currency);
            reached += rates::convert(money, goal.currency, &self.terms.rates)?.minor;
        }
        let share = reached as f64 / goal.minor.max(1) as f64;
        Some(Goal {
            reached: Money::new(reached, goal.currency),
            goal,
            share: share.clamp(0.0, 1.0),
        })
    }
}
