//! Plays workers of an owner that was left out: what does the estimate say of one's own next time?

use tallystick_core::model::Model;
use tallystick_core::pay::{self, Evidence};
use tallystick_wire::message::KnownGroup;

use crate::data::{Group, Work};
use crate::dice::Dice;
use crate::evaluate::{Order, known, random};
use crate::matrix::median;
use crate::model::Fitted;

/// The most workers of one group.
const WORKERS_MAX: usize = 30;

/// One's own next time after `k` own ones and `n` reports of others.
#[derive(Debug, Clone, Copy)]
pub struct OwnCase {
    /// ln of it.
    pub next: f64,
    /// What the model says: the ends of the interval and its middle, in seconds.
    pub said: pay::Interval,
    /// ln of the last own one.
    pub last: f64,
    /// ln of the raw median of the last three own ones.
    pub last_three: f64,
    /// ln of the raw median of the others, where there are reports.
    pub others: Option<f64>,
    /// How much it counts: each worker of a group 1 / workers that count.
    pub weight: f64,
}

/// The cases of a worker's next time.
pub fn cases(fitted: &Fitted, groups: &[&Group], k: usize, n: usize) -> Vec<OwnCase> {
    let model = fitted.model();
    groups
        .iter()
        .flat_map(|it| of_group(&model, it, k, n))
        .collect()
}

fn of_group(model: &Model, group: &Group, k: usize, n: usize) -> Vec<OwnCase> {
    if group.workers.len() < 2 * n {
        return Vec::new();
    }
    let workers = 0..group.workers.len();
    let long: Vec<usize> = workers.filter(|it| k < group.workers[*it].len()).collect();
    let mut dice = Dice::new((group.workers.len() * 1_000 + k * 50 + n) as u64);
    let chosen = dice.choose(long.len(), WORKERS_MAX);
    let each = chosen.into_iter().map(|at| long[at]);
    let mut cases: Vec<OwnCase> = each
        .filter_map(|me| of_worker(model, group, me, (k, n), &mut dice))
        .collect();
    let weight = 1.0 / cases.len().max(1) as f64;
    cases.iter_mut().for_each(|it| it.weight = weight);
    cases
}

fn of_worker(
    model: &Model,
    group: &Group,
    me: usize,
    (k, n): (usize, usize),
    dice: &mut Dice,
) -> Option<OwnCase> {
    let mut reports = random(group, n + 1, dice);
    reports.retain(|it| it.0 != me);
    reports.truncate(n);
    let known = known(&reports, Order::Random);
    let works = &group.workers[me];
    let seconds = |it: &Work| it.ln.exp().round().max(1.0) as u32;
    let mine = KnownGroup {
        my_seconds: works[..k].iter().map(seconds).collect(),
        ..KnownGroup::default()
    };
    let evidence = Evidence {
        requester: Some(&known),
        group: Some(&mine),
        group_id: Some("G"),
        ..Evidence::default()
    };
    let said = pay::estimate_with(model, &group.facts, &evidence)?;
    let logs = |works: &[Work]| median(&works.iter().map(|it| it.ln).collect::<Vec<_>>());
    let others: Vec<Work> = reports.iter().map(|it| it.1).collect();
    Some(OwnCase {
        next: works[k].ln,
        said: said.next_seconds,
        last: works[k.saturating_sub(1)].ln,
        last_three: logs(&works[k.saturating_sub(3)..k]),
        others: (0 < n).then(|| logs(&others)),
        weight: 0.0,
    })
}

/// The share of the cases of which `holds` is true.
pub fn share(cases: &[OwnCase], holds: impl Fn(&OwnCase) -> bool) -> f64 {
    let total: f64 = cases.iter().map(|it| it.weight).sum();
    let held: f64 = cases
        .iter()
        .filter(|it| holds(it))
        .map(|it| it.weight)
        .sum();
    held / total
}
