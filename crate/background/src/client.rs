//! The calls to a backend, and what is wrong with its answers in words.
//!
//! It neither stores nor decides when to try again; nothing that comes back is trusted further than
//! its type says.

use serde::de::DeserializeOwned;
use tallystick_browser::{Error, clock, fetch};
use tallystick_wire::Millis;
use tallystick_wire::api::{
    About, BucketIndex, Challenge, ErrorEnvelope, IdentityCreated, Me, NewToken, RegisterRequest,
    SyncAnswer, SyncItem, SyncRequest, TokenName, Tokens,
};
use tallystick_wire::message::Parting;

use crate::health::retry_after_ms;

/// How long anything may take that somebody waits for.
pub const SHORT_MS: u32 = 15_000;
/// How long a body may take that is fetched ahead.
pub const LONG_MS: u32 = 120_000;
const ME: &str = "/v1/identities/me";
const TOKENS: &str = "/v1/identities/me/tokens";
const SMALL_BYTES: usize = 256 << 10;
const INDEX_BYTES: usize = 16 << 20;
const BODY_BYTES: usize = 64 << 20;
/// The most of a server's words that is shown.
const WORDS_MAX_CHARS: usize = 300;

/// A call that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The status code, if there was an answer.
    pub status: Option<u16>,
    /// The server's word for it, empty where it said none.
    pub code: String,
    /// What happened, for people.
    pub why: String,
    /// How long the server asks us to wait.
    pub retry_after_ms: Option<Millis>,
}

impl Fault {
    /// The browser was not told, or no longer, that anything may be sent.
    pub fn without_consent() -> Self {
        Self {
            status: None,
            code: String::new(),
            why: "Firefox does not let Tallystick send anything: in the options switch \
                  \u{201c}Send my reviews there\u{201d} off and on again, and allow it"
                .to_owned(),
            retry_after_ms: None,
        }
    }

    /// An answer that is not what it should be.
    pub fn garbage(what: &str, why: &str) -> Self {
        let why = shortened(why);
        Self {
            status: None,
            code: String::new(),
            why: format!("{what} is garbage: {why}"),
            retry_after_ms: None,
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self {
            status: None,
            code: String::new(),
            why: error.to_string(),
            retry_after_ms: None,
        }
    }
}

/// A backend, and the secret to write there.
#[derive(Debug, Clone, Copy)]
pub struct Client<'a> {
    /// Its address.
    pub url: &'a str,
    /// Sent with what needs it only: reading is anonymous.
    pub secret: Option<&'a str>,
}

