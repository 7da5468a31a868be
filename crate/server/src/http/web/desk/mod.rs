//! The moderators' desk: what waits, what was hidden, and what can be done about it; invitations.
//! Forms without script. Who sits there is [`session`]'s.

mod case;
mod invitations;
mod session;

use std::sync::Arc;

use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::layout::Frame;
use super::{HTML, protect};
use crate::http::App;
use crate::http::error::ApiError;
use crate::moderation::Asked;
use crate::store::act::{self, Case};
use case::{ANSWER_MAX, Known, case};
use session::Moderator;

/// Cases on the page, the oldest.
const SHOWN: i64 = 20;
/// Hidden reviews on the page, the newest.
const HIDDEN: i64 = 10;
/// The word in the address after signing in, by which the desk sees that the cookie was kept.
const ENTERED: &str = "enter";
/// The longest reason in characters.
const REASON_MAX: usize = 500;

/// What the forms of the desk send.
#[derive(Deserialize)]
pub(super) struct Sent {
    /// The secret, when signing in.
    #[serde(default)]
    secret: String,
    /// What to do.
    #[serde(default)]
    act: String,
    /// About which review, or which invitation.
    #[serde(default)]
    review: String,
    /// Why; of an invitation, a note.
    #[serde(default)]
    reason: String,
    /// A requester's answer.
    #[serde(default)]
    text: String,
    /// Of an invitation.
    #[serde(default)]
    uses: String,
    #[serde(default)]
    mark: String,
}

/// Which review to look at, and what was just done.
#[derive(Default, Deserialize)]
pub(super) struct Look {
    #[serde(default)]
    review: String,
    #[serde(default)]
    did: String,
}

/// What a notice says was done; nothing for what this desk does not do.
fn told(did: &str) -> Option<&'static str> {
    Some(match did {
        ENTERED => "You are signed in for eight hours",
        "hide" => "The review is hidden. Its author and everyone in the log can read why",
        "restore" => "The review shows again. Its author and everyone in the log can read why",
        "release" => "The review is released: it shows and counts",
        "warn" => "The author is warned and reads why; the log tells it without a name",
        "suspend" => {
            "The author is suspended for 30 days and reads why; the log tells it without a name"
        }
        "dismiss" => "The flags are dismissed; nothing else has changed",
        "answer" => "The requester's answer is as you gave it; the log tells it",
        "uninvite" => "The invitation is revoked: nobody comes by it any more",
        _ => return None,
    })
}

pub(super) async fn show(
    State(app): State<Arc<App>>,
    look: Result<Query<Look>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let look = look.map(|it| it.0).unwrap_or_default();
    match session::moderator(&app, &headers).await? {
        Some(it) => desk(&app, &it, &look).await,
        None if look.did == ENTERED => {
            let why = "Your browser did not keep the session. The desk needs https, or plain http \
                       to this very machine, as http://127.0.0.1, and cookies of this site";
            Ok(sign_in(&app, StatusCode::UNAUTHORIZED, Some(why)))
        }
        None => Ok(sign_in(&app, StatusCode::OK, None)),
    }
}

pub(super) async fn send(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    form: Result<Form<Sent>, FormRejection>,
) -> Result<Response, ApiError> {
    let Ok(Form(sent)) = form else {
        let why = "The form did not arrive whole";
        return Ok(sign_in(&app, StatusCode::BAD_REQUEST, Some(why)));
    };
    let Some(it) = session::moderator(&app, &headers).await? else {
        return Ok(match session::enter(&app, &headers, &sent.secret).await? {
            Ok(cookie) => go(ENTERED, Some(&cookie)),
            Err(why) => sign_in(&app, StatusCode::UNAUTHORIZED, Some(why)),
        });
    };
    if sent.mark != it.mark() {
        let why = "The form is from another session: open the desk again";
        return Ok(sign_in(&app, StatusCode::FORBIDDEN, Some(why)));
    }
    match sent.act.as_str() {
        "leave" => Ok(go("", Some(&session::leave(&headers)))),
        "invite" => Ok(handed_out(
            &app,
            &invitations::make(&app, &it, &sent).await?,
        )),
        "uninvite" => match invitations::revoke(&app, sent.review).await? {
            true => Ok(go("uninvite", None)),
            false => Ok(notice(
                &app,
                StatusCode::NOT_FOUND,
                "There is no such invitation",
            )),
        },
        _ => moderate(&app, it, sent).await,
    }
}

async fn moderate(app: &App, by: Moderator, sent: Sent) -> Result<Response, ApiError> {
    let did = sent.act.clone();
    let short = |text: &str, max| text.trim().chars().take(max).collect::<String>();
    let asked = Asked {
        moderator: by.name,
        reason: short(&sent.reason, REASON_MAX),
        text: short(&sent.text, ANSWER_MAX),
        kind: sent.act,
        review_id: sent.review,
    };
    if asked.reason.is_empty() && asked.kind != "dismiss" {
        let why = "Give a reason: the author reads it";
        return Ok(notice(app, StatusCode::UNPROCESSABLE_ENTITY, why));
    }
    match app.writer.moderate(asked).await {
        Ok(true) => Ok(go(&did, None)),
        Ok(false) => {
            let why = "There is no such review any more";
            Ok(notice(app, StatusCode::NOT_FOUND, why))
        }
        Err(why) => Err(why.into()),
    }
}

