//! `POST /v1/sync`.

use std::sync::Arc;

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use tallystick_wire::api::{SYNC_ITEMS_MAX, SyncAnswer, SyncRequest};

use super::App;
use super::error::ApiError;
use super::extract::{Author, Body};
use crate::limit::Limited;
use crate::outbox::Item;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/v1/sync", post(sync))
}

async fn sync(
    State(app): State<Arc<App>>,
    Author(author): Author,
    Body(request): Body<SyncRequest<serde_json::Value>>,
) -> Result<Json<SyncAnswer>, ApiError> {
    let count = request.items.len();
    if SYNC_ITEMS_MAX < count {
        return Err(ApiError::Unprocessable(format!(
            "{count} items are too many: send at most {SYNC_ITEMS_MAX} at once"
        )));
    }
    let claim = app.admit_identity(Limited::Sync, &author)?;
    // Here and not in the writer, which all wait for.
    let now = (app.clock)();
    let items = request.items.iter().map(|it| Item::read(it, now)).collect();
    Ok(Json(app.writer.sync(author, items, claim).await?))
}
