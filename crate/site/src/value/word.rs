//! The platforms' words for what came of an assignment, in one vocabulary.

use tallystick_wire::facts::Outcome;

/// What a word means; spaces, `_`, `-` and case vary. `None`: not known to us.
pub fn outcome(word: &str) -> Option<Outcome> {
    let word: String = word
        .chars()
        .map(|c| if c.is_alphabetic() { c } else { ' ' })
        .flat_map(char::to_lowercase)
        .collect();
    let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(match word.as_str() {
        "active" | "assigned" | "reserved" => Outcome::Active,
        "awaiting review" | "pending" | "pending employer review" | "submitted" => {
            Outcome::Submitted
        }
        "approved" | "approved pending payment" => Outcome::Approved,
        "paid" | "satisfied paid" => Outcome::Paid,
        "not satisfied" | "rejected" => Outcome::Rejected,
        "returned" => Outcome::Returned,
        "expired" | "timed out" => Outcome::Expired,
        "screened out" => Outcome::ScreenedOut,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_dashes_and_case_vary() {
        for (word, expected) in [
            ("AWAITING REVIEW", Some(Outcome::Submitted)),
            ("awaiting_review", Some(Outcome::Submitted)),
            ("TIMED-OUT", Some(Outcome::Expired)),
            ("Timed out", Some(Outcome::Expired)),
            ("SCREENED_OUT", Some(Outcome::ScreenedOut)),
            ("Approved\u{a0}-", Some(Outcome::Approved)),
            ("Satisfied & paid", Some(Outcome::Paid)),
            ("Not-Satisfied", Some(Outcome::Rejected)),
            ("Revise", None),
            ("", None),
        ] {
            assert_eq!(outcome(word), expected, "{word}");
        }
    }
}
