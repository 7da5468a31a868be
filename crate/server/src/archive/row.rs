//! One row of an archive: the columns, what they may say, and the review that follows.
//!
//! This room refuses to know databases and which row came before.

use tallystick_wire::id::RequesterKind;
use tallystick_wire::review::{Issue, ReviewId};
use tallystick_wire::{Millis, PlatformId, RequesterKey, Review, Score, Scores};

use super::day::instant;
use crate::clean;
use crate::secret::sha256_hex;

/// The columns, as docs/archive.md describes them; the first of each is its name, the others are
/// what Turkopticon called it.
pub const COLUMNS: [&[&str]; 11] = [
    &["platform"],
    &["kind"],
    &["requester", "requester_id", "amzn_requester_id"],
    &["name", "requester_name", "amzn_requester_name"],
    &["communicativity", "comm"],
    &["generosity", "pay"],
    &["fairness", "fair"],
    &["promptness", "fast"],
    &["tos_violation", "tos_viol"],
    &["text", "description"],
    &["date", "created_at"],
];

/// A row's fields in the order of [`COLUMNS`]; missing columns are empty.
pub type Fields<'a> = [&'a str; COLUMNS.len()];

/// The review that a row says, and when; `nth` tells equal rows of one file apart.
///
/// # Errors
/// The first thing that is wrong with it, for the person who brings the archive.
pub fn review(fields: &Fields, platform: &PlatformId, now: Millis) -> Result<Review, String> {
    let [
        platform_said,
        kind,
        requester,
        name,
        scores @ ..,
        tos,
        text,
        date,
    ] = fields;
    let platform = match *platform_said {
        "" => platform.clone(),
        said => said.parse().map_err(|why| format!("{why}"))?,
    };
    let written_at = instant(date)?;
    if now < written_at {
        return Err(format!("the date {date:?} is in the future"));
    }
    let requester = requester_key(platform, kind, requester)?;
    let [communicativity, generosity, fairness, promptness] = *scores;
    let review = Review {
        id: id_of(fields, 0, written_at)?,
        revision: 1,
        requester,
        requester_name: (*name).to_owned(),
        task: None,
        scores: Scores {
            communicativity: score("communicativity", communicativity)?,
            generosity: score("generosity", generosity)?,
            fairness: score("fairness", fairness)?,
            promptness: score("promptness", promptness)?,
        },
        issues: yes("tos_violation", tos)?
            .then_some(Issue::TosViolation)
            .into_iter()
            .collect(),
        rejections: None,
        days_to_pay: None,
        text: (*text).to_owned(),
        measured: None,
        written_at,
    };
    clean::review(review, now)
}

/// The same row has the same id each time, so that an archive can be brought twice without harm;
/// `nth` counts equal rows of one file.
pub fn id_of(fields: &Fields, nth: usize, written_at: Millis) -> Result<ReviewId, String> {
    let joined = fields.join("\u{1f}");
    let hash = sha256_hex(format!("archive\u{1f}{nth}\u{1f}{joined}").as_bytes());
    let digits = |from: usize, to: usize| hash.get(from..to).unwrap_or_default();
    let at = format!("{:012x}", written_at.clamp(0, 0xffff_ffff_ffff));
    let (high, low) = at.split_at_checked(8).unwrap_or_default();
    let id = format!(
        "{high}-{low}-7{}-a{}-{}",
        digits(0, 3),
        digits(3, 6),
        digits(6, 18)
    );
    ReviewId::try_from(id).map_err(|why| format!("{why}"))
}

fn requester_key(platform: PlatformId, kind: &str, value: &str) -> Result<RequesterKey, String> {
    let (kind, value) = match kind {
        "" | "id" => (RequesterKind::Id, value.trim().to_owned()),
        "name" => (RequesterKind::Name, clean::normal_name(value)),
        "group" => (RequesterKind::Group, value.trim().to_owned()),
        other => return Err(format!("the kind {other:?} is none of id, name, group")),
    };
    RequesterKey::new(platform, kind, value).map_err(|why| format!("requester: {why}"))
}

/// 1 to 5; empty and 0 are "not applicable", as Turkopticon kept it.
fn score(column: &str, text: &str) -> Result<Option<Score>, String> {
    let wrong =
        || format!("{column} is {text:?}: give 1 to 5, or nothing (or 0) for not applicable");
    match text.trim() {
        "" | "0" => Ok(None),
        number => {
            let number: u8 = number.parse().map_err(|_| wrong())?;
            Score::try_from(number).map(Some).map_err(|_| wrong())
        }
    }
}

fn yes(column: &str, text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "" | "0" | "no" | "false" | "f" => Ok(false),
        "1" | "yes" | "true" | "t" => Ok(true),
        other => Err(format!("{column} is {other:?}: give yes or no")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = 1_800_000_000_000;

    fn row<'a>(change: impl FnOnce(&mut Fields<'a>)) -> Result<Review, String> {
        let mut fields = [
            "",
            "",
            "A1",
            "Acme",
            "5",
            "0",
            "",
            "1",
            "",
            "Paid late",
            "2015-03-02",
        ];
        change(&mut fields);
        review(&fields, &"mturk".parse().unwrap(), NOW)
    }

    #[test]
    fn nothing_and_0_are_not_applicable() {
        let scores = row(|_| ()).unwrap().scores.in_order();
        assert_eq!(
            scores.map(|it| it.map(Score::get)),
            [Some(5), None, None, Some(1)]
        );
    }

    #[test]
    fn the_same_row_has_the_same_id() {
        let (one, other) = (row(|_| ()).unwrap(), row(|_| ()).unwrap());
        assert_eq!(one.id, other.id);
        assert_ne!(one.id, row(|it| it[9] = "Paid").unwrap().id);
    }

    #[test]
    fn names_are_normalised_for_the_key() {
        let named = row(|it| (it[1], it[2]) = ("name", " Acme  LAB")).unwrap();
        assert_eq!(named.requester.value, "acme lab");
    }

    #[test]
    fn refuses_what_cannot_be_and_names_the_column() {
        type Change = fn(&mut Fields);
        let bad: [(Change, &str); 7] = [
            (|it| it[4] = "6", "communicativity"),
            (|it| it[7] = "good", "promptness"),
            (|it| it[10] = "", "date"),
            (|it| it[10] = "2999-01-01", "future"),
            (|it| it[2] = "", "requester"),
            (|it| it[8] = "maybe", "tos_violation"),
            (|it| (it[4], it[7], it[9]) = ("", "", ""), "empty"),
        ];
        for (change, word) in bad {
            let why = row(change).unwrap_err();
            assert!(why.contains(word), "{why}");
        }
    }
}
