//! The same sums kept up to date record by record, so that a look-up reads no records.
//!
//! Whoever stores them tells each change of a record: what it was and what it is. Everything that
//! is added can be taken away again, so all sums are whole numbers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tallystick_wire::ledger::Assignment;
use tallystick_wire::message::MyHistory;
use tallystick_wire::{Currency, Millis, Money};

use super::{TIMES_MAX, judged, of_requester, time_of};
use crate::effective::Log;
use crate::ledger::{counts, reward_of, worked_ms};
use crate::rates::built_in_usd;

/// How many times of a group are kept, so that some are left when newer ones are taken away.
const KEPT_MAX: usize = 60;

/// The worker's assignments for one requester.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    counts: MyHistory,
    /// Currency → how many assignments brought it, and how many minor units.
    money: BTreeMap<Currency, (u32, i64)>,
}

impl Tally {
    /// A record was `before` and is `now`.
    pub fn change(&mut self, before: Option<&Assignment>, now: Option<&Assignment>) {
        if let Some(one) = before.map(|it| of_requester([it])) {
            let sum = &mut self.counts;
            sum.submitted = sum.submitted.saturating_sub(one.submitted);
            sum.paid = sum.paid.saturating_sub(one.paid);
            sum.rejected = sum.rejected.saturating_sub(one.rejected);
            sum.unfinished = sum.unfinished.saturating_sub(one.unfinished);
            sum.worked_ms = sum.worked_ms.saturating_sub(one.worked_ms);
            sum.paid_ms = sum.paid_ms.saturating_sub(one.paid_ms);
            self.earn(one.earned, false);
        }
        if let Some(one) = now.map(|it| of_requester([it])) {
            let sum = &mut self.counts;
            sum.submitted += one.submitted;
            sum.paid += one.paid;
            sum.rejected += one.rejected;
            sum.unfinished += one.unfinished;
            sum.worked_ms = sum.worked_ms.saturating_add(one.worked_ms);
            sum.paid_ms = sum.paid_ms.saturating_add(one.paid_ms);
            self.earn(one.earned, true);
        }
    }

    /// As [`of_requester`] has it; `None` where nothing is left.
    pub fn history(&self) -> Option<MyHistory> {
        let earned = match self.money.iter().next() {
            Some((currency, (_, minor))) if self.money.len() == 1 => {
                Some(Money::new(*minor, *currency))
            }
            _ => None,
        };
        let history = MyHistory {
            earned,
            ..self.counts.clone()
        };
        (history != MyHistory::default()).then_some(history)
    }

    fn earn(&mut self, money: Option<Money>, more: bool) {
        let Some(money) = money else {
            return;
        };
        let sum = self.money.entry(money.currency).or_default();
        *sum = match more {
            true => (sum.0 + 1, sum.1.saturating_add(money.minor)),
            false => (sum.0.saturating_sub(1), sum.1.saturating_sub(money.minor)),
        };
        self.money.retain(|_, it| 0 < it.0);
    }
}

/// The worker's own work times in one task group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GroupTimes(Vec<OwnTime>);

/// When it counts to, its seconds, its record's key, and when it was taken. Sums that were stored
/// before there was the last go without it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct OwnTime(Millis, u32, String, #[serde(default)] Option<Millis>);

impl GroupTimes {
    /// A record was `before` and is `now`.
    pub fn change(&mut self, before: Option<&Assignment>, now: Option<&Assignment>) {
        if let Some(key) = before.map(|it| it.key.to_string()) {
            self.0.retain(|it| it.2 != key);
        }
        if let Some((it, (at, seconds))) = now.and_then(|it| Some((it, time_of(it)?))) {
            let taken = it.moments.accepted.or(it.moments.started);
            self.0.push(OwnTime(at, seconds, it.key.to_string(), taken));
            self.0.sort_unstable();
        }
        let more = self.0.len().saturating_sub(KEPT_MAX);
        self.0.drain(..more);
    }

    /// When the task of the newest time was taken, where that is known.
    pub fn accepted(&self) -> Option<Millis> {
        self.0.last()?.3
    }

    /// In seconds, newest last.
    pub fn seconds(&self) -> Vec<u32> {
        let newest = self.0.len().saturating_sub(TIMES_MAX);
        self.0.iter().skip(newest).map(|it| it.1).collect()
    }
}

/// What the worker's hours are made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sums {
    judged: i64,
    paid: i64,
    work_ms: i64,
    unpaid_ms: i64,
    /// Millionths of a dollar by the built-in rates.
    rewards: i64,
    bonuses: i64,
    /// Attended time on lists, in milliseconds.
    pub searched_ms: i64,
}

impl Sums {
    /// A record was `before` and is `now`.
    pub fn change(&mut self, before: Option<&Assignment>, now: Option<&Assignment>) {
        for (it, sign) in [(before, -1), (now, 1)] {
            if let Some(it) = it.filter(|it| counts(it)) {
                self.add(it, sign);
            }
        }
    }

