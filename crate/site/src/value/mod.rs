//! Texts and JSON values of pages as values of the vocabulary; refuses to know where they stood.
//!
//! What cannot be read with certainty is `None`.

mod duration;
mod money;
mod name;
mod time;
mod word;

pub use duration::{bare, clock_or_units};
pub use money::{major, minor};
pub use name::{name_key, single_spaced};
pub use time::{day, instant};
pub use word::outcome;

use serde_json::Value;

/// A whole number, grouped or not: `25`, `1,234`, `1 234 left`. The first one in a text.
pub fn count(value: &Value) -> Option<u32> {
    match value {
        Value::Number(it) => it.as_u64()?.try_into().ok(),
        Value::String(text) => first_whole(text),
        _ => None,
    }
}

/// What is left of `2980/3000`.
pub fn left(value: &Value) -> Option<u32> {
    let (done, total) = value.as_str()?.split_once('/')?;
    Some(first_whole(total)?.saturating_sub(first_whole(done)?))
}

/// True or false.
pub fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(it) => Some(*it),
        Value::String(text) if text == "true" => Some(true),
        Value::String(text) if text == "false" => Some(false),
        _ => None,
    }
}

fn first_whole(text: &str) -> Option<u32> {
    let from = text.find(|c: char| c.is_ascii_digit())?;
    if text.get(..from)?.trim_end().ends_with(['-', '−']) {
        return None;
    }
    let mut digits = String::new();
    let mut rest = text.get(from..)?.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '0'..='9' => digits.push(c),
            ',' | '.' | '\u{a0}' | '\u{202f}' | ' ' => {
                // Grouping: exactly three digits follow.
                let next: Vec<char> = rest.clone().take(4).collect();
                let three = next.iter().take_while(|c| c.is_ascii_digit()).count() == 3;
                let plain =
                    matches!(c, ',' | '.') && next.first().is_some_and(char::is_ascii_digit);
                if !three {
                    return if plain { None } else { digits.parse().ok() };
                }
            }
            _ => break,
        }
    }
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_whole_numbers_and_nothing_else() {
        for (value, expected) in [
            (json!(25), Some(25)),
            (json!("25"), Some(25)),
            (json!("1,234 places"), Some(1234)),
            (json!("1\u{a0}234"), Some(1234)),
            (json!("12 345 left"), Some(12345)),
            (json!("3 of 20"), Some(3)),
            (json!("2.5"), None),
            (json!(2.5), None),
            (json!("-3"), None),
            (json!("none"), None),
            (json!("99999999999"), None),
            (json!(null), None),
        ] {
            assert_eq!(count(&value), expected, "{value}");
        }
    }

    #[test]
    fn reads_what_is_left() {
        assert_eq!(left(&json!("2980/3000")), Some(20));
        assert_eq!(left(&json!("10 / 1,500")), Some(1490));
        assert_eq!(left(&json!("5/3")), Some(0));
        assert_eq!(left(&json!("2980")), None);
    }

    #[test]
    fn reads_flags() {
        assert_eq!(flag(&json!(true)), Some(true));
        assert_eq!(flag(&json!("false")), Some(false));
        assert_eq!(flag(&json!("yes")), None);
    }
}
