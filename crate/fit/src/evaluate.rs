//! Plays groups of an owner that was left out: n reports have come in, what does the estimate say?

use std::collections::BTreeSet;

use tallystick_core::model::Model;
use tallystick_core::pay::{self, Estimate, Evidence};
use tallystick_core::{prior, truncation};
use tallystick_wire::Aggregate;
use tallystick_wire::evidence::GroupTimes;
use tallystick_wire::message::{BackendEvidence, KnownRequester};

use crate::data::{Group, Work};
use crate::dice::Dice;
use crate::matrix::median;
use crate::model::Fitted;

/// How often a random order is drawn, for judging.
const DRAWS: usize = 20;
/// How many moments between two submissions are looked at, for judging.
const MOMENTS: usize = 4;
/// A fit is content with this part of them.
const FITTING: usize = 4;

/// In which order reports come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// From workers at random, long after.
    Random,
    /// From the first to submit, looked at somewhere between the last of them and the next.
    Submission,
    /// The same, looked at in the very moment of the last of them.
    Instant,
}

/// One estimate beside what was true.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    /// The group.
    pub group: &'a Group,
    /// What the model said.
    pub estimate: Estimate,
    /// Seconds of the raw median of the reports, where there are any.
    pub raw: Option<f64>,
    /// ln of the next time of a worker who did not report.
    pub next: Option<f64>,
    /// When it is looked at, in seconds since 1970.
    pub looked: i64,
    /// How much it counts: 1 / draws.
    pub weight: f64,
}

/// The groups' cases with `n` reports.
pub fn cases<'a>(fitted: &Fitted, groups: &[&'a Group], n: usize, order: Order) -> Vec<Case<'a>> {
    let draws = match order {
        Order::Random => DRAWS,
        Order::Submission => MOMENTS,
        Order::Instant => 1,
    };
    let model = fitted.model();
    play(|_| model.clone(), groups, (n, order), draws)
}

/// Fewer of them, for fitting, each with the row's lines that were fitted without its owner.
pub fn some<'a>(fitted: &Fitted, groups: &[&'a Group], n: usize, order: Order) -> Vec<Case<'a>> {
    let draws = match order {
        Order::Random => DRAWS / FITTING,
        Order::Submission => MOMENTS / FITTING,
        Order::Instant => 1,
    };
    let without = |it: &Group| fitted.model_without(&it.owner);
    play(without, groups, (n, order), draws)
}

fn play<'a>(
    model: impl Fn(&Group) -> Model,
    groups: &[&'a Group],
    (n, order): (usize, Order),
    draws: usize,
) -> Vec<Case<'a>> {
    let enough = groups.iter().filter(|it| 2 * n <= it.workers.len());
    enough
        .flat_map(|group| of_group(&model(group), group, (n, order), draws))
        .collect()
}

fn of_group<'a>(
    model: &Model,
    group: &'a Group,
    (n, order): (usize, Order),
    draws: usize,
) -> Vec<Case<'a>> {
    let mut dice = Dice::new(group.workers.len() as u64 * 1_000 + n as u64);
    let draw = |at| {
        let (reports, looked) = match order {
            Order::Random => (random(group, n, &mut dice), i64::MAX),
            Order::Submission => first(group, n, (2 * at + 1) as f64 / (2 * draws) as f64),
            Order::Instant => first(group, n, 0.0),
        };
        let next = next(group, &reports, &mut dice);
        let known = known(&reports, order);
        let evidence = Evidence {
            requester: Some(&known),
            group_id: Some("G"),
            now: Some(looked.saturating_mul(1_000)),
            ..Evidence::default()
        };
        let estimate = pay::estimate_with(model, &group.facts, &evidence)?;
        let seconds: Vec<f64> = reports.iter().map(|it| it.1.ln.exp()).collect();
        let raw = (!seconds.is_empty()).then(|| median(&seconds));
        Some(Case {
            group,
            estimate,
            raw,
            next,
            looked,
            weight: 1.0 / draws as f64,
        })
    };
    (0..draws).filter_map(draw).collect()
}

