//! The other way to allow for who is still at work, judged beside the one that ships: everybody who
//! began is known, and those who have not submitted took at least as long as they have been at it.
//!
//! It needs a message from each worker at the moment of beginning, which truncation does not.

use tallystick_core::model::Model;
use tallystick_core::{prior, truncation};

use crate::data::{Group, Work};

/// ln of the median seconds of a group as looked at `now`, in seconds since 1970, when the first `n`
/// workers have submitted. `trust` is how much of the correction counts, 0..=1.
pub fn median(model: &Model, group: &Group, (n, now): (usize, i64), trust: f64) -> Option<f64> {
    let prior = prior::with(model, &group.facts)?;
    let mut firsts: Vec<&Work> = group.workers.iter().filter_map(|it| it.first()).collect();
    firsts.sort_by_key(|it| it.submit);
    let (done, rest) = firsts.split_at_checked(n)?;
    let begun = rest.iter().filter(|it| it.start < now);
    let still: Vec<f64> = begun.map(|it| ((now - it.start) as f64).ln()).collect();
    let mut logs: Vec<f64> = done.iter().map(|it| it.ln).collect();
    let reports = truncation::moments(&mut logs);
    let variance = model.workers_variance * group.looseness(model.time_loosening);
    Some(mode(
        (prior.mean, prior.variance),
        (reports.n, reports.sum),
        variance,
        (&still, trust),
    ))
}

/// The mode of the posterior. Every term is concave in it, so Newton's method finds it.
fn mode(
    (mean, prior): (f64, f64),
    (n, sum): (f64, f64),
    variance: f64,
    (still, trust): (&[f64], f64),
) -> f64 {
    let precision = 1.0 / prior + n / variance;
    let pooled = (mean / prior + sum / variance) / precision;
    let (mut mode, sd) = (pooled, variance.sqrt());
    for _ in 0..12 {
        let (mut slope, mut curvature) = (precision * (pooled - mode), precision);
        for at in still {
            let z = (mode - at) / sd;
            let hazard = truncation::hazard(z);
            slope += trust * hazard / sd;
            curvature += trust * hazard * (z + hazard) / variance;
        }
        mode += slope / curvature;
    }
    mode
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_still_at_work_lengthen_it() {
        let of = |still: &[f64]| mode((6.0, 0.5), (2.0, 10.0), 0.5, (still, 1.0));
        assert!((of(&[]) - (12.0 + 20.0) / 6.0).abs() < 1e-9);
        assert!(of(&[]) + 0.1 < of(&[6.0, 6.0]) && of(&[6.0]) < of(&[7.0]));
        assert!(
            (of(&[-9.0]) - of(&[])).abs() < 1e-6,
            "who just began says nothing"
        );
    }
}
