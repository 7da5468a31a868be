//! From the visible reviews of one requester to its line in the bucket.
//!
//! Always computed anew from all of them, so that nothing can drift and a better formula needs no
//! migration. This room refuses to know where the reviews came from and what day it is.

use std::collections::{BTreeMap, BTreeSet};

use crate::clean::normal_name;
use crate::publish::to_the_hour;
use crate::store::name::Named;
use tallystick_core::reputation::REJECTIONS;
use tallystick_core::{prior, rates, truncation};
use tallystick_wire::evidence::{GroupTally, GroupTimes, Tally};
use tallystick_wire::id::RequesterKind;
use tallystick_wire::review::Issue;
use tallystick_wire::settings::Rates;
use tallystick_wire::{Aggregate, Currency, Millis, Moments, Review};

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;
/// The days that count as recent.
pub const RECENT_DAYS: i64 = 90;
/// The most former names that travel with a requester.
const OLD_NAMES_MAX: usize = 5;
/// The most task groups whose scores travel with a requester: where each task is a group of its
/// own, the line would grow by every review.
const GROUP_TALLIES_MAX: usize = 24;

/// One visible review and who said it.
#[derive(Debug, Clone, PartialEq)]
pub struct Voice {
    /// The public name of the worker.
    pub author: String,
    /// When the server stored this revision.
    pub stored_at: Millis,
    /// What it weighs, above 0; see `core::trust`.
    pub weight: f64,
    /// What is said.
    pub review: Review,
}

/// The day since 1970 (UTC) of an instant.
pub const fn day_of(instant: Millis) -> i64 {
    instant.div_euclid(DAY_MS)
}

/// Whether something of `stored_at` counts as recent on `today`.
pub const fn is_recent(stored_at: Millis, today: i64) -> bool {
    today - RECENT_DAYS < day_of(stored_at)
}

/// The day on which the first of the recent reviews is recent no more.
pub fn stale_on(voices: &[Voice], today: i64) -> Option<i64> {
    let recent = voices
        .iter()
        .map(|it| it.stored_at)
        .filter(|at| is_recent(*at, today));
    recent.min().map(|oldest| day_of(oldest) + RECENT_DAYS)
}

/// The line of a requester: `key` is its look-up key, `voices` its visible reviews, newest first.
pub fn aggregate(key: &str, voices: &[Voice], today: i64) -> Aggregate {
    let rates = rates::built_in();
    let recent = voices.iter().filter(|it| is_recent(it.stored_at, today));
    let (name, old_names) = names(voices);
    Aggregate {
        key: key.to_owned(),
        name,
        old_names,
        all: tally(voices.iter(), &rates),
        recent: tally(recent, &rates),
        groups: groups(voices),
        group_tallies: group_tallies(voices, today, &rates),
        newest_at: to_the_hour(
            voices
                .iter()
                .map(|it| it.stored_at)
                .max()
                .unwrap_or_default(),
        ),
    }
}

fn tally<'v>(voices: impl Iterator<Item = &'v Voice>, rates: &Rates) -> Tally {
    let mut tally = Tally::default();
    let mut authors = BTreeSet::new();
    let mut heads = Heads::default();
    for voice in voices {
        authors.insert(voice.author.as_str());
        tally.reviews += 1;
        count(&mut tally, voice, &mut heads, rates);
    }
    tally.issues = heads.issues.map(up);
    tally.rejections = heads.rejections.map(up);
    tally.scores.iter_mut().for_each(round);
    round(&mut tally.days_to_pay);
    round(&mut tally.log_hourly_usd);
    round(&mut tally.log_time_ratio);
    tally.reviewers = u32::try_from(authors.len()).unwrap_or(u32::MAX);
    tally
}

/// Weighted counts before they are rounded up to heads.
#[derive(Default)]
struct Heads {
    issues: [f64; 6],
    rejections: [f64; 4],
}

/// If anyone said it, it is not 0.
fn up(weight: f64) -> u32 {
    // Sums of tenths may lie a hair above a whole number.
    (weight - 1e-6).ceil().max(0.0) as u32
}

