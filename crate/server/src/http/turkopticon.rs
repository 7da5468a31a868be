//! `GET /api/multi-attrs.php` and `GET /requesters`, as Turkopticon 1 and 2 answered them.
//!
//! Whoever asks here tells this server what they look at; nothing of it is kept or logged.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Map, json};
use tallystick_core::key::lookup_key;
use tallystick_wire::id::RequesterKind;
use tallystick_wire::{Aggregate, PlatformId, RequesterKey};

use super::App;
use super::error::ApiError;
use crate::turkopticon::{FIELDS, attributes, resource};

/// Ids in one question: two pages of a task list.
const IDS_MAX: usize = 200;
/// How long an answer may be kept; Turkopticon's own were up to 20 minutes old.
const KEPT: &str = "public, max-age=300";

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/api/multi-attrs.php", get(multi_attributes))
        .route("/requesters", get(requesters))
}

/// What version 1 is asked.
#[derive(Deserialize)]
struct Ids {
    #[serde(default)]
    ids: String,
    /// Ours: another platform than Mechanical Turk.
    #[serde(default = "mturk")]
    platform: String,
}

/// What version 2 is asked.
#[derive(Deserialize)]
struct Rids {
    #[serde(default)]
    rids: String,
    #[serde(rename = "fields[requesters]")]
    fields: Option<String>,
    /// Ours: another platform than Mechanical Turk.
    #[serde(default = "mturk")]
    platform: String,
}

fn mturk() -> String {
    "mturk".to_owned()
}

async fn multi_attributes(
    State(app): State<Arc<App>>,
    question: Result<Query<Ids>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(asked) = question.map_err(|why| bad(why.body_text()))?;
    let ids = listed(&asked.ids)?;
    let mut answer = Map::new();
    for id in ids {
        let known = known(&app, &asked.platform, id).await?;
        answer.insert(id.to_owned(), attributes(known.as_ref()));
    }
    Ok(([(header::CACHE_CONTROL, KEPT)], Json(answer)).into_response())
}

async fn requesters(
    State(app): State<Arc<App>>,
    question: Result<Query<Rids>, axum::extract::rejection::QueryRejection>,
) -> Response {
    match answer_version_2(&app, question).await {
        Ok(response) => response,
        Err(ApiError::BadRequest { message, .. }) => refuse(&message),
        Err(why) => why.into_response(),
    }
}

async fn answer_version_2(
    app: &App,
    question: Result<Query<Rids>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(asked) = question.map_err(|why| bad(why.body_text()))?;
    let rids = listed(&asked.rids)?;
    if rids.is_empty() {
        return Err(bad(
            "Name requesters: /requesters?rids=A1EXAMPLE,A2EXAMPLE".to_owned()
        ));
    }
    let wanted: Vec<&str> = match &asked.fields {
        Some(fields) => fields.split(',').map(str::trim).collect(),
        None => FIELDS.to_vec(),
    };
    let mut data = Vec::new();
    for rid in rids {
        if let Some(known) = known(app, &asked.platform, rid).await? {
            data.push(resource(rid, &known, &wanted));
        }
    }
    Ok(([(header::CACHE_CONTROL, KEPT)], Json(json!({"data": data}))).into_response())
}

/// The ids in a list with commas, each once.
fn listed(ids: &str) -> Result<Vec<&str>, ApiError> {
    let mut listed: Vec<&str> = Vec::new();
    for id in ids.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        if !listed.contains(&id) {
            listed.push(id);
        }
        if IDS_MAX < listed.len() {
            return Err(bad(format!("Ask for at most {IDS_MAX} requesters at once")));
        }
    }
    Ok(listed)
}

/// Nothing is known under what cannot be an id.
async fn known(app: &App, platform: &str, id: &str) -> Result<Option<Aggregate>, ApiError> {
    let platform: PlatformId = platform.parse().map_err(|why| bad(format!("{why}")))?;
    match RequesterKey::new(platform, RequesterKind::Id, id.to_owned()) {
        Ok(key) => Ok(app.shelf.line(&lookup_key(&key)).await?),
        Err(_) => Ok(None),
    }
}

fn bad(message: String) -> ApiError {
    ApiError::BadRequest {
        code: "bad_question",
        message,
    }
}

/// An error as version 2 says it.
fn refuse(message: &str) -> Response {
    let error = json!({"status": "400", "title": "Bad Request", "detail": message});
    (StatusCode::BAD_REQUEST, Json(json!({"errors": [error]}))).into_response()
}
