//! What the row's facts alone say of the time of a task, before any report.
//!
//! The log of the typical work time is taken as normal. The constants come from
//! [`crate::generated`]; where a fact is missing the distribution is wider. The server uses the
//! same prior for the ratios that it publishes, so it depends on nothing that a worker can set.

use tallystick_wire::message::Draft;
use tallystick_wire::review::ReviewedTask;
use tallystick_wire::{Money, TaskFacts};

use crate::generated::FITTED;
use crate::model::{self, Model};
use crate::pay::{self, Basis, ClaimSource, Source};
use crate::{kind, pool, rates};

/// A normal distribution of the natural log of work seconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// Mean of ln seconds.
    pub mean: f64,
    /// Its variance.
    pub variance: f64,
    /// Which facts are in it.
    pub basis: Vec<Basis>,
}

/// The prior of a row; `None` if no fact says anything. The platform's own measured average is
/// no part of it: that is a report.
pub fn of(facts: &TaskFacts) -> Option<Prior> {
    with(&FITTED, facts)
}

/// [`of`] with other constants.
pub fn with(model: &Model, facts: &TaskFacts) -> Option<Prior> {
    let claim = pay::claim_of(facts);
    let claimed = claim.map(|(claim, source)| (claim.middle_seconds(), source));
    let is_prose = kind::is_prose(facts.title.as_deref().unwrap_or(""));
    let row = Row {
        reward: facts.reward,
        allotted_seconds: facts.allotted_seconds,
        tasks: tasks(facts),
        claimed,
        is_prose,
    };
    combine(model, row)
}

/// How many tasks of the group one worker could do: one where the page counts workers.
pub fn tasks(facts: &TaskFacts) -> Option<u32> {
    facts.tasks.or_else(|| facts.places.map(|_| 1))
}

/// The prior's median seconds for a reviewed task: what `log_time_ratio` is a ratio to.
pub fn median_seconds(task: &ReviewedTask) -> Option<f64> {
    let claimed = task.claimed_seconds.filter(|it| 0 < *it);
    let claimed = claimed.map(|seconds| (f64::from(seconds), ClaimSource::Platform));
    let row = Row {
        reward: task.reward,
        allotted_seconds: task.allotted_seconds,
        tasks: task.tasks,
        claimed,
        is_prose: kind::is_prose(&task.title),
    };
    Some(combine(&FITTED, row)?.mean.exp())
}

/// The task of a review as the row's facts tell it, so that the backend's prior for the review is
/// the prior of the row.
pub fn reviewed_task(facts: &TaskFacts) -> ReviewedTask {
    let claimed = pay::claim_of(facts).map(|(claim, _)| claim.middle_seconds().round() as u32);
    let title = facts.title.as_deref().unwrap_or("");
    ReviewedTask {
        group: facts.group.clone(),
        title: title
            .chars()
            .take(tallystick_wire::review::TITLE_MAX_CHARS)
            .collect(),
        reward: facts.reward,
        claimed_seconds: claimed,
        allotted_seconds: facts.allotted_seconds,
        tasks: tasks(facts),
    }
}

/// A draft with all that the row tells filled in; `None` where the row names nobody.
pub fn draft(facts: &TaskFacts) -> Option<Draft> {
    let name = facts.requester_name.as_deref().unwrap_or("");
    Some(Draft {
        id: None,
        requester: facts.requester.clone()?,
        requester_name: name
            .chars()
            .take(tallystick_wire::review::TITLE_MAX_CHARS)
            .collect(),
        task: Some(reviewed_task(facts)),
        scores: tallystick_wire::Scores::default(),
        issues: Vec::new(),
        rejections: None,
        days_to_pay: None,
        text: String::new(),
        measured: None,
    })
}

/// What the prior is made from.
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    reward: Option<Money>,
    allotted_seconds: Option<u32>,
    tasks: Option<u32>,
    claimed: Option<(f64, ClaimSource)>,
    is_prose: bool,
}

/// The reward in US dollars, where there is one and its currency is known.
pub(crate) fn usd(reward: Option<Money>) -> Option<f64> {
    rates::built_in_usd(reward.filter(|it| 0 < it.minor)?)
}

fn combine(model: &Model, facts: Row) -> Option<Prior> {
    let usd = usd(facts.reward);
    let allotted = facts.allotted_seconds.filter(|it| 0 < *it);
    let facts_known = usd.map_or(0, |_| model::REWARD) + allotted.map_or(0, |_| model::ALLOTTED);
    let tasks = model::ln_tasks(facts.tasks).filter(|_| facts_known != 0);
    let known = facts_known + tasks.map_or(0, |_| model::TASKS);
    let line = model.lines.get(known)?;
    let allotted = allotted.map(|it| f64::from(it) / 3_600.0);
    let row = line.base
        + line.reward * usd.map_or(0.0, f64::ln)
        + line.cheap * usd.map_or(0.0, |it| model::ln_cheap(it.ln()))
        + line.allotted * allotted.map_or(0.0, f64::ln)
        + line.tasks * tasks.unwrap_or(0.0)
        + if facts.is_prose { line.prose } else { 0.0 };
    let loose = model::looseness(model.row_loosening, usd);
    // Room for the requester, the platform, others and oneself beside them.
    let mut basis = Vec::with_capacity(6);
    let (mut mean, mut variance) = (row, line.variance * loose);
    if let Some(source) = source(facts_known) {
        basis.push(fact(source, row, variance, 1.0));
    }
    if let Some((seconds, source)) = facts.claimed {
        let alone = model.lines.first()?;
        let claim = seconds.ln();
        let share = line.claim_share;
        mean = row + share * (claim - row) + line.claim_base;
        variance = line.claim_variance * loose;
        basis.iter_mut().for_each(|it| it.share -= share);
        let said = claim + alone.claim_base;
        basis.push(fact(
            Source::Claim(source),
            said,
            alone.claim_variance,
            share,
        ));
    }
    (!basis.is_empty()).then_some(Prior {
        mean,
        variance,
        basis,
    })
}

