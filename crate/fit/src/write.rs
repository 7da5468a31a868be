//! Writes the fitted constants as the Rust file that `core` ships. Figures are rounded to four
//! decimals, far below what the data can tell apart.

use std::fmt::Write as _;

use tallystick_core::model::{Line, Model};

/// The text of `crate/core/src/generated.rs`.
pub fn generated(model: &Model, n_groups: usize, n_owners: usize, n_times: usize) -> String {
    let mut text = format!(
        "//! The constants that are fitted on completions. Written by `cargo run --release -p\n\
         //! tallystick-fit -- DATA_FOLDER`: do not edit. Their meaning is in [`crate::model`], how good\n\
         //! they are in docs/pay-figures.md.\n\
         //!\n\
         //! From {n_times} assignments of {n_groups} paid task groups by {n_owners} requesters\n\
         //! (MTurk, accept-to-submit times).\n\n\
         use crate::model::{{Line, Model}};\n\n\
         /// The fitted model.\n\
         pub const FITTED: Model = Model {{\n    lines: [\n"
    );
    for line in &model.lines {
        lines(&mut text, line);
    }
    text.push_str("    ],\n");
    for (name, value) in figures(model) {
        field(&mut text, 4, name, value);
    }
    list(&mut text, "truncation", &model.truncation);
    list(&mut text, "learning", &model.learning);
    list(&mut text, "next_tails", &model.next_tails);
    text.push_str("};\n");
    text
}

fn figures(model: &Model) -> [(&'static str, f64); 14] {
    [
        ("row_loosening", model.row_loosening),
        ("several", model.several),
        ("time_loosening", model.time_loosening),
        ("requester_share", model.requester_share),
        ("workers_variance", model.workers_variance),
        ("workers_weight", model.workers_weight),
        ("group_variance", model.group_variance),
        ("early_variance", model.early_variance),
        ("early_tails", model.early_tails),
        ("group_tails", model.group_tails),
        ("first_slow", model.first_slow),
        ("speed_variance", model.speed_variance),
        ("person_variance", model.person_variance),
        ("own_variance", model.own_variance),
    ]
}

fn lines(text: &mut String, line: &Line) {
    text.push_str("        Line {\n");
    for (name, value) in [
        ("base", line.base),
        ("reward", line.reward),
        ("cheap", line.cheap),
        ("allotted", line.allotted),
        ("tasks", line.tasks),
        ("prose", line.prose),
        ("variance", line.variance),
        ("claim_share", line.claim_share),
        ("claim_base", line.claim_base),
        ("claim_variance", line.claim_variance),
    ] {
        field(text, 12, name, value);
    }
    text.push_str("        },\n");
}

fn field(text: &mut String, indent: usize, name: &str, value: f64) {
    let _ = writeln!(text, "{:indent$}{name}: {},", "", number(value));
}

fn list(text: &mut String, name: &str, values: &[f64]) {
    let values: Vec<String> = values.iter().map(|it| number(*it)).collect();
    let _ = writeln!(text, "    {name}: [{}],", values.join(", "));
}

/// At most four decimals, always a float, never a negative zero.
fn number(value: f64) -> String {
    format!("{:?}", (value * 1e4).round() / 1e4 + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_floats_of_four_decimals() {
        for (value, expected) in [(1.0, "1.0"), (0.123_46, "0.1235"), (-0.000_01, "0.0")] {
            assert_eq!(number(value), expected);
        }
    }
}
