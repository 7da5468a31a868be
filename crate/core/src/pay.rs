//! What a task pays an hour: as advertised, and as the evidence says.

use tallystick_wire::message::{KnownGroup, KnownRequester};
use tallystick_wire::{Currency, Money, TaskFacts};

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

/// An 80 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// One in ten is below.
    pub low: f64,
    /// The middle.
    pub median: f64,
    /// One in ten is above.
    pub high: f64,
}

/// What is known beside the row's facts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence<'a> {
    /// What the backends say of the requester.
    pub requester: Option<&'a KnownRequester>,
    /// What this machine knows of the group.
    pub group: Option<&'a KnownGroup>,
    /// The group's id, for finding its times in the requester's evidence.
    pub group_id: Option<&'a str>,
}

/// A kind of evidence on the time of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The size of the reward.
    Reward,
    /// The time allotted.
    Allotted,
    /// A claimed time.
    Claim(ClaimSource),
    /// The average that the platform itself measured.
    PlatformAverage,
    /// How long this requester's other tasks took.
    Requester,
    /// Others' measured times in this group.
    Group,
    /// The worker's own times in this group.
    Own,
}

/// One piece of evidence and how much it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Basis {
    /// What kind.
    pub source: Source,
    /// What it alone says of the time, in seconds.
    pub seconds: Interval,
    /// How many reports are behind it; 1 for a fact of the row.
    pub n: f64,
    /// Its share of the whole precision, 0..=1.
    pub share: f64,
}

/// What the evidence says.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Work time.
    pub seconds: Interval,
    /// Pay an hour in minor units of `currency`.
    pub hourly_minor: Interval,
    /// The reward's currency.
    pub currency: Currency,
    /// Strongest first.
    pub basis: Vec<Basis>,
}

/// What the task is said to pay an hour, and by whom; `None` without reward or claim.
pub fn advertised(facts: &TaskFacts) -> Option<Advertised> {
    let _ = facts;
    None
}

/// What the evidence says that it pays an hour; `None` without a reward.
pub fn estimate(facts: &TaskFacts, evidence: &Evidence) -> Option<Estimate> {
    let _ = (facts, evidence);
    None
}
