//! PostgreSQL instances of the tests' own, and what happens to a community whose processes are
//! killed.
//!
//! This crate refuses to know the server's code: it starts the built program and speaks HTTP.

pub mod postgres;

pub use postgres::{Failed, Postgres};
