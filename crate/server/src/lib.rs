//! The backend of Tallystick: a community's reviews of requesters, and what follows from them.
//!
//! Read it in the order in which a review travels: [`http`] takes it from the wire, [`writer`]
//! into a transaction that many share, [`outbox`] decides what becomes of it, [`store`] keeps it,
//! [`statistics`] computes the requester's line anew, [`publish`] has the line ready for everyone.
//!
//! This crate refuses to know who a worker is: no e-mail, no worker id, and no address is ever
//! stored.

pub mod allowance;
pub mod archive;
pub mod batch;
pub mod challenge;
pub mod clean;
pub mod config;
pub mod counted;
pub mod doctor;
pub mod http;
pub mod invitations;
pub mod ledger;
pub mod limit;
pub mod membership;
pub mod moderation;
pub mod outbox;
pub mod portable;
pub mod proxies;
pub mod publish;
pub mod refusal;
pub mod secret;
pub mod seed;
pub mod serve;
pub mod statistics;
pub mod store;
pub mod tending;
pub mod trust;
pub mod turkopticon;
pub mod writer;

pub use config::Config;
pub use serve::{Running, ServeError, start};
