//! One requester: standing, history, names, reviews.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use tallystick_core::key::KEY_DIGITS;
use tallystick_core::show::{self, Line};
use tallystick_wire::Aggregate;
use tallystick_wire::message::BackendEvidence;

use super::latest::{Before, name_of, older, told};
use super::layout::Frame;
use super::review::{PAGE_REVIEWS, article, fitting};
use super::{asked, chart, page, refuse, words};
use crate::http::App;
use crate::http::error::ApiError;
use crate::http::extract::Name;
use crate::store::name::{self, Named};
use crate::store::page::{self as store, Found};

/// Reviews behind the chart at the most, the newest.
const CHART_MAX: i64 = 2_000;

pub(super) async fn show(
    State(app): State<Arc<App>>,
    Name(key): Name,
    question: Result<Query<Before>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    match shown(&app, &key, question, &headers).await {
        Ok(response) => response,
        Err(why) => refuse(&app, "../", &why),
    }
}

async fn shown(
    app: &App,
    key: &str,
    question: Result<Query<Before>, QueryRejection>,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let before = asked(question)?;
    let possible = key.len() == KEY_DIGITS && key.bytes().all(|c| c.is_ascii_hexdigit());
    let found = match possible {
        true => store::requester(app.database.readers(), key).await?,
        false => None,
    };
    let found = found.ok_or(ApiError::NoSuchRequester)?;
    let line: Aggregate = serde_json::from_str(&found.line).unwrap_or_default();
    let told = told(app, key, before.place(app).await?, PAGE_REVIEWS + 1).await?;
    let first = before.before.is_none();
    let (shown, more) = fitting(&told);
    let content = html! {
        (heading(&found, &line))
        @if first {
            (facts(&line))
            (groups(&line))
            (history(app, key).await?)
            (names(&name::of(app.database.readers(), key).await?))
            (same(&found, &store::same(app.database.readers(), &found).await?))
        }
        section aria-labelledby="reviews" {
            h2 #reviews { @if first { "Reviews" } @else { "Older reviews" } }
            @if shown.is_empty() { p .empty { "There is nothing older." } }
            div .reviews { @for it in shown { (article(it, None)) } }
            @if more { (older(shown, key)) }
        }
    };
    let frame = Frame {
        community: &app.config.name,
        title: name_of(&line, &found.value),
        root: "../",
        place: "requester",
        listed: first,
        content,
    };
    page(frame, headers).await
}

fn heading(found: &Found, line: &Aggregate) -> Markup {
    let standing = words::standing(line);
    html! {
        div .who {
            div {
                h1 { (name_of(line, &found.value)) }
                p .soft {
                    (found.platform)
                    @match found.kind.as_str() {
                        "id" => { " · " code { (found.value) } },
                        "name" => " · known by name only: another requester may have the same name",
                        _ => " · a task group whose requester is not shown",
                    }
                }
            }
            p .overall .(standing.tone) {
                span .sign aria-hidden="true" { (words::sign(standing.tone)) }
                span {
                    @if standing.mean.is_empty() { strong { "no scores" } }
                    @else { strong { (standing.mean) } " of 5" }
                }
                span .soft { (standing.evidence) }
            }
        }
    }
}

fn facts(line: &Aggregate) -> Markup {
    // The first one, the standing over all, stands above already.
    let lines: Vec<Line> = show::standing(&words::pooled(line));
    html! {
        dl .facts {
            @for it in lines.iter().skip(1) {
                div {
                    dt { (it.label) }
                    dd { (it.value) @if let Some(detail) = &it.detail { span .soft { (detail) } } }
                }
            }
        }
    }
}

/// The standing of each task group, where there are several.
fn groups(line: &Aggregate) -> Markup {
    let evidence = [BackendEvidence {
        backend: 0,
        aggregate: line.clone(),
    }];
    let known = line.group_tallies.iter();
    let known = known.filter_map(|it| Some((&it.group, show::group_line(&evidence, &it.group)?)));
    let known: Vec<(&String, Line)> = known.collect();
    html! {
        @if 1 < known.len() {
            section aria-labelledby="groups" {
                h2 #groups { "Task groups" }
                p .soft { "Each pulled towards this requester’s other reviews." }
                dl .facts {
                    @for (group, line) in &known { div { dt { code { (group) } } dd { (line.value) } } }
                }
            }
        }
    }
}

async fn history(app: &App, key: &str) -> Result<Markup, ApiError> {
    let newest = store::newest_of(app.database.readers(), key, CHART_MAX).await?;
    Ok(chart::history(&newest, (app.clock)()))
}

/// Who is probably the same requester, seen on another page of the platform.
fn same(found: &Found, others: &[Found]) -> Markup {
    let by_name = found.kind == "name";
    html! {
        @if !others.is_empty() {
            section aria-labelledby="same" {
                h2 #same { "Elsewhere on this platform" }
                p .soft {
                    @if !by_name { "Where the platform shows a name only, this one is probably meant:" }
                    @else if others.len() == 1 { "Workers have seen this name with one id:" }
                    @else { "Several requesters go by this name, so look at the id:" }
                }
                ul {
                    @for it in others {
                        li { a href=(it.requester_key) { @if by_name { code { (it.value) } } @else { (it.value) } } }
                    }
                }
            }
        }
    }
}

/// Present and former names with what they rest on.
fn names(names: &[Named]) -> Markup {
    html! {
        @if 1 < names.len() {
            section aria-labelledby="names" {
                h2 #names { "Names" }
                ul .names {
                    @for it in names {
                        li {
                            strong { (it.name) } " "
                            span .soft {
                                (words::day(it.first_at)) " to " (words::day(it.newest_at)) ", said by "
                                (tallystick_core::count::of(it.workers.unsigned_abs(), "worker", "workers"))
                            }
                        }
                    }
                }
            }
        }
    }
}
