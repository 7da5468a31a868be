//! The community in figures.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::html;
use tallystick_core::count::grouped;
use tallystick_core::trust::Tier;

use super::layout::Frame;
use super::page;
use crate::config::Admission;
use crate::http::App;
use crate::http::error::ApiError;

pub(super) async fn show(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let known = app.figures.get(&app.database, (app.clock)()).await?;
    let number = |n: i64| grouped(u64::try_from(n).unwrap_or_default());
    let content = html! {
        h1 { "The community in figures" }
        dl .tiles {
            div { dt { "reviews" } dd { (number(known.reviews)) } }
            div { dt { "in the last 90 days" } dd { (number(known.recent)) } }
            div { dt { "requesters" } dd { (number(known.requesters)) } }
            div { dt { "members" } dd { (number(known.members)) } }
            div { dt { "who wrote a review" } dd { (number(known.writers)) } }
            div { dt { "imported reviews" } dd { (number(known.imported)) } }
        }
        h2 { "By platform" }
        div .scroll { table {
            thead { tr { th scope="col" { "platform" } th scope="col" { "requesters" } th scope="col" { "reviews" } } }
            tbody {
                @for it in &known.platforms {
                    tr { th scope="row" { (it.platform) } td { (number(it.requesters)) } td { (number(it.reviews)) } }
                }
            }
        } }
        h2 { "Who may join" }
        p {
            @match app.config.registration {
                Admission::Open => "Anyone: the extension makes an identity by itself.",
                Admission::Invitation => "Who has an invitation of a moderator or of whoever runs this server.",
                Admission::Closed => "Nobody new at present.",
            }
        }
        h2 { "What a review weighs" }
        div .scroll { table {
            thead { tr { th scope="col" { "voice" } th scope="col" { "weight" } } }
            tbody {
                @for it in [Tier::Newcomer, Tier::Known, Tier::Established, Tier::Unverified] {
                    tr { th scope="row" { (it.word()) } td { (it.weight()) } }
                }
            }
        } }
        p .soft {
            "Probation: " (app.config.probation_days) " days. "
            a href="rules#weights" { "How a voice grows" } "."
        }
        p .soft {
            "No e-mail address, no worker id and no network address is stored beside a review. "
            "Everything published here can be fetched by anyone: "
            a href="v1/buckets" { "the list of all data" } "."
        }
    };
    let frame = Frame {
        community: &app.config.name,
        title: "Figures".to_owned(),
        root: "",
        place: "figures",
        listed: true,
        content,
    };
    page(frame, &headers).await
}
