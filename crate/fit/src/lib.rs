//! Refits the constants of the pay estimate on published completions, and judges them on owners
//! (standing for requesters) that were left out.
//!
//! The same data gives the same bytes: there is no clock, and where an order must be random it comes
//! from a generator of our own with a fixed seed. This room refuses to know pages, browsers and
//! servers; the data is never part of the project.
#![expect(
    clippy::indexing_slicing,
    reason = "a command over a checked folder; matrices are indexed by their own sizes"
)]

pub mod baseline;
pub mod cells;
pub mod censoring;
pub mod data;
pub mod dice;
pub mod early;
pub mod evaluate;
pub mod matrix;
pub mod model;
pub mod own;
pub mod refit;
pub mod row;
pub mod score;
pub mod speed;
pub mod table;
pub mod times;
pub mod unknown;
pub mod verdict;
pub mod write;
