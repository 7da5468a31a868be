//! Reputation: sufficient statistics of several backends, pooled by adding, shrunk when shown.
//!
//! "Not applicable" is absent, never 0. Counts and means are over the same visible reviews. This
//! module refuses to know whether backends share members: each one's voices count.

use tallystick_wire::Currency;
use tallystick_wire::Review;
use tallystick_wire::evidence::{Moments, Tally};
use tallystick_wire::message::BackendEvidence;
use tallystick_wire::review::{Issue, Rejections};
use tallystick_wire::settings::Rates;

use crate::assumed::{COMMUNITY_SCORE, COMMUNITY_SCORE_WEIGHT};
use crate::{prior, rates};

/// From how many reviews on a standing is more than "few reviews".
pub const RATED_FROM: u32 = 5;

/// Everything that the backends say together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Pooled {
    /// Over all time.
    pub all: Tally,
    /// Over the last 90 days.
    pub recent: Tally,
}

/// How much is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// No review.
    Unrated,
    /// Fewer than [`RATED_FROM`].
    Few,
    /// That many or more.
    Rated,
}

/// A requester's standing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// The mean score, 1..=5, shrunk towards the community's; `None` if nobody gave a score.
    pub mean: Option<f64>,
    /// The four scores, each shrunk, in their fixed order.
    pub scores: [Option<f64>; 4],
    /// Visible reviews.
    pub reviews: u32,
    /// Those of the last 90 days.
    pub recent: u32,
    /// How much is known.
    pub state: State,
}

/// Adds what the backends say.
pub fn pooled(evidence: &[BackendEvidence]) -> Pooled {
    let mut pooled = Pooled::default();
    for backend in evidence {
        add(&mut pooled.all, &backend.aggregate.all);
        add(&mut pooled.recent, &backend.aggregate.recent);
    }
    pooled
}

/// The standing that follows from pooled evidence.
///
/// A mean R of n scores is shown as (n·R + m·C) / (n + m) with the community's mean C and its
/// weight m. The mean over the four questions is that of the raw means, shrunk by the largest n:
/// the four answers of one reviewer are not four voices.
pub fn standing(pooled: &Pooled) -> Standing {
    towards(pooled, &[COMMUNITY_SCORE; 4], COMMUNITY_SCORE)
}

/// The standing of one task group of a requester; `None` if nobody has reviewed it.
///
/// Shrunk as a requester's is, but towards what the requester's other reviews show instead of the
/// community's mean: a group with few reviews looks like its requester, and one of which there is
/// nothing but this group looks the same as the requester itself. A backend that keeps no scores by
/// group only speaks of the requester.
pub fn of_group(evidence: &[BackendEvidence], group: &str) -> Option<Standing> {
    let mut own = Pooled::default();
    let tallies = evidence.iter().flat_map(|it| &it.aggregate.group_tallies);
    for it in tallies.filter(|it| it.group == group) {
        add(&mut own.all, &it.all);
        add(&mut own.recent, &it.recent);
    }
    if own.all.reviews == 0 {
        return None;
    }
    let mut others = pooled(evidence);
    for (all, own) in others.all.scores.iter_mut().zip(own.all.scores) {
        all.n -= own.n;
        all.sum -= own.sum;
        all.squares -= own.squares;
    }
    let others = standing(&others);
    let scores = others.scores.map(|it| it.unwrap_or(COMMUNITY_SCORE));
    let mean = others.mean.unwrap_or(COMMUNITY_SCORE);
    Some(towards(&own, &scores, mean))
}

