//! Every number that a worker sees is computed here: pay, reputation, warnings, and their words.
//!
//! Pure functions over the values of `tallystick_wire`. This crate refuses to know where its
//! facts come from: it has no IO, no clock of its own (time comes in as an argument), no random
//! numbers and no DOM, and so it cannot fail where its input is well-typed.

pub mod assumed;
pub mod bucket;
pub mod claim;
pub mod clock;
pub mod count;
pub mod effective;
pub mod entry;
#[cfg(feature = "export")]
pub mod export;
pub mod floor;
pub mod form;
pub mod generated;
pub mod history;
#[cfg(feature = "export")]
pub mod import;
pub mod key;
pub mod kind;
pub mod ledger;
pub mod list;
pub mod model;
pub mod moving;
#[cfg(feature = "packed")]
pub mod packed;
pub mod passphrase;
pub mod pay;
mod pool;
pub mod prior;
pub mod rates;
pub mod reputation;
pub mod settings;
pub mod show;
#[cfg(feature = "ledger")]
pub mod summary;
pub mod transfer;
pub mod truncation;
pub mod trust;
pub mod warning;
pub mod work;
#[cfg(feature = "ledger")]
pub mod zone;