fn count(tally: &mut Tally, voice: &Voice, heads: &mut Heads, rates: &Rates) {
    let (review, weight) = (&voice.review, voice.weight);
    for (moments, score) in tally.scores.iter_mut().zip(review.scores.in_order()) {
        if let Some(score) = score {
            moments.add_weighted(f64::from(score.get()), weight);
        }
    }
    for (count, issue) in heads.issues.iter_mut().zip(Issue::ALL) {
        *count += weight * f64::from(u8::from(review.issues.contains(&issue)));
    }
    for (count, answer) in heads.rejections.iter_mut().zip(REJECTIONS) {
        *count += weight * f64::from(u8::from(review.rejections == Some(answer)));
    }
    if let Some(days) = review.days_to_pay {
        tally.days_to_pay.add_weighted(f64::from(days), weight);
    }
    if let Some(value) = log_hourly_usd(review, rates) {
        tally.log_hourly_usd.add_weighted(value, weight);
    }
    if let Some(value) = log_time_ratio(review) {
        tally.log_time_ratio.add_weighted(value, weight);
    }
}

/// To five decimals: a hundred-thousandth of a log is one of the time, and half the bytes.
fn round(logs: &mut Moments) {
    logs.n = (logs.n * 1e5).round() / 1e5;
    logs.sum = (logs.sum * 1e5).round() / 1e5;
    logs.squares = (logs.squares * 1e5).round() / 1e5;
}

/// ln of measured pay an hour in US dollars: reward × 3,600 / work seconds.
fn log_hourly_usd(review: &Review, rates: &Rates) -> Option<f64> {
    let seconds = f64::from(review.measured?.work_seconds);
    let reward = review.task.as_ref()?.reward?;
    let hourly = rates::convert(reward, Currency::USD, rates)?.major() * 3_600.0 / seconds;
    (0.0 < hourly).then(|| hourly.ln())
}

/// ln of measured work time over the prior's median for the facts of the same task.
fn log_time_ratio(review: &Review) -> Option<f64> {
    let seconds = f64::from(review.measured?.work_seconds);
    let expected = prior::median_seconds(review.task.as_ref()?)?;
    (0.0 < expected).then(|| (seconds / expected).ln())
}

/// What one worker says of one group: the mean of their own logs, whether one of them is of a later
/// task than their first, and since when, by the server's clock, the first of their tasks was
/// accepted, where they say how long ago that was.
#[derive(Default)]
struct OwnTimes {
    logs: Moments,
    weight: f64,
    is_later: bool,
    accepted_at: Option<Millis>,
}

fn group_of(voice: &Voice) -> Option<&str> {
    let group = voice.review.task.as_ref()?.group.as_ref()?;
    Some(&group.value)
}

/// Scores by group, in the order of their ids; where there are too many, of the groups whose reviews
/// weigh most of late, so that nobody can push the others out by reviews of groups without end.
fn group_tallies(voices: &[Voice], today: i64, rates: &Rates) -> Vec<GroupTally> {
    let mut said: BTreeMap<&str, Vec<&Voice>> = BTreeMap::new();
    for voice in voices {
        if let Some(group) = group_of(voice) {
            said.entry(group).or_default().push(voice);
        }
    }
    let scored = |it: &&Voice| it.review.scores.in_order().iter().any(Option::is_some);
    said.retain(|_, voices| voices.iter().any(scored));
    let mut groups: Vec<(&str, Vec<&Voice>)> = said.into_iter().collect();
    groups.sort_by(|(_, a), (_, b)| {
        let ((a_late, a_all), (b_late, b_all)) = (weights_of(a, today), weights_of(b, today));
        b_late.total_cmp(&a_late).then(b_all.total_cmp(&a_all))
    });
    groups.truncate(GROUP_TALLIES_MAX);
    groups.sort_by_key(|it| it.0);
    let groups = groups.into_iter();
    groups
        .map(|(group, voices)| {
            let voices = voices.into_iter();
            let recent = voices.clone().filter(|it| is_recent(it.stored_at, today));
            GroupTally {
                group: group.to_owned(),
                all: scores_of(voices, rates),
                recent: scores_of(recent, rates),
            }
        })
        .collect()
}

/// What these reviews weigh together: the recent ones, and all.
fn weights_of(voices: &[&Voice], today: i64) -> (f64, f64) {
    let recent = voices.iter().filter(|it| is_recent(it.stored_at, today));
    let recent = recent.map(|it| it.weight).sum();
    (recent, voices.iter().map(|it| it.weight).sum())
}

