//! Passphrases: one out of chance, and what is to be said of one that somebody made up.

/// The fewest characters that are taken.
pub const MIN_CHARS: usize = 12;
/// From here on a passphrase that nobody could guess is long enough.
const LONG_CHARS: usize = 20;
/// The fewest different characters of one that is more than a repetition.
const DIFFERENT_MIN: usize = 8;
/// Without the letters and digits that are taken for each other.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
const GROUP: usize = 4;

/// What is to be thought of a passphrase. Only its length is looked at and how much it repeats:
/// nobody can see from a text how it was thought of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// It is not taken.
    TooShort,
    /// It is taken, with a warning.
    Weak,
    /// Long enough.
    Long,
}

impl Strength {
    /// In words, with what to do.
    pub const fn words(self) -> &'static str {
        match self {
            Self::TooShort => "Too short: twelve characters at least",
            Self::Weak => {
                "Somebody who has the file may guess it: take six words that have nothing to do with \
                 each other, or let one be suggested"
            }
            Self::Long => "Long enough, unless it is a quotation or a name",
        }
    }
}

/// What is to be thought of it.
pub fn strength(passphrase: &str) -> Strength {
    let length = passphrase.chars().count();
    let mut seen: Vec<char> = passphrase.chars().collect();
    seen.sort_unstable();
    seen.dedup();
    if length < MIN_CHARS {
        Strength::TooShort
    } else if length < LONG_CHARS || seen.len() < DIFFERENT_MIN {
        Strength::Weak
    } else {
        Strength::Long
    }
}

/// 24 characters in six groups out of 24 bytes of chance: 120 bits.
pub fn suggested(random: [u8; 24]) -> String {
    let letter = |byte: &u8| ALPHABET.get(usize::from(byte % 32)).copied();
    let groups: Vec<String> = random
        .chunks(GROUP)
        .map(|group| group.iter().filter_map(letter).map(char::from).collect())
        .collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggestion_is_long_enough_and_uses_every_letter() {
        let bytes = std::array::from_fn(|at| u8::try_from(at).unwrap() + 8);
        assert_eq!(suggested(bytes), "ijkm-npqr-stuv-wxyz-2345-6789");
        assert_eq!(suggested([255; 24]), "9999-9999-9999-9999-9999-9999");
        assert_eq!(strength(&suggested(bytes)), Strength::Long);
    }

    #[test]
    fn warns_of_what_is_short_or_repeats_itself() {
        assert_eq!(strength("elevenchars"), Strength::TooShort);
        assert_eq!(strength("twelve chars"), Strength::Weak);
        assert_eq!(strength(&"abc".repeat(20)), Strength::Weak);
        assert_eq!(strength("correct horse battery staple two"), Strength::Long);
        assert_eq!(strength("Wörter zählen, nicht Bytes"), Strength::Long);
    }
}
