//! What a task is said to pay an hour, and by whom. It refuses to know what it really pays.

use tallystick_wire::{Money, TaskFacts};

use crate::claim::{self, Claim};

/// Where an advertised time comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimSource {
    /// The title says it.
    Title,
    /// The description says it.
    Description,
    /// The platform shows it in a field of its own.
    Platform,
    /// The time allotted: an upper limit that workers nevertheless read as a promise.
    Allotted,
}

/// What a task is said to pay an hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Advertised {
    /// Minor units an hour, at the longer end of the claim.
    pub hourly: Money,
    /// At the shorter end, where the claim is a range.
    pub hourly_high: Option<Money>,
    /// The shorter end of the claim.
    pub low_seconds: u32,
    /// The longer end of the claim.
    pub high_seconds: u32,
    /// Who claims it.
    pub source: ClaimSource,
}

/// What the task is said to pay an hour, and by whom; `None` without reward or claim.
///
/// In this order: title, description, the platform's own estimate, the time allotted.
pub fn advertised(facts: &TaskFacts) -> Option<Advertised> {
    let reward = facts.reward.filter(|it| 0 < it.minor)?;
    match claim_of(facts) {
        Some((claim, source @ (ClaimSource::Title | ClaimSource::Description))) => {
            Some(at(reward, claim, source))
        }
        Some((claim, source)) => {
            let mut said = at(reward, claim, source);
            said.hourly = printed(facts, reward).unwrap_or(said.hourly);
            Some(said)
        }
        None => printed_alone(facts, reward).or_else(|| {
            let allotted = facts.allotted_seconds.filter(|it| 0 < *it)?;
            Some(at(reward, Claim::one(allotted), ClaimSource::Allotted))
        }),
    }
}

/// The claimed time of a task: in its title, its description, or in the platform's field. A claim
/// in words that exceeds the time allotted cannot be the task's length and is passed over.
pub fn claim_of(facts: &TaskFacts) -> Option<(Claim, ClaimSource)> {
    let possible = |claim: &Claim| {
        facts
            .allotted_seconds
            .is_none_or(|limit| claim.high_seconds <= limit)
    };
    let said = |text: &Option<String>| claim::claimed_time(text.as_deref()?).filter(possible);
    let title = said(&facts.title).map(|it| (it, ClaimSource::Title));
    let claim = title.or_else(|| Some((said(&facts.description)?, ClaimSource::Description)));
    claim.or_else(|| {
        let seconds = facts.claimed_seconds.filter(|it| 0 < *it)?;
        Some((Claim::one(seconds), ClaimSource::Platform))
    })
}

fn at(reward: Money, claim: Claim, source: ClaimSource) -> Advertised {
    let Claim {
        low_seconds,
        high_seconds,
    } = claim;
    let hourly_high = (low_seconds < high_seconds).then(|| hourly(reward, low_seconds));
    Advertised {
        hourly: hourly(reward, high_seconds),
        hourly_high,
        low_seconds,
        high_seconds,
        source,
    }
}

fn hourly(reward: Money, seconds: u32) -> Money {
    let minor = reward.minor as f64 * 3_600.0 / f64::from(seconds.max(1));
    Money::new(minor.round() as i64, reward.currency)
}

/// The hourly pay that the platform prints, where it is of the reward's currency.
fn printed(facts: &TaskFacts, reward: Money) -> Option<Money> {
    facts
        .advertised_hourly
        .filter(|it| it.currency == reward.currency && 0 < it.minor)
}

fn printed_alone(facts: &TaskFacts, reward: Money) -> Option<Advertised> {
    let hourly = printed(facts, reward)?;
    let seconds = (reward.minor as f64 * 3_600.0 / hourly.minor as f64).round() as u32;
    Some(Advertised {
        hourly,
        ..at(reward, Claim::one(seconds.max(1)), ClaimSource::Platform)
    })
}
