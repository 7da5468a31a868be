//! The parts that every page of the panel is made of: fields, switches, questions, results.
//!
//! They know how a control is labelled, reached by keyboard and read out; they refuse to know
//! what any of them is for.

pub mod announce;
pub mod confirm;
pub mod copy;
pub mod day;
pub mod field;
pub mod file;
pub mod frame;
pub mod search;
pub mod state;
pub mod switch;
pub mod theme;
