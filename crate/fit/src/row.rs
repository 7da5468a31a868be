//! Fits what a row's facts alone say of the time: a line for each set of known facts, how much a
//! claimed time counts beside it, and what both leave open. Odd groups pull a line only in
//! proportion (Huber's loss).

use std::collections::{BTreeMap, BTreeSet};

use tallystick_core::assumed::Z_80;
use tallystick_core::kind;
use tallystick_core::model::{ALLOTTED, Line, REWARD, TASKS, ln_cheap, ln_tasks, looseness};

use crate::data::Group;
use crate::matrix::{huber, mean, quantile};

/// The powers of the reward that are tried for what is left open of cheap tasks.
const LOOSENINGS: [f64; 9] = [0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5];
/// Pulls slopes to 0: as many groups with a log fact one off its mean.
const SLOPE_PENALTY: f64 = 0.3;
/// The same for prose, whose groups are few owners'.
const PROSE_PENALTY: f64 = 2.0;

/// How much a claim counts beside other facts, before the data: more than half. Few owners claim
/// times, and where pay is better than on MTurk (Prolific, Connect) the reward says less.
const CLAIM_SHARE: f64 = 0.6;
/// How strongly the share is held there: as many groups whose claim is one off.
const CLAIM_PENALTY: f64 = 4.0;

/// Every set of known facts.
const SETS: [usize; 8] = [0, 1, 2, 3, 4, 5, 6, 7];

/// A group as the row's fit sees it.
#[derive(Debug, Clone)]
pub struct Example<'a> {
    /// Whose it is.
    pub owner: &'a str,
    /// ln dollars, ln hours allotted, ln tasks.
    pub logs: [Option<f64>; 3],
    /// ln of the claimed seconds.
    pub claim: Option<f64>,
    /// Whether its title announces prose.
    pub is_prose: bool,
    /// Whether its workers usually did several tasks.
    pub is_batch: bool,
    /// ln of the true median.
    pub truth: f64,
    /// How much it counts in what is left open.
    pub weight: f64,
}

impl Example<'_> {
    /// The factor on variances for its reward.
    fn looseness(&self, loosening: f64) -> f64 {
        looseness(loosening, self.logs[0].map(f64::exp))
    }
}

/// The fitted part of the row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// By known facts.
    pub lines: [Line; 8],
    /// How much more is left open of cheap tasks.
    pub loosening: f64,
    /// Share of groups of which a worker usually does several tasks.
    pub several: f64,
    /// Which part of what is left open is common to all groups of one owner.
    pub requester_share: f64,
    /// For each owner the lines that were fitted on all others: what is fitted later on top of them
    /// must not take them for better than they are.
    pub without: BTreeMap<String, [Line; 8]>,
}

/// The examples of these groups.
pub fn examples<'a>(groups: &[&'a Group]) -> Vec<Example<'a>> {
    let mut of_owner: BTreeMap<&str, f64> = BTreeMap::new();
    for group in groups {
        *of_owner.entry(&group.owner).or_default() += 1.0;
    }
    let example = |group: &&'a Group| {
        let allotted = group.facts.allotted_seconds.map(f64::from);
        let n = of_owner[group.owner.as_str()];
        // The middle between a figure over groups and one over owners.
        let as_owner = groups.len() as f64 / of_owner.len() as f64 / n;
        Example {
            owner: &group.owner,
            logs: [
                Some(group.usd.ln()),
                allotted.map(|it| (it / 3_600.0).ln()),
                ln_tasks(group.facts.tasks),
            ],
            is_batch: group.is_batch(),
            claim: group.claim,
            is_prose: kind::is_prose(group.facts.title.as_deref().unwrap_or("")),
            truth: group.truth,
            weight: f64::midpoint(1.0, as_owner),
        }
    };
    groups.iter().map(example).collect()
}

/// Fits the lines and, on owners left out in turn, what they leave open.
pub fn fit(examples: &[Example]) -> Row {
    let all: Vec<&Example> = examples.iter().collect();
    let mut lines = SETS.map(|known| line(&all, known));
    let errors = left_out(examples);
    let loosening = loosening(&errors);
    for (known, line) in lines.iter_mut().enumerate() {
        line.variance = spread(&errors, loosening, |it| it.row[known]);
        line.claim_variance = spread(&errors, loosening, |it| it.claim[known]);
    }
    widen(&mut lines);
    let batch = |it: &Example| (f64::from(u8::from(it.is_batch)), it.weight);
    Row {
        lines,
        loosening,
        several: mean(&examples.iter().map(batch).collect::<Vec<_>>()),
        requester_share: likeness(&errors),
        without: without(&errors, &lines),
    }
}

/// The lines without each owner, with what is left open of all.
fn without(errors: &[LeftOut], all: &[Line; 8]) -> BTreeMap<String, [Line; 8]> {
    let open = |known: usize, line: &Line| Line {
        variance: all[known].variance,
        claim_variance: all[known].claim_variance,
        ..*line
    };
    let each = errors.iter().map(|it| {
        let lines = SETS.map(|known| open(known, &it.lines[known]));
        (it.example.owner.to_owned(), lines)
    });
    each.collect()
}

