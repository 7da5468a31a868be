//! `GET /metrics`: figures for Prometheus, by route, never by person.
//!
//! A route is the pattern that matched, not the path that was asked for, so that no name and no
//! key gets into a figure or into the log.

use std::fmt::Error;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::App;
use super::error::ApiError;
use crate::store::community;

/// Upper bounds of answering times in seconds.
const SECONDS: [f64; 9] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// What this process has counted since its start.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    answered: Family<Answered, Counter>,
    seconds: Family<Route, Histogram>,
    transactions: Counter,
    requesters: Gauge,
    reviews: Gauge,
    put_up: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("tallystick");
        let answered = Family::default();
        let seconds = Family::new_with_constructor((|| Histogram::new(SECONDS)) as fn() -> _);
        let (transactions, requesters) = (Counter::default(), Gauge::default());
        let (reviews, put_up) = (Gauge::default(), Gauge::default());
        registry.register("requests", "Requests answered", Family::clone(&answered));
        registry.register(
            "answer_seconds",
            "Time from a request's head to its answer's",
            Family::clone(&seconds),
        );
        registry.register(
            "write_transactions",
            "Transactions committed by this process, each of which waited for the disk",
            transactions.clone(),
        );
        registry.register(
            "requesters",
            "Requesters with visible reviews",
            requesters.clone(),
        );
        registry.register("reviews", "Visible reviews", reviews.clone());
        registry.register(
            "put_up",
            "1 once everything was put up since the start, so that nobody waits for it",
            put_up.clone(),
        );
        Self {
            registry,
            answered,
            seconds,
            transactions,
            requesters,
            reviews,
            put_up,
        }
    }
}

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/metrics", get(metrics))
}

async fn metrics(State(app): State<Arc<App>>) -> Result<impl IntoResponse, ApiError> {
    let community = community::read(app.database.readers()).await?;
    let metrics = &app.metrics;
    metrics.requesters.set(community.requesters);
    metrics.reviews.set(community.reviews);
    metrics.put_up.set(i64::from(app.shelf.is_up()));
    let transactions = app.writer.transactions().load(Ordering::Relaxed);
    metrics
        .transactions
        .inc_by(transactions.saturating_sub(metrics.transactions.get()));
    let mut text = String::new();
    encode(&mut text, &metrics.registry).map_err(|Error| ApiError::Internal)?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text))
}

/// Counts an answer and notes it in the log.
pub(super) async fn measured(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    // Anybody can make up methods; only those that HTTP knows are counted apart.
    let known = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
    let known = known.into_iter().find(|it| *it == method.as_str());
    let method = known.unwrap_or("other").to_owned();
    let begin = Instant::now();
    let response = next.run(request).await;
    let (status, seconds) = (response.status().as_u16(), begin.elapsed().as_secs_f64());
    tracing::debug!(method, route, status, seconds, "answered");
    let metrics = &app.metrics;
    let by_route = Route {
        route: route.clone(),
    };
    metrics.seconds.get_or_create(&by_route).observe(seconds);
    let answered = Answered {
        method,
        route,
        status,
    };
    metrics.answered.get_or_create(&answered).inc();
    response
}
