//! What handlers ask for in their signatures: who is asking, and a body of JSON.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Bytes, to_bytes};
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use tallystick_wire::api::BODY_MAX_BYTES;

use super::App;
use super::error::{ApiError, UNKNOWN_IDENTITY};
use crate::limit::address_key;
use crate::secret::{BadSecret, Secret};
use crate::store::identity;

/// How long a body may take to arrive.
const ARRIVAL: Duration = Duration::from_secs(20);

/// The secret of the `Authorization` header, of the right shape; nobody has looked yet whose.
pub struct Bearer(pub Secret);

impl FromRequestParts<Arc<App>> for Bearer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, ApiError> {
        let unauthorized = |code, message| ApiError::Unauthorized { code, message };
        let header = parts.headers.get(header::AUTHORIZATION).ok_or_else(|| {
            unauthorized(
                "unauthorized",
                "Send the header Authorization: Bearer tss_…",
            )
        })?;
        let text = header.to_str().unwrap_or_default();
        let token = text
            .split_once(' ')
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let token = token.map_or("", |(_, token)| token.trim());
        Secret::parse(token).map(Self).map_err(|why| match why {
            BadSecret::PublicName => unauthorized(
                "public_name_as_secret",
                "tsw_… is the public name; send the secret, which begins with tss_",
            ),
            BadSecret::Shape => unauthorized(
                "bad_secret",
                "A secret is tss_ and 43 letters, digits, '-' or '_', after the word Bearer",
            ),
        })
    }
}

/// Who asks, as an allowance is counted: an address, IPv6 by its /64.
pub struct Caller(pub IpAddr);

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.ok_or(ApiError::Internal)?.0.ip();
        let client = app.config.trusted_proxies.client(peer, &parts.headers);
        Ok(Self(address_key(client)))
    }
}

/// The public name of the identity that is asking.
pub struct Author(pub String);

impl FromRequestParts<Arc<App>> for Author {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let Bearer(secret) = Bearer::from_request_parts(parts, app).await?;
        let name = identity::find(app.database.readers(), &secret.hash()).await?;
        name.map(Self).ok_or(UNKNOWN_IDENTITY)
    }
}

/// The last part of the path.
pub struct Name(pub String);

impl FromRequestParts<Arc<App>> for Name {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        match Path::<String>::from_request_parts(parts, app).await {
            Ok(Path(name)) => Ok(Self(name)),
            Err(_) => Err(ApiError::BadRequest {
                code: "bad_path",
                message: "The path is not percent-encoded UTF-8".to_owned(),
            }),
        }
    }
}

/// A body of JSON, or none, which says what its default says.
pub struct MaybeBody<T>(pub T);

impl<T: DeserializeOwned + Default> FromRequest<Arc<App>> for MaybeBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &Arc<App>) -> Result<Self, ApiError> {
        let says_json = says_json(request.headers());
        let bytes = read(request).await?;
        if bytes.is_empty() {
            return Ok(Self(T::default()));
        }
        if !says_json {
            return Err(ApiError::NotJson);
        }
        parse(&bytes).map(Self)
    }
}

/// A body of JSON.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &Arc<App>) -> Result<Self, ApiError> {
        if !says_json(request.headers()) {
            return Err(ApiError::NotJson);
        }
        parse(&read(request).await?).map(Self)
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(bytes).map_err(|why| match why.classify() {
        serde_json::error::Category::Data => {
            ApiError::Unprocessable(format!("The body does not have the right form: {why}"))
        }
        _ => ApiError::BadRequest {
            code: "bad_json",
            message: format!("The body is no JSON: {why}"),
        },
    })
}

async fn read(request: Request) -> Result<Bytes, ApiError> {
    let announced = request.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|it| it.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|it| (BODY_MAX_BYTES as u64) < it) {
        return Err(ApiError::TooLarge(BODY_MAX_BYTES));
    }
    let body = to_bytes(request.into_body(), BODY_MAX_BYTES);
    match tokio::time::timeout(ARRIVAL, body).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(why)) if is_length_limit(&why) => Err(ApiError::TooLarge(BODY_MAX_BYTES)),
        Ok(Err(_)) => Err(ApiError::BadRequest {
            code: "broken_body",
            message: "The body broke off: send it again".to_owned(),
        }),
        Err(_) => Err(ApiError::TooSlow),
    }
}

/// axum says only by the source's words why a body ended early.
fn is_length_limit(why: &axum::Error) -> bool {
    std::error::Error::source(why).is_some_and(|it| it.to_string().contains("length limit"))
}

fn says_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}