/// Back to the desk, which then says what was done; a reload does not send a form twice.
fn go(did: &str, cookie: Option<&str>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    let there = match told(did) {
        Some(_) => HeaderValue::try_from(format!("desk?did={did}")).ok(),
        None => None,
    };
    let there = there.unwrap_or_else(|| HeaderValue::from_static("desk"));
    headers.insert(header::LOCATION, there);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(Ok(cookie)) = cookie.map(HeaderValue::from_str) {
        headers.insert(header::SET_COOKIE, cookie);
    }
    response
}

fn private(app: &App, status: StatusCode, content: Markup) -> Response {
    let frame = Frame {
        community: &app.config.name,
        title: "Moderators’ desk".to_owned(),
        root: "",
        place: "desk",
        listed: false,
        content,
    };
    let mut response = (status, frame.render().into_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(HTML));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    protect(headers);
    response
}

fn notice(app: &App, status: StatusCode, why: &str) -> Response {
    let content = html! {
        h1 { "Moderators’ desk" }
        p .wrong role="alert" { (why) "." }
        p { a href="desk" { "Back" } }
    };
    private(app, status, content)
}

fn handed_out(app: &App, invitation: &str) -> Response {
    let content = html! {
        h1 { "An invitation" }
        p .lead { "Give this to whom you invite. It is shown this once and works for 14 days:" }
        p { code { (invitation) } }
        p { a href="desk" { "Back to the desk" } }
    };
    private(app, StatusCode::OK, content)
}

fn sign_in(app: &App, status: StatusCode, wrong: Option<&str>) -> Response {
    let content = html! {
        h1 { "Moderators’ desk" }
        form .narrow method="post" action="desk" {
            @if let Some(wrong) = wrong { p .wrong role="alert" { (wrong) "." } }
            div {
                label for="secret" { "Your moderator’s secret (tsm_…)" }
                input #secret type="password" name="secret" required autocomplete="current-password";
            }
            button type="submit" { "Open the desk" }
        }
        p .soft { "Whoever runs this server makes it: " code { "tallystick-server moderator NAME" } "." }
    };
    private(app, status, content)
}

async fn desk(app: &App, moderator: &Moderator, look: &Look) -> Result<Response, ApiError> {
    let readers = app.database.readers();
    let (wanted, waiting) = match look.review.trim() {
        "" => (None, act::waiting(readers, SHOWN).await?),
        id => (
            Some(id),
            act::case(readers, id).await?.into_iter().collect(),
        ),
    };
    let looked_up = wanted.is_some();
    let hidden = act::hidden(readers, HIDDEN).await?;
    let waiting = articles(app, &waiting, moderator, looked_up).await?;
    let undo = articles(app, &hidden, moderator, false).await?;
    let content = html! {
        h1 { "Moderators’ desk" }
        @if let Some(told) = told(&look.did) {
            p .done role="status" { (told) ". " a href="log" { "The log" } }
        }
        @if let Some(id) = wanted { p .lead { "Review " code { (id) } } }
        @else { p .lead { "What waits, oldest first. Each act needs a reason; the author reads it, and everyone in the log." } }
        @if waiting.is_empty() { p .empty { @if looked_up { "There is no such review." } @else { "Nothing waits." } } }
        div .cases { @for it in &waiting { (it) } }
        @if looked_up { p { a href="desk" { "Back to the desk" } } }
        @else {
            (finder())
            @if !undo.is_empty() { h2 { "Hidden" } div .cases { @for it in &undo { (it) } } }
            (invitations::part(app, moderator).await?)
        }
        form .narrow method="post" action="desk" {
            input type="hidden" name="mark" value=(moderator.mark());
            button .quiet type="submit" name="act" value="leave" { "Sign out " (moderator.name) }
        }
    };
    Ok(private(app, StatusCode::OK, content))
}

/// Any review, for what nobody has flagged and for requesters' answers.
fn finder() -> Markup {
    html! {
        form .narrow method="get" action="desk" {
            label { "Look at a review by its id (it stands in the address of a link to it, after #r-) "
                input type="text" name="review" maxlength="40" autocomplete="off";
            }
            button .quiet type="submit" { "Look" }
        }
    }
}

async fn articles(
    app: &App,
    cases: &[Case],
    moderator: &Moderator,
    looked_up: bool,
) -> Result<Vec<Markup>, ApiError> {
    let mut articles = Vec::with_capacity(cases.len());
    for it in cases {
        let flags = act::flags(app.database.readers(), &it.review_id).await?;
        let known = Known {
            flags: &flags,
            looked_up,
        };
        articles.push(case(it, &known, &moderator.mark()));
    }
    Ok(articles)
}
