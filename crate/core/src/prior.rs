//! What the row's facts alone say of the time of a task, before any report.
//!
//! The log of the typical work time is taken as normal. The constants come from
//! [`crate::generated`]; where a fact is missing the distribution is wider. The server uses the
//! same prior for the ratios that it publishes, so it depends on nothing that a worker can set.

use tallystick_wire::message::Draft;
use tallystick_wire::review::ReviewedTask;
use tallystick_wire::{Money, TaskFacts};

use crate::generated as fitted;
use crate::pay::{self, Basis, ClaimSource, Source};
use crate::pool::Pool;
use crate::rates;

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
    let claim = pay::claim_of(facts);
    let claimed = claim.map(|(claim, source)| (claim.middle_seconds(), source));
    combine(facts.reward, facts.allotted_seconds, claimed)
}

/// The prior's median seconds for a reviewed task: what `log_time_ratio` is a ratio to.
pub fn median_seconds(task: &ReviewedTask) -> Option<f64> {
    let claimed = task.claimed_seconds.filter(|it| 0 < *it);
    let claimed = claimed.map(|seconds| (f64::from(seconds), ClaimSource::Platform));
    combine(task.reward, task.allotted_seconds, claimed).map(|prior| prior.mean.exp())
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

fn combine(
    reward: Option<Money>,
    allotted_seconds: Option<u32>,
    claimed: Option<(f64, ClaimSource)>,
) -> Option<Prior> {
    let usd = reward
        .filter(|it| 0 < it.minor)
        .and_then(rates::built_in_usd);
    let allotted = allotted_seconds.filter(|it| 0 < *it).map(f64::from);
    let facts = from_facts(usd, allotted);
    let pool = match (claimed, facts) {
        (None, None) => return None,
        (None, Some((source, mean, sd))) => Pool::start(source, mean, sd * sd),
        (Some(claim), None) => from_claim(claim),
        (Some(claim), Some((source, mean, sd))) => {
            let sd = sd.max(fitted::FACTS_SD_BESIDE_CLAIM);
            let mut pool = from_claim(claim);
            pool.add(source, 1.0, mean, sd * sd);
            pool
        }
    };
    Some(Prior {
        mean: pool.mean,
        variance: pool.variance,
        basis: pool.basis,
    })
}

fn from_facts(usd: Option<f64>, allotted_seconds: Option<f64>) -> Option<(Source, f64, f64)> {
    match (usd, allotted_seconds) {
        (Some(usd), Some(allotted)) => {
            let mean = fitted::LN_SECONDS_BASE
                + fitted::LN_SECONDS_PER_LN_REWARD * usd.ln()
                + fitted::LN_SECONDS_PER_LN_ALLOTTED * (allotted / 3_600.0).ln();
            Some((
                Source::RewardAndAllotted,
                mean,
                fitted::REWARD_AND_ALLOTTED_SD,
            ))
        }
        (Some(usd), None) => Some((
            Source::Reward,
            (3_600.0 * usd / fitted::WAGE_USD).ln(),
            fitted::REWARD_SD,
        )),
        (None, Some(allotted)) => {
            let mean = (allotted * fitted::ALLOTTED_SHARE).ln();
            Some((Source::Allotted, mean, fitted::ALLOTTED_SD))
        }
        (None, None) => None,
    }
}

fn from_claim((seconds, source): (f64, ClaimSource)) -> Pool {
    let mean = seconds.ln() + fitted::LN_CLAIM_RATIO;
    Pool::start(
        Source::Claim(source),
        mean,
        fitted::CLAIM_SD * fitted::CLAIM_SD,
    )
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
    fn the_median_follows_the_published_formulas() {
        check(Some(100), None, Some(3_600), Some(6.447_f64.exp()));
        check(
            Some(50),
            None,
            Some(1_800),
            Some(630.8 * 0.5_f64.powf(0.992)),
        );
        check(Some(450), None, None, Some(3_600.0));
        check(None, None, Some(3_600), Some(360.0));
        check(None, Some(600), None, Some(606.0));
        check(None, None, None, None);
        check(Some(0), Some(0), Some(0), None);
    }

    #[test]
    fn a_claim_counts_more_than_the_facts_beside_it() {
        let seconds = median_seconds(&task(Some(450), Some(600), None)).unwrap();
        assert!(600.0 < seconds && seconds < 900.0, "{seconds}");
    }

    #[test]
    fn each_missing_fact_widens_the_prior() {
        let reward = Some(Money::new(100, Currency::USD));
        let claim = Some((600.0, ClaimSource::Title));
        let variance = |reward, allotted, claim| combine(reward, allotted, claim).unwrap().variance;
        let all = variance(reward, Some(3_600), claim);
        let no_reward = variance(None, Some(3_600), claim);
        let no_claim = variance(reward, Some(3_600), None);
        let only_reward = variance(reward, None, None);
        let only_allotted = variance(None, Some(3_600), None);
        assert!(all < no_reward && no_reward < no_claim);
        assert!(no_claim < only_reward && only_reward < only_allotted);
    }
}
