//! Bytes as a JavaScript string, for a program that must travel inside a script.
//!
//! Each byte is the character whose number is one higher (255 is U+0000): so the commonest byte, 0,
//! needs no escape, and only what a string literal cannot hold is escaped. Base64 would be a tenth
//! longer, and as it tears the bytes out of their places, a quarter longer when compressed. The
//! file is plain UTF-8, which Chromium demands of content scripts.

/// A string literal, quotes included, of which `charCodeAt(i) - 1` is `bytes[i]`, modulo 256.
pub fn literal(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 3 / 2 + 2);
    out.push('"');
    let mut moved = bytes.iter().map(|byte| byte.wrapping_add(1)).peekable();
    while let Some(byte) = moved.next() {
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            // `\0` before a digit would read as an octal escape.
            0 if moved.peek().is_some_and(u8::is_ascii_digit) => out.push_str("\\x00"),
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
        assert_eq!(
            literal(&[b'"' - 1, b'\\' - 1, b'\n' - 1, b'\r' - 1]),
            r#""\"\\\n\r""#
        );
        assert_eq!(literal(&[255, b'0', 255, b'a', 255]), r#""\x001\0b\0""#);
        assert_eq!(literal(&[0, 0x7f, 0xfe]), "\"\u{1}\u{80}\u{ff}\"");
    }

    #[test]
    fn takes_one_character_a_byte() {
        let all: Vec<u8> = (0..255)
            .filter(|byte| !b"!\x5b\x09\x0c".contains(byte))
            .collect();
        let text = literal(&all);
        let back: Vec<u32> = text.chars().map(u32::from).collect();
        assert_eq!(back.len(), all.len() + 2);
        let mut pairs = all.iter().zip(back.iter().skip(1));
        assert!(pairs.all(|(byte, character)| u32::from(*byte) + 1 == *character));
    }
}
