//! How much of a worker's speed goes with the worker from one requester to another.

use std::collections::BTreeMap;

use crate::data::Group;
use crate::matrix::{mean, median};

/// Further than this factor of e from the group's median is no speed.
const FURTHEST: f64 = 2.0;

/// The covariance of one worker's deviations (the median of the worker's logs less the group's) in
/// two groups of different owners: what is common to them is the worker's. Each worker counts once,
/// however many groups.
pub fn variance(groups: &[&Group]) -> f64 {
    let mut of_worker: BTreeMap<&str, Vec<(&str, f64)>> = BTreeMap::new();
    for group in groups {
        for (name, works) in group.names.iter().zip(&group.workers) {
            let own = median(&works.iter().map(|it| it.ln).collect::<Vec<_>>());
            let deviation = (own - group.truth).clamp(-FURTHEST, FURTHEST);
            let found = of_worker.entry(name).or_default();
            found.push((&group.owner, deviation));
        }
    }
    let products: Vec<(f64, f64)> = of_worker.values().filter_map(|it| product(it)).collect();
    mean(&products).max(0.0)
}

/// The mean product over pairs of groups of different owners, with weight 1.
fn product(found: &[(&str, f64)]) -> Option<(f64, f64)> {
    let (mut sum, mut n) = (0.0, 0.0);
    for (at, a) in found.iter().enumerate() {
        for b in found[..at].iter().filter(|b| b.0 != a.0) {
            sum += a.1 * b.1;
            n += 1.0;
        }
    }
    (0.0 < n).then(|| (sum / n, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pairs_of_different_owners_count() {
        assert_eq!(product(&[("a", 1.0), ("a", 2.0)]), None);
        assert_eq!(
            product(&[("a", 1.0), ("b", 0.5), ("b", 0.1)]),
            Some((0.3, 1.0))
        );
    }
}
