//! Databases of the tests' own, and what happens to a community whose processes are killed.
//!
//! [`failover`] kills a PostgreSQL primary in the middle of writes, [`kills`] the server itself.
//! This crate refuses to know the server's code: it starts the built program and speaks HTTP.

pub mod certificate;
pub mod client;
pub mod cluster;
pub mod failover;
pub mod kills;
pub mod postgres;
pub mod server;

pub use certificate::Certificate;
pub use postgres::{Failed, Postgres};

/// What any of the steps may fail with.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