fn source(known: usize) -> Option<Source> {
    const BOTH: usize = model::REWARD + model::ALLOTTED;
    match known {
        model::REWARD => Some(Source::Reward),
        model::ALLOTTED => Some(Source::Allotted),
        BOTH => Some(Source::RewardAndAllotted),
        _ => None,
    }
}

fn fact(source: Source, mean: f64, variance: f64, share: f64) -> Basis {
    Basis {
        source,
        seconds: pool::interval(mean, variance),
        n: 1.0,
        share,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tallystick_wire::Currency;

    fn task(reward: Option<i64>, claimed: Option<u32>, allotted: Option<u32>) -> ReviewedTask {
        ReviewedTask {
            group: None,
            title: String::new(),
            reward: reward.map(|minor| Money::new(minor, Currency::USD)),
            claimed_seconds: claimed,
            allotted_seconds: allotted,
            tasks: None,
        }
    }

    #[track_caller]
    fn check(
        reward: Option<i64>,
        claimed: Option<u32>,
        allotted: Option<u32>,
        expected: Option<f64>,
    ) {
        let seconds = median_seconds(&task(reward, claimed, allotted));
        match (seconds, expected) {
            (Some(seconds), Some(expected)) => {
                assert!(
                    (seconds / expected - 1.0).abs() < 0.01,
                    "{seconds} and not {expected}"
                );
            }
            (seconds, expected) => assert_eq!(seconds, expected),
        }
    }

    #[test]
    fn the_median_follows_the_fitted_lines() {
        let [claim, reward, allotted, both, ..] = FITTED.lines;
        check(Some(100), None, Some(3_600), Some(both.base.exp()));
        let half = 0.5_f64.powf(both.reward + both.allotted);
        let tenth = 0.1_f64.powf(both.reward) * 0.5_f64.powf(both.cheap);
        check(Some(10), None, Some(3_600), Some(both.base.exp() * tenth));
        check(Some(50), None, Some(1_800), Some(both.base.exp() * half));
        check(Some(100), None, None, Some(reward.base.exp()));
        check(None, None, Some(3_600), Some(allotted.base.exp()));
        check(None, Some(600), None, Some(600.0 * claim.claim_base.exp()));
        check(None, None, None, None);
        check(Some(0), Some(0), Some(0), None);
    }

    #[test]
    fn prose_takes_longer_than_its_reward_says() {
        let seconds = |title: &str| {
            let task = ReviewedTask {
                title: title.to_owned(),
                ..task(Some(10), None, None)
            };
            median_seconds(&task).unwrap()
        };
        assert!(1.2 * seconds("Choose a picture") < seconds("Write a poem"));
    }

    #[test]
    fn cheap_tasks_leave_more_open() {
        let variance = |minor| {
            let row = Row {
                reward: Some(Money::new(minor, Currency::USD)),
                ..Row::default()
            };
            combine(&FITTED, row).unwrap().variance
        };
        assert!(variance(10) < variance(2) && variance(100) < variance(10));
        assert_eq!(variance(100), variance(1_000));
    }

    #[test]
    fn a_claim_moves_what_the_facts_say_towards_it() {
        let seconds = |claim| median_seconds(&task(Some(450), claim, None)).unwrap();
        assert!(seconds(Some(600)) < seconds(None) && 600.0 < seconds(Some(600)));
    }

    #[test]
    fn each_missing_fact_widens_the_prior() {
        let reward = Some(Money::new(100, Currency::USD));
        let claim = Some((600.0, ClaimSource::Title));
        let of = |reward, allotted_seconds, claimed| {
            let row = Row {
                reward,
                allotted_seconds,
                tasks: None,
                claimed,
                is_prose: false,
            };
            combine(&FITTED, row).unwrap()
        };
        let variance = |reward, allotted, claim| of(reward, allotted, claim).variance;
        let limit = Some(3_600);
        let all = variance(reward, limit, claim);
        assert!(all <= variance(None, limit, claim) && all <= variance(reward, None, claim));
        assert!(variance(reward, None, claim) <= variance(None, None, claim));
        assert!(all < variance(reward, limit, None));
        assert!(variance(reward, limit, None) <= variance(reward, None, None));
        assert!(variance(reward, None, None) < variance(None, limit, None));
    }

    #[test]
    fn many_tasks_of_a_group_take_less_time_each() {
        let of = |tasks| {
            let row = Row {
                reward: Some(Money::new(50, Currency::USD)),
                allotted_seconds: Some(3_600),
                tasks,
                ..Row::default()
            };
            combine(&FITTED, row).unwrap()
        };
        let [unknown, one, many] = [None, Some(1), Some(500)].map(of);
        assert!(many.mean + 0.2 < one.mean);
        assert!(one.variance <= unknown.variance, "{unknown:?} {one:?}");
        assert_eq!(of(Some(u32::MAX)), of(Some(1_000)));
        assert_eq!(of(Some(0)), unknown);
    }

    #[test]
    fn places_for_workers_are_one_task_for_each() {
        let platform = "prolific".parse().unwrap();
        let mut facts = TaskFacts::of(platform);
        assert_eq!(tasks(&facts), None);
        facts.places = Some(120);
        assert_eq!(tasks(&facts), Some(1));
        facts.tasks = Some(80);
        assert_eq!(tasks(&facts), Some(80));
    }
}
