//! The evaluation as a page of Markdown. Figures are percentages, over task groups / over owners.

use std::fmt::Write as _;

use tallystick_core::kind;

use crate::baseline::{Baseline, NAMES};
use crate::cells::{self, Method, percent};
use crate::data::Group;
use crate::early;
use crate::evaluate::{self, Case, Order};
use crate::model::Fitted;
use crate::own::{self, OwnCase};
use crate::score;
use crate::unknown;
use crate::verdict::{self, FLOORS};

/// One owner left out: what was fitted on all others, and that owner's groups.
#[derive(Debug)]
pub struct Fold<'a> {
    /// Fitted on the others.
    pub fitted: Fitted,
    /// The simple methods, fitted on the others.
    pub baseline: Baseline,
    /// Those left out.
    pub groups: Vec<&'a Group>,
}

const NS: [usize; 4] = [0, 1, 3, 10];

/// The page.
pub fn page(folds: &[Fold]) -> String {
    let mut text = HEAD.to_owned();
    let n: usize = folds.iter().map(|it| it.groups.len()).sum();
    let _ = writeln!(text, "{n} task groups by {} owners.\n", folds.len());
    text.push_str(LEGEND);
    let (mut lost, mut compared) = (String::new(), 0);
    for (order, name) in [
        (Order::Random, "random order"),
        (Order::Submission, "order of submission"),
    ] {
        for n in NS.into_iter().filter(|n| order == Order::Random || 0 < *n) {
            let title = format!("{n}, in {name}");
            compared += errors(&mut text, &mut lost, folds, &title, (n, order));
        }
    }
    let n_lost = lost.lines().count();
    let _ = writeln!(
        text,
        "## Where a simple method is better\n\nIn {n_lost} of {compared} cells:\n"
    );
    text.push_str(LOST);
    text.push_str(&lost);
    text.push_str("\n## How much one report can tell\n\n");
    early::ceiling(&mut text, folds);
    text.push_str("## Early reports: truncation or censoring\n\n");
    text.push_str(EARLY);
    early::corrections(&mut text, folds);
    text.push_str("## Where the row does not tell how many tasks there are\n\n");
    unknown::tasks(&mut text, folds);
    text.push_str("\n## Intervals\n\n");
    text.push_str(INTERVALS);
    intervals(&mut text, folds);
    text.push_str("\n## The worker's own times\n\n");
    text.push_str(OWN);
    own_times(&mut text, folds);
    text.push_str("\n## The requester's other groups\n\n");
    text.push_str(REQUESTER);
    requester(&mut text, folds);
    text.push_str("\n## Warnings\n\n");
    text.push_str(WARNINGS);
    warnings(&mut text, folds);
    text
}

const HEAD: &str = "# How good the pay estimates are\n\n\
    Written by `cargo run --release -p tallystick-fit -- DATA_FOLDER`; [pay.md](pay.md) explains the method and the limits.\n\
    Every figure is for task groups of an owner (the owner of the repository that published them, standing for the requester) whom the fit had not seen:\n\
    each owner is left out in turn, and everything, the simple methods too, is fitted on the others.\n";
const LEGEND: &str = "What is estimated is the median over workers of each worker's own median time in the group. \
    Figures are over task groups / with each owner weighing the same. \
    A report is one worker's time; in random order it is drawn at random (20 draws a group), in order of submission it is the first time of the first workers to submit, looked at somewhere between the last of them and the next (4 moments). \
    Groups with fewer than twice as many workers as reports are left out. \
    *Error* is the median of |estimate / truth − 1|; *×1.5*, *×2* and *75 %* the share of estimates within that factor or error; \
    *side* the share on the right side of $7.25 an hour.\n\n";
const LOST: &str =
    "| reports | measure | over | method | its | ours |\n|---|---|---|---|---|---|\n";
const EARLY: &str = "The first to submit. Censoring is told of everybody who began. Both corrections are fitted on the other owners by the same measure, at moments between two reports.\n\n";
const INTERVALS: &str = "Share of the 80 % intervals that hold, and the median factor from the middle to either end.\n\n";
const OWN: &str = "The next time of a worker after *own* earlier ones in the group and *others* reports of others: share within ×1.5 and ×2 of the estimate, of the last own time, and of the raw median of the last three; share of 80 % intervals that hold. At most 30 workers a group, each group counting the same.\n\n";
const REQUESTER: &str = "No report on the group itself, but up to ten on other groups of the same owner (one worker each, groups at random), for owners with at least two groups.\n\n";
const WARNINGS: &str = "Over task groups, reports in random order. *False alarm*: of the groups that pay the floor, the share called `underpaid` (and `probably underpaid`). *Missed*: of those that do not, the share called `fair` (and `likely fair`). *Sure* is the share of all groups that get one of the two verdicts without a probably or likely, *right* the share of these that are right.\n\n";

fn cases<'a>(folds: &[Fold<'a>], n: usize, order: Order) -> Vec<Vec<Case<'a>>> {
    folds
        .iter()
        .map(|it| evaluate::cases(&it.fitted, &it.groups, n, order))
        .collect()
}

