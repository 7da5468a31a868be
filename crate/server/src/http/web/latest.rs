//! The latest reviews, of all requesters.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use tallystick_wire::{Aggregate, Millis, Review};

use super::layout::Frame;
use super::review::{PAGE_REVIEWS, article, fitting};
use super::{asked, page, refuse};
use crate::http::App;
use crate::http::error::ApiError;
use crate::store::page::{Told, place_of, reviews};

/// Before which review: its id, since its time is nobody's business.
#[derive(Deserialize)]
pub(super) struct Before {
    pub(super) before: Option<String>,
}

impl Before {
    /// As a place in time.
    pub(super) async fn place(&self, app: &App) -> Result<(Millis, &str), ApiError> {
        let Some(id) = &self.before else {
            return Ok((Millis::MAX, ""));
        };
        let stored_at = place_of(app.database.readers(), id).await?;
        Ok((stored_at.ok_or(ApiError::NoSuchReview)?, id))
    }
}

pub(super) async fn show(
    State(app): State<Arc<App>>,
    question: Result<Query<Before>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    match listed(&app, question, &headers).await {
        Ok(response) => response,
        Err(why) => refuse(&app, "", &why),
    }
}

async fn listed(
    app: &App,
    question: Result<Query<Before>, QueryRejection>,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let before = asked(question)?;
    let told = told(app, "", before.place(app).await?, PAGE_REVIEWS + 1).await?;
    let (shown, more) = fitting(&told);
    let content = html! {
        h1 { "Latest reviews" }
        @if shown.is_empty() { p .empty { "There is nothing older." } }
        div .reviews { @for it in shown { (entry(it, "")) } }
        @if more { (older(shown, "")) }
    };
    let frame = Frame {
        community: &app.config.name,
        title: "Latest reviews".to_owned(),
        root: "",
        place: "reviews",
        listed: before.before.is_none(),
        content,
    };
    page(frame, headers).await
}

/// The link to what comes after the last of these.
pub(super) fn older(shown: &[Told], path: &str) -> Markup {
    html! {
        @if let Some(last) = shown.last() {
            p .older {
                a rel="next" href={ (path) "?before=" (last.review_id) } { "Older reviews" }
            }
        }
    }
}

/// A review with the name of its requester above it.
pub(super) fn entry(told: &Told, root: &str) -> Markup {
    let name = serde_json::from_str::<Review>(&told.body)
        .ok()
        .map(|review| {
            if review.requester_name.is_empty() {
                review.requester.value
            } else {
                review.requester_name
            }
        });
    let about = html! {
        a href={ (root) "requester/" (told.requester_key) } { (name.unwrap_or_default()) }
    };
    article(told, Some(about))
}

/// Visible reviews before a place in time; of one requester, or of all with an empty key.
pub(super) async fn told(
    app: &App,
    key: &str,
    before: (i64, &str),
    limit: usize,
) -> Result<Vec<Told>, ApiError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Ok(reviews(app.database.readers(), key, before, limit).await?)
}

/// The name that is published of a requester, or what its key holds.
pub(super) fn name_of(line: &Aggregate, value: &str) -> String {
    if line.name.is_empty() {
        value.to_owned()
    } else {
        line.name.clone()
    }
}
