//! `GET /v1/buckets`, `GET /v1/buckets/{name}` and `GET /v1/texts/{name}`.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum::routing::get;

use super::App;
use super::error::ApiError;
use super::extract::Name;
use super::negotiate::{answer, has, unchanged};

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
    Name(name): Name,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let sheet = app.shelf.aggregates(&name).await?;
    let sheet = sheet.ok_or_else(|| missing(&name))?;
    answer(&sheet.body, LINES, &headers).await
}

/// Who has them already is told so without their being put together.
async fn texts(
    State(app): State<Arc<App>>,
    Name(name): Name,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    if headers.contains_key(header::IF_NONE_MATCH) {
        let sheet = app.shelf.aggregates(&name).await?;
        let etag = &sheet.ok_or_else(|| missing(&name))?.texts_etag;
        if has(&headers, etag) {
            return Ok(unchanged(etag));
        }
    }
    let texts = app.shelf.texts(&name).await?;
    let texts = texts.ok_or_else(|| missing(&name))?;
    answer(&texts, LINES, &headers).await
}

fn missing(name: &str) -> ApiError {
    ApiError::NoSuchBucket(name.chars().take(40).collect())
}
