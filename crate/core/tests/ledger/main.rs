//! The clock and the ledger together, over signs of life and pages as a browser would bring them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod cases;
mod files;
mod kit;
mod laws;
mod summary;
