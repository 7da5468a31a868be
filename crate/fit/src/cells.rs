//! The cells of the tables: one method's figures over groups and over owners, and in which cells a
//! simple method is better than the estimate.

use std::fmt::Write as _;

use crate::score::{self, Judged, Score};

/// The head of a table of methods.
pub const HEAD: &str = "| method | error | ×1.5 | ×2 | 75 % | side |\n|---|---|---|---|---|---|\n";

/// What is measured, as the columns are called.
const MEASURES: [&str; 5] = ["error", "×1.5", "×2", "75 %", "side"];

/// A method's line of a table.
#[derive(Debug, Clone)]
pub struct Method {
    name: String,
    /// Over task groups, and with each owner weighing the same.
    scores: [Score; 2],
}

impl Method {
    /// `None` where it says nothing of any case.
    pub fn of(name: &str, judged: &[Judged]) -> Option<Self> {
        (!judged.is_empty()).then(|| Self {
            name: name.to_owned(),
            scores: [false, true].map(|by_owner| score::score(judged, by_owner)),
        })
    }

    /// Writes the line.
    pub fn write(&self, text: &mut String) {
        let [groups, owners] = self.scores.map(measured);
        let pairs = groups.iter().zip(owners);
        let cells: Vec<String> = pairs
            .map(|(a, b)| format!("{} / {}", percent(*a), percent(b)))
            .collect();
        let _ = writeln!(text, "| {} | {} |", self.name, cells.join(" | "));
    }
}

/// Writes a line for each cell in which one of `others` is better than `ours` by a whole point, and
/// gives how many cells were compared.
pub fn lost(text: &mut String, table: &str, ours: &Method, others: &[Method]) -> usize {
    for (at, over) in ["groups", "owners"].into_iter().enumerate() {
        for (measure, name) in MEASURES.into_iter().enumerate() {
            let figure = |it: &Method| (measured(it.scores[at])[measure] * 100.0).round();
            // An error is good where it is small.
            let sign = if measure == 0 { -1.0 } else { 1.0 };
            let better = |it: &&Method| sign * figure(ours) < sign * figure(it);
            for it in others.iter().filter(better) {
                let _ = writeln!(
                    text,
                    "| {table} | {name} | {over} | {} | {:.0} % | {:.0} % |",
                    it.name,
                    figure(it),
                    figure(ours)
                );
            }
        }
    }
    2 * MEASURES.len() * others.len()
}

fn measured(it: Score) -> [f64; 5] {
    [
        it.error,
        it.within[0],
        it.within[1],
        it.within_75,
        it.right_side,
    ]
}

/// "81 %", or a dash for what is no number.
pub fn percent(share: f64) -> String {
    if share.is_finite() {
        format!("{:.0} %", share * 100.0)
    } else {
        "–".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn method(error: f64, within: f64) -> Method {
        let score = Score {
            error,
            within: [within; 2],
            within_75: within,
            right_side: within,
        };
        Method {
            name: "it".to_owned(),
            scores: [score; 2],
        }
    }

    #[test]
    fn a_smaller_error_and_a_larger_share_are_better() {
        let mut text = String::new();
        let others = [method(0.2, 0.5), method(0.301, 0.704), method(0.4, 0.8)];
        assert_eq!(lost(&mut text, "0", &method(0.3, 0.7), &others), 30);
        assert_eq!(text.lines().count(), 2 + 8, "{text}");
        assert!(text.starts_with("| 0 | error | groups | it | 20 % | 30 % |"));
    }
}
