//! The first page, and searching.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use tallystick_core::count::grouped;
use tallystick_wire::Aggregate;

use super::layout::Frame;
use super::{asked, latest, page, refuse, words};
use crate::clean::normal_name;
use crate::http::App;
use crate::http::error::ApiError;
use crate::refusal::Refusal;
use crate::secret::is_in;
use crate::store::community;
use crate::store::page::{self, Found};

/// What is found at the most.
const FOUND_MAX: usize = 40;
/// The longest search in bytes; longer ones find nothing that is a name.
const SEARCH_MAX: usize = 200;
/// Reviews on the first page.
const SHOWN: usize = 5;

#[derive(Deserialize)]
pub(super) struct Search {
    #[serde(default)]
    q: String,
}

pub(super) async fn show(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    // Not the index: after each write that is put together anew, out of all buckets.
    let whole = community::read(app.database.readers()).await?;
    let count = |n: i64| grouped(u64::try_from(n).unwrap_or_default());
    let told = latest::told(&app, "", (i64::MAX, ""), SHOWN).await?;
    let content = html! {
        section .hero {
            h1 { "Who is this requester to other workers?" }
            (search_form(""))
            p .figures-line {
                strong { (count(whole.reviews)) } " reviews of "
                strong { (count(whole.requesters)) } " requesters, written by workers."
            }
        }
        section aria-labelledby="latest" {
            h2 #latest { "Latest reviews" }
            @if told.is_empty() {
                p .empty { "Nobody has written one yet. " a href="install" { "Be the first" } "." }
            }
            div .reviews { @for it in &told { (latest::entry(it, "")) } }
            @if !told.is_empty() { p { a href="reviews" { "All of them, newest first" } } }
        }
    };
    let frame = Frame {
        community: &app.config.name,
        title: String::new(),
        root: "",
        place: "",
        listed: true,
        content,
    };
    page(frame, &headers).await
}

pub(super) async fn search(
    State(app): State<Arc<App>>,
    question: Result<Query<Search>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    match found(&app, question, &headers).await {
        Ok(response) => response,
        Err(why) => refuse(&app, "", &why),
    }
}

async fn found(
    app: &App,
    question: Result<Query<Search>, QueryRejection>,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let text = asked(question)?.q;
    if is_in(&text) {
        return Err(Refusal::SecretAsName.into());
    }
    let wanted = normal_name(&text.replace(|c: char| c.is_control(), " "));
    let found = match wanted.len() {
        1..=SEARCH_MAX => {
            let keys = app.shelf.search(&wanted, FOUND_MAX).await?;
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            page::found(app.database.readers(), &keys).await?
        }
        _ => Vec::new(),
    };
    let content = html! {
        h1 { "Search" }
        (search_form(&text))
        @if wanted.is_empty() {
            p .empty { "Type a part of a requester's name or id." }
        } @else if found.is_empty() {
            p .empty {
                "No requester here is called " q { (text) } ". "
                "That says nothing about them: nobody has reviewed them yet."
            }
        } @else {
            ul .found { @for it in &found { (entry(it)) } }
            @if FOUND_MAX == found.len() {
                p .soft { "There may be more: type more of the name." }
            }
        }
        p .soft {
            "This server sees what you search here. The extension looks up without telling anyone."
        }
    };
    let frame = Frame {
        community: &app.config.name,
        title: format!("Search: {text}"),
        root: "",
        place: "search",
        listed: false,
        content,
    };
    page(frame, headers).await
}

fn search_form(text: &str) -> Markup {
    html! {
        form .search role="search" action="search" method="get" {
            label for="q" { "Requester's name or id" }
            div .field {
                input #q type="search" name="q" value=(text) maxlength="100" autocomplete="off";
                button type="submit" { "Search" }
            }
        }
    }
}

fn entry(found: &Found) -> Markup {
    let line: Aggregate = serde_json::from_str(&found.line).unwrap_or_default();
    let standing = words::standing(&line);
    let name = if line.name.is_empty() {
        &found.value
    } else {
        &line.name
    };
    html! {
        li {
            a href={ "requester/" (found.requester_key) } { (name) }
            span .standing .(standing.tone) {
                (words::sign(standing.tone)) " " strong { (standing.mean) }
            }
            span .soft {
                (standing.evidence) " · " (found.platform)
                @if found.kind == "id" { " · " code { (found.value) } } @else { " · by " (found.kind) }
            }
        }
    }
}
