//! `GET /v1/about` and `GET /healthz`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use tallystick_wire::api::{About, Registration};

use super::App;
use super::error::ApiError;
use crate::config::Admission;
use crate::store::community;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/about", get(about))
        .route("/healthz", get(health))
}

async fn about(State(app): State<Arc<App>>) -> Result<impl IntoResponse, ApiError> {
    // Not the index: after each write that is put together anew, out of all buckets.
    let (prefix_digits, prefetch) = app.shelf.advice().await?;
    let whole = community::read(app.database.readers()).await?;
    let about = About {
        name: app.config.name.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        capabilities: [
            "buckets", "texts", "sync", "forget", "dump", "work", "tokens",
        ]
        .map(str::to_owned)
        .to_vec(),
        registration: match app.config.registration {
            Admission::Open => Registration::Open,
            Admission::Invitation => Registration::Invitation,
            Admission::Closed => Registration::Closed,
        },
        prefix_digits,
        prefetch,
        requesters: u64::try_from(whole.requesters).unwrap_or_default(),
        reviews: u64::try_from(whole.reviews).unwrap_or_default(),
        rules_url: app.config.rules_url.clone(),
    };
    Ok(([(header::CACHE_CONTROL, "no-cache")], Json(about)))
}

/// Whether the database answers.
async fn health(State(app): State<Arc<App>>) -> Result<impl IntoResponse, ApiError> {
    community::read(app.database.readers())
        .await
        .map_err(|_| ApiError::Unavailable)?;
    Ok(([(header::CACHE_CONTROL, "no-store")], "ok\n"))
}
