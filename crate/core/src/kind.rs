//! What kind of work a title announces, as far as that moves the time of a task: whether it is about
//! prose, which takes far longer to write, tell or transcribe than its reward makes one think.
//!
//! The stems are general words for such work in seven languages, chosen by hand; how much they
//! count is fitted. A title in any other language has no kind, and nothing is guessed. It refuses
//! to know how long anything takes.

/// Beginnings of words, lower case. Sorted, so that those with one first letter stand together.
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
    if title.is_ascii() {
        let mut words = title.as_bytes().split(|it| !it.is_ascii_alphanumeric());
        return words.any(begins);
    }
    let mut words = title.split(|it: char| !it.is_alphanumeric());
    words.any(|word| PROSE.iter().any(|stem| begins_with(word, stem)))
}

/// A word in ASCII, as most are, is compared only with the stems of its own first letter.
fn begins(word: &[u8]) -> bool {
    let letter = |text: &[u8]| text.first().map(u8::to_ascii_lowercase);
    let first = letter(word);
    let from = PROSE.partition_point(|stem| letter(stem.as_bytes()) < first);
    let stems = PROSE.iter().skip(from).map(|it| it.as_bytes());
    let mut near = stems.take_while(|stem| letter(stem) == first);
    near.any(|stem| {
        let start = word.get(..stem.len());
        start.is_some_and(|it| it.eq_ignore_ascii_case(stem))
    })
}

fn begins_with(word: &str, stem: &str) -> bool {
    let mut word = word.chars().flat_map(char::to_lowercase);
    stem.chars().all(|it| word.next() == Some(it))
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
        check("ÜBERSETZEN", true);
        check("Décrivez une image", true);
        check("Select images that show a wedding", false);
        check("Underwriter survey", false);
        check("wri", false);
        check("", false);
        check("調査", false);
    }
}