    /// Adds what other sums hold; theirs may be below 0.
    pub fn add_all(&mut self, other: &Self) {
        for (sum, more) in [
            (&mut self.judged, other.judged),
            (&mut self.paid, other.paid),
            (&mut self.work_ms, other.work_ms),
            (&mut self.unpaid_ms, other.unpaid_ms),
            (&mut self.rewards, other.rewards),
            (&mut self.bonuses, other.bonuses),
            (&mut self.searched_ms, other.searched_ms),
        ] {
            *sum = sum.saturating_add(more);
        }
    }

    /// For effective pay.
    pub fn log(&self) -> Log {
        let seconds = |ms: i64| ms.max(0) as f64 / 1_000.0;
        Log {
            judged: self.judged.max(0) as f64,
            paid: self.paid.max(0) as f64,
            bonus_share: if 0 < self.rewards {
                self.bonuses as f64 / self.rewards as f64
            } else {
                0.0
            },
            work_seconds: seconds(self.work_ms),
            unpaid_seconds: seconds(self.unpaid_ms.saturating_add(self.searched_ms)),
        }
    }

    fn add(&mut self, it: &Assignment, sign: i64) {
        let (is_judged, is_paid, is_work, is_unpaid) = judged(it.standing);
        let worked = sign * worked_ms(it).unwrap_or(0).max(0);
        let micros = |money: Option<Money>| {
            let value = money.and_then(built_in_usd).unwrap_or(0.0);
            sign * (value * 1e6).round() as i64
        };
        self.judged += sign * i64::from(is_judged);
        self.paid += sign * i64::from(is_paid);
        if is_work {
            self.work_ms = self.work_ms.saturating_add(worked);
        }
        if is_unpaid {
            self.unpaid_ms = self.unpaid_ms.saturating_add(worked);
        }
        self.rewards = self.rewards.saturating_add(micros(reward_of(it)));
        self.bonuses = self.bonuses.saturating_add(micros(it.amounts.bonus));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{log, seconds};
    use super::*;

    /// An assignment of each standing in turn, with other amounts, times and currencies.
    fn record(n: u32) -> Assignment {
        let standings = tallystick_wire::ledger::Standing::ALL;
        let standing = standings[n as usize % standings.len()].as_str();
        let currency = if n % 11 == 10 { "GBP" } else { "USD" };
        let money = |minor: u32| serde_json::json!({"minor": minor, "currency": currency});
        let json = serde_json::json!({
            "key": {"platform": "mturk", "kind": "id", "value": n.to_string()},
            "facts": {"platform": "mturk", "reward": money(n)},
            "standing": standing, "times": {"worked": 1_000 * (n + 1)}, "events": 3,
            "moments": {"submitted": 10 * n},
            "amounts": {"promised": money(n), "bonus": n.is_multiple_of(4).then(|| money(5))},
            "left_out": n % 7 == 3,
        });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn times_that_were_stored_without_their_start_are_still_read() {
        let old: GroupTimes = serde_json::from_str(r#"[[5,60,"a"],[9,61,"b"]]"#).unwrap();
        assert_eq!((old.seconds(), old.accepted()), (vec![60, 61], None));
        let mut new = old;
        let mut it = record(4);
        it.moments.accepted = Some(3);
        new.change(None, Some(&it));
        assert_eq!(new.accepted(), Some(3));
        let again: GroupTimes =
            serde_json::from_str(&serde_json::to_string(&new).unwrap()).unwrap();
        assert_eq!(again, new);
    }

    #[test]
    fn a_tally_is_what_counting_all_records_gives() {
        for most in [1, 9, 10, 40] {
            let records: Vec<Assignment> = (0..most).map(record).collect();
            let (mut tally, mut times, mut sums) =
                (Tally::default(), GroupTimes::default(), Sums::default());
            for n in 0..most {
                let now = record(n);
                // First as something else, then as it is.
                let other = Assignment {
                    key: now.key.clone(),
                    ..record(n + 3)
                };
                for (before, now) in [(None, Some(&other)), (Some(&other), Some(&now))] {
                    tally.change(before, now);
                    times.change(before, now);
                    sums.change(before, now);
                }
            }
            let expected = of_requester(&records);
            assert_eq!(tally.history().unwrap_or_default(), expected);
            assert_eq!(times.seconds(), seconds(&records));
            sums.searched_ms = 60_000;
            let (kept, counted) = (sums.log(), log(&records, 60_000));
            assert!((kept.bonus_share - counted.bonus_share).abs() < 1e-6);
            let plain = |it: Log| (it.judged, it.paid, it.work_seconds, it.unpaid_seconds);
            assert_eq!(plain(kept), plain(counted));
            for n in 0..most {
                tally.change(Some(&record(n)), None);
                times.change(Some(&record(n)), None);
            }
            assert_eq!((tally, times), (Tally::default(), GroupTimes::default()));
        }
    }
}
