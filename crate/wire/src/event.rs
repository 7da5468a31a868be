//! The worker's own log: what happened, when, to which assignment. Append-only.
//!
//! An event is never changed: an edit is an event, an undo is an event. `kind` holds what can
//! happen. This module refuses to know what follows from events; `core` folds them into records.

mod kind;

pub use kind::*;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Millis;
use crate::id::{BadId, PlatformId, check_value, is_uuid_v7};

/// An event's id: a UUIDv7 made where it was recorded, lower case with hyphens.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EventId(String);

impl EventId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for EventId {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        if is_uuid_v7(&text) {
            Ok(Self(text))
        } else {
            Err(BadId(format!("{text:?} is no event id: a UUIDv7")))
        }
    }
}

impl From<EventId> for String {
    fn from(id: EventId) -> Self {
        id.0
    }
}

/// How surely an assignment is known, surest first.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentKind {
    /// The platform's own id of the assignment (Prolific: submission).
    Id,
    /// The page shows the task group only; the worker's n-th assignment of it: `group#n`.
    Group,
    /// The safest combination of what was shown (requester, title, reward, time or day): weaker,
    /// and marked so wherever it is shown.
    Combination,
    /// Written down by the worker, or measured by a manual start without a page.
    Own,
}

impl AssignmentKind {
    /// The word on the wire and in exports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Group => "group",
            Self::Combination => "combination",
            Self::Own => "own",
        }
    }
}

/// Which of the worker's assignments: platform, kind, value.
#[cfg_attr(feature = "packed", derive(bitcode::Encode, bitcode::Decode))]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawKey")]
pub struct AssignmentKey {
    /// Where.
    pub platform: PlatformId,
    /// What `value` is.
    pub kind: AssignmentKind,
    /// 1 to [`crate::id::KEY_VALUE_MAX_BYTES`] bytes.
    pub value: String,
}

#[derive(Deserialize)]
struct RawKey {
    platform: PlatformId,
    kind: AssignmentKind,
    value: String,
}

impl TryFrom<RawKey> for AssignmentKey {
    type Error = BadId;

    fn try_from(raw: RawKey) -> Result<Self, BadId> {
        Self::new(raw.platform, raw.kind, raw.value)
    }
}

impl AssignmentKey {
    /// Makes a key.
    ///
    /// # Errors
    /// Says what is wrong with `value`: its length, or a control character in it.
    pub fn new(platform: PlatformId, kind: AssignmentKind, value: String) -> Result<Self, BadId> {
        check_value(&value)?;
        Ok(Self {
            platform,
            kind,
            value,
        })
    }
}

/// `platform:kind:value`, the key under which records are stored.
impl fmt::Display for AssignmentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.platform, self.kind.as_str(), self.value)
    }
}

/// One line of the log. The log's order is the order in which events were appended, which is not
/// always that of `at`: wall clocks are set back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// The wall clock when it was recorded.
    pub at: Millis,
    /// Which run of the extension recorded it: a short random word, the same from one start of the
    /// browser to its end; empty for imports.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub session: String,
    /// The import that it came with: the id of its [`EventKind::Imported`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<EventId>,
    /// The assignment that it is about; `None` where it is about none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<AssignmentKey>,
    /// What happened.
    pub kind: EventKind,
}

/// An event before it has an id: what `core` makes and the background appends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The assignment that it is about; `None` where it is about none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<AssignmentKey>,
    /// What happened.
    pub kind: EventKind,
}

impl Entry {
    /// About an assignment.
    pub const fn of(about: AssignmentKey, kind: EventKind) -> Self {
        Self {
            about: Some(about),
            kind,
        }
    }

    /// About none.
    pub const fn alone(kind: EventKind) -> Self {
        Self { about: None, kind }
    }

    /// The event, once it has an id.
    pub fn event(self, id: EventId, at: Millis, session: &str) -> Event {
        Event {
            id,
            at,
            session: session.to_owned(),
            import: None,
            about: self.about,
            kind: self.kind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"id":"01890a5d-ac96-774b-bcce-b302099a8057","at":1700000000000,"session":"k3","about":{"platform":"mturk","kind":"id","value":"3A"},"kind":{"spent":{"activity":"away","from":1699999280000,"ms":720000,"cause":"elsewhere"}}}"#;

    #[test]
    fn an_event_is_one_line_that_reads_back() {
        let event: Event = serde_json::from_str(LINE).unwrap();
        assert_eq!(event.about.as_ref().unwrap().to_string(), "mturk:id:3A");
        assert_eq!(serde_json::to_string(&event).unwrap(), LINE);
        let plain = LINE.replace(
            r#"{"spent":{"activity":"away","from":1699999280000,"ms":720000,"cause":"elsewhere"}}"#,
            r#""started""#,
        );
        assert_eq!(
            serde_json::from_str::<Event>(&plain).unwrap().kind,
            EventKind::Started
        );
    }

    #[test]
    fn refuses_events_that_cannot_be() {
        for (part, bad) in [
            ("774b", "474b"),
            (r#""value":"3A""#, r#""value":"""#),
            ("\"away\"", "\"asleep\""),
            (r#""spent""#, r#""wasted""#),
        ] {
            let bad = LINE.replace(part, bad);
            assert!(serde_json::from_str::<Event>(&bad).is_err(), "{bad}");
        }
    }
}
