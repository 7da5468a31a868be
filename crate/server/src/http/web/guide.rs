//! Pages that explain: the rules and how reviews count, how to install, how to run one's own.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use tallystick_core::trust::Tier;

use super::layout::Frame;
use super::page;
use crate::http::App;
use crate::http::error::ApiError;

/// Where the program's source is.
const SOURCE_NOTE: &str = "Tallystick is free software (AGPL-3.0-only): whoever runs a changed \
                           version has to offer its source, too.";

pub(super) async fn rules(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let own = app
        .config
        .rules_url
        .as_deref()
        .filter(|it| it.starts_with("https://"));
    let content = html! {
        h1 { "Rules" }
        @if let Some(own) = own {
            p .lead { "This community has " a href=(own) rel="noopener" { "rules of its own" } "." }
        }
        div .prose {
            h2 { "What a review is" }
            ul {
                li { "What you yourself met with: the task, the pay, the time, the answer." }
                li { "About the requester, not about other workers. No names of private people." }
                li { "One voice each: your newest review of a requester and task replaces the older one." }
                li { "Yours: you may edit or delete it at any time, and deleted is deleted." }
            }
            (weights())
            h2 #moderation { "What moderators may do" }
            ul {
                li { "Hide a review, restore it, warn its author, or suspend an author for a time." }
                li {
                    "Each act is written down with its reason, which its author can ask the server "
                    "for, and everyone can read in the " a href="log" { "moderation log" } "."
                }
                li {
                    "Take down what a requester answers to a review, once they know that it is the "
                    "requester who writes: how they know is said beside the answer."
                }
                li { "Nobody is hidden from others without being told." }
                li { "A bad opinion is no reason to hide a review, and a requester's wish is none either." }
            }
        }
    };
    let title = "Rules";
    plain(&app, title, "rules", content, &headers).await
}

fn weights() -> Markup {
    html! {
        h2 #weights { "How reviews count" }
        ul {
            li { "“Not applicable” is left out, never counted as zero." }
            li { "A mean is pulled towards the middle while there are few reviews behind it." }
            li {
                "New identities weigh less until they have been here for some time and have "
                "reviewed several requesters on several days; reviews from archives weigh as unverified."
            }
            li {
                "Weights: newcomer " (Tier::Newcomer.weight()) ", known " (Tier::Known.weight())
                ", established " (Tier::Established.weight()) ", unverified "
                (Tier::Unverified.weight()) ". All who are not established weigh together at most "
                "as much as three reviews, or a third of the others."
            }
            li {
                "When unusually many new voices praise or condemn one requester within a short time, "
                "their reviews are held until a moderator has looked. The reason is kept for their authors."
            }
        }
    }
}

pub(super) async fn install(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let content = html! {
        h1 { "Install the extension" }
        div .prose {
            p .lead {
                "On the task lists of your platforms it shows on every row what a task really pays "
                "an hour, who the requester is to other workers, and what is below your own floor."
            }
            ol {
                li { "Install Tallystick in Chrome, Edge or another Chromium (123 or later), or in Firefox (140 or later)." }
                li { "Its options open by themselves. Say the lowest hourly pay that you accept." }
                li {
                    "As your community’s backend give the address of this page, without "
                    code { "/install" } ". The extension makes an identity for you: a secret that stays on "
                    "your machine and a public name that signs your reviews."
                }
                li { "Open your platform’s task list." }
            }
            h2 { "What leaves your machine" }
            ul {
                li { "The reviews that you write, and nothing else of your work unless you switch it on." }
                li { "Not what you look at: the extension fetches whole buckets of requesters and looks up at home." }
                li { "No e-mail address and no worker id, ever." }
            }
        }
    };
    plain(&app, "Install", "install", content, &headers).await
}

pub(super) async fn host(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let content = html! {
        h1 { "Run your own" }
        div .prose {
            p .lead {
                "A community belongs to those who write it. You can run a backend of your own, "
                "beside this one or instead of it; the extension reads several at once."
            }
            ol {
                li { "One program, one file. It needs 50 MB of memory and no other service." }
                li {
                    pre { code {
                        "tallystick-server serve \\\n  --database sqlite:/var/lib/tallystick/community.db \\\n"
                        "  --listen 127.0.0.1:8737 --name \"Our community\""
                    } }
                }
                li { "Put a web server with TLS in front of it, as Caddy or nginx." }
                li { "Bring what you have: reviews come as CSV, or whole from another community." }
            }
            h2 { "Leaving this one" }
            p {
                "Reviews, aggregates and the moderation log are public: fetch "
                a href="v1/buckets" { "the list of buckets" } " and every body that it names. "
                "Nothing in it joins to a person."
            }
            p .soft { (SOURCE_NOTE) }
        }
    };
    plain(&app, "Run your own", "host", content, &headers).await
}

async fn plain(
    app: &App,
    title: &str,
    place: &'static str,
    content: Markup,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let frame = Frame {
        community: &app.config.name,
        title: title.to_owned(),
        root: "",
        place,
        listed: true,
        content,
    };
    page(frame, headers).await
}