/// A tally of heads and scores only: the rest is the requester's, and the times have a list of
/// their own.
fn scores_of<'v>(voices: impl Iterator<Item = &'v Voice>, rates: &Rates) -> Tally {
    let Tally {
        reviewers,
        reviews,
        scores,
        ..
    } = tally(voices, rates);
    Tally {
        reviewers,
        reviews,
        scores,
        ..Tally::default()
    }
}

/// Measured times by group, one value a worker.
fn groups(voices: &[Voice]) -> Vec<GroupTimes> {
    let mut said: BTreeMap<&str, (Millis, BTreeMap<&str, OwnTimes>)> = BTreeMap::new();
    for voice in voices {
        if let (Some(group), Some(measured)) = (group_of(voice), voice.review.measured) {
            let (newest, workers) = said.entry(group).or_default();
            *newest = voice.stored_at.max(*newest);
            let own = workers.entry(&voice.author).or_default();
            own.logs.add(f64::from(measured.work_seconds).ln());
            own.weight = own.weight.max(voice.weight);
            own.is_later |= measured.order_in_batch.is_some_and(|it| 1 < it);
            let seen_after = measured.seen_after_seconds.map(|it| i64::from(it) * 1_000);
            let accepted_at = seen_after.map(|it| voice.stored_at.saturating_sub(it));
            own.accepted_at = own.accepted_at.into_iter().chain(accepted_at).min();
        }
    }
    let each = said.into_iter();
    each.map(|(group, (newest, workers))| group_times(group, newest, &workers))
        .collect()
}

fn group_times(group: &str, newest: Millis, workers: &BTreeMap<&str, OwnTimes>) -> GroupTimes {
    let own = workers.values();
    let mut logs: Vec<(f64, f64)> = own.map(|it| (it.logs.sum / it.logs.n, it.weight)).collect();
    let later = workers.values().filter(|it| it.is_later);
    let later: f64 = later.map(|it| it.weight).sum();
    let mut seen: BTreeMap<u8, f64> = BTreeMap::new();
    for own in workers.values() {
        let Some(accepted_at) = own.accepted_at else {
            continue;
        };
        let seconds = newest.saturating_sub(accepted_at) as f64 / 1_000.0;
        if let Some(step) = truncation::step_of(seconds) {
            *seen.entry(step).or_default() += own.weight;
        }
    }
    let mut log_seconds = truncation::weighted_moments(&mut logs);
    round(&mut log_seconds);
    GroupTimes {
        group: group.to_owned(),
        log_seconds,
        later: (later * 1e5).round() / 1e5,
        as_of: if seen.is_empty() {
            0
        } else {
            to_the_hour(newest)
        },
        seen: seen.into_iter().collect(),
    }
}

/// The present name and the former ones, newest first.
fn names(voices: &[Voice]) -> (String, Vec<String>) {
    let mut names = named(voices).into_iter().map(|it| it.name);
    (
        names.next().unwrap_or_default(),
        names.take(OLD_NAMES_MAX).collect(),
    )
}

/// The names that count, newest first, each as it is written most recently. A single worker
/// cannot rename a requester for everyone: a name counts once two have said it, unless nobody
/// agrees on any.
pub fn named(voices: &[Voice]) -> Vec<Named> {
    let only_a_name = |it: &Voice| it.review.requester.kind == RequesterKind::Name;
    let mut said: Vec<(Named, BTreeSet<&str>)> = Vec::new();
    for voice in voices.iter().filter(|it| !only_a_name(it)) {
        let name = voice.review.requester_name.as_str();
        if name.is_empty() {
            continue;
        }
        let folded = normal_name(name);
        let at = voice.stored_at;
        match said.iter_mut().find(|(known, _)| known.folded == folded) {
            Some((known, by)) => {
                known.first_at = known.first_at.min(at);
                by.insert(&voice.author);
            }
            None => {
                let named = Named {
                    folded,
                    name: name.to_owned(),
                    workers: 1,
                    first_at: at,
                    newest_at: at,
                };
                said.push((named, BTreeSet::from([voice.author.as_str()])));
            }
        }
    }
    if said.iter().any(|(_, by)| 2 <= by.len()) {
        said.retain(|(_, by)| 2 <= by.len());
    } else {
        said.truncate(1);
    }
    let workers = |by: BTreeSet<&str>| i64::try_from(by.len()).unwrap_or(i64::MAX);
    said.into_iter()
        .map(|(named, by)| Named {
            workers: workers(by),
            ..named
        })
        .collect()
}

#[cfg(test)]
#[path = "statistics_tests.rs"]
mod tests;
