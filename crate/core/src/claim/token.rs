//! Titles as tokens: numbers, words with what they can be, and the signs between them.
//!
//! One pass, each character looked at a constant number of times, whatever the text. It refuses
//! to know what the tokens mean together.

use super::words;

/// The longest folded word that can matter, in bytes.
const WORD_MAX_BYTES: usize = 48;
/// The most tokens that are read: far more than any title or description needs.
const TOKENS_MAX: usize = 8_000;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Number(f64),
    /// A word that names a whole duration, in seconds.
    Whole(f64),
    Word,
    /// A currency sign, or an amount of money.
    Money,
    Dash,
    Tilde,
    Less,
    Slash,
    Colon,
    Comma,
    Stop,
    Open,
    Close,
    Plus,
    Other,
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// What the word can be, see [`words`].
    pub(super) roles: u32,
    /// Whether a space (or the start) is before it.
    pub(super) spaced: bool,
}

impl Token {
    pub(super) fn is(&self, roles: u32) -> bool {
        self.roles & roles != 0
    }
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut reader = Reader {
        // A token a word of four letters.
        tokens: Vec::with_capacity((text.len() / 4 + 8).min(TOKENS_MAX)),
        spaced: true,
        word: Folded::default(),
    };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if TOKENS_MAX < reader.tokens.len() {
            break;
        }
        rest = reader.read(c, rest);
    }
    reader.tokens
}

/// The letters that a character is compared as: small, half-width, without accents and the like;
/// none for marks that only change a letter's sound or the direction.
pub(super) fn fold(c: char) -> impl Iterator<Item = char> {
    let c = match c {
        // Full-width forms of ASCII.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    };
    let (first, second) = match c {
        'A'..='Z' => (Some(c.to_ascii_lowercase()), None),
        'à'..='å' | 'À'..='Å' => (Some('a'), None),
        'ç' | 'Ç' => (Some('c'), None),
        'è'..='ë' | 'È'..='Ë' => (Some('e'), None),
        'ì'..='ï' | 'Ì'..='Ï' => (Some('i'), None),
        'ñ' | 'Ñ' => (Some('n'), None),
        'ò'..='ö' | 'Ò'..='Ö' => (Some('o'), None),
        'ù'..='ü' | 'Ù'..='Ü' => (Some('u'), None),
        'ß' => (Some('s'), Some('s')),
        // Combining accents; chandrabindu, anusvara, nukta.
        '\u{300}'..='\u{36F}' | '\u{901}' | '\u{902}' | '\u{93C}' => (None, None),
        '\u{95D}' => (Some('ढ'), None),
        c => (Some(c), None),
    };
    first.into_iter().chain(second)
}

struct Reader {
    tokens: Vec<Token>,
    spaced: bool,
    word: Folded,
}

/// A word as it is looked up; folding makes none longer.
struct Folded {
    bytes: [u8; WORD_MAX_BYTES],
    len: usize,
}

impl Default for Folded {
    fn default() -> Self {
        Self {
            bytes: [0; WORD_MAX_BYTES],
            len: 0,
        }
    }
}

impl Folded {
    /// Takes the place of the word before; one that is too long to matter is empty.
    fn read(&mut self, word: &str) {
        self.len = 0;
        if WORD_MAX_BYTES < word.len() {
            return;
        }
        if word.is_ascii() {
            for byte in word.bytes() {
                self.push(byte.to_ascii_lowercase());
            }
            return;
        }
        for c in word.chars().filter(|c| !is_invisible(*c)).flat_map(fold) {
            let mut bytes = [0; 4];
            let bytes = c.encode_utf8(&mut bytes).bytes();
            bytes.for_each(|byte| self.push(byte));
        }
    }

    fn push(&mut self, byte: u8) {
        if let Some(free) = self.bytes.get_mut(self.len) {
            *free = byte;
            self.len += 1;
        }
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or(&[])
    }
}

impl Reader {
    /// Reads one token, or passes over one character; returns what is left.
    fn read<'a>(&mut self, c: char, text: &'a str) -> &'a str {
        if c.is_ascii_alphabetic() {
            return self.word(text);
        }
        let after = text.get(c.len_utf8()..).unwrap_or("");
        if is_invisible(c) {
            return after;
        }
        if c.is_whitespace() {
            self.spaced = true;
            return after;
        }
        if digit(c).is_some() || (c == '.' && self.spaced && starts_with_digit(after)) {
            return self.number(text);
        }
        if let Some(part) = vulgar_fraction(c) {
            self.fraction(part);
            return after;
        }
        if is_letter(c) {
            return self.word(text);
        }
        if matches!(c, '\'' | '’' | '`') {
            return after;
        }
        match sign(c) {
            Kind::Stop if c == '.' && self.stops_no_sentence(after) => {}
            Kind::Money => self.money_sign(c),
            kind => self.push(kind, 0),
        }
        after
    }

    fn push(&mut self, kind: Kind, roles: u32) {
        self.tokens.push(Token {
            kind,
            roles,
            spaced: self.spaced,
        });
        self.spaced = false;
    }

    /// A number with a decimal point or comma, or with commas between thousands.
    fn number<'a>(&mut self, text: &'a str) -> &'a str {
        let (mut value, mut rest) = digits(text);
        loop {
            let mut chars = rest.chars();
            let (Some(mark @ ('.' | ',')), Some(next)) = (chars.next(), chars.next()) else {
                break;
            };
            if digit(next).is_none() {
                break;
            }
            let after = rest.get(1..).unwrap_or("");
            let (part, left) = digits(after);
            let n_digits = after
                .chars()
                .take_while(|c| digit(*c).is_some())
                .take(20)
                .count();
            if mark == ',' && n_digits == 3 {
                value = value * 1_000.0 + part;
                rest = left;
                continue;
            }
            value += part / 10_f64.powi(n_digits as i32);
            rest = left;
            break;
        }
        let after_money =
            matches!(self.tokens.last(), Some(it) if it.kind == Kind::Money && it.is(BARE));
        if after_money {
            self.tokens.pop();
            self.push(Kind::Money, 0);
        } else {
            self.push(Kind::Number(value), 0);
        }
        rest
    }

    fn fraction(&mut self, part: f64) {
        match self.tokens.last_mut() {
            Some(Token {
                kind: Kind::Number(value),
                ..
            }) if value.fract() == 0.0 => *value += part,
            _ => self.push(Kind::Number(part), 0),
        }
    }

    fn word<'a>(&mut self, text: &'a str) -> &'a str {
        let (word, rest) = text.split_at_checked(letters(text)).unwrap_or((text, ""));
        self.word.read(word);
        let folded = self.word.bytes();
        let known = words::find(folded);
        // "5M" are five million, "5m" five minutes.
        let is_capital = word.len() == 1 && folded != word.as_bytes() && word != "A";
        let roles = if is_capital { 0 } else { known.roles };
        let whole = known
            .text
            .is_empty()
            .then(|| words::whole(folded))
            .flatten();
        if roles & words::MONEY != 0 && self.last_is_number() {
            self.tokens.pop();
            self.push(Kind::Money, 0);
            return rest;
        }
        let kind = if 0.0 < known.value {
            Kind::Number(known.value)
        } else {
            whole.map_or(Kind::Word, Kind::Whole)
        };
        self.push(kind, roles);
        rest
    }

    fn last_is_number(&self) -> bool {
        self.tokens
            .last()
            .is_some_and(|it| matches!(it.kind, Kind::Number(_)))
    }

    /// "5 €" and "5¢" are money; "$" stands before its number.
    fn money_sign(&mut self, c: char) {
        let closes = self.last_is_number() && (!self.spaced || matches!(c, '€' | '¢' | '₹'));
        if closes {
            self.tokens.pop();
            self.push(Kind::Money, 0);
        } else {
            self.push(Kind::Money, BARE);
        }
    }

    /// "approx." and "3.5" end no sentence, and neither does a point inside a word.
    fn stops_no_sentence(&self, after: &str) -> bool {
        let abbreviates = self.tokens.last().is_some_and(|it| it.is(words::ABBR)) && !self.spaced;
        let ends = after
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || !c.is_alphanumeric());
        abbreviates || !ends
    }
}

