//! The WebExtension APIs and two of the web's own (IndexedDB, fetch) as seen from Rust.
//!
//! Thin, typed, without logic: what is asked for, when, and what to do about a failure is decided
//! by its callers. It knows no task, review or backend. Whatever listens is owned by a [`Guard`]
//! whose drop undoes it. Each part is a feature, so that the content script carries only what it
//! uses. The namespace is `chrome`, which both browsers have and whose calls return promises.

mod error;
#[cfg(feature = "storage")]
mod guard;

#[cfg(feature = "alarms")]
pub mod alarms;
pub mod clock;
#[cfg(feature = "runtime")]
pub mod consent;
pub mod console;
#[cfg(feature = "database")]
pub mod database;
#[cfg(feature = "fetch")]
pub mod fetch;
#[cfg(feature = "idle")]
pub mod idle;
#[cfg(feature = "message")]
pub mod message;
#[cfg(feature = "persist")]
pub mod persist;
#[cfg(feature = "random")]
pub mod random;
#[cfg(feature = "runtime")]
pub mod runtime;
#[cfg(feature = "scripting")]
pub mod scripting;
#[cfg(feature = "seal")]
pub mod seal;
#[cfg(feature = "storage")]
pub mod storage;
#[cfg(feature = "runtime")]
pub mod tabs;

#[cfg(feature = "zone")]
pub mod zone;

pub use error::Error;
#[cfg(feature = "storage")]
pub use guard::Guard;
