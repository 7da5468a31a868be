//! Who is at the desk: a cookie, checked at each request against the list of moderators.
//!
//! The cookie holds the secret itself: nothing has to be kept here, any process can check it, and a
//! moderator who is removed is out at once. It lives for a working day.
//!
//! The cookie is for https only, unless the browser itself says that it speaks plain HTTP with this
//! very machine: there nobody listens in, and not every browser keeps a cookie for https there.

use std::net::IpAddr;

use axum::http::{HeaderMap, Uri, header};

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
    headers: &HeaderMap,
    typed: &str,
) -> Result<Result<String, &'static str>, ApiError> {
    let Ok(secret) = Secret::parse_moderator(typed.trim()) else {
        return Ok(Err(
            "A moderator's secret begins with tsm_; a worker's secret opens nothing here",
        ));
    };
    let known = act::moderator(app.database.readers(), &secret.hash()).await?;
    Ok(match known {
        Some(_) => Ok(cookie(headers, secret.reveal(), LIFE_SECONDS)),
        None => Err("This secret is not known here"),
    })
}

/// The cookie that ends a session.
pub(super) fn leave(headers: &HeaderMap) -> String {
    cookie(headers, "", 0)
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

fn cookie(headers: &HeaderMap, value: &str, seconds: u32) -> String {
    let secure = match is_plain_and_local(headers) {
        true => "",
        false => " Secure;",
    };
    format!("{COOKIE}={value}; Max-Age={seconds}; HttpOnly;{secure} SameSite=Strict")
}

/// Whether the form came from a page of `http://` and this very machine, by the word of the browser
/// that shows it; a proxy in front changes nothing of that.
fn is_plain_and_local(headers: &HeaderMap) -> bool {
    let origin = headers.get(header::ORIGIN).and_then(|it| it.to_str().ok());
    let origin = origin.and_then(|it| it.parse::<Uri>().ok());
    origin.is_some_and(|it| {
        let host = it.host().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let is_here = host.parse::<IpAddr>().is_ok_and(|it| it.is_loopback());
        it.scheme_str() == Some("http") && (is_here || host == "localhost")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_for_https_only_but_on_this_very_machine() {
        let secure = |origin: Option<&str>| {
            let mut headers = HeaderMap::new();
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            cookie(&headers, "", 1).contains("Secure")
        };
        for here in [
            "http://127.0.0.1:8787",
            "http://localhost",
            "http://[::1]:80",
        ] {
            assert!(!secure(Some(here)), "{here}");
        }
        for elsewhere in [
            "https://127.0.0.1",
            "https://example.org",
            "http://example.org",
            "http://localhost.example.org",
            "http://192.168.0.2:8787",
            "null",
            "",
        ] {
            assert!(secure(Some(elsewhere)), "{elsewhere}");
        }
        assert!(secure(None));
    }
}
