//! Fits how workers' times scatter: between workers, within one worker, from one's last to one's next.

use std::collections::BTreeMap;

use tallystick_core::assumed::Z_80;
use tallystick_core::truncation;

use crate::data::Group;
use crate::matrix::{mean, median, quantile, ridge};
use crate::speed;

/// What the times say.
#[derive(Debug, Clone, Default)]
pub struct Times {
    /// How much further times of cheap tasks scatter.
    pub loosening: f64,
    /// Between single times of different workers.
    pub workers_variance: f64,
    /// Between what the mean of all logs and the median say of a group.
    pub group_variance: f64,
    /// Of one worker's speed over all groups.
    pub speed_variance: f64,
    /// Of a worker's typical time around the group's.
    pub person_variance: f64,
    /// Of one's own time around one's own typical one.
    pub own_variance: f64,
    /// ln(next / what counts of the last) after one, two, three or more.
    pub learning: [f64; 4],
    /// Heavy tails of the next time after own ones.
    pub own_tails: f64,
}

/// Fits on these groups; `weights` one a group.
pub fn fit(groups: &[&Group], weights: &[f64]) -> Times {
    let loosening = loosening(groups, weights);
    let of = |figure: fn(&Group) -> Option<f64>| -> f64 {
        let each = groups.iter().zip(weights);
        let figures: Vec<(f64, f64)> = each
            .filter_map(|(it, weight)| Some((figure(it)? / it.looseness(loosening), *weight)))
            .collect();
        mean(&figures)
    };
    let own = own(groups, weights, loosening);
    Times {
        loosening,
        workers_variance: of(times_variance),
        group_variance: of(mean_from_median),
        speed_variance: speed::variance(groups),
        person_variance: of(typical_variance),
        ..own
    }
}

/// Times that repeat to the second are no measurement: the least scatter, in ln seconds.
const LEAST: f64 = 0.01;

/// What one's own times say of one's next one.
fn own(groups: &[&Group], weights: &[f64], loosening: f64) -> Times {
    let steps = steps(groups, weights, loosening);
    let learning = [0, 1, 2, 3].map(|at| {
        let fits = steps.iter().filter(|it| it.known == at);
        quantile(
            &fits.map(|it| (it.ratio, it.weight)).collect::<Vec<_>>(),
            0.5,
        )
    });
    let practised = steps.iter().filter(|it| it.known == 3);
    let sizes: Vec<(f64, f64)> = practised
        .map(|it| ((it.ratio - learning[3]).abs() / it.scale, it.weight))
        .collect();
    // Half of the errors lie within 0.6745 sd: the middle, which says how much a time is worth.
    let middle = (quantile(&sizes, 0.5) / 0.674_5).max(LEAST);
    let outer = quantile(&sizes, 0.8) / Z_80;
    Times {
        // The next one's own scatter, and a third of it for the mean of three.
        own_variance: middle * middle * 0.75,
        learning,
        own_tails: (outer / middle).powi(2),
        ..Times::default()
    }
}

/// The power of the reward with which the variances between workers fit best: the slope of their
/// logs, none below 0.
fn loosening(groups: &[&Group], weights: &[f64]) -> f64 {
    let (mut x, mut y, mut used) = (Vec::new(), Vec::new(), Vec::new());
    for (it, weight) in groups.iter().zip(weights) {
        if let Some(variance) = times_variance(it).filter(|it| 0.0 < *it) {
            x.push(vec![1.0, it.looseness(1.0).ln()]);
            y.push(variance.ln());
            used.push(*weight);
        }
    }
    ridge(&x, &y, &used, &[0.0, 1.0])[1].max(0.0)
}

fn variance(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squared: f64 = values.iter().map(|it| (it - mean).powi(2)).sum();
    (1.5 < n).then_some(squared / (n - 1.0))
}

/// Further than this factor of e from the middle one, a time is one of a forgotten tab.
const FURTHEST: f64 = 2.0;

/// The middle one of each worker's times stands for a time at random.
fn times_variance(group: &Group) -> Option<f64> {
    let workers = group.workers.iter();
    let one: Vec<f64> = workers.map(|works| works[works.len() / 2].ln).collect();
    let middle = median(&one);
    let near = |it: &f64| it.clamp(middle - FURTHEST, middle + FURTHEST);
    variance(&one.iter().map(near).collect::<Vec<_>>())
}

fn mean_from_median(group: &Group) -> Option<f64> {
    let mut one: Vec<f64> = group
        .workers
        .iter()
        .map(|works| works[works.len() / 2].ln)
        .collect();
    let moments = truncation::moments(&mut one);
    let off = moments.sum / moments.n - group.truth;
    (20.0 <= moments.n).then_some(off * off)
}

/// Between the typical times of workers with at least three, less what their own scatter adds.
fn typical_variance(group: &Group) -> Option<f64> {
    let (mut means, mut noise) = (Vec::new(), Vec::new());
    for works in group.workers.iter().filter(|it| 3 <= it.len()) {
        let logs: Vec<f64> = works.iter().skip(1).map(|it| it.ln).collect();
        means.push(logs.iter().sum::<f64>() / logs.len() as f64);
        noise.push(variance(&logs)? / logs.len() as f64);
    }
    if means.len() < 5 {
        return None;
    }
    let noise = noise.iter().sum::<f64>() / noise.len() as f64;
    Some((variance(&means)? - noise).max(0.0))
}

/// From what is known of a worker to the next time.
struct Step {
    /// 0, 1, 2, 3 for one, two, three, more own times.
    known: usize,
    /// ln(next / mean of the last three).
    ratio: f64,
    /// The scale of times in this group.
    scale: f64,
    weight: f64,
}

fn steps(groups: &[&Group], weights: &[f64], loosening: f64) -> Vec<Step> {
    let mut all = Vec::new();
    for (group, weight) in groups.iter().zip(weights) {
        let scale = group.looseness(loosening).sqrt();
        for (known, ratios) in ratios(group) {
            let weight = weight / ratios.len() as f64;
            all.extend(ratios.into_iter().map(|ratio| Step {
                known,
                ratio,
                scale,
                weight,
            }));
        }
    }
    all
}

/// ln(next / mean of the last three) by what is known. A worker counts at most eleven times, so
/// that nobody dominates.
fn ratios(group: &Group) -> BTreeMap<usize, Vec<f64>> {
    let mut found: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for works in &group.workers {
        for next in 1..works.len().min(12) {
            let first = usize::from(1 < next);
            let last = &works[next.saturating_sub(3).max(first)..next];
            let mean = last.iter().map(|it| it.ln).sum::<f64>() / last.len() as f64;
            let ratio = works[next].ln - mean;
            found.entry(next.min(4) - 1).or_default().push(ratio);
        }
    }
    found
}
