//! How much of a platform's own history the log has: day by day, against its earnings page.
//!
//! For platforms whose history is about to go. It refuses to know which those are and when.

use std::collections::BTreeMap;

use tallystick_wire::{Money, PlatformId};

use super::{Book, Midnight, day_of};
use crate::ledger;
use crate::zone::Day;

/// A day that the earnings page lists, or of which the log has something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RescueDay {
    /// Which: the platform's own.
    pub day: Day,
    /// How many assignments the earnings page says; `None`: it does not list the day.
    pub said: Option<u32>,
    /// How many the log has.
    pub have: u32,
    /// The rewards of the day as the earnings page says.
    pub said_rewards: Option<Money>,
    /// The approved rewards of the day in the log, in that currency.
    pub rewards: Option<Money>,
}

impl RescueDay {
    /// Whether everything that the earnings page counts is in the log.
    pub fn is_done(&self) -> bool {
        self.said.is_some_and(|said| said <= self.have)
    }

    /// The page of the day that is to be read next, from 1, where the platform shows `per_page` on
    /// each and they are read in order. A done day begins anew.
    pub fn next_page(&self, per_page: u32) -> u32 {
        if self.is_done() {
            return 1;
        }
        self.have.checked_div(per_page).unwrap_or(0) + 1
    }

    /// By how much the log's rewards differ from the page's, where the day is done.
    pub fn differs(&self) -> Option<Money> {
        let (said, rewards) = self.said_rewards.zip(self.rewards)?;
        let by = rewards.minor - said.minor;
        (self.is_done() && by != 0).then(|| Money::new(by, said.currency))
    }
}

/// A platform's history and how much of it is in the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rescue {
    /// The newest first.
    pub days: Vec<RescueDay>,
}

impl Rescue {
    /// How many of the days that the earnings page lists are done, and how many it lists.
    pub fn done(&self) -> (usize, usize) {
        let listed = self.days.iter().filter(|it| it.said.is_some());
        let done = listed.clone().filter(|it| it.is_done());
        (done.count(), listed.count())
    }
}

impl Book {
    /// What the log has of this platform's days.
    pub fn rescue(&self, platform: &PlatformId) -> Rescue {
        let mut days: BTreeMap<Day, RescueDay> = BTreeMap::new();
        for it in self
            .extras
            .days
            .iter()
            .filter(|it| it.platform == *platform)
        {
            let Ok(day) = it.facts.day.parse() else {
                continue;
            };
            let entry = days.entry(day).or_insert_with(|| empty(day));
            entry.said = it.facts.submitted;
            entry.said_rewards = it.facts.rewards;
            let currency = it.facts.rewards.map(|it| it.currency);
            entry.rewards = currency.map(|it| Money::new(0, it));
        }
        for (it, row) in self.all().filter(|it| it.0.key.platform == *platform) {
            let day = match self.terms.midnight {
                Midnight::Platform => row.day,
                Midnight::Worker => day_of(it, &self.terms.zones, Midnight::Platform),
            };
            let Some(day) = day else {
                continue;
            };
            let entry = days.entry(day).or_insert_with(|| empty(day));
            // What no page has told yet is not rescued by having been worked on.
            if it.moments.seen.is_some() || it.matched.is_some() {
                entry.have += 1;
            }
            let reward = ledger::reward_of(it);
            if let Some((sum, reward)) = entry.rewards.as_mut().zip(reward)
                && sum.currency == reward.currency
            {
                sum.minor += reward.minor;
            }
        }
        let days = days.into_values().rev();
        Rescue {
            days: days.filter(|it| it.said.is_some() || 0 < it.have).collect(),
        }
    }
}

fn empty(day: Day) -> RescueDay {
    RescueDay {
        day,
        said: None,
        have: 0,
        said_rewards: None,
        rewards: None,
    }
}
