//! `GET /v1/identities/me` and `POST /v1/flags`: what a worker can know of their own standing, and
//! how they ask a moderator to look.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use tallystick_core::trust::tier;
use tallystick_wire::api::{FlagRequest, Me, Notice};

use super::App;
use super::error::{ApiError, UNKNOWN_IDENTITY};
use super::extract::{Author, Body};
use crate::limit::Limited;
use crate::refusal::Refusal;
use crate::secret::is_in;
use crate::store::{act, voice};

/// Notices that are told, the newest.
const NOTICES: i64 = 100;
/// The longest words of a flag, in characters.
const WORDS_MAX: usize = 500;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/identities/me", get(me))
        .route("/v1/flags", post(flag))
}

async fn me(
    State(app): State<Arc<App>>,
    Author(public_name): Author,
) -> Result<impl IntoResponse, ApiError> {
    let mut connection = app.database.readers().acquire().await?;
    let voice = voice::find(&mut connection, &public_name)
        .await?
        .ok_or(UNKNOWN_IDENTITY)?;
    let acts = act::newest(&mut *connection, &public_name, NOTICES).await?;
    let now = (app.clock)();
    let tier = tier(&voice.past(now), i64::from(app.config.probation_days));
    let me = Me {
        public_name,
        created_at: voice.created_at,
        standing: tier.word().to_owned(),
        weight: tier.weight(),
        suspended_until: (now < voice.suspended_until).then_some(voice.suspended_until),
        notices: acts
            .into_iter()
            .map(|it| Notice {
                at: it.acted_at,
                act: it.kind,
                reason: it.reason,
                review: it.review_id,
            })
            .collect(),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(me)))
}

async fn flag(
    State(app): State<Arc<App>>,
    Author(author): Author,
    Body(request): Body<FlagRequest>,
) -> Result<StatusCode, ApiError> {
    if WORDS_MAX < request.words.chars().count() {
        return Err(ApiError::Unprocessable(format!(
            "The words are longer than {WORDS_MAX} characters"
        )));
    }
    if is_in(&request.words) {
        return Err(Refusal::SecretAsName.into());
    }
    let claim = app.admit_identity(Limited::Flag, &author)?;
    match app.writer.flag(author, request, claim).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(ApiError::NoSuchReview),
    }
}
