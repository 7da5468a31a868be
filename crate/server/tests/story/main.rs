//! The story of a community over HTTP, told to the real server.
//!
//! Every chapter gets a [`Ground`], which is a database URL and nothing else: another database is
//! another ground, not another story.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a chapter that cannot go on fails"
)]

mod aggregates;
mod archives;
mod attacks;
mod encryption;
mod errors;
mod ground;
mod identity;
mod membership;
mod moderation;
mod moving;
mod order;
mod processes;
mod publishing;
mod reviews;
mod running;
mod stories;
mod survival;
mod turkopticon;
mod web;
mod worker;

pub use ground::{Ground, Server};
pub use worker::{Worker, about, review, uuid};
