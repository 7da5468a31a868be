//! `/v1/identities/me/tokens`: the secrets that speak for one identity, one a device.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use tallystick_wire::api::{NewToken, PUBLIC_PREFIX, TOKEN_NAME_MAX, Token, TokenName, Tokens};

use super::App;
use super::error::ApiError;
use super::extract::{Author, Bearer, Body, Name};
use crate::limit::Limited;
use crate::membership::{TokenChange, token_id};
use crate::refusal::Refusal;
use crate::secret::{self, Secret};
use crate::store::token;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/identities/me/tokens", get(list).post(add))
        .route("/v1/identities/me/tokens/{id}", post(name).delete(revoke))
}

async fn list(
    State(app): State<Arc<App>>,
    Author(author): Author,
    Bearer(secret): Bearer,
) -> Result<impl IntoResponse, ApiError> {
    let own = secret.hash();
    let rows = token::of(app.database.readers(), &author).await?;
    let tokens = rows.into_iter().map(|it| Token {
        id: token_id(&it.secret_hash),
        current: it.secret_hash == own,
        name: it.name,
        created_at: it.created_at,
    });
    let tokens = Tokens {
        tokens: tokens.collect(),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(tokens)))
}

async fn add(
    State(app): State<Arc<App>>,
    Author(author): Author,
    Body(new): Body<NewToken>,
) -> Result<StatusCode, ApiError> {
    if new.secret.starts_with(PUBLIC_PREFIX) {
        return Err(ApiError::BadRequest {
            code: "public_name_as_secret",
            message: "tsw_… is a public name; send the other device's secret, which begins with \
                      tss_"
                .to_owned(),
        });
    }
    let secret = Secret::parse(&new.secret).map_err(|_| {
        ApiError::Unprocessable(
            "A secret is tss_ and 43 letters, digits, '-' or '_'; the other device makes it"
                .to_owned(),
        )
    })?;
    let (secret_hash, name) = (secret.hash(), called(&new.name)?);
    change(&app, author, TokenChange::Add { secret_hash, name }).await
}

async fn name(
    State(app): State<Arc<App>>,
    Author(author): Author,
    Name(id): Name,
    Body(name): Body<TokenName>,
) -> Result<StatusCode, ApiError> {
    let (id, name) = (public(id)?, called(&name.name)?);
    change(&app, author, TokenChange::Name { id, name }).await
}

async fn revoke(
    State(app): State<Arc<App>>,
    Author(author): Author,
    Name(id): Name,
) -> Result<StatusCode, ApiError> {
    let id = public(id)?;
    change(&app, author, TokenChange::Revoke { id }).await
}

async fn change(app: &App, author: String, change: TokenChange) -> Result<StatusCode, ApiError> {
    let claim = app.admit_identity(Limited::Token, &author)?;
    app.writer.token(author, change, claim).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a token is to be called: one line, and no secret.
fn called(name: &str) -> Result<String, ApiError> {
    let name = name.trim();
    if secret::is_in(name) {
        return Err(Refusal::SecretAsName.into());
    }
    if TOKEN_NAME_MAX < name.chars().count() || name.contains(char::is_control) {
        return Err(ApiError::Unprocessable(format!(
            "A token's name is one line of at most {TOKEN_NAME_MAX} characters"
        )));
    }
    Ok(name.to_owned())
}

/// An id from a path, where logs of proxies may keep it.
fn public(id: String) -> Result<String, ApiError> {
    if secret::is_in(&id) {
        return Err(Refusal::SecretAsName.into());
    }
    Ok(id)
}
