//! `GET /v1/dump`: everything public in one stream, so that a community can leave its host.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use serde_json::{Value, json};
use tokio::sync::mpsc::{self, Sender};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

use super::App;
use super::error::ApiError;
use crate::publish::{text_line, to_the_hour};
use crate::store::act::{self, Act};
use crate::store::{Database, aggregate, visible};

/// Parts by the first digits of keys; each is read at one moment.
const PARTS: u32 = 256;
/// How long a client waits for another's dump to end.
const TURN: Duration = Duration::from_secs(10);
/// How long a client may leave a part waiting.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/v1/dump", get(dump))
}

/// One dump at a time: it reads the whole database.
async fn dump(State(app): State<Arc<App>>) -> Result<impl IntoResponse, ApiError> {
    let turn = Arc::clone(&app.dumps).acquire_owned();
    let Ok(Ok(alone)) = tokio::time::timeout(TURN, turn).await else {
        return Err(ApiError::Unavailable);
    };
    let (parts, stream) = mpsc::channel::<Bytes>(1);
    let database = app.database.clone();
    let name = app.config.name.clone();
    tokio::spawn(async move {
        if let Err(why) = write(&database, &name, &parts).await {
            // The stream ends without its last line: whoever reads sees that it is not whole.
            tracing::error!(error = %why, "a dump was broken off");
        }
        drop(alone);
    });
    let body =
        Body::from_stream(ReceiverStream::new(stream).map(Ok::<_, std::convert::Infallible>));
    let headers = [
        (header::CONTENT_TYPE, "application/x-ndjson; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, body))
}

/// Why a dump is not whole.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    #[error("something could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the client went away or is too slow")]
    Gone,
}

async fn write(database: &Database, name: &str, parts: &Sender<Bytes>) -> Result<(), Broken> {
    let head = json!({"tallystick": "public", "community": name});
    send(parts, format!("{head}\n")).await?;
    let (mut requesters, mut reviews) = (0, 0);
    for part in 0..PARTS {
        let (from, below) = (format!("{part:02x}"), format!("{part:02x}g"));
        let mut lines = String::new();
        for it in aggregate::lines(database.readers(), &from, &below).await? {
            lines.push_str(&format!("{{\"aggregate\":{}}}\n", it.line));
            requesters += 1;
        }
        for it in visible::all(database.readers(), &from, &below).await? {
            lines.push_str(&format!("{{\"review\":{}}}\n", text_line(&it)?));
            reviews += 1;
        }
        if !lines.is_empty() {
            send(parts, lines).await?;
        }
    }
    let acts = act::newest(database.readers(), "", i64::MAX).await?;
    for some in acts.chunks(1_000) {
        send(
            parts,
            some.iter()
                .map(|it| format!("{{\"act\":{}}}\n", public(it)))
                .collect(),
        )
        .await?;
    }
    let foot = json!({"requesters": requesters, "reviews": reviews, "acts": acts.len()});
    send(parts, format!("{foot}\n")).await
}

/// What the web page of the log shows, too: warnings and suspensions stand there without a name.
fn public(act: &Act) -> Value {
    let about_someone = matches!(act.kind.as_str(), "warn" | "suspend");
    let of_review = |it: &str| {
        if about_someone {
            Value::Null
        } else {
            it.into()
        }
    };
    json!({
        "acted_at": to_the_hour(act.acted_at), "kind": act.kind, "moderator": act.moderator,
        "reason": act.reason, "review": of_review(&act.review_id), "k": of_review(&act.requester_key),
    })
}

async fn send(parts: &Sender<Bytes>, lines: String) -> Result<(), Broken> {
    let sent = parts.send_timeout(lines.into(), PATIENCE).await;
    sent.map_err(|_| Broken::Gone)
}
