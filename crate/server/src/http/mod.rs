//! HTTP: one module a resource, each with its routes on top.
//!
//! Every error, also for what no route knows, is an envelope under a true status code. GET never
//! writes. This room refuses to know SQL.

mod about;
mod buckets;
mod dump;
mod error;
mod extract;
mod guard;
mod identities;
pub mod metrics;
mod negotiate;
pub mod openapi;
mod sync;
mod tokens;
mod trusted;
mod turkopticon;
mod web;

use std::hash::Hash;
use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use tokio::sync::Semaphore;

use error::ApiError;

use crate::allowance::Claim;
use crate::challenge::Seal;
use crate::config::Config;
use crate::counted::Counted;
use crate::limit::{Limited, Limiter};
use crate::publish::Shelf;
use crate::store::Database;
use crate::writer::{Clock, Writer};

/// What every handler can reach.
pub struct App {
    /// How the server runs.
    pub config: Config,
    /// For looking up who asks.
    pub database: Database,
    /// For everything that everyone may read.
    pub shelf: Arc<Shelf>,
    /// For everything that changes something.
    pub writer: Writer,
    /// The clock.
    pub clock: Clock,
    /// New identities by address.
    pub registrations: Limiter<IpAddr>,
    /// Syncs by identity.
    pub syncs: Limiter<String>,
    /// What was counted.
    pub metrics: metrics::Metrics,
    /// Permits to read the whole database at once.
    pub dumps: Arc<Semaphore>,
    /// Flags by identity.
    pub flags: Limiter<String>,
    /// Changes of tokens by identity.
    pub tokens: Limiter<String>,
    /// The figures of the whole.
    pub figures: Arc<Counted>,
    /// Signs what new members have to solve.
    pub seal: Seal,
}

impl App {
    /// Lets an address do something, as far as this process knows; the claim has the writer ask
    /// all of them.
    ///
    /// # Errors
    /// It did so too often.
    pub fn admit_address(&self, who: IpAddr) -> Result<Claim, ApiError> {
        let (what, table) = (Limited::Register, &self.registrations);
        let claim = Claim::of_address(&self.seal, who, what, table.per_hour());
        self.admit(table, who, claim)
    }

    /// The same of an identity.
    ///
    /// # Errors
    /// It did so too often.
    pub fn admit_identity(&self, what: Limited, who: &str) -> Result<Claim, ApiError> {
        let table = match what {
            Limited::Flag => &self.flags,
            Limited::Token => &self.tokens,
            Limited::Sync | Limited::Register => &self.syncs,
        };
        let claim = Claim::of_identity(&self.seal, who, what, table.per_hour());
        self.admit(table, who.to_owned(), claim)
    }

    fn admit<K: Eq + Hash>(
        &self,
        table: &Limiter<K>,
        who: K,
        claim: Claim,
    ) -> Result<Claim, ApiError> {
        let what = claim.what;
        let taken = table.take(who, (self.clock)());
        taken.map_err(|retry_after| ApiError::RateLimited { what, retry_after })?;
        Ok(claim)
    }
}

/// All routes.
pub fn router(app: Arc<App>) -> Router {
    let routes = Router::new()
        .merge(about::router())
        .merge(buckets::router())
        .merge(dump::router())
        .merge(metrics::router())
        .merge(openapi::router())
        .merge(identities::router())
        .merge(sync::router())
        .merge(tokens::router())
        .merge(trusted::router())
        .merge(turkopticon::router())
        .merge(web::router());
    let prefix = app.config.path_prefix.as_str();
    let routes = match prefix {
        "" => routes,
        prefix => Router::new().nest(prefix, routes),
    };
    let routes = routes
        .merge(web::first(prefix))
        .fallback(guard::no_such_place)
        .method_not_allowed_fallback(guard::no_such_method)
        .with_state(Arc::clone(&app));
    guard::around(routes, &app)
}
