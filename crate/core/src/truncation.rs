//! Others' times while some are still at work: those who finish early are seen first.
//!
//! A report is seen only if its task was done by now. The likelihood of a time t is therefore that
//! of a normal log cut off at s, the log of the seconds between that task's acceptance and now:
//! phi((t - mu) / sd) / Phi((s - mu) / sd). Its log is concave in mu, so Newton's method finds the
//! posterior's mode, and the curvature there its variance. Nobody has to tell a server that they
//! began: a report carries its own s. It refuses to know where the times come from.

use tallystick_wire::Moments;

use crate::pool;

/// Steps of s in one doubling, on the wire.
const STEPS: f64 = 4.0;
/// After a day nothing is cut off that matters.
const LONGEST_SECONDS: f64 = 86_400.0;

/// The step on the wire of the seconds that a task could have taken and still be seen; `None`
/// where they are so many that it does not matter, or none.
pub fn step_of(seconds: f64) -> Option<u8> {
    let counts = (1.0..=LONGEST_SECONDS).contains(&seconds);
    counts.then(|| (STEPS * seconds.log2()).round() as u8)
}

/// The seconds of a step.
pub fn seconds_of(step: u8) -> f64 {
    (f64::from(step) / STEPS).exp2()
}

/// The seconds as told to others: of their step, or far beyond a day.
pub fn coarse(seconds: u32) -> u32 {
    let seconds = f64::from(seconds);
    step_of(seconds).map_or(100_000.0, seconds_of).round() as u32
}

/// How far from the middle one a report counts in full, in ln seconds.
const CLIP: f64 = 1.0;

/// The moments of one group's reports, one ln seconds a worker and that worker's weight. What is
/// further from their weighted median than a factor of e counts as if it were there: a forgotten
/// tab is no work.
pub fn weighted_moments(logs: &mut [(f64, f64)]) -> Moments {
    logs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let half = logs.iter().map(|it| it.1).sum::<f64>() / 2.0;
    let mut all = Moments::NONE;
    let median = weighted_median(logs, half);
    for (log, weight) in logs.iter() {
        all.add_weighted(pool::within(median - CLIP, *log, median + CLIP), *weight);
    }
    all
}

/// The same where each worker weighs 1.
pub fn moments(logs: &mut [f64]) -> Moments {
    let mut weighted: Vec<(f64, f64)> = logs.iter().map(|it| (*it, 1.0)).collect();
    weighted_moments(&mut weighted)
}

/// Where half of the weight lies below; between two values if it falls between them.
fn weighted_median(sorted: &[(f64, f64)], half: f64) -> f64 {
    let mut below = 0.0;
    for (at, (log, weight)) in sorted.iter().enumerate() {
        below += weight;
        if (below - half).abs() < 1e-9 {
            let next = sorted.get(at + 1).map_or(*log, |it| it.0);
            return (log + next) / 2.0;
        }
        if half < below {
            return *log;
        }
    }
    0.0
}

/// How early these reports are, 0..=1: 0 where all of them could have taken for ever.
pub(crate) fn earliness(reports: &Reports) -> f64 {
    let sd = reports.spread().sqrt();
    let each = reports.seen.iter();
    let early = each.map(|(s, n)| n * hazard((s - reports.mean) / sd).min(1.0));
    early.sum::<f64>() / reports.n
}

/// Reports of others.
pub(crate) struct Reports<'a> {
    /// How many they count.
    pub(crate) n: f64,
    /// Their mean, in ln seconds.
    pub(crate) mean: f64,
    /// The sum of their squared distances from it.
    pub(crate) squared: f64,
    /// How much longer they took than such reports usually will, in ln seconds.
    pub(crate) slow: f64,
    /// The variance of such reports before any is known, and how many reports that is worth.
    pub(crate) usual: (f64, f64),
    /// What any number of reports leaves open of the median.
    pub(crate) left_open: f64,
    /// Where they are cut off: ln seconds and how many.
    pub(crate) seen: &'a [(f64, f64)],
    /// How much of the correction counts.
    pub(crate) trust: f64,
}

impl Reports<'_> {
    /// Their variance, by themselves.
    pub(crate) fn spread(&self) -> f64 {
        let (usual, weight) = self.usual;
        (weight * usual + self.squared) / (weight + (self.n - 1.0).max(0.0))
    }

    /// Their variance around a median: what is unknown of it makes a normal report a Student's t, so
    /// a report far from where the median must be counts less.
    fn spread_around(&self, median: f64) -> f64 {
        let (usual, weight) = self.usual;
        let off = self.mean - self.slow - median;
        (weight * usual + self.squared + self.n * off * off) / (weight + self.n)
    }
}

/// A step in ln seconds that is too small to matter: a two-thousandth of the time.
const CONVERGED: f64 = 5e-4;

/// Mean and variance of the normal posterior of a group's median after these reports.
pub(crate) fn posterior(mean: f64, variance: f64, reports: &Reports) -> (f64, f64) {
    let reported = reports.mean - reports.slow;
    let precision = 1.0 / variance;
    let known = reports.n / reports.spread();
    let mut mode = (mean * precision + reported * known) / (precision + known);
    let mut curvature = precision;
    for _ in 0..12 {
        let spread = reports.spread_around(mode);
        let sd = spread.sqrt();
        // All reports share what they leave open, so together they count less.
        let believed = 1.0 / (spread + reports.n * reports.left_open);
        curvature = precision + reports.n * believed;
        let mut slope = precision * (mean - mode) + reports.n * believed * (reported - mode);
        let trust = reports.trust * believed;
        let seen = if 0.0 < trust { reports.seen } else { &[] };
        for (s, n) in seen {
            let z = (s - reports.slow - mode) / sd;
            let hazard = hazard(z);
            slope += trust * n * hazard * sd;
            curvature -= trust * n * hazard * (z + hazard);
        }
        curvature = curvature.max(precision);
        let step = slope / curvature;
        mode += step;
        if step.abs() < CONVERGED {
            break;
        }
    }
    (mode, 1.0 / curvature)
}

