//! Who is at the desk: a cookie, checked at each request against the list of moderators.
//!
//! The cookie holds the secret itself: nothing has to be kept here, any process can check it, and a
//! moderator who is removed is out at once. It lives for a working day.

use axum::http::{HeaderMap, header};

use crate::http::App;
use crate::http::error::ApiError;
use crate::secret::{Secret, sha256_hex};
use crate::store::act;

const COOKIE: &str = "tallystick_desk";
const LIFE_SECONDS: u32 = 8 * 3_600;

/// Who is at the desk.
pub(super) struct Moderator {
    /// As the log shows it.
    pub(super) name: String,
    secret_hash: String,
}

impl Moderator {
    /// What the forms of this session carry, so that no foreign page can send them.
    pub(super) fn mark(&self) -> String {
        sha256_hex(format!("form:{}", self.secret_hash).as_bytes())
    }
}

/// The cookie of one who typed a secret, or what is wrong with it.
pub(super) async fn enter(
    app: &App,
    typed: &str,
) -> Result<Result<String, &'static str>, ApiError> {
    let Ok(secret) = Secret::parse_moderator(typed.trim()) else {
        return Ok(Err(
            "A moderator's secret begins with tsm_; a worker's secret opens nothing here",
        ));
    };
    let known = act::moderator(app.database.readers(), &secret.hash()).await?;
    Ok(match known {
        Some(_) => Ok(cookie(secret.reveal(), LIFE_SECONDS)),
        None => Err("This secret is not known here"),
    })
}

/// The cookie that ends a session.
pub(super) fn leave() -> String {
    cookie("", 0)
}

/// Who sends these headers, if it is a moderator.
pub(super) async fn moderator(
    app: &App,
    headers: &HeaderMap,
) -> Result<Option<Moderator>, ApiError> {
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
