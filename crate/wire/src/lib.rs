//! The vocabulary of Tallystick: ids, money, scores, reviews, messages and API bodies.
//!
//! Both sides of every wire use these types: the extension and the server over HTTP, the content
//! script and the background by message. What must hold of a value is held by its type: a
//! [`Score`] that is not 1..=5 does not parse. This crate refuses to know how anything is
//! computed, stored or shown; it depends on serde and nothing else (with `lean`, on JSON values; with `packed`,
//! on an encoding by columns).

pub mod api;
pub mod event;
pub mod evidence;
pub mod facts;
pub mod id;
#[cfg(feature = "lean")]
pub mod lean;
pub mod ledger;
pub mod message;
pub mod money;
pub mod review;
pub mod settings;
pub mod stored;

pub use event::{AssignmentKey, Event, EventId};
pub use evidence::{Aggregate, Moments};
pub use facts::TaskFacts;
pub use id::{GroupKey, PlatformId, RequesterKey, RequesterKind};
pub use money::{Currency, Money};
pub use review::{Review, ReviewId, Score, Scores};

/// UTC milliseconds since 1970-01-01, the only form of an instant on any wire.
pub type Millis = i64;
