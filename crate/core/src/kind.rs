//! What kind of work a title announces, as far as that moves the time of a task: whether it is about
//! prose, which takes far longer to write, tell or transcribe than its reward makes one think.
//!
//! The stems are general words for such work in seven languages, chosen by hand; how much they
//! count is fitted. A title in any other language has no kind, and nothing is guessed. It refuses
//! to know how long anything takes.

use std::cmp::Ordering;

/// Beginnings of words, lower case. Sorted, and none begins with another, so that at most one of
/// them can begin a word: the last that is not above it.
const PROSE: [&str; 50] = [
    "beschreib",
    "brainstorm",
    "caption",
    "componer",
    "compos",
    "descrev",
    "describ",
    "descriv",
    "décri",
    "ecri",
    "erzähl",
    "escrev",
    "escrib",
    "essay",
    "explain",
    "explic",
    "gedicht",
    "histoire",
    "paraphras",
    "poem",
    "poes",
    "poet",
    "poèm",
    "raccont",
    "redacci",
    "redactar",
    "rephras",
    "resumir",
    "rewrit",
    "riassum",
    "schreib",
    "scriv",
    "stories",
    "story",
    "suggest",
    "summar",
    "tradu",
    "transcri",
    "transkri",
    "translat",
    "trascri",
    "umschreib",
    "verfass",
    "writ",
    "zusammenfass",
    "écri",
    "übersetz",
    "अनुवाद",
    "कहानी",
    "लिख",
];

/// Whether a title announces work on prose.
pub fn is_prose(title: &str) -> bool {
    let words = title.split(|it: char| !it.is_alphanumeric());
    words.filter(|it| !it.is_empty()).any(begins)
}

fn begins(word: &str) -> bool {
    let lower = || word.chars().flat_map(char::to_lowercase);
    let above = PROSE.partition_point(|stem| stem.chars().cmp(lower()) != Ordering::Greater);
    let stem = above.checked_sub(1).and_then(|at| PROSE.get(at));
    stem.is_some_and(|stem| {
        let mut word = lower();
        stem.chars().all(|it| word.next() == Some(it))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_sorted_and_none_begins_with_another() {
        for pair in PROSE.windows(2) {
            assert!(pair[0] < pair[1], "{pair:?}");
            assert!(!pair[1].starts_with(pair[0]), "{pair:?}");
        }
    }

    #[track_caller]
    fn check(title: &str, expected: bool) {
        assert_eq!(is_prose(title), expected, "{title}");
    }

    #[test]
    fn prose_is_known_by_its_words() {
        check("Write a short poem", true);
        check("TRANSCRIBE a short audio clip (<1min)", true);
        check("Escribir un texto", true);
        check("Texte übersetzen", true);
        check("Écrire une histoire", true);
        check("एक कहानी", true);
        check("Select images that show a wedding", false);
        check("Underwriter survey", false);
        check("wri", false);
        check("", false);
        check("調査", false);
    }
}
