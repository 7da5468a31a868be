//! What the demo community has said of one requester: the same each time.
//!
//! Each requester has a character, drawn from its key; reviews scatter around it as real ones do.
//! About one in eight has no review, one in five has fewer than five.

use tallystick_core::prior;
use tallystick_wire::review::{Issue, Measured, Rejections, ReviewId, ReviewedTask};
use tallystick_wire::{Millis, Review, Score, Scores};

use super::dice::Dice;
use super::requester::Requester;
use super::words::{BAD, GOOD, MIDDLING};
use crate::statistics::DAY_MS;

/// Workers in the demo community.
pub const WORKERS: usize = 70;
/// How far back its reviews go, in days.
const PAST_DAYS: f64 = 420.0;
/// Work time where a task says nothing of it, in seconds.
const SOME_SECONDS: f64 = 300.0;

/// A review to be stored: who, when, what.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Which of the [`WORKERS`].
    pub worker: usize,
    /// When the server stored it.
    pub stored_at: Millis,
    /// The review.
    pub review: Review,
}

/// All that is said of a requester until `today`, in order of time.
pub fn of(requester: &Requester, today: i64) -> Vec<Said> {
    let mut dice = Dice::of(&format!("reviews of {}", requester.key));
    // From 0, whom workers avoid, to 1, whom they look for; few are at the ends.
    let character = (0.55 + 0.22 * dice.normal()).clamp(0.02, 0.98);
    // Work time over the expected: e^0.7 is twice as long.
    let slowness = 0.5 - 0.9 * character + 0.2 * dice.normal();
    let count = match dice.between(1, 16) {
        1 | 2 => 0,
        3..=5 => dice.between(1, 4),
        6..=12 => dice.between(5, 14),
        _ => dice.between(15, 40),
    };
    let first = dice.between(0, WORKERS as i64 - 1) as usize;
    let mut said: Vec<Said> = (0..count as usize)
        .filter_map(|number| {
            let worker = (first + number) % WORKERS;
            one(requester, character, slowness, (number, worker), today)
        })
        .collect();
    said.sort_by_key(|it| it.stored_at);
    said
}

fn one(
    requester: &Requester,
    character: f64,
    slowness: f64,
    (number, worker): (usize, usize),
    today: i64,
) -> Option<Said> {
    let mut dice = Dice::of(&format!("review {number} of {}", requester.key));
    // More of them are young than old.
    let days_ago = PAST_DAYS * dice.unit() * dice.unit();
    let stored_at = today * DAY_MS - (days_ago * DAY_MS as f64) as i64;
    let task = if dice.happens(0.8) {
        dice.pick(&requester.tasks).cloned()
    } else {
        None
    };
    let measured = task.as_ref().filter(|_| dice.happens(0.6));
    let measured = measured.map(|task| measure(task, slowness, &mut dice));
    let mood = (character + 0.15 * dice.normal()).clamp(0.0, 1.0);
    let review = Review {
        id: id(stored_at, &mut dice)?,
        revision: 1,
        requester: requester.key.clone(),
        requester_name: requester.name.clone(),
        scores: scores(mood, &mut dice),
        issues: issues(mood, &mut dice),
        rejections: rejections(mood, &mut dice),
        days_to_pay: days_to_pay(mood, &mut dice),
        text: text(mood, &mut dice),
        task,
        measured,
        written_at: stored_at,
    };
    review.check().ok()?;
    Some(Said {
        worker,
        stored_at,
        review,
    })
}

/// A UUIDv7 of the moment.
fn id(at: Millis, dice: &mut Dice) -> Option<ReviewId> {
    let time = format!("{at:012x}");
    let (high, low) = (time.get(..8)?, time.get(8..12)?);
    let hex = "0123456789abcdef";
    let (a, b, c) = (
        dice.letters(hex, 3),
        dice.letters(hex, 3),
        dice.letters(hex, 12),
    );
    ReviewId::try_from(format!("{high}-{low}-7{a}-8{b}-{c}")).ok()
}

fn measure(task: &ReviewedTask, slowness: f64, dice: &mut Dice) -> Measured {
    let claimed = task.claimed_seconds.map(f64::from);
    let expected = prior::median_seconds(task)
        .or(claimed)
        .unwrap_or(SOME_SECONDS);
    let seconds = expected * (slowness + 0.35 * dice.normal()).exp();
    Measured {
        work_seconds: seconds.clamp(3.0, 14_400.0) as u32,
        seen_after_seconds: None,
        order_in_batch: None,
    }
}

fn scores(mood: f64, dice: &mut Dice) -> Scores {
    let mut score = |left_out: f64| {
        let number = (1.0 + 4.0 * mood + 0.7 * dice.normal())
            .round()
            .clamp(1.0, 5.0) as u8;
        let says = !dice.happens(left_out);
        Score::try_from(number).ok().filter(|_| says)
    };
    Scores {
        communicativity: score(0.45),
        generosity: score(0.05),
        fairness: score(0.15),
        promptness: score(0.1),
    }
}

fn issues(mood: f64, dice: &mut Dice) -> Vec<Issue> {
    let likely = [0.10, 0.14, 0.16, 0.12, 0.04, 0.45];
    let each = Issue::ALL.into_iter().zip(likely);
    each.filter(|(_, at_worst)| dice.happens(at_worst * (1.0 - mood) * 1.4))
        .map(|(issue, _)| issue)
        .collect()
}

fn rejections(mood: f64, dice: &mut Dice) -> Option<Rejections> {
    if dice.happens(0.35) {
        return None;
    }
    let bad = 0.5 * (1.0 - mood) * (1.0 - mood);
    Some(match dice.unit() {
        it if it < bad * 0.6 => Rejections::Some,
        it if it < bad => Rejections::All,
        it if it < bad + 0.05 => Rejections::Overturned,
        _ => Rejections::None,
    })
}

fn days_to_pay(mood: f64, dice: &mut Dice) -> Option<u16> {
    let days = 9.0 * (1.0 - mood) * dice.unit() * 2.0;
    dice.happens(0.7).then_some(days as u16)
}

fn text(mood: f64, dice: &mut Dice) -> String {
    let phrases: &[&str] = match mood {
        it if it < 0.4 => &BAD,
        it if it < 0.65 => &MIDDLING,
        _ => &GOOD,
    };
    let says = dice.happens(0.6);
    dice.pick(phrases)
        .filter(|_| says)
        .map(|it| (*it).to_owned())
        .unwrap_or_default()
}
