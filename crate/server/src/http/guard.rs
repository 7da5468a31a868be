//! What stands around all routes: time limits, CORS, and envelopes where no handler answers.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, Uri, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{Any as AnyOrigin, CorsLayer};

use super::App;
use super::error::ApiError;
use super::metrics::measured;

/// How long a browser may remember what a preflight allowed.
const PREFLIGHT_AGE: Duration = Duration::from_secs(24 * 3_600);

/// Puts everything around the routes.
pub fn around(routes: Router, app: &Arc<App>) -> Router {
    let limit = Duration::from_secs(app.config.request_timeout_seconds);
    routes
        .layer(from_fn_with_state(limit, in_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(cors())
        .layer(from_fn(plainly))
        .layer(from_fn_with_state(Arc::clone(app), measured))
}

/// Any origin may ask, so that the extension needs no host permission. There are no cookies, so
/// a foreign page can do nothing here that it could not do from anywhere.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AnyOrigin)
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_NONE_MATCH,
        ])
        .expose_headers([header::ETAG, header::RETRY_AFTER])
        .max_age(PREFLIGHT_AGE)
}

/// Answers are data: no browser is to guess at a page in them.
async fn plainly(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let no_guessing = HeaderValue::from_static("nosniff");
    response
        .headers_mut()
        .insert(header::X_CONTENT_TYPE_OPTIONS, no_guessing);
    response
}

async fn in_time(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::Unavailable.into_response(),
    }
}

fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    ApiError::Internal.into_response()
}

/// For paths that no route knows.
pub async fn no_such_place(uri: Uri) -> ApiError {
    ApiError::NotFound(uri.path().chars().take(200).collect())
}

/// For methods that a route does not know.
pub async fn no_such_method(method: Method, uri: Uri) -> ApiError {
    ApiError::MethodNotAllowed {
        method: method.as_str().chars().take(20).collect(),
        path: uri.path().to_owned(),
    }
}
