//! `GET /v1/challenge`, `POST /v1/identities` and `DELETE /v1/identities/me`: becoming a member
//! and leaving.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde::Deserialize;
use tallystick_core::work;
use tallystick_wire::api::{IdentityCreated, RegisterRequest};

use super::App;
use super::error::ApiError;
use super::extract::{Author, Bearer, Caller, MaybeBody};
use crate::challenge::mark;
use crate::config::Admission;
use crate::membership::{Entry, Leaving};
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::statistics::DAY_MS;
use crate::store::{identity, spent};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/challenge", get(challenge))
        .route("/v1/identities", post(register))
        .route("/v1/identities/me", delete(forget))
}

/// What registering costs at present. Nothing is kept: the answer is signed.
async fn challenge(State(app): State<Arc<App>>) -> Result<impl IntoResponse, ApiError> {
    let now = (app.clock)();
    let base = match app.config.registration {
        Admission::Open => app.config.registration_work,
        Admission::Invitation => return Err(Refusal::InvitationRequired.into()),
        Admission::Closed => return Err(ApiError::RegistrationClosed),
    };
    let today = match base {
        0 => 0,
        _ => spent::since(app.database.readers(), now - DAY_MS).await?,
    };
    let issued = app.seal.issue(work::bits(base, today), now);
    let issued = issued.map_err(|why| {
        tracing::error!(error = %why, "no randomness for a challenge");
        ApiError::Unavailable
    })?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(issued)))
}

/// Idempotent: a secret that is known gets its public name again, and that costs nothing.
async fn register(
    State(app): State<Arc<App>>,
    Caller(address): Caller,
    Bearer(secret): Bearer,
    MaybeBody(request): MaybeBody<RegisterRequest>,
) -> Result<(StatusCode, Json<IdentityCreated>), ApiError> {
    let hash = secret.hash();
    if let Some(public_name) = identity::find(app.database.readers(), &hash).await? {
        let known = IdentityCreated {
            public_name,
            created: false,
        };
        return Ok((StatusCode::OK, Json(known)));
    }
    let entry = entry(&app, &hash, &request)?;
    let claim = app.admit_address(address)?;
    let identity = app.writer.register(hash, entry, claim).await?;
    let status = if identity.created {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(identity)))
}

/// What admits whoever asks, as far as it can be told without the database.
fn entry(app: &App, secret_hash: &str, request: &RegisterRequest) -> Result<Entry, ApiError> {
    if app.config.registration == Admission::Closed {
        return Err(ApiError::RegistrationClosed);
    }
    if let Some(invitation) = &request.invitation {
        let secret = Secret::parse_invitation(invitation.trim());
        let secret_hash = secret.map_err(|_| Refusal::BadInvitation)?.hash();
        return Ok(Entry::Invitation { secret_hash });
    }
    if app.config.registration == Admission::Invitation {
        return Err(Refusal::InvitationRequired.into());
    }
    if app.config.registration_work == 0 {
        return Ok(Entry::Free);
    }
    let (Some(challenge), Some(nonce)) = (&request.challenge, request.nonce) else {
        return Err(Refusal::WorkRequired.into());
    };
    let now = (app.clock)();
    if !app.seal.is_solved(challenge, nonce, secret_hash, now) {
        return Err(Refusal::BadWork.into());
    }
    Ok(Entry::Work {
        mark: mark(challenge),
    })
}

/// What is to become of one's reviews.
#[derive(Deserialize)]
struct Wish {
    #[serde(default)]
    reviews: Fate,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Fate {
    #[default]
    Delete,
    Leave,
}

/// Deletes the identity, and its reviews with their history or the name under them.
async fn forget(
    State(app): State<Arc<App>>,
    Author(author): Author,
    wish: Result<Query<Wish>, QueryRejection>,
) -> Result<StatusCode, ApiError> {
    let Ok(Query(wish)) = wish else {
        return Err(ApiError::BadRequest {
            code: "bad_question",
            message: "Say reviews=delete or reviews=leave; nothing was deleted".to_owned(),
        });
    };
    let leaving = match wish.reviews {
        Fate::Delete => Leaving::Delete,
        Fate::Leave => Leaving::Unsign,
    };
    app.writer.forget(author, leaving).await?;
    Ok(StatusCode::NO_CONTENT)
}