impl Client<'_> {
    /// What it says of itself.
    pub async fn about(&self) -> Result<About, Fault> {
        let answer = self.get("/v1/about", None, SHORT_MS, SMALL_BYTES).await?;
        parse("what it says of itself (/v1/about)", &answer.body)
    }

    /// Its list of buckets with the list's ETag; `None` if it still has `etag`.
    pub async fn index(
        &self,
        etag: Option<&str>,
    ) -> Result<Option<(BucketIndex, Option<String>)>, Fault> {
        let answer = self.get("/v1/buckets", etag, SHORT_MS, INDEX_BYTES).await?;
        if answer.status == 304 {
            return Ok(None);
        }
        let index = parse("its list of buckets", &answer.body)?;
        Ok(Some((index, answer.etag)))
    }

    /// The body of a bucket, unchecked; `kind` is `buckets` or `texts`.
    pub async fn body(&self, kind: &str, name: &str, timeout_ms: u32) -> Result<String, Fault> {
        let answer = self
            .get(&format!("/v1/{kind}/{name}"), None, timeout_ms, BODY_BYTES)
            .await?;
        Ok(answer.body)
    }

    /// What becoming a member costs at present.
    pub async fn challenge(&self) -> Result<Challenge, Fault> {
        let answer = self
            .get("/v1/challenge", None, SHORT_MS, SMALL_BYTES)
            .await?;
        parse("its challenge", &answer.body)
    }

    /// Makes the secret known; doing it twice changes nothing.
    pub async fn register(&self, request: &RegisterRequest) -> Result<IdentityCreated, Fault> {
        let body = serde_json::to_string(request);
        let body = body.map_err(|why| Fault::garbage("what was to be sent", &why.to_string()))?;
        let answer = self.post("/v1/identities", body).await?;
        parse("its answer to the registration", &answer.body)
    }

    /// Sends items; one answer for each comes back.
    pub async fn sync(&self, items: &[SyncItem]) -> Result<SyncAnswer, Fault> {
        let request = SyncRequest {
            items: items.iter().collect(),
        };
        let body = serde_json::to_string(&request);
        let body = body.map_err(|why| Fault::garbage("what was to be sent", &why.to_string()))?;
        let answer = self.post("/v1/sync", body).await?;
        let answer: SyncAnswer = parse("its answer to the sync", &answer.body)?;
        if answer.answers.len() != items.len() {
            let why = format!("{} answers to {} items", answer.answers.len(), items.len());
            return Err(Fault::garbage("its answer to the sync", &why));
        }
        Ok(answer)
    }

    /// How the worker stands there, and what moderators did.
    pub async fn me(&self) -> Result<Me, Fault> {
        let answer = self.send("GET", ME, String::new()).await?;
        parse("its word on how you stand", &answer.body)
    }

    /// All secrets that speak for the worker.
    pub async fn tokens(&self) -> Result<Tokens, Fault> {
        let answer = self.send("GET", TOKENS, String::new()).await?;
        parse("its list of your devices", &answer.body)
    }

    /// Lets one more speak for the worker; doing it twice changes nothing.
    pub async fn add_token(&self, new: &NewToken) -> Result<(), Fault> {
        let body = serde_json::to_string(new);
        let body = body.map_err(|why| Fault::garbage("what was to be sent", &why.to_string()))?;
        self.send("POST", TOKENS, body).await?;
        Ok(())
    }

    /// Calls one of them something.
    pub async fn name_token(&self, id: &str, name: String) -> Result<(), Fault> {
        let body = serde_json::to_string(&TokenName { name });
        let body = body.map_err(|why| Fault::garbage("what was to be sent", &why.to_string()))?;
        self.send("POST", &of_token(id)?, body).await?;
        Ok(())
    }

    /// Lets one of them speak no more.
    pub async fn revoke_token(&self, id: &str) -> Result<(), Fault> {
        self.send("DELETE", &of_token(id)?, String::new()).await?;
        Ok(())
    }

    /// Ends the membership.
    pub async fn leave(&self, reviews: Parting) -> Result<(), Fault> {
        let path = format!("/v1/identities/me?reviews={}", reviews.word());
        self.send("DELETE", &path, String::new()).await?;
        Ok(())
    }

    async fn get(
        &self,
        path: &str,
        etag: Option<&str>,
        timeout_ms: u32,
        limit_bytes: usize,
    ) -> Result<fetch::Answer, Fault> {
        let url = format!("{}{path}", self.url);
        let headers = etag
            .map(|etag| ("if-none-match", etag.to_owned()))
            .into_iter()
            .collect();
        let method = "GET";
        let ask = fetch::Ask {
            method,
            url: &url,
            headers,
            body: None,
            timeout_ms,
            limit_bytes,
        };
        succeeded(fetch::fetch(&ask).await?, etag.is_some())
    }

    async fn post(&self, path: &str, body: String) -> Result<fetch::Answer, Fault> {
        self.send("POST", path, body).await
    }

    /// With the secret.
    async fn send(&self, method: &str, path: &str, body: String) -> Result<fetch::Answer, Fault> {
        let url = format!("{}{path}", self.url);
        let mut headers = Vec::new();
        if let Some(secret) = self.secret {
            headers.push(("authorization", format!("Bearer {secret}")));
        }
        if !body.is_empty() {
            headers.push(("content-type", "application/json".to_owned()));
        }
        let ask = fetch::Ask {
            method,
            url: &url,
            headers,
            body: (!body.is_empty()).then_some(body),
            timeout_ms: SHORT_MS,
            limit_bytes: SMALL_BYTES,
        };
        succeeded(fetch::fetch(&ask).await?, false)
    }
}

/// The path of one token; its id came from a server, which must not choose where we ask.
fn of_token(id: &str) -> Result<String, Fault> {
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Fault::garbage("the id of a device", "letters and digits"));
    }
    Ok(format!("{TOKENS}/{id}"))
}

fn succeeded(answer: fetch::Answer, conditional: bool) -> Result<fetch::Answer, Fault> {
    if (200..300).contains(&answer.status) || (conditional && answer.status == 304) {
        return Ok(answer);
    }
    let asked = answer.retry_after.as_deref();
    let (code, words) = match serde_json::from_str::<ErrorEnvelope>(&answer.body) {
        Ok(envelope) => (envelope.error.code, shortened(&envelope.error.message)),
        Err(_) => {
            let words = "not in the words of a Tallystick backend";
            (String::new(), words.to_owned())
        }
    };
    Err(Fault {
        status: Some(answer.status),
        code,
        why: format!("it answers with status {}: {words}", answer.status),
        retry_after_ms: asked.and_then(|it| retry_after_ms(it, clock::now(), clock::parse)),
    })
}

fn parse<T: DeserializeOwned>(what: &str, body: &str) -> Result<T, Fault> {
    serde_json::from_str(body).map_err(|why| Fault::garbage(what, &why.to_string()))
}

fn shortened(words: &str) -> String {
    words
        .chars()
        .filter(|c| !c.is_control())
        .take(WORDS_MAX_CHARS)
        .collect()
}
