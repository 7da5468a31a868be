//! Bytes as a JavaScript string, for a program that must travel inside a script.
//!
//! Each byte is the character of the same number (U+0000 to U+00FF), written as it is; only what a
//! string literal cannot hold is escaped. Base64 would be shorter raw, but it tears the bytes out
//! of their places, and what is downloaded is compressed: see ARCHITECTURE.md for the figures.
//! The file is plain UTF-8, which Chromium demands of content scripts.

/// A string literal, quotes included, of which `charCodeAt(i)` is `bytes[i]`.
pub fn literal(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 3 / 2 + 2);
    out.push('"');
    let mut following = bytes.iter().skip(1);
    for &byte in bytes {
        let next = following.next().copied();
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            // `\0` before a digit would read as an octal escape.
            0 if next.is_some_and(|next| next.is_ascii_digit()) => out.push_str("\\x00"),
            0 => out.push_str("\\0"),
            _ => out.push(char::from(byte)),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_only_what_a_literal_cannot_hold() {
        assert_eq!(literal(b"a\"b\\c\n\r"), r#""a\"b\\c\n\r""#);
        assert_eq!(literal(&[0, b'1', 0, b'a', 0]), r#""\x001\0a\0""#);
        assert_eq!(literal(&[0x7f, 0x80, 0xff]), "\"\u{7f}\u{80}\u{ff}\"");
    }

    #[test]
    fn takes_one_character_a_byte() {
        let all: Vec<u8> = (1..=255)
            .filter(|byte| !b"\"\\\n\r".contains(byte))
            .collect();
        let text = literal(&all);
        let back: Vec<u32> = text.chars().map(u32::from).collect();
        assert_eq!(back.len(), all.len() + 2);
        assert!(
            all.iter()
                .zip(back.iter().skip(1))
                .all(|(byte, char)| u32::from(*byte) == *char)
        );
    }
}