/// The standing, pulled towards these scores and this mean.
fn towards(pooled: &Pooled, usual: &[f64; 4], usual_mean: f64) -> Standing {
    let scores = pooled.all.scores.map(score_moments);
    let asked = scores.iter().flatten();
    let n_asked = asked.clone().count();
    let n = asked.clone().map(|it| it.n).fold(0.0, f64::max);
    let raw: f64 = asked.map(|it| it.sum / it.n).sum();
    let reviews = pooled.all.reviews;
    let mut shrunk = [None; 4];
    for ((shrunk, said), usual) in shrunk.iter_mut().zip(scores).zip(usual) {
        *shrunk = said.map(|it| shrink(it.n, it.sum / it.n, *usual));
    }
    Standing {
        mean: (0 < n_asked).then(|| shrink(n, raw / n_asked as f64, usual_mean)),
        scores: shrunk,
        reviews,
        recent: pooled.recent.reviews.min(reviews),
        state: match reviews {
            0 => State::Unrated,
            few if few < RATED_FROM => State::Few,
            _ => State::Rated,
        },
    }
}

/// Adds one tally to another.
pub fn add(to: &mut Tally, more: &Tally) {
    to.reviewers = to.reviewers.saturating_add(more.reviewers);
    to.reviews = to.reviews.saturating_add(more.reviews);
    for (to, more) in to.scores.iter_mut().zip(more.scores) {
        *to += more;
    }
    for (to, more) in to.issues.iter_mut().zip(more.issues) {
        *to = to.saturating_add(more);
    }
    for (to, more) in to.rejections.iter_mut().zip(more.rejections) {
        *to = to.saturating_add(more);
    }
    to.days_to_pay += more.days_to_pay;
    to.log_hourly_usd += more.log_hourly_usd;
    to.log_time_ratio += more.log_time_ratio;
}

/// Counts one visible review into a tally: everything but `reviewers`, which only the one who
/// knows the authors can count. Measured pay counts in US dollars at `rates`.
pub fn count_review(to: &mut Tally, review: &Review, rates: &Rates) {
    to.reviews = to.reviews.saturating_add(1);
    for (moments, score) in to.scores.iter_mut().zip(review.scores.in_order()) {
        if let Some(score) = score {
            moments.add(f64::from(score.get()));
        }
    }
    for (count, issue) in to.issues.iter_mut().zip(Issue::ALL) {
        *count = count.saturating_add(u32::from(review.issues.contains(&issue)));
    }
    if let Some(said) = review.rejections {
        for (count, answer) in to.rejections.iter_mut().zip(REJECTIONS) {
            *count = count.saturating_add(u32::from(said == answer));
        }
    }
    if let Some(days) = review.days_to_pay {
        to.days_to_pay.add(f64::from(days));
    }
    count_measured(to, review, rates);
}

/// The order in which a tally counts the answers on rejections.
pub const REJECTIONS: [Rejections; 4] = [
    Rejections::None,
    Rejections::Some,
    Rejections::All,
    Rejections::Overturned,
];

fn count_measured(to: &mut Tally, review: &Review, rates: &Rates) {
    let (Some(measured), Some(task)) = (review.measured, &review.task) else {
        return;
    };
    let seconds = f64::from(measured.work_seconds);
    if seconds <= 0.0 {
        return;
    }
    if let Some(median) = prior::median_seconds(task) {
        to.log_time_ratio.add((seconds / median).ln());
    }
    let Some(reward) = task.reward.filter(|it| 0 < it.minor) else {
        return;
    };
    if let Some(factor) = rates::factor(reward.currency, Currency::USD, rates) {
        to.log_hourly_usd
            .add((reward.major() * factor * 3_600.0 / seconds).ln());
    }
}

/// Scores from a backend, if they can be scores at all.
fn score_moments(moments: Moments) -> Option<Moments> {
    let mean = moments.sum / moments.n;
    let fits = 0.0 < moments.n && moments.n <= 1e9 && (1.0..=5.0).contains(&mean);
    fits.then_some(moments)
}

fn shrink(n: f64, mean: f64, usual: f64) -> f64 {
    (n * mean + COMMUNITY_SCORE_WEIGHT * usual) / (n + COMMUNITY_SCORE_WEIGHT)
}

#[cfg(test)]
mod tests;
