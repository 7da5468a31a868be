//! Reputation: sufficient statistics of several backends, pooled and shrunk.

use tallystick_wire::Review;
use tallystick_wire::evidence::Tally;
use tallystick_wire::message::BackendEvidence;
use tallystick_wire::settings::Rates;

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
    /// Fewer than five.
    Few,
    /// Five or more.
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
    let _ = evidence;
    Pooled::default()
}

/// The standing that follows from pooled evidence.
pub fn standing(pooled: &Pooled) -> Standing {
    let _ = pooled;
    Standing {
        mean: None,
        scores: [None; 4],
        reviews: 0,
        recent: 0,
        state: State::Unrated,
    }
}

/// Adds one tally to another.
pub fn add(to: &mut Tally, more: &Tally) {
    let _ = (to, more);
}

/// Counts one visible review into a tally: everything but `reviewers`, which only the one who
/// knows the authors can count. Measured pay counts in US dollars at `rates`.
pub fn count_review(to: &mut Tally, review: &Review, rates: &Rates) {
    let _ = (to, review, rates);
}
