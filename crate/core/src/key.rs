//! The look-up key of a requester. It refuses to know what lies behind a key.

use tallystick_wire::RequesterKey;

/// The first 32 hex digits of SHA-256(`platform:kind:value`), lower case.
pub fn lookup_key(key: &RequesterKey) -> String {
    let _ = key;
    String::new()
}

/// The name of the bucket that holds a key: its first `digits` hex digits, or
/// [`tallystick_wire::api::WHOLE_BUCKET`] when there are none.
pub fn bucket_name(lookup_key: &str, digits: u8) -> String {
    let _ = (lookup_key, digits);
    String::new()
}
