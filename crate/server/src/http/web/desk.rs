//! The moderators' desk: what waits, and what can be done about it. Forms without script.
//!
//! A session is a signed cookie that lives for a working day and is checked against the list of
//! moderators at each request. Forms carry a mark of the session, so that no foreign page can
//! send them.

use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::layout::Frame;
use super::{HTML, latest, protect};
use crate::http::App;
use crate::http::error::ApiError;
use crate::secret::{Secret, sha256_hex};
use crate::store::act::{self, Case};
use crate::store::page::Told;
use crate::writer::WriteError;

/// Cases on the page, the oldest.
const SHOWN: i64 = 20;
/// The longest reason in characters.
const REASON_MAX: usize = 500;
const COOKIE: &str = "tallystick_desk";

/// What the forms of the desk send.
#[derive(Deserialize)]
pub(super) struct Sent {
    /// The secret, when signing in.
    #[serde(default)]
    secret: String,
    /// What to do.
    #[serde(default)]
    act: String,
    #[serde(default)]
    review: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    mark: String,
}

/// Who is at the desk.
struct Moderator {
    name: String,
    secret_hash: String,
}

impl Moderator {
    /// What the forms of this session carry.
    fn mark(&self) -> String {
        sha256_hex(format!("form:{}", self.secret_hash).as_bytes())
    }
}

pub(super) async fn show(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    match moderator(&app, &headers).await? {
        Some(it) => desk(&app, &it).await,
        None => Ok(sign_in(&app, StatusCode::OK, None)),
    }
}

pub(super) async fn send(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    form: Result<Form<Sent>, FormRejection>,
) -> Result<Response, ApiError> {
    let Ok(Form(sent)) = form else {
        return Ok(sign_in(
            &app,
            StatusCode::BAD_REQUEST,
            Some("The form did not arrive whole"),
        ));
    };
    let Some(it) = moderator(&app, &headers).await? else {
        return enter(&app, &sent.secret).await;
    };
    if sent.mark != it.mark() {
        let why = "The form is from another session: open the desk again";
        return Ok(sign_in(&app, StatusCode::FORBIDDEN, Some(why)));
    }
    if sent.act == "leave" {
        return Ok(go(Some(&cookie("", 0))));
    }
    let reason: String = sent.reason.trim().chars().take(REASON_MAX).collect();
    if reason.is_empty() && sent.act != "dismiss" {
        let why = "Give a reason: the author reads it";
        return Ok(notice(&app, StatusCode::UNPROCESSABLE_ENTITY, why));
    }
    match app
        .writer
        .moderate(it.name, sent.act, sent.review, reason)
        .await
    {
        Ok(true) => Ok(go(None)),
        Ok(false) => Ok(notice(
            &app,
            StatusCode::NOT_FOUND,
            "There is no such review any more",
        )),
        Err(why) => Err(match why {
            WriteError::Closed => ApiError::Unavailable,
            _ => ApiError::Internal,
        }),
    }
}

async fn enter(app: &App, secret: &str) -> Result<Response, ApiError> {
    let refused = |why| Ok(sign_in(app, StatusCode::UNAUTHORIZED, Some(why)));
    let Ok(secret) = Secret::parse_moderator(secret.trim()) else {
        return refused(
            "A moderator's secret begins with tsm_; a worker's secret opens nothing here",
        );
    };
    let hash = secret.hash();
    if act::moderator(app.database.readers(), &hash)
        .await?
        .is_none()
    {
        return refused("This secret is not known here");
    }
    Ok(go(Some(&cookie(secret.reveal(), 8 * 3_600))))
}

/// The cookie holds the secret itself: nothing has to be kept here, any process can check it, and
/// a moderator who is removed is out at once.
async fn moderator(app: &App, headers: &HeaderMap) -> Result<Option<Moderator>, ApiError> {
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|it| it.to_str().ok());
    let mut pairs = cookies
        .flat_map(|it| it.split(';'))
        .filter_map(|it| it.trim().split_once('='));
    let Some((_, value)) = pairs.find(|(name, _)| *name == COOKIE) else {
        return Ok(None);
    };
    let Ok(secret) = Secret::parse_moderator(value) else {
        return Ok(None);
    };
    let secret_hash = secret.hash();
    let name = act::moderator(app.database.readers(), &secret_hash).await?;
    Ok(name.map(|name| Moderator { name, secret_hash }))
}

fn cookie(value: &str, seconds: u32) -> String {
    format!("{COOKIE}={value}; Max-Age={seconds}; HttpOnly; Secure; SameSite=Strict")
}

/// Back to the desk, so that a reload does not send a form twice.
fn go(cookie: Option<&str>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, HeaderValue::from_static("desk"));
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
    let content = html! { h1 { "Moderators’ desk" } p .wrong role="alert" { (why) "." } p { a href="desk" { "Back" } } };
    private(app, status, content)
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

async fn desk(app: &App, moderator: &Moderator) -> Result<Response, ApiError> {
    let cases = act::waiting(app.database.readers(), SHOWN).await?;
    let mut articles = Vec::with_capacity(cases.len());
    for it in &cases {
        let flags = act::flags(app.database.readers(), &it.review_id).await?;
        articles.push(case(it, &flags, &moderator.mark()));
    }
    let content = html! {
        h1 { "Moderators’ desk" }
        p .lead { "What waits, oldest first. Each act needs a reason; the author reads it, and everyone in the log." }
        @if articles.is_empty() { p .empty { "Nothing waits." } }
        div .cases { @for it in &articles { (it) } }
        form .narrow method="post" action="desk" {
            input type="hidden" name="mark" value=(moderator.mark());
            button .quiet type="submit" name="act" value="leave" { "Sign out " (moderator.name) }
        }
    };
    Ok(private(app, StatusCode::OK, content))
}

fn case(it: &Case, flags: &[(String, String)], mark: &str) -> Markup {
    let told = Told {
        review_id: it.review_id.clone(),
        requester_key: it.requester_key.clone(),
        public_name: it.public_name.clone(),
        origin: it.origin.clone(),
        stored_at: it.stored_at,
        body: it.body.clone(),
    };
    html! {
        section .case {
            @if it.shown == 0 { p { strong { "Held: part of a burst" } } }
            @for (reason, words) in flags {
                p { strong { "Flagged: " (reason) } @if !words.is_empty() { " “" (words) "”" } }
            }
            (latest::entry(&told, ""))
            form method="post" action="desk" {
                input type="hidden" name="mark" value=(mark);
                input type="hidden" name="review" value=(it.review_id);
                label { "Reason " input type="text" name="reason" maxlength=(REASON_MAX); }
                div .choices {
                    @if it.shown == 0 { button type="submit" name="act" value="release" { "Release" } }
                    button type="submit" name="act" value="hide" { "Hide" }
                    button .quiet type="submit" name="act" value="warn" { "Warn the author" }
                    button .quiet type="submit" name="act" value="suspend" { "Suspend for 30 days" }
                    @if it.shown == 1 { button .quiet type="submit" name="act" value="dismiss" { "Dismiss the flags" } }
                }
            }
        }
    }
}
