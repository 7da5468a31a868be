//! Who and what: platforms, requesters, task groups.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest value of a requester or group key in bytes; longer ones are refused everywhere.
pub const KEY_VALUE_MAX_BYTES: usize = 512;

/// A text that is not an id of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadId(pub String);

impl fmt::Display for BadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadId {}

/// A platform's short name, as in `extension/platforms/<id>.json`: 2 to 32 of `[a-z0-9-]`.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct PlatformId(String);

impl PlatformId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PlatformId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let fits = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
        if 2 <= text.len() && text.len() <= 32 && text.bytes().all(fits) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadId(format!(
                "{text:?} is no platform id: 2 to 32 of a-z, 0-9 and '-'"
            )))
        }
    }
}

impl TryFrom<String> for PlatformId {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<PlatformId> for String {
    fn from(id: PlatformId) -> Self {
        id.0
    }
}

impl fmt::Display for PlatformId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the value of a requester key is, strongest first.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RequesterKind {
    /// The platform's own id: survives a change of name.
    Id,
    /// A displayed name only, normalised (NFKC, lower case, single spaces): weaker, and marked so.
    Name,
    /// Nobody is named: the task group itself carries the reputation.
    Group,
}

impl RequesterKind {
    /// The word used in the canonical key and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Group => "group",
        }
    }
}

/// Whom a reputation belongs to: platform, kind, value.
///
/// Its canonical text is `platform:kind:value`; the SHA-256 of that is the look-up key
/// (`tallystick_core::key`).
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "RawKey")]
pub struct RequesterKey {
    /// The platform on which the requester was seen.
    pub platform: PlatformId,
    /// What `value` is.
    pub kind: RequesterKind,
    /// The id, the normalised name or the group id; 1 to [`KEY_VALUE_MAX_BYTES`] bytes.
    pub value: String,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct RawKey {
    platform: PlatformId,
    kind: RequesterKind,
    value: String,
}

impl TryFrom<RawKey> for RequesterKey {
    type Error = BadId;

    fn try_from(raw: RawKey) -> Result<Self, BadId> {
        Self::new(raw.platform, raw.kind, raw.value)
    }
}

impl RequesterKey {
    /// Makes a key; `value` must hold 1 to [`KEY_VALUE_MAX_BYTES`] bytes and no control character.
    ///
    /// # Errors
    /// Says what is wrong with `value`.
    pub fn new(platform: PlatformId, kind: RequesterKind, value: String) -> Result<Self, BadId> {
        check_value(&value)?;
        Ok(Self {
            platform,
            kind,
            value,
        })
    }
}

impl fmt::Display for RequesterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.platform, self.kind.as_str(), self.value)
    }
}

/// A task group on a platform (MTurk: HIT group, Prolific: study, Connect: project).
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "RawGroup")]
pub struct GroupKey {
    /// The platform on which the group was seen.
    pub platform: PlatformId,
    /// The platform's id of the group; 1 to [`KEY_VALUE_MAX_BYTES`] bytes.
    pub value: String,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct RawGroup {
    platform: PlatformId,
    value: String,
}

impl TryFrom<RawGroup> for GroupKey {
    type Error = BadId;

    fn try_from(raw: RawGroup) -> Result<Self, BadId> {
        Self::new(raw.platform, raw.value)
    }
}

impl GroupKey {
    /// Makes a key; `value` must hold 1 to [`KEY_VALUE_MAX_BYTES`] bytes and no control character.
    ///
    /// # Errors
    /// Says what is wrong with `value`.
    pub fn new(platform: PlatformId, value: String) -> Result<Self, BadId> {
        check_value(&value)?;
        Ok(Self { platform, value })
    }
}

impl fmt::Display for GroupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.platform, self.value)
    }
}

/// Whether this is a UUIDv7 in lower case with hyphens.
pub(crate) fn is_uuid_v7(text: &str) -> bool {
    let fits = |(at, c): (usize, u8)| match at {
        8 | 13 | 18 | 23 => c == b'-',
        14 => c == b'7',
        _ => matches!(c, b'0'..=b'9' | b'a'..=b'f'),
    };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}

pub(crate) fn check_value(value: &str) -> Result<(), BadId> {
    if value.is_empty() {
        return Err(BadId("the value of a key is empty".to_owned()));
    }
    if KEY_VALUE_MAX_BYTES < value.len() {
        return Err(BadId(format!(
            "the value of a key has {} bytes, at most {KEY_VALUE_MAX_BYTES} are allowed",
            value.len()
        )));
    }
    if value.chars().any(char::is_control) {
        return Err(BadId(
            "the value of a key has a control character".to_owned(),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_as_platform_kind_value() {
        let key: RequesterKey =
            serde_json::from_str(r#"{"platform":"mturk","kind":"id","value":"A2YTQTCXVDV7BG"}"#)
                .unwrap();
        assert_eq!(key.to_string(), "mturk:id:A2YTQTCXVDV7BG");
    }

    #[test]
    fn refuses_keys_that_cannot_be_keys() {
        for bad in [
            r#"{"platform":"M Turk","kind":"id","value":"A"}"#,
            r#"{"platform":"mturk","kind":"id","value":""}"#,
            r#"{"platform":"mturk","kind":"id","value":"a\u0000b"}"#,
            r#"{"platform":"mturk","kind":"worker","value":"A"}"#,
        ] {
            assert!(serde_json::from_str::<RequesterKey>(bad).is_err(), "{bad}");
        }
    }
}