/// (worker, work) of `n` workers at random, each with one time at random.
pub(crate) fn random(group: &Group, n: usize, dice: &mut Dice) -> Vec<(usize, Work)> {
    let workers = dice.choose(group.workers.len(), n);
    let one = |worker: usize| {
        let works = &group.workers[worker];
        (worker, works[dice.below(works.len())])
    };
    workers.into_iter().map(one).collect()
}

/// The first time of the first `n` workers to submit, and a moment that share of the way from the
/// last of them to the next.
fn first(group: &Group, n: usize, share: f64) -> (Vec<(usize, Work)>, i64) {
    let mut firsts: Vec<(usize, Work)> = group.workers.iter().map(|it| it[0]).enumerate().collect();
    firsts.sort_by_key(|it| (it.1.submit, it.0));
    let last = firsts[n.max(1) - 1].1.submit;
    let next = firsts.get(n).map_or(last, |it| it.1.submit);
    firsts.truncate(n);
    (firsts, last + ((next - last) as f64 * share) as i64)
}

fn next(group: &Group, reports: &[(usize, Work)], dice: &mut Dice) -> Option<f64> {
    let known: BTreeSet<usize> = reports.iter().map(|it| it.0).collect();
    let others: Vec<usize> = (0..group.workers.len())
        .filter(|it| !known.contains(it))
        .collect();
    let works = &group.workers[*others.get(dice.below(others.len()))?];
    Some(works[dice.below(works.len())].ln)
}

/// The reports as a backend publishes them.
pub(crate) fn known(reports: &[(usize, Work)], order: Order) -> KnownRequester {
    let mut times = GroupTimes {
        group: "G".to_owned(),
        ..GroupTimes::default()
    };
    let now = reports.iter().map(|it| it.1.submit).max().unwrap_or(0);
    times.as_of = now.saturating_mul(1_000);
    for (_, work) in reports.iter().filter(|_| order != Order::Random) {
        let step = truncation::step_of((now - work.start) as f64);
        times.seen.extend(step.map(|it| (it, 1.0)));
    }
    let mut logs: Vec<f64> = reports.iter().map(|it| it.1.ln).collect();
    times.log_seconds = truncation::moments(&mut logs);
    times.later = reports.iter().filter(|it| 1 < it.1.order).count() as f64;
    let aggregate = Aggregate {
        groups: vec![times],
        ..Aggregate::default()
    };
    KnownRequester {
        evidence: vec![BackendEvidence {
            backend: 0,
            aggregate,
        }],
        ..KnownRequester::default()
    }
}

/// The groups' cases with no report of their own but `reports` of other groups of the same owner.
pub fn requester_cases<'a>(fitted: &Fitted, groups: &[&'a Group], reports: usize) -> Vec<Case<'a>> {
    let model = fitted.model();
    let mut cases = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let mut dice = Dice::new(at as u64);
        for _ in 0..DRAWS {
            let known = other_groups(&model, groups, at, reports, &mut dice);
            let evidence = Evidence {
                requester: Some(&known),
                ..Evidence::default()
            };
            let said = pay::estimate_with(&model, &group.facts, &evidence);
            cases.extend(said.map(|estimate| Case {
                group,
                estimate,
                raw: None,
                next: None,
                looked: i64::MAX,
                weight: 1.0 / DRAWS as f64,
            }));
        }
    }
    cases
}

/// Log ratios to the prior, as a backend counts them, one worker of one group each.
fn other_groups(
    model: &Model,
    groups: &[&Group],
    at: usize,
    reports: usize,
    dice: &mut Dice,
) -> KnownRequester {
    let mut aggregate = Aggregate::default();
    let mut names = BTreeSet::new();
    for _ in 0..reports {
        let other = (at + 1 + dice.below(groups.len() - 1)) % groups.len();
        let Some(prior) = prior::with(model, &groups[other].facts) else {
            continue;
        };
        for (_, work) in random(groups[other], 1, dice) {
            aggregate.all.log_time_ratio.add(work.ln - prior.mean);
            names.insert(other);
        }
    }
    let times = |it: usize| GroupTimes {
        group: it.to_string(),
        ..GroupTimes::default()
    };
    aggregate.groups = names.into_iter().map(times).collect();
    KnownRequester {
        evidence: vec![BackendEvidence {
            backend: 0,
            aggregate,
        }],
        ..KnownRequester::default()
    }
}
