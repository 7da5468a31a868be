//! Precision-weighted pooling of normal evidence on the log of seconds, with each one's share.

use crate::assumed::Z_80;
use crate::pay::{Basis, Interval, Source};

/// A normal distribution and what it was made from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pool {
    pub(crate) mean: f64,
    pub(crate) variance: f64,
    pub(crate) basis: Vec<Basis>,
}

impl Pool {
    pub(crate) fn start(source: Source, mean: f64, variance: f64) -> Self {
        let seconds = interval(mean, variance);
        Self {
            mean,
            variance,
            basis: vec![Basis {
                source,
                seconds,
                n: 1.0,
                share: 1.0,
            }],
        }
    }

    /// Pools an independent piece of evidence in (normal-normal, closed form).
    pub(crate) fn add(&mut self, source: Source, n: f64, mean: f64, variance: f64) {
        let share = self.variance / (self.variance + variance);
        self.variance *= 1.0 - share;
        self.shift(
            share,
            Basis {
                source,
                seconds: interval(mean, variance),
                n,
                share,
            },
            mean,
        );
    }

    /// Moves the mean by `basis.share` of the way to `mean`.
    pub(crate) fn shift(&mut self, share: f64, basis: Basis, mean: f64) {
        self.mean += share * (mean - self.mean);
        for it in &mut self.basis {
            it.share *= 1.0 - share;
        }
        self.basis.push(basis);
    }
}

/// The 80 % interval of seconds whose log is normal.
pub(crate) fn interval(mean: f64, variance: f64) -> Interval {
    let half = Z_80 * variance.max(0.0).sqrt();
    Interval {
        low: (mean - half).exp(),
        median: mean.exp(),
        high: (mean + half).exp(),
    }
}

/// `value` within two bounds, the lower one for NaN. `f64::clamp` would do, but its assertion can
/// print floats, and that printing alone is 15 kB of a content script.
#[allow(clippy::manual_clamp, reason = "see above")]
pub(crate) fn within(low: f64, value: f64, high: f64) -> f64 {
    value.max(low).min(high)
}
