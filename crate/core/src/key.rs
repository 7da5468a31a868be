//! The look-up key of a requester: a hash, so that a bucket's body names nobody twice.
//!
//! Requester ids can be enumerated, so the hash hides nothing by itself; only the size of a
//! bucket does. This module refuses to know what lies behind a key.

use sha2::{Digest, Sha256};
use tallystick_wire::RequesterKey;
use tallystick_wire::api::WHOLE_BUCKET;

/// How many hex digits a look-up key has.
pub const KEY_DIGITS: usize = 32;

/// The first 32 hex digits of SHA-256(`platform:kind:value`), lower case.
pub fn lookup_key(key: &RequesterKey) -> String {
    let mut hash = Sha256::new();
    for part in [
        key.platform.as_str(),
        ":",
        key.kind.as_str(),
        ":",
        &key.value,
    ] {
        hash.update(part.as_bytes());
    }
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    let nibbles = hash
        .finalize()
        .into_iter()
        .flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.take(KEY_DIGITS).map(digit).collect()
}

/// The name of the bucket that holds a key: its first `digits` hex digits, or
/// [`WHOLE_BUCKET`] when there are none.
pub fn bucket_name(lookup_key: &str, digits: u8) -> String {
    match lookup_key.get(..usize::from(digits)) {
        Some("") => WHOLE_BUCKET.to_owned(),
        Some(prefix) => prefix.to_owned(),
        None => lookup_key.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tallystick_wire::RequesterKind;

    #[track_caller]
    fn check(platform: &str, kind: RequesterKind, value: &str, expected: &str) {
        let key = RequesterKey::new(platform.parse().unwrap(), kind, value.to_owned()).unwrap();
        assert_eq!(lookup_key(&key), expected);
    }

    #[test]
    fn a_key_is_the_first_half_of_the_hash() {
        // printf 'mturk:id:A2YTQTCXVDV7BG' | sha256sum
        check(
            "mturk",
            RequesterKind::Id,
            "A2YTQTCXVDV7BG",
            "4eaeb8d1016689ed74ec1d1d4e7e233e",
        );
        check(
            "connect",
            RequesterKind::Name,
            "zoë's lab",
            "0b17c2a2ae0871c0cf61460dea35c4be",
        );
    }

    #[test]
    fn a_bucket_is_named_by_the_prefix() {
        assert_eq!(bucket_name("abcdef", 0), "all");
        assert_eq!(bucket_name("abcdef", 2), "ab");
        assert_eq!(bucket_name("ab", 200), "ab");
        assert_eq!(bucket_name("", 3), "");
    }
}
