//! Secrets and public names: their two shapes, which nobody can take for each other.
//!
//! A secret is never stored, logged or printed; only its SHA-256 leaves this room.

use std::fmt;

use sha2::{Digest, Sha256};
use tallystick_wire::api::{INVITATION_PREFIX, PUBLIC_PREFIX, SECRET_CHARS, SECRET_PREFIX};

/// How a moderator's secret begins.
pub const MODERATOR_PREFIX: &str = "tsm_";

/// Letters of a public name: no vowels and nothing that looks like something else, so that chance
/// writes no words and people can read names to each other.
const LETTERS: &[u8; 24] = b"bcdfghjkmnpqrstvwxz23456";
/// Letters after the prefix: 24^14 is about 2^64.
const NAME_LETTERS: usize = 14;

/// A secret as the client sent it. Does not print.
pub struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Why a text is no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadSecret {
    /// It is the public name, pasted by mistake.
    PublicName,
    /// It is something else.
    Shape,
}

impl Secret {
    /// Reads `tss_` and 43 characters of base64url.
    ///
    /// # Errors
    /// Tells a public name from any other mistake.
    pub fn parse(text: &str) -> Result<Self, BadSecret> {
        if text.starts_with(PUBLIC_PREFIX) {
            return Err(BadSecret::PublicName);
        }
        Self::with_prefix(SECRET_PREFIX, text)
    }

    /// Reads `tsm_` and 43 characters of base64url: a moderator's secret.
    ///
    /// # Errors
    /// It is something else.
    pub fn parse_moderator(text: &str) -> Result<Self, BadSecret> {
        Self::with_prefix(MODERATOR_PREFIX, text)
    }

    /// Reads `tsi_` and 43 characters of base64url: an invitation.
    ///
    /// # Errors
    /// It is something else.
    pub fn parse_invitation(text: &str) -> Result<Self, BadSecret> {
        Self::with_prefix(INVITATION_PREFIX, text)
    }

    fn with_prefix(prefix: &str, text: &str) -> Result<Self, BadSecret> {
        let rest = text.strip_prefix(prefix).ok_or(BadSecret::Shape)?;
        if rest.len() == SECRET_CHARS && rest.chars().all(is_of_secrets) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadSecret::Shape)
        }
    }

    /// A new moderator's secret.
    ///
    /// # Errors
    /// The system has no randomness to give.
    pub fn new_moderator() -> Result<Self, getrandom::Error> {
        Self::fresh(MODERATOR_PREFIX)
    }

    /// A new invitation.
    ///
    /// # Errors
    /// The system has no randomness to give.
    pub fn new_invitation() -> Result<Self, getrandom::Error> {
        Self::fresh(INVITATION_PREFIX)
    }

    fn fresh(prefix: &str) -> Result<Self, getrandom::Error> {
        const DIGITS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut bytes = [0_u8; SECRET_CHARS];
        getrandom::fill(&mut bytes)?;
        let digits = bytes
            .iter()
            .filter_map(|it| DIGITS.get(usize::from(it % 64)));
        let text = prefix.chars().chain(digits.map(|c| char::from(*c)));
        Ok(Self(text.collect()))
    }

    /// The secret itself, for the one who owns it: shown once, or kept in their own cookie.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// SHA-256 in hex: what is stored.
    pub fn hash(&self) -> String {
        sha256_hex(self.0.as_bytes())
    }
}

/// Whether a text that others may see holds a worker's secret, pasted by mistake.
pub fn is_in(text: &str) -> bool {
    let after = text.split(SECRET_PREFIX).skip(1);
    let mut lengths = after.map(|it| it.chars().take_while(|c| is_of_secrets(*c)).count());
    lengths.any(|it| SECRET_CHARS <= it)
}

fn is_of_secrets(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// SHA-256 in lower-case hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A new public name: `tsw_` and 14 random letters.
///
/// # Errors
/// The system has no randomness to give.
pub fn new_public_name() -> Result<String, getrandom::Error> {
    let mut name = PUBLIC_PREFIX.to_owned();
    while name.len() < PUBLIC_PREFIX.len() + NAME_LETTERS {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes)?;
        // 240 is the last multiple of 24 in a byte: what lies above would favour some letters.
        let letters = bytes.iter().filter(|byte| **byte < 240);
        name.extend(
            letters
                .filter_map(|byte| LETTERS.get(usize::from(byte % 24)))
                .map(|c| char::from(*c)),
        );
        name.truncate(PUBLIC_PREFIX.len() + NAME_LETTERS);
    }
    Ok(name)
}

/// A random id of 32 hex digits, for rows that need no meaning.
///
/// # Errors
/// The system has no randomness to give.
pub fn random_id() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Letters of a public name that follow from a text: for voices that nobody speaks for.
pub fn letters_of(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    let letters = hash.iter().take(NAME_LETTERS);
    letters
        .filter_map(|byte| LETTERS.get(usize::from(byte % 24)))
        .map(|c| char::from(*c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_has_exactly_one_shape() {
        let good = format!("tss_{}", "aZ0-_".repeat(9).get(..43).unwrap());
        assert!(Secret::parse(&good).is_ok());
        for bad in [
            String::new(),
            "tss_".to_owned(),
            good.get(..46).unwrap().to_owned(),
            format!("{good}x"),
            good.replace('-', "+"),
            good.replace("tss_", "TSS_"),
            format!(" {good}"),
        ] {
            assert_eq!(
                Secret::parse(&bad).unwrap_err(),
                BadSecret::Shape,
                "{bad:?}"
            );
        }
    }

    #[test]
    fn a_public_name_pasted_as_secret_is_told_apart() {
        let name = new_public_name().unwrap();
        assert_eq!(Secret::parse(&name).unwrap_err(), BadSecret::PublicName);
    }

    #[test]
    fn public_names_differ_and_have_one_length() {
        let (one, other) = (new_public_name().unwrap(), new_public_name().unwrap());
        assert_ne!(one, other);
        assert_eq!((one.len(), other.len()), (18, 18));
    }

    #[test]
    fn a_secret_is_found_in_a_text() {
        let secret = format!("tss_{}", "aZ0-_".repeat(9).get(..43).unwrap());
        assert!(is_in(&secret) && is_in(&format!("my tss_ is “{secret}”, ok?")));
        assert!(!is_in("tss_ and 43 letters") && !is_in(&new_public_name().unwrap()));
    }

    #[test]
    fn a_secret_does_not_print() {
        let secret = Secret::parse(&format!("tss_{}", "a".repeat(43))).unwrap();
        assert!(!format!("{secret:?}").contains("aaa"));
    }
}
