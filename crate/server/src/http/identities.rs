//! `POST /v1/identities` and `DELETE /v1/identities/me`.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::routing::{delete, post};
use axum::{Json, Router};
use tallystick_wire::api::IdentityCreated;

use super::App;
use super::error::ApiError;
use super::extract::{Author, Bearer};
use crate::config::Admission;
use crate::limit::{Limited, address_key};
use crate::store::identity;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/identities", post(register))
        .route("/v1/identities/me", delete(forget))
}

/// Idempotent: a secret that is known gets its public name again, and that costs no allowance.
async fn register(
    State(app): State<Arc<App>>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    Bearer(secret): Bearer,
) -> Result<(StatusCode, Json<IdentityCreated>), ApiError> {
    let hash = secret.hash();
    if let Some(public_name) = identity::find(app.database.readers(), &hash).await? {
        return Ok((
            StatusCode::OK,
            Json(IdentityCreated {
                public_name,
                created: false,
            }),
        ));
    }
    if app.config.registration == Admission::Closed {
        return Err(ApiError::RegistrationClosed);
    }
    let what = Limited::Register;
    let allowed = app
        .registrations
        .take(address_key(address.ip()), (app.clock)());
    allowed.map_err(|retry_after| ApiError::RateLimited { what, retry_after })?;
    let identity = app.writer.register(hash).await?;
    let status = if identity.created {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(identity)))
}

/// Deletes the identity with all its reviews and their history.
async fn forget(
    State(app): State<Arc<App>>,
    Author(author): Author,
) -> Result<StatusCode, ApiError> {
    app.writer.forget(author).await?;
    Ok(StatusCode::NO_CONTENT)
}
