//! Whether and where a text names a unit of time at all, seen without reading it: most do not, and to read
//! every word of a description takes longer than a whole estimate.
//!
//! It may see one where there is none, which costs only time. It refuses to know amounts.

use super::words::{self, HOUR, MINUTE, SECOND};

/// The longest unit in ASCII: "segundos".
const UNIT_MAX_BYTES: usize = 8;
/// The shortest word that can hold number and unit: "einstund".
const WHOLE_MIN_BYTES: usize = 8;
/// What such words have inside, and "minütig" and the like begin with.
const INSIDE: [&[u8]; 3] = [b"minut", b"stund", b"sekun"];

/// No abbreviation has so many letters: a point behind such a word ends a sentence.
const SENTENCE_END_BYTES: usize = 7;

/// What of the text reading can find a time in: from the beginning of the sentence that names the
/// first unit; `None` where there is none. What is said in sentences before it does not count.
pub(super) fn from_unit(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let (mut at, mut sentence, mut n_letters) = (0, 0, 0);
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii_alphabetic() {
            let word = run(bytes.get(at..).unwrap_or(&[]));
            if is_unit(word, bytes.get(..at).unwrap_or(&[])) {
                return text.get(sentence..);
            }
            at += word.len();
            n_letters = word.len();
            continue;
        }
        if !byte.is_ascii() {
            match foreign(bytes.get(at..).unwrap_or(&[])) {
                Some(n_bytes) => at += n_bytes,
                None => return text.get(sentence..),
            }
        } else {
            at += 1;
            let ends = matches!(byte, b'.' | b'!' | b'?' | b';');
            if ends && SENTENCE_END_BYTES <= n_letters && bytes.get(at) == Some(&b' ') {
                sentence = at;
            }
        }
        n_letters = 0;
    }
    None
}

/// The letters that begin it.
fn run(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|it| !it.is_ascii_alphabetic());
    bytes.get(..end.unwrap_or(bytes.len())).unwrap_or(bytes)
}

fn is_unit(word: &[u8], before: &[u8]) -> bool {
    let first = word.first().map_or(0, u8::to_ascii_lowercase);
    match word.len() {
        // "5m", "1 h", "1h30"; "Amazon's" has none.
        1 => first == b'h' || (matches!(first, b'm' | b's') && follows_number(before)),
        n if n <= UNIT_MAX_BYTES && begins_unit(word) => {
            let mut lower = [0; UNIT_MAX_BYTES];
            for (to, from) in lower.iter_mut().zip(word) {
                *to = from.to_ascii_lowercase();
            }
            let known = words::find(lower.get(..n).unwrap_or(&[]));
            known.roles & (MINUTE | HOUR | SECOND) != 0 || (WHOLE_MIN_BYTES <= n && is_whole(word))
        }
        n => WHOLE_MIN_BYTES <= n && is_whole(word),
    }
}

/// Whether a word of at least two letters has the first ones of a unit: all other words, which are
/// nearly all, need not be looked up.
fn begins_unit(word: &[u8]) -> bool {
    let at = |n: usize| word.get(n).map_or(b' ', u8::to_ascii_lowercase);
    matches!(
        &[at(0), at(1), at(2)],
        b"min"
            | b"mn "
            | b"mns"
            | b"heu"
            | b"hor"
            | b"hou"
            | b"hr "
            | b"hrs"
            | b"sec"
            | b"seg"
            | b"sek"
            | b"std"
            | b"stu"
            | b"ora"
            | b"ore"
    )
}

fn is_whole(word: &[u8]) -> bool {
    let is_inside = |part: &[u8]| {
        matches!(part, [b'm' | b'M' | b's' | b'S', ..])
            && INSIDE.iter().any(|it| part.eq_ignore_ascii_case(it))
    };
    word.windows(5).any(is_inside)
}

/// A number, with a mark between at the most.
fn follows_number(before: &[u8]) -> bool {
    let is_mark = |it: &&u8| matches!(**it, b'.' | b'\'' | b'`');
    let before = before.strip_suffix("’".as_bytes()).unwrap_or(before);
    let last = before.iter().rev().find(|it| !is_mark(it));
    last.is_some_and(|it| it.is_ascii_digit() || !it.is_ascii())
}

/// The bytes of a character beyond ASCII that is passed over; `None` for one that can be part of a
/// number or unit: accents, fractions, full-width forms, Devanagari, and marks that nobody sees.
fn foreign(bytes: &[u8]) -> Option<usize> {
    match *bytes {
        // No-break space, currencies.
        [0xC2, 0xA0 | 0xA2 | 0xA3 | 0xA5, ..] => Some(2),
        [0xC2 | 0xC3 | 0xCC | 0xCD | 0xE0 | 0xEF, ..]
        | [0xE2, 0x80, 0x8B..=0x8F | 0xAA..=0xAE, ..]
        | [0xE2, 0x81, 0xA0..=0xA9, ..] => None,
        [first, ..] => Some(first.leading_ones().clamp(1, 4) as usize),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> bool {
        from_unit(text).is_some()
    }

    #[test]
    fn reads_from_the_sentence_that_names_the_first_unit() {
        for (text, expected) in [
            ("Answer our questions. It takes 5 min.", " It takes 5 min."),
            (
                "Answer approx. 5 min of them",
                "Answer approx. 5 min of them",
            ),
            (
                "Listen. Compare! 5 min? Questions. 6 min",
                " 5 min? Questions. 6 min",
            ),
        ] {
            assert_eq!(from_unit(text), Some(expected));
        }
    }

    #[test]
    fn sees_units_of_every_kind() {
        for text in [
            "5 min",
            "5MIN survey",
            "about an hour",
            "(3m)",
            "1h30",
            "1 h",
            "takes 90 seconds",
            "una hora",
            "Eine halbstuendige or Halbstundige Studie",
            "fünfminütig",
            "½ day",
            "१० मिनट",
            "５ｍｉｎ",
            "5 mi\u{200B}n",
            "15 minuti",
            "2 ore",
        ] {
            assert!(unit(text), "{text}");
        }
    }

    #[test]
    fn sees_every_unit_that_is_known() {
        for unit_word in words::units() {
            assert!(
                unit(&format!("5 {unit_word}")) || unit_word.len() == 1,
                "{unit_word}"
            );
            assert!(
                unit(&format!("5{}", unit_word.to_uppercase())),
                "{unit_word}"
            );
        }
    }

    #[test]
    fn passes_over_what_names_none() {
        for text in [
            "",
            "Select ALL THE STATEMENTS between the TERMS in the SENTENCE",
            "Answer questions about 12 songs – where did you hear them? 👩 “first”, €5",
            "Mark Amazon's shoes, order them, see how much others spent on hats",
            "調査に答えて",
            "A£5 task",
        ] {
            assert!(!unit(text), "{text}");
        }
    }
}