/// A currency sign that waits for its number: money, and no unit of time.
const BARE: u32 = words::MONEY;

fn digits(text: &str) -> (f64, &str) {
    let mut value = 0.0;
    for (at, c) in text.char_indices() {
        match digit(c) {
            Some(digit) => value = value * 10.0 + f64::from(digit),
            None => return (value, text.get(at..).unwrap_or("")),
        }
    }
    (value, "")
}

/// ASCII, full-width or Devanagari.
fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '\u{FF10}'..='\u{FF19}' => Some(c as u32 - 0xFF10),
        '\u{966}'..='\u{96F}' => Some(c as u32 - 0x966),
        _ => None,
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.chars().next().is_some_and(|c| digit(c).is_some())
}

fn vulgar_fraction(c: char) -> Option<f64> {
    match c {
        '½' => Some(0.5),
        '¼' => Some(0.25),
        '¾' => Some(0.75),
        _ => None,
    }
}

/// How many bytes of letters a text begins with; marks inside a word belong to it.
fn letters(text: &str) -> usize {
    let n_ascii = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    match text.as_bytes().get(n_ascii) {
        Some(next) if !next.is_ascii() => text
            .find(|c| !is_letter(c) && !is_invisible(c))
            .unwrap_or(text.len()),
        _ => n_ascii,
    }
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    let is_devanagari =
        ('\u{900}'..='\u{963}').contains(&c) || ('\u{970}'..='\u{97F}').contains(&c);
    is_devanagari || c.is_alphabetic() || ('\u{300}'..='\u{36F}').contains(&c)
}

/// Marks of direction, joiners and soft hyphens.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
    )
}

fn sign(c: char) -> Kind {
    match c {
        '-' | '\u{2010}'..='\u{2015}' | '−' | '－' | '﹣' => Kind::Dash,
        '~' | '≈' | '～' | '〜' | '∼' | '±' => Kind::Tilde,
        '<' | '≤' | '＜' => Kind::Less,
        '/' | '／' | '⁄' => Kind::Slash,
        ':' | '：' => Kind::Colon,
        ',' | '，' | '、' => Kind::Comma,
        '.' | '!' | '?' | ';' | '。' | '！' | '？' | '।' | '\u{965}' => Kind::Stop,
        '(' | '[' | '{' | '（' | '【' => Kind::Open,
        ')' | ']' | '}' | '）' | '】' => Kind::Close,
        '+' | '＋' => Kind::Plus,
        '$' | '€' | '£' | '¥' | '₹' | '¢' | '₩' | '₱' | '＄' => Kind::Money,
        _ => Kind::Other,
    }
}
