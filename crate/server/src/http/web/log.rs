//! The moderation log: every act with its reason, and how many of each kind there were.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};

use super::layout::Frame;
use super::{page, words};
use crate::http::App;
use crate::http::error::ApiError;
use crate::store::act::{self, Act};

/// Acts on the page, the newest.
const SHOWN: i64 = 100;

pub(super) async fn show(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let acts = act::newest(app.database.readers(), "", SHOWN).await?;
    let counts = act::counts(app.database.readers()).await?;
    let content = html! {
        h1 { "Moderation log" }
        p .lead {
            "What moderators and the server itself have done, and why. The authors can read it in "
            "the extension; warnings and suspensions stand here without a name."
        }
        @if counts.is_empty() {
            p .empty { "Nothing yet." }
        } @else {
            dl .tiles {
                @for (kind, n) in &counts { div { dt { (done(kind)) } dd { (n) } } }
            }
        }
        ul .acts { @for it in &acts { (entry(it)) } }
    };
    let frame = Frame {
        community: &app.config.name,
        title: "Moderation log".to_owned(),
        root: "",
        place: "log",
        listed: true,
        content,
    };
    page(frame, &headers).await
}

fn entry(act: &Act) -> Markup {
    let about_someone = matches!(act.kind.as_str(), "warn" | "suspend");
    html! {
        li {
            strong { (done(&act.kind)) } " "
            span .soft {
                time datetime=(words::iso_day(act.acted_at)) { (words::day(act.acted_at)) }
                @if act.moderator.is_empty() { ", by the server" } @else { ", by " (act.moderator) }
                @if !about_someone && !act.requester_key.is_empty() {
                    ", a review of " a href={ "requester/" (act.requester_key) } { "this requester" }
                }
            }
            p { (act.reason) }
        }
    }
}

/// A kind of act as it reads in a list.
pub(super) fn done(kind: &str) -> &str {
    match kind {
        "hold" => "held",
        "release" => "released",
        "hide" => "hidden",
        "restore" => "restored",
        "warn" => "warned",
        "suspend" => "suspended",
        "answer" => "answered",
        other => other,
    }
}
