//! Text from workers, made harmless: what is invisible goes, what is said stays.
//!
//! Control characters (but line feeds and tabs in the text of a review), the bidi embeddings,
//! overrides and isolates that can make a line read as another (U+202A–202E, U+2066–2069), the
//! byte order mark and noncharacters are dropped silently: they come along with pasted text and
//! say nothing. Joiners and the plain direction marks stay, Hindi, Arabic and emoji need them.
//! HTML means nothing here: nobody makes HTML from text.

use tallystick_core::truncation;
use tallystick_wire::Review;
use tallystick_wire::id::RequesterKind;
use unicode_normalization::UnicodeNormalization;

use crate::secret::is_in;

/// The longest span by which a worker's clock may be ahead of the server's, in milliseconds.
const AHEAD_MAX_MS: i64 = 24 * 3_600_000;

/// A review as it may be stored and shown, or why it is refused, in words for the worker.
///
/// # Errors
/// The first thing that is wrong.
pub fn review(mut review: Review, now: i64) -> Result<Review, String> {
    review.text = text(&review.text);
    review.requester_name = line(&review.requester_name);
    if let Some(task) = &mut review.task {
        task.title = line(&task.title);
    }
    review.check().map_err(|wrong| wrong.0)?;
    check_requester(&review)?;
    let title = review.task.as_ref().map_or("", |it| it.title.as_str());
    if is_in(&review.text) || is_in(&review.requester_name) || is_in(title) {
        return Err(
            "Your secret (tss_…) is in this review: take it out, show it to nobody".to_owned(),
        );
    }
    coarsen(&mut review);
    if review.written_at < 0 || now.saturating_add(AHEAD_MAX_MS) < review.written_at {
        return Err("The review is dated in the future: set this computer's clock".to_owned());
    }
    Ok(review)
}

/// How long after its acceptance a task could have been seen tells when it was accepted: only as
/// finely as the estimate counts it.
fn coarsen(review: &mut Review) {
    let Some(measured) = &mut review.measured else {
        return;
    };
    let Some(seconds) = measured.seen_after_seconds else {
        return;
    };
    measured.seen_after_seconds = Some(truncation::coarse(seconds));
}

/// Free text: lines and tabs stay.
fn text(raw: &str) -> String {
    let lines = raw.replace("\r\n", "\n").replace('\r', "\n");
    lines
        .chars()
        .filter(|c| matches!(c, '\n' | '\t') || is_said(*c))
        .collect::<String>()
        .trim()
        .to_owned()
}

/// A name or a title: one line, single spaces.
fn line(raw: &str) -> String {
    let words = raw
        .split_whitespace()
        .map(|word| word.chars().filter(|c| is_said(*c)).collect());
    words
        .filter(|word: &String| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_said(c: char) -> bool {
    let bidi = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let nothing =
        c == '\u{feff}' || matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe;
    !(c.is_control() || bidi || nothing)
}

/// A key must be the same for everyone who means the same requester.
fn check_requester(review: &Review) -> Result<(), String> {
    let key = &review.requester;
    if key.value.trim() != key.value {
        return Err("The requester's key begins or ends with a space".to_owned());
    }
    if key.kind == RequesterKind::Name {
        let normal = normal_name(&key.value);
        if normal != key.value {
            return Err(format!(
                "The requester's name is not normalised (NFKC, lower case, single spaces): \
                 send {normal:?}"
            ));
        }
    }
    let group = review.task.as_ref().and_then(|task| task.group.as_ref());
    if group.is_some_and(|group| group.platform != key.platform) {
        return Err("The task group is of another platform than the requester".to_owned());
    }
    Ok(())
}

/// A name as a key holds it: NFKC, lower case, single spaces.
pub fn normal_name(name: &str) -> String {
    let folded = name.nfkc().collect::<String>().to_lowercase();
    let folded = folded.nfkc().collect::<String>();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut Review)) -> Result<Review, String> {
        let mut it: Review = serde_json::from_str(
            r#"{"id":"01890a5d-ac96-774b-bcce-b302099a8057","revision":1,
                "requester":{"platform":"connect","kind":"name","value":"acme lab"},
                "scores":{"fairness":3},"written_at":5}"#,
        )
        .unwrap();
        change(&mut it);
        review(it, 10)
    }

    #[test]
    fn drops_what_nobody_can_see_and_keeps_what_is_said() {
        let raw = "  a\u{0}b\u{202e}c\r\nनमस्ते 👩\u{200d}🔬 <b>\u{7f}\u{feff}\tשלום\u{200f} ";
        let cleaned = with(|it| it.text = raw.to_owned()).unwrap();
        assert_eq!(cleaned.text, "abc\nनमस्ते 👩\u{200d}🔬 <b>\tשלום\u{200f}");
        let named = with(|it| it.requester_name = " A\n\u{2066}B \t C ".to_owned()).unwrap();
        assert_eq!(named.requester_name, "A B C");
    }

    #[test]
    fn refuses_a_review_of_nothing_but_invisible_characters() {
        let empty = |it: &mut Review| {
            it.scores = Default::default();
            it.text = "\u{202e}\u{0}".to_owned();
        };
        assert!(with(empty).unwrap_err().contains("empty"));
    }

    #[test]
    fn refuses_names_that_are_not_normalised_and_says_what_to_send() {
        for (bad, good) in [
            ("Acme Lab", "acme lab"),
            ("acme  lab", "acme lab"),
            ("ａcme", "acme"),
        ] {
            let why = with(|it| it.requester.value = bad.to_owned()).unwrap_err();
            assert!(why.contains(&format!("{good:?}")), "{why}");
        }
        for good in [
            "acme lab",
            "ünïversity of łódź",
            "οδος",
            "प्रयोगशाला",
            "راشد 3",
        ] {
            assert!(
                with(|it| it.requester.value = good.to_owned()).is_ok(),
                "{good}"
            );
        }
    }

    #[test]
    fn refuses_dates_that_cannot_be() {
        assert!(with(|it| it.written_at = -1).is_err());
        assert!(with(|it| it.written_at = 10 + AHEAD_MAX_MS).is_ok());
        assert!(
            with(|it| it.written_at = 11 + AHEAD_MAX_MS)
                .unwrap_err()
                .contains("clock")
        );
    }
}