/// Writes a table of methods; cells that a simple one wins go to `lost`. Gives how many cells were
/// compared.
fn errors(
    text: &mut String,
    lost: &mut String,
    folds: &[Fold],
    title: &str,
    how: (usize, Order),
) -> usize {
    let _ = writeln!(text, "## Reports of others: {title}\n");
    text.push_str(cells::HEAD);
    let all = cases(folds, how.0, how.1);
    let mut simple = Vec::new();
    for (at, name) in NAMES.iter().enumerate() {
        let mut judged = Vec::new();
        for (fold, cases) in folds.iter().zip(&all) {
            let said = cases
                .iter()
                .filter_map(|it| Some((it, fold.baseline.say(it)[at]?)));
            judged.extend(said.map(|(case, seconds)| score::judged(case, seconds)));
        }
        simple.extend(Method::of(name, &judged));
    }
    simple.iter().for_each(|it| it.write(text));
    let ours = Method::of("**Tallystick**", &early::ours(all.iter().flatten()));
    ours.iter().for_each(|it| it.write(text));
    text.push('\n');
    ours.map_or(0, |it| cells::lost(lost, title, &it, &simple))
}

fn intervals(text: &mut String, folds: &[Fold]) {
    text.push_str("| reports | kind | groups | group's median | ×/÷ | next time | ×/÷ |\n");
    text.push_str("|---|---|---|---|---|---|---|\n");
    for (order, name) in [(Order::Random, "at random"), (Order::Submission, "first")] {
        for n in NS.into_iter().filter(|n| order == Order::Random || 0 < *n) {
            let all: Vec<Case> = cases(folds, n, order).into_iter().flatten().collect();
            for (kind, fits) in kinds(order) {
                let some: Vec<&Case> = all.iter().filter(|it| fits(it.group)).collect();
                let mut ids: Vec<*const Group> =
                    some.iter().map(|it| std::ptr::from_ref(it.group)).collect();
                ids.dedup();
                let [a, b] = [false, true].map(|by_owner| score::intervals(&some, by_owner));
                let pair = |a: f64, b: f64| format!("{} / {}", percent(a), percent(b));
                let _ = writeln!(
                    text,
                    "| {n} {name} | {kind} | {} | {} | {:.1} | {} | {:.1} |",
                    ids.len(),
                    pair(a.typical, b.typical),
                    a.typical_width,
                    pair(a.next, b.next),
                    a.next_width,
                );
            }
        }
    }
}

type Kind = (&'static str, fn(&Group) -> bool);

fn kinds(order: Order) -> Vec<Kind> {
    let all: Vec<Kind> = vec![
        ("all", |_| true),
        ("with a claimed time", |it| it.claim.is_some()),
        ("without", |it| it.claim.is_none()),
        ("prose", |it| {
            kind::is_prose(it.facts.title.as_deref().unwrap_or(""))
        }),
        ("several tasks a worker", Group::is_batch),
        ("one task a worker", |it| !it.is_batch()),
        ("course projects", |it| it.is_class),
        ("others", |it| !it.is_class),
    ];
    let shown = if order == Order::Random { all.len() } else { 1 };
    all.into_iter().take(shown).collect()
}

fn own_times(text: &mut String, folds: &[Fold]) {
    text.push_str("| own | others | workers | estimate ×1.5, ×2 | last one | last three | others' median | holds |\n");
    text.push_str("|---|---|---|---|---|---|---|---|\n");
    for (k, n) in [(1, 0), (1, 3), (3, 0), (3, 3), (10, 0), (10, 3)] {
        let each = folds.iter();
        let cases: Vec<OwnCase> = each
            .flat_map(|it| own::cases(&it.fitted, &it.groups, k, n))
            .collect();
        let share = |said: &dyn Fn(&OwnCase) -> Option<f64>| {
            let near = |factor: f64| {
                own::share(&cases, |it| {
                    said(it).is_some_and(|said| (said - it.next).abs() <= f64::ln(factor))
                })
            };
            format!("{}, {}", percent(near(1.5)), percent(near(2.0)))
        };
        let holds = own::share(&cases, |it| {
            (it.said.low..=it.said.high).contains(&it.next.exp())
        });
        let others = if n == 0 {
            "–".to_owned()
        } else {
            share(&|it| it.others)
        };
        let _ = writeln!(
            text,
            "| {k} | {n} | {} | {} | {} | {} | {others} | {} |",
            cases.len(),
            share(&|it| Some(it.said.median.ln())),
            share(&|it| Some(it.last)),
            share(&|it| Some(it.last_three)),
            percent(holds),
        );
    }
}

fn requester(text: &mut String, folds: &[Fold]) {
    text.push_str(cells::HEAD);
    for (name, reports) in [
        ("the row alone", 0),
        ("and the requester's other groups", 10),
    ] {
        let several = folds.iter().filter(|it| 2 <= it.groups.len());
        let cases: Vec<Case> = several
            .flat_map(|it| evaluate::requester_cases(&it.fitted, &it.groups, reports))
            .collect();
        let line = Method::of(name, &early::ours(cases.iter()));
        line.iter().for_each(|it| it.write(text));
    }
}

fn warnings(text: &mut String, folds: &[Fold]) {
    text.push_str(
        "| floor | groups that pay it | reports | false alarm | missed | sure | right |\n",
    );
    text.push_str("|---|---|---|---|---|---|---|\n");
    for floor in FLOORS {
        for n in NS {
            let all: Vec<Case> = cases(folds, n, Order::Random)
                .into_iter()
                .flatten()
                .collect();
            let it = verdict::verdicts(&all, floor);
            let _ = writeln!(
                text,
                "| ${}.{:02} | {} | {n} | {} (+ {}) | {} (+ {}) | {} | {} |",
                floor / 100,
                floor % 100,
                percent(it.paying),
                percent(it.false_alarm),
                percent(it.doubtful_alarm),
                percent(it.missed),
                percent(it.doubtful_miss),
                percent(it.sure),
                percent(it.sure_right),
            );
        }
    }
}
