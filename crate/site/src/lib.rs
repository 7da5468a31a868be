//! What a platform's page says: platform definitions and their reading over an abstract page.
//!
//! A platform is one JSON file in `extension/platforms/` ([`Definition`]); [`read()`] follows it over
//! anything that is a [`Node`] and gives facts, never guesses. This crate refuses to know browsers,
//! the network and what a fact is worth: it computes no pay and draws nothing.

pub mod definition;
#[cfg(feature = "native")]
pub mod native;
pub mod node;
pub mod read;
#[cfg(feature = "native")]
pub mod sample;
mod value;

pub use definition::{Definition, PageDefinition, PageKind, Place};
pub use node::Node;
pub use read::{Blind, Reading, Row, read};
