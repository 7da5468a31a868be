//! `GET /v1/buckets`, `GET /v1/buckets/{name}` and `GET /v1/texts/{name}`.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;

use super::App;
use super::error::ApiError;
use super::extract::Name;
use super::negotiate::answer;
use crate::publish::Bucket;

/// One JSON value a line.
const LINES: &str = "application/x-ndjson; charset=utf-8";

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/buckets", get(index))
        .route("/v1/buckets/{name}", get(aggregates))
        .route("/v1/texts/{name}", get(texts))
}

async fn index(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, ApiError> {
    let index = app.shelf.index().await?;
    answer(&index.body, "application/json", &headers).await
}

async fn aggregates(
    State(app): State<Arc<App>>,
    name: Name,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let bucket = find(&app, name).await?;
    answer(&bucket.aggregates, LINES, &headers).await
}

async fn texts(
    State(app): State<Arc<App>>,
    name: Name,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let bucket = find(&app, name).await?;
    answer(&bucket.texts, LINES, &headers).await
}

async fn find(app: &App, Name(name): Name) -> Result<Arc<Bucket>, ApiError> {
    let bucket = app.shelf.bucket(&name).await?;
    bucket.ok_or_else(|| ApiError::NoSuchBucket(name.chars().take(40).collect()))
}