/// A fact that is missing leaves more open, never less, whatever the few groups say.
fn widen(lines: &mut [Line; 8]) {
    for known in SETS.into_iter().rev() {
        for more in SETS.into_iter().filter(|more| more & known == known) {
            let (variance, claim_variance) = (lines[more].variance, lines[more].claim_variance);
            let line = &mut lines[known];
            line.variance = line.variance.max(variance);
            line.claim_variance = line.claim_variance.max(claim_variance);
        }
    }
}

/// What a fit without an example's owner leaves open of it.
struct LeftOut<'a> {
    example: &'a Example<'a>,
    lines: [Line; 8],
    /// By known facts, without and with its claim.
    row: [Option<f64>; 8],
    claim: [Option<f64>; 8],
}

impl LeftOut<'_> {
    /// With everything that is known of the group.
    fn best(&self) -> f64 {
        let by_facts = SETS.into_iter().rev();
        let each = by_facts.filter_map(|known| self.claim[known].or(self.row[known]));
        each.into_iter().next().unwrap_or(0.0)
    }
}

fn left_out<'a>(examples: &'a [Example<'a>]) -> Vec<LeftOut<'a>> {
    let owners: BTreeSet<&str> = examples.iter().map(|it| it.owner).collect();
    let mut errors = Vec::new();
    for owner in owners {
        let others: Vec<&Example> = examples.iter().filter(|it| it.owner != owner).collect();
        let lines = SETS.map(|known| line(&others, known));
        for it in examples.iter().filter(|it| it.owner == owner) {
            let has = |known: usize| known & known_of(it) == known;
            let row = |known: usize| {
                (!is_bare(known) && has(known)).then(|| it.truth - predict(&lines[known], it))
            };
            let claim = |known: usize| {
                let claim = it.claim.filter(|_| has(known))?;
                Some(it.truth - with_claim(&lines[known], predict(&lines[known], it), claim))
            };
            errors.push(LeftOut {
                example: it,
                lines,
                row: SETS.map(row),
                claim: SETS.map(claim),
            });
        }
    }
    errors
}

/// How what is left open hangs on the reward: the power with which the errors are likeliest, their
/// size being a Laplace's (which odd groups move less than a normal's).
fn loosening(errors: &[LeftOut]) -> f64 {
    let unlikely = |loosening: f64| {
        let scale = |it: &LeftOut| it.example.looseness(loosening).sqrt();
        let sizes = errors
            .iter()
            .map(|it| (it.best().abs() / scale(it), it.example.weight));
        let scales = errors.iter().map(|it| (scale(it).ln(), it.example.weight));
        mean(&sizes.collect::<Vec<_>>()).ln() + mean(&scales.collect::<Vec<_>>())
    };
    let tried = LOOSENINGS.map(|it| (unlikely(it), it));
    let best = |a: (f64, f64), b: (f64, f64)| if b.0 < a.0 { b } else { a };
    tried.into_iter().fold((f64::INFINITY, 0.0), best).1
}

/// The variance, at a dollar, of the normal whose middle 80 % holds 80 % of the errors.
fn spread(errors: &[LeftOut], loosening: f64, of: impl Fn(&LeftOut) -> Option<f64>) -> f64 {
    let sized = |it: &LeftOut| Some(of(it)?.abs() / it.example.looseness(loosening).sqrt());
    let sizes: Vec<(f64, f64)> = errors
        .iter()
        .filter_map(|it| Some((sized(it)?, it.example.weight)))
        .collect();
    let sd = if sizes.is_empty() {
        1.0
    } else {
        quantile(&sizes, 0.8) / Z_80
    };
    sd * sd
}

/// Which part of the error's variance two groups of one owner share: over pairs, owners with more
/// pairs counting like the square root of them.
fn likeness(errors: &[LeftOut]) -> f64 {
    let squares: Vec<(f64, f64)> = errors
        .iter()
        .map(|it| (it.best().powi(2), it.example.weight))
        .collect();
    let mut by_owner: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for (at, a) in errors.iter().enumerate() {
        let owner = a.example.owner;
        for b in errors[..at].iter().filter(|b| b.example.owner == owner) {
            let pairs = by_owner.entry(owner).or_default();
            pairs.0 += a.best() * b.best();
            pairs.1 += 1.0;
        }
    }
    let products: Vec<(f64, f64)> = by_owner
        .values()
        .map(|(sum, n)| (sum / n, n.sqrt()))
        .collect();
    (mean(&products) / mean(&squares)).clamp(0.05, 0.9)
}

/// Whether neither reward nor limit is known: how many tasks there are says nothing by itself.
fn is_bare(known: usize) -> bool {
    known.is_multiple_of(TASKS)
}

/// Which facts an example has.
fn known_of(example: &Example) -> usize {
    let [reward, allotted, tasks] = example.logs.map(|it| usize::from(it.is_some()));
    reward * REWARD + allotted * ALLOTTED + tasks * TASKS
}

fn predict(line: &Line, example: &Example) -> f64 {
    let [reward, allotted, tasks] = example.logs.map(|it| it.unwrap_or(0.0));
    let prose = if example.is_prose { line.prose } else { 0.0 };
    let rewarded = line.reward * reward + line.cheap * ln_cheap(reward);
    line.base + rewarded + line.allotted * allotted + line.tasks * tasks + prose
}

fn with_claim(line: &Line, row: f64, claim: f64) -> f64 {
    row + line.claim_share * (claim - row) + line.claim_base
}

fn line(examples: &[&Example], known: usize) -> Line {
    let fits: Vec<&&Example> = examples
        .iter()
        .filter(|it| known & known_of(it) == known)
        .collect();
    let mut line = Line::default();
    if !is_bare(known) {
        let features = |it: &&&Example| {
            let used = |at: usize, part: usize| it.logs[at].filter(|_| known & part != 0);
            let prose = it.is_prose.then_some(1.0);
            let facts = [used(0, REWARD), used(1, ALLOTTED), used(2, TASKS)];
            let [reward, allotted, tasks] = facts.map(|it| it.unwrap_or(0.0));
            let cheap = facts[0].map_or(0.0, ln_cheap);
            vec![1.0, reward, cheap, allotted, tasks, prose.unwrap_or(0.0)]
        };
        let x: Vec<Vec<f64>> = fits.iter().map(features).collect();
        let y: Vec<f64> = fits.iter().map(|it| it.truth).collect();
        let mut penalty = [SLOPE_PENALTY; 6];
        (penalty[0], penalty[5]) = (0.0, PROSE_PENALTY);
        let found = huber(&x, &y, &vec![1.0; y.len()], &penalty);
        (line.base, line.reward, line.cheap) = (found[0], found[1], found[2]);
        (line.allotted, line.tasks, line.prose) = (found[3], found[4], found[5]);
    }
    (line.claim_base, line.claim_share) = claim(&fits, &line, known);
    line
}

/// What is added beside a claim, and how much the claim counts: all where nothing else is known.
fn claim(examples: &[&&Example], line: &Line, known: usize) -> (f64, f64) {
    let (mut x, mut y) = (Vec::new(), Vec::new());
    for it in examples {
        let Some(claim) = it.claim else { continue };
        let row = predict(line, it);
        let (above, truth) = if is_bare(known) {
            (0.0, it.truth - claim)
        } else {
            (claim - row, it.truth - row)
        };
        x.push(vec![1.0, above]);
        y.push(truth - CLAIM_SHARE * above);
    }
    if x.is_empty() {
        return (0.0, if is_bare(known) { 1.0 } else { CLAIM_SHARE });
    }
    let found = huber(&x, &y, &vec![1.0; y.len()], &[0.0, CLAIM_PENALTY]);
    let share = (CLAIM_SHARE + found[1]).clamp(0.0, 1.0);
    (found[0], if is_bare(known) { 1.0 } else { share })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(owner: &'static str, at: usize) -> Example<'static> {
        let (reward, allotted) = ((at % 5) as f64 - 2.0, (at % 3) as f64);
        Example {
            owner,
            logs: [Some(reward), Some(allotted), Some((at % 4) as f64)],
            claim: at.is_multiple_of(2).then_some(5.0 + (at % 7) as f64 / 3.0),
            is_prose: false,
            is_batch: false,
            truth: 6.0 + 0.6 * reward + 0.3 * allotted,
            weight: 1.0,
        }
    }

    #[test]
    fn finds_the_line_and_lets_no_odd_group_bend_it() {
        let owners = ["a", "b", "c", "d"];
        let mut all: Vec<Example> = (0..60).map(|at| example(owners[at % 4], at)).collect();
        all[7].truth += 5.0;
        let line = fit(&all).lines[7];
        assert!((line.base - 6.0).abs() < 0.1, "{line:?}");
        assert!(
            (line.reward - 0.6).abs() < 0.05 && (line.allotted - 0.3).abs() < 0.05,
            "{line:?}"
        );
        assert!(
            line.claim_share < 0.4,
            "the claims of this test say nothing: {line:?}"
        );
    }

    #[test]
    fn a_missing_fact_never_leaves_less_open() {
        let all: Vec<Example> = (0..60)
            .map(|at| example(["a", "b", "c"][at % 3], at))
            .collect();
        let lines = fit(&all).lines;
        assert!(lines[3].variance <= lines[1].variance && lines[3].variance <= lines[2].variance);
        assert!(lines[7].variance <= lines[3].variance);
        assert!(lines[3].claim_variance <= lines[0].claim_variance);
    }
}
