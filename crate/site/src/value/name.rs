//! Names as keys: what differs only in form is one name. Refuses to know whose name it is.

use tallystick_wire::id::KEY_VALUE_MAX_BYTES;

/// Single spaces, none at the ends, no control characters.
pub fn single_spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter(|c| !c.is_control()));
    }
    out
}

/// A name's value as a key: NFKC, lower case, single spaces; `None` if nothing remains or it is
/// longer than a key may be.
pub fn name_key(name: &str, nfkc: impl Fn(&str) -> String) -> Option<String> {
    // Lower case can undo the normal form (İ), hence once more.
    let key = single_spaced(&nfkc(&nfkc(name).to_lowercase()));
    if key.is_empty() || KEY_VALUE_MAX_BYTES < key.len() {
        None
    } else {
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "native")]
    #[test]
    fn names_that_differ_in_form_are_one() {
        use unicode_normalization::UnicodeNormalization;
        let key = |name: &str| name_key(name, |it| it.nfkc().collect());
        for same in [
            "Research Group A",
            " research\u{a0}group\n a ",
            "Ｒesearch GROUP Ａ",
        ] {
            assert_eq!(key(same).as_deref(), Some("research group a"), "{same}");
        }
        assert_eq!(key("e\u{301}cole"), key("École"));
        assert_eq!(key(" \u{7} "), None);
        assert_eq!(key(&"x".repeat(KEY_VALUE_MAX_BYTES + 1)), None);
    }

    #[test]
    fn control_characters_do_not_survive() {
        assert_eq!(single_spaced(" a\t\u{0}b \r\n c"), "a b c");
    }
}