/// phi(z) / Phi(z) of the standard normal.
pub fn hazard(z: f64) -> f64 {
    if z < -5.0 {
        // Laplace's continued fraction.
        return -(z + 1.0 / (z + 2.0 / (z + 3.0 / z)));
    }
    let density = (-0.5 * z * z).exp() * 0.398_942_280_401_432_7;
    density / below(z, density)
}

/// Phi(z) by Abramowitz and Stegun 26.2.17 (error below 7.5e-8), for the lower tail from the same
/// polynomial without the cancellation.
fn below(z: f64, density: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z.abs());
    let polynomial = [
        1.330_274_429,
        -1.821_255_978,
        1.781_477_937,
        -0.356_563_782,
        0.319_381_530,
    ];
    let tail = density * polynomial.iter().fold(0.0, |sum, it| (sum + it) * t);
    if z < 0.0 { tail } else { 1.0 - tail }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_hazard_is_that_of_the_normal() {
        for (z, expected) in [
            (0.0, 0.797_884_6),
            (1.0, 0.287_600_0),
            (-2.0, 2.373_215),
            (-4.9, 5.088_9),
            (-5.1, 5.281_9),
            (-20.0, 20.049_7),
            (6.0, 6.076e-9),
        ] {
            let found = hazard(z);
            assert!(
                (found - expected).abs() < 2e-3 * expected.max(1e-3),
                "{z}: {found}"
            );
        }
    }

    #[test]
    fn a_step_holds_its_seconds_to_a_tenth() {
        for seconds in [1.0, 7.0, 59.0, 600.0, 40_000.0, 86_400.0] {
            let back = seconds_of(step_of(seconds).unwrap());
            assert!((back / seconds - 1.0).abs() < 0.1, "{seconds} {back}");
        }
        assert_eq!([0.0, 86_401.0, f64::NAN].map(step_of), [None; 3]);
    }

    /// Four reports around 5, or `n` around `mean`, of which nothing is unusual.
    fn reports(n: f64, mean: f64, seen: &[(f64, f64)]) -> Reports<'_> {
        Reports {
            n,
            mean,
            squared: 0.5 * n,
            slow: 0.0,
            usual: (0.5, 1e9),
            left_open: 0.0,
            seen,
            trust: 1.0,
        }
    }

    #[test]
    fn reports_that_could_take_for_ever_are_pooled_as_usual() {
        let plain = posterior(6.0, 0.5, &reports(4.0, 5.0, &[]));
        assert!((plain.0 - 5.2).abs() < 1e-5 && (plain.1 - 0.1).abs() < 1e-5);
        let late = posterior(6.0, 0.5, &reports(4.0, 5.0, &[(11.0, 4.0)]));
        assert!((late.0 - plain.0).abs() < 1e-5);
        let early = posterior(6.0, 0.5, &reports(4.0, 5.0, &[(5.2, 4.0)]));
        assert!(plain.0 + 0.1 < early.0 && plain.1 < early.1, "{early:?}");
    }

    #[test]
    fn a_report_far_from_all_that_is_known_counts_less() {
        let of = |mean: f64, weight: f64| {
            let it = Reports {
                squared: 0.0,
                usual: (0.5, weight),
                ..reports(1.0, mean, &[])
            };
            (posterior(6.0, 0.5, &it).0 - 6.0) / (mean - 6.0)
        };
        assert!((of(6.1, 5.0) - 0.5).abs() < 0.1);
        assert!(of(9.0, 5.0) < 0.6 * of(6.1, 5.0));
        assert!(
            (of(9.0, 1e9) - 0.5).abs() < 1e-4,
            "not where the spread is known"
        );
    }

    #[test]
    fn first_tasks_are_known_to_be_slow() {
        let slow = Reports {
            slow: 0.3,
            ..reports(4.0, 5.3, &[])
        };
        let plain = posterior(6.0, 0.5, &reports(4.0, 5.0, &[]));
        assert!((posterior(6.0, 0.5, &slow).0 - plain.0).abs() < 1e-5);
    }

    proptest! {
        #[test]
        fn stays_between_the_reports_and_not_far_above_the_prior(
            mean in 1.0..9.0_f64, variance in 0.05..2.0_f64, n in 1.0..30.0_f64,
            reported in 1.0..9.0_f64, above in 0.0..3.0_f64, weight in 3.0..1e9_f64,
        ) {
            let seen = [(reported + above, n)];
            let it = Reports { usual: (0.5, weight), ..reports(n, reported, &seen) };
            let (mode, left) = posterior(mean, variance, &it);
            // n reports that all came at the last moment pull by n / (mode - reported) at the most.
            let furthest = mean.max(reported) + (n * variance).sqrt() + 1.0;
            prop_assert!(mean.min(reported) - 1e-3 <= mode && mode <= furthest, "{mode}");
            prop_assert!(0.0 < left && left <= variance + 1e-9);
        }
    }
}
