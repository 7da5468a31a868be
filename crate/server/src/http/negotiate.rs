//! Which encoding a client wants, and whether it has the body already.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::error::ApiError;
use crate::publish::body::{Body, Encoding};

/// Answers a prepared body, or 304 if the client has it. Everyone may keep it but has to ask
/// whether it is still true: a review must be seen at once, and asking costs no body.
///
/// # Errors
/// The body could not be compressed.
pub async fn answer(
    body: &Body,
    content_type: &'static str,
    request: &HeaderMap,
) -> Result<Response, ApiError> {
    if has(request, &body.etag) {
        return Ok(unchanged(&body.etag));
    }
    let whole = whole(body, content_type, encoding(request)).await?;
    Ok(named(whole, &body.etag))
}

/// The answer to a client that has the body of this ETag.
pub fn unchanged(etag: &str) -> Response {
    named(StatusCode::NOT_MODIFIED.into_response(), etag)
}

fn named(mut response: Response, etag: &str) -> Response {
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, no-cache"),
    );
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::from_str(etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

async fn whole(
    body: &Body,
    content_type: &'static str,
    encoding: Encoding,
) -> Result<Response, ApiError> {
    let mut response = Response::new(body.bytes(encoding).await?.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    let word = match encoding {
        Encoding::Identity => return Ok(response),
        Encoding::Gzip => "gzip",
        Encoding::Brotli => "br",
    };
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(word));
    Ok(response)
}

/// Brotli before gzip before neither, of what the client takes.
fn encoding(request: &HeaderMap) -> Encoding {
    let all = request.get_all(header::ACCEPT_ENCODING);
    let lines: Vec<&str> = all.iter().filter_map(|it| it.to_str().ok()).collect();
    let takes = |word: &str| {
        let offers = lines.iter().flat_map(|it| it.split(','));
        offers
            .filter_map(weighed)
            .find(|(name, _)| name.eq_ignore_ascii_case(word))
    };
    let any = takes("*").is_some_and(|(_, weight)| 0.0 < weight);
    let wants = |word: &str| takes(word).map_or(any, |(_, weight)| 0.0 < weight);
    if wants("br") {
        Encoding::Brotli
    } else if wants("gzip") {
        Encoding::Gzip
    } else {
        Encoding::Identity
    }
}

/// `br;q=0.5` as name and weight.
fn weighed(offer: &str) -> Option<(&str, f32)> {
    let mut parts = offer.split(';').map(str::trim);
    let name = parts.next().filter(|it| !it.is_empty())?;
    let weight = parts.find_map(|it| it.strip_prefix("q=").or_else(|| it.strip_prefix("Q=")));
    Some((
        name,
        weight.map_or(1.0, |it| it.trim().parse().unwrap_or(0.0)),
    ))
}

/// `If-None-Match`, compared weakly: a proxy may have marked the ETag as weak.
pub fn has(request: &HeaderMap, etag: &str) -> bool {
    let all = request.get_all(header::IF_NONE_MATCH);
    let mut known = all
        .iter()
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(','));
    known.any(|it| {
        let it = it.trim();
        it == "*" || it.strip_prefix("W/").unwrap_or(it) == etag
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn the_smallest_encoding_that_the_client_takes_is_sent() {
        let check = |offer: &str, expected| {
            assert_eq!(
                encoding(&headers(header::ACCEPT_ENCODING, offer)),
                expected,
                "{offer}"
            );
        };
        check("gzip, deflate, br, zstd", Encoding::Brotli);
        check("gzip", Encoding::Gzip);
        check("GZIP;q=0.2, br;q=0", Encoding::Gzip);
        check("*", Encoding::Brotli);
        check("br;q=0, *;q=0.1", Encoding::Gzip);
        check("identity", Encoding::Identity);
        check("deflate;q=x", Encoding::Identity);
        check("", Encoding::Identity);
        assert_eq!(encoding(&HeaderMap::new()), Encoding::Identity);
    }

    #[test]
    fn a_body_that_the_client_has_is_recognised() {
        let check = |value: &str| has(&headers(header::IF_NONE_MATCH, value), "\"ab\"");
        assert!(check("\"ab\"") && check("W/\"ab\"") && check("\"x\", \"ab\"") && check("*"));
        assert!(!check("\"a\"") && !check("ab") && !check(""));
    }
}
