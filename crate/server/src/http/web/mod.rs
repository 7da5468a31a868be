//! The pages for people without the extension: rendered here, without script, and from the same
//! aggregates that the extension reads.
//!
//! Links are relative, so the pages work under any path of a proxy. Text is escaped by the
//! template library; nothing is marked as HTML by hand. This room refuses to know who reads.

mod chart;
mod desk;
mod figures;
mod guide;
mod home;
mod latest;
mod layout;
mod log;
mod requester;
mod review;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::App;
use super::error::ApiError;
use super::negotiate;
use crate::publish::body::Body;
use layout::Frame;

/// The style sheet; its address names its content, so browsers keep it for ever.
const STYLE: &str = include_str!("style.css");
/// What pages may do: show themselves, their one style sheet, and send forms back here.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const HTML: &str = "text/html; charset=utf-8";

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/search", get(home::search))
        .route("/requester/{key}", get(requester::show))
        .route("/reviews", get(latest::show))
        .route("/figures", get(figures::show))
        .route("/log", get(log::show))
        .route("/desk", get(desk::show).post(desk::send))
        .route("/rules", get(guide::rules))
        .route("/install", get(guide::install))
        .route("/host", get(guide::host))
        .route("/style.css", get(style))
}

/// The first page, at the root or, with a prefix, at the prefix and a slash: links are relative.
pub(super) fn first(prefix: &str) -> Router<Arc<App>> {
    let there = format!("{prefix}/");
    let router = Router::new().route(&there, get(home::show));
    if prefix.is_empty() {
        return router;
    }
    router.route(prefix, get(async move || Redirect::permanent(&there)))
}

/// A page that everyone may keep as long as its ETag is true.
async fn page(frame: Frame<'_>, headers: &HeaderMap) -> Result<Response, ApiError> {
    let body = Body::new(frame.render().into_string());
    let mut response = negotiate::answer(&body, HTML, headers).await?;
    protect(response.headers_mut());
    Ok(response)
}

/// An error as a page: people who follow an old link get more than an envelope.
fn refuse(app: &App, root: &'static str, why: &ApiError) -> Response {
    let frame = layout::error(app, root, &why.to_string());
    let mut response = (why.status(), frame.render().into_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(HTML));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    protect(headers);
    response
}

fn protect(headers: &mut HeaderMap) {
    let policy = HeaderValue::from_static(POLICY);
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    let within = HeaderValue::from_static("same-origin");
    headers.insert(header::REFERRER_POLICY, within);
}

/// A question in the address, or what is wrong with it.
fn asked<T>(question: Result<Query<T>, QueryRejection>) -> Result<T, ApiError> {
    match question {
        Ok(Query(asked)) => Ok(asked),
        Err(why) => Err(ApiError::BadRequest {
            code: "bad_question",
            message: why.body_text(),
        }),
    }
}

async fn style(
    State(_): State<Arc<App>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let body = Body::new(STYLE.to_owned());
    let mut response = negotiate::answer(&body, "text/css; charset=utf-8", &headers).await?;
    if uri.query() == Some(layout::style_version()) && response.status() == StatusCode::OK {
        let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, kept);
    }
    Ok(response)
}
