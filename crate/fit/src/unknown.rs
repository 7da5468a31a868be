//! The estimate where the row does not tell how many tasks of the group one worker could do, as on
//! platforms that say nothing of it.

use std::fmt::Write as _;

use crate::cells::{self, Method};
use crate::data::Group;
use crate::early;
use crate::evaluate::{self, Order};
use crate::score;
use crate::table::Fold;

/// A line for each number and order of reports.
pub fn tasks(text: &mut String, folds: &[Fold]) {
    text.push_str(&cells::HEAD.replace("method", "reports"));
    let mut held = [f64::NAN; 2];
    let hidden: Vec<(&Fold, Vec<Group>)> = folds.iter().map(|it| (it, without(it))).collect();
    for (n, order, name) in [
        (0, Order::Random, "0"),
        (1, Order::Random, "1 at random"),
        (3, Order::Random, "3 at random"),
        (10, Order::Random, "10 at random"),
        (1, Order::Submission, "1 first"),
        (3, Order::Submission, "3 first"),
        (10, Order::Submission, "10 first"),
    ] {
        let mut cases = Vec::new();
        for (fold, groups) in &hidden {
            let groups: Vec<&Group> = groups.iter().collect();
            cases.extend(evaluate::cases(&fold.fitted, &groups, n, order));
        }
        let line = Method::of(name, &early::ours(cases.iter()));
        line.iter().for_each(|it| it.write(text));
        if n == 0 {
            let all: Vec<_> = cases.iter().collect();
            held = [false, true].map(|by_owner| score::intervals(&all, by_owner).typical);
        }
    }
    let [groups, owners] = held.map(cells::percent);
    let _ = writeln!(
        text,
        "\nWithout a report {groups} / {owners} of its 80 % intervals hold."
    );
}

fn without(fold: &Fold) -> Vec<Group> {
    let hidden = |it: &&Group| {
        let mut it = (*it).clone();
        it.facts.tasks = None;
        it
    };
    fold.groups.iter().map(hidden).collect()
}
