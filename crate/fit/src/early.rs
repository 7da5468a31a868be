//! Two tables beside the main ones: what the corrections for early reports are worth, and how much
//! could be had from one report at all.

use std::fmt::Write as _;

use tallystick_core::prior;

use crate::cells::{self, Method, percent};
use crate::censoring;
use crate::evaluate::{self, Case, Order};
use crate::model::Fitted;
use crate::score::{self, Judged};
use crate::table::Fold;

/// The first reports to be submitted, uncorrected, truncated and censored, looked at between the
/// last of them and the next, and in the very moment of the last.
pub fn corrections(text: &mut String, folds: &[Fold]) {
    for (order, when) in [
        (Order::Submission, "looked at before the next one"),
        (Order::Instant, "looked at as the last one comes"),
    ] {
        for n in [1, 3, 10] {
            let _ = writeln!(text, "Reports: {n}, {when}\n");
            text.push_str(cells::HEAD);
            let how = (n, order);
            let said = [
                ("no correction", shipped(folds, how, uncorrected)),
                (
                    "right truncation (ships)",
                    shipped(folds, how, Fitted::clone),
                ),
                ("censoring", censored(folds, how)),
            ];
            for (name, judged) in said {
                let line = Method::of(name, &judged);
                line.iter().for_each(|it| it.write(text));
            }
            text.push('\n');
        }
    }
}

fn uncorrected(it: &Fitted) -> Fitted {
    Fitted {
        truncation: [0.0; 2],
        first_slow: 0.0,
        ..it.clone()
    }
}

fn shipped<'a>(
    folds: &[Fold<'a>],
    (n, order): (usize, Order),
    with: fn(&Fitted) -> Fitted,
) -> Vec<Judged<'a>> {
    let mut judged = Vec::new();
    for it in folds {
        let cases = evaluate::cases(&with(&it.fitted), &it.groups, n, order);
        judged.extend(ours(cases.iter()));
    }
    judged
}

fn censored<'a>(folds: &[Fold<'a>], (n, order): (usize, Order)) -> Vec<Judged<'a>> {
    let mut judged = Vec::new();
    for fold in folds {
        let model = fold.fitted.model();
        for case in evaluate::cases(&fold.fitted, &fold.groups, n, order) {
            let how = (n, case.looked);
            let ln = censoring::median(&model, case.group, how, fold.fitted.censoring);
            judged.extend(ln.map(|ln| score::judged(&case, ln.exp())));
        }
    }
    judged
}

/// What any fixed weight between the row and one report at random would reach, the weight chosen
/// on the very groups that are judged: an upper end that no honest choice can pass.
pub fn ceiling(text: &mut String, folds: &[Fold]) {
    let mut pairs = Vec::new();
    for fold in folds {
        let model = fold.fitted.model();
        for case in evaluate::cases(&fold.fitted, &fold.groups, 1, Order::Random) {
            let row = prior::with(&model, &case.group.facts).map(|it| it.mean);
            if let (Some(row), Some(report)) = (row, case.raw) {
                pairs.push((case, row, report.ln()));
            }
        }
    }
    let of = |weight: f64| {
        let said = |row: f64, report: f64| (row + weight * (report - row)).exp();
        let each = pairs.iter();
        let judged: Vec<Judged> = each
            .map(|(case, row, report)| score::judged(case, said(*row, *report)))
            .collect();
        [false, true].map(|by_owner| score::score(&judged, by_owner).within[1])
    };
    let all: Vec<[f64; 2]> = (0..=20).map(|at| of(f64::from(at) / 20.0)).collect();
    let best = |at: usize| all.iter().map(|it| it[at]).fold(0.0, f64::max);
    let _ = writeln!(
        text,
        "With one report at random, the best fixed weight between row and report, chosen with \
         hindsight on these groups, is within ×2 for {} of groups ({} of owners with the weight \
         that is best there). One report alone is within ×2 for {}, since one worker's time is \
         that far from the median.\n",
        percent(best(0)),
        percent(best(1)),
        percent(all[20][0]),
    );
}

/// Ours at `n` reports, as a list of judged figures.
pub fn ours<'a, 'b>(cases: impl Iterator<Item = &'b Case<'a>>) -> Vec<Judged<'a>>
where
    'a: 'b,
{
    cases
        .map(|it| score::judged(it, it.estimate.seconds.median))
        .collect()
}
