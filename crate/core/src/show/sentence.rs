//! The estimate's evidence as a worker would say it: "12 others took about 8 min (4–16 min). You are
//! usually 20 % faster. The title says 5 min." It refuses to know how much each piece counts.

use super::text::{self, count};
use super::words;
use crate::pay::{Basis, Estimate, Interval, Source, Speed};
use crate::show::evidence::whole;

/// A difference in speed below this many per cent is not worth a word.
const PER_CENT_MIN: u32 = 5;

/// One short sentence a piece, what others and I did before what the row says.
pub(super) fn why(estimate: &Estimate, speed: Speed) -> String {
    let said = |wanted: fn(&Source) -> bool| {
        let fits = estimate.basis.iter().filter(move |it| wanted(&it.source));
        fits.map(sentence)
    };
    let mut all: Vec<String> =
        said(|it| matches!(it, Source::Group | Source::PlatformAverage)).collect();
    all.extend(said(|it| *it == Source::Own));
    all.extend(pace(speed));
    all.extend(said(|it| *it == Source::Requester));
    if all.is_empty() {
        all.extend(said(|it| {
            matches!(
                it,
                Source::Reward | Source::RewardAndAllotted | Source::Allotted
            )
        }));
    }
    all.extend(said(|it| matches!(it, Source::Claim(_))));
    all.join(" ")
}

fn sentence(it: &Basis) -> String {
    let n = whole(it.n);
    match it.source {
        Source::Group => [&count(n, "other", "others"), " took ", &about(it.seconds)].concat(),
        Source::Own => [
            "By your last ",
            &count(n, "task", "tasks"),
            " the next takes ",
            &about(it.seconds),
        ]
        .concat(),
        Source::Requester => [
            "By this requester's other tasks it takes ",
            &about(it.seconds),
        ]
        .concat(),
        Source::PlatformAverage => ["The platform measured ", &about(it.seconds)].concat(),
        Source::Claim(by) => {
            let time = text::duration(it.seconds.median);
            ["The ", words::claimant(by), " says ", &time, "."].concat()
        }
        Source::Reward => ["Tasks with such a reward take ", &about(it.seconds)].concat(),
        Source::Allotted => ["Tasks with such a limit take ", &about(it.seconds)].concat(),
        Source::RewardAndAllotted => [
            "Tasks with such a reward and limit take ",
            &about(it.seconds),
        ]
        .concat(),
    }
}

/// "about 8 min (4–16 min)."
fn about(it: Interval) -> String {
    let range = text::duration_range(it.low, it.high);
    ["about ", &text::duration(it.median), " (", &range, ")."].concat()
}

/// "You are usually 20 % faster."
fn pace(speed: Speed) -> Option<String> {
    let per_cent = whole((speed.mean.exp() - 1.0).abs() * 100.0);
    let how = if speed.mean < 0.0 { "faster" } else { "slower" };
    (PER_CENT_MIN <= per_cent)
        .then(|| ["You are usually ", &per_cent.to_string(), " % ", how, "."].concat())
}
