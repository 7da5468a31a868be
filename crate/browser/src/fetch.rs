//! HTTP with a timeout and a limit on what is read, without cookies and without a cache.

use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, ReadableStreamDefaultReader, RequestCache, RequestCredentials,
    RequestInit, Response,
};

use crate::error::{Error, words};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch)]
    fn fetch_with(url: &str, init: &RequestInit) -> Promise;
}

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Ask<'a> {
    /// `GET`, `POST`, …
    pub method: &'a str,
    /// The whole address.
    pub url: &'a str,
    /// Name and value of each header.
    pub headers: Vec<(&'a str, String)>,
    /// The body, if any.
    pub body: Option<String>,
    /// How long the whole answer may take.
    pub timeout_ms: u32,
    /// How large its body may be once decompressed.
    pub limit_bytes: usize,
}

/// What came back, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// `ETag`, as far as the server lets it be read.
    pub etag: Option<String>,
    /// `Retry-After`, likewise.
    pub retry_after: Option<String>,
    /// The body.
    pub body: String,
}

/// Sends a request and reads the answer to its end.
///
/// # Errors
/// [`Error::TimedOut`], [`Error::TooLarge`] (the rest is not read), [`Error::Unreachable`],
/// [`Error::NotText`].
pub async fn fetch(ask: &Ask<'_>) -> Result<Answer, Error> {
    let failed = |why: JsValue| failure(&why, ask.timeout_ms);
    let response = JsFuture::from(fetch_with(ask.url, &init(ask).map_err(failed)?));
    let response: Response = response.await.map_err(failed)?.unchecked_into();
    let header = |name: &str| response.headers().get(name).ok().flatten();
    Ok(Answer {
        status: response.status(),
        etag: header("etag"),
        retry_after: header("retry-after"),
        body: read(&response, ask).await?,
    })
}

fn init(ask: &Ask<'_>) -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &ask.headers {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(ask.method);
    init.set_headers_headers(&headers);
    // The caller keeps bodies and their ETags itself; a second copy would only hide a change.
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::Omit);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(ask.timeout_ms)));
    // The address must not tell the server which page is open.
    init.set_referrer("");
    if let Some(body) = &ask.body {
        init.set_body(&body.into());
    }
    Ok(init)
}

async fn read(response: &Response, ask: &Ask<'_>) -> Result<String, Error> {
    let failed = |why: JsValue| failure(&why, ask.timeout_ms);
    let Some(stream) = response.body() else {
        return Ok(String::new());
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let step = JsFuture::from(reader.read()).await.map_err(failed)?;
        let done = Reflect::get(&step, &"done".into()).map_err(failed)?;
        if done.is_truthy() {
            return String::from_utf8(bytes).map_err(|_| Error::NotText);
        }
        let chunk: Uint8Array = Reflect::get(&step, &"value".into())
            .map_err(failed)?
            .unchecked_into();
        if ask.limit_bytes < bytes.len() + chunk.length() as usize {
            // Nobody waits for the cancellation: whether it succeeds changes nothing here.
            let _ = reader.cancel();
            return Err(Error::TooLarge(ask.limit_bytes));
        }
        bytes.extend_from_slice(&chunk.to_vec());
    }
}

fn failure(thrown: &JsValue, timeout_ms: u32) -> Error {
    let name = Reflect::get(thrown, &"name".into())
        .ok()
        .and_then(|name| name.as_string());
    match name.as_deref() {
        Some("TimeoutError" | "AbortError") => Error::TimedOut(timeout_ms),
        _ => Error::Unreachable(words(thrown)),
    }
}
