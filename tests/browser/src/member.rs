//! Other members of a community, as its server meets them: over HTTP, without a browser.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tallystick_core::work;
use tallystick_wire::Review;
use tallystick_wire::api::Challenge;

use crate::{Backend, Trouble};

/// A member with a secret of their own.
pub struct Member<'a> {
    backend: &'a Backend,
    secret: String,
}

/// How many secrets and reviews were made up in this run.
static MADE_UP: AtomicU32 = AtomicU32::new(0);

impl<'a> Member<'a> {
    /// A fresh identity, let in for the work that is asked for.
    ///
    /// # Errors
    /// The server refuses.
    pub fn joins(backend: &'a Backend) -> Result<Self, Trouble> {
        let it = Self {
            backend,
            secret: secret(),
        };
        let (_, body) = backend.get("/v1/challenge")?;
        let asked: Challenge = serde_json::from_str(&body)
            .map_err(|why| Trouble(format!("the challenge: {why}: {body}")))?;
        let hash: String = Sha256::digest(it.secret.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let nonce = work::solve(&asked.challenge, &hash, asked.bits, 0, u64::MAX);
        let solved = json!({ "challenge": asked.challenge, "nonce": nonce });
        it.post("/v1/identities", &solved)?;
        Ok(it)
    }

    /// Says the same as this review under a new id; gives the id.
    ///
    /// # Errors
    /// The server does not store it.
    pub fn says(&self, review: &Review) -> Result<String, Trouble> {
        let id = format!("0199a5d0-ac96-7000-8000-{:012x}", made_up());
        let mut said = json!(review);
        if let Some(fields) = said.as_object_mut() {
            fields.insert("id".to_owned(), json!(id));
            fields.insert("revision".to_owned(), json!(1));
            fields.insert("written_at".to_owned(), json!(now_ms()));
        }
        let sent = json!({ "items": [{ "do": "put", "review": said }] });
        let answer = self.post("/v1/sync", &sent)?;
        if answer.contains("\"stored\"") {
            return Ok(id);
        }
        Err(Trouble(format!("the review: {answer}")))
    }

    fn post(&self, path: &str, body: &Value) -> Result<String, Trouble> {
        let url = format!("{}{path}", self.backend.url);
        let told = |why: ureq::Error| Trouble(format!("{url}: {why}"));
        let mut response = crate::backend::agent()
            .post(&url)
            .header("authorization", format!("Bearer {}", self.secret))
            .header("content-type", "application/json")
            .send(body.to_string())
            .map_err(told)?;
        let said = response.body_mut().read_to_string().map_err(told)?;
        match response.status().as_u16() {
            200..=299 => Ok(said),
            status => Err(Trouble(format!("{url}: {status}: {said}"))),
        }
    }
}

/// A secret that nobody else has: nothing but this test hangs on it.
fn secret() -> String {
    let seed = format!("{} {} {}", std::process::id(), now_ms(), made_up());
    let bytes = Sha256::digest(seed.as_bytes());
    let text = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
    format!("tss_{text}")
}

fn made_up() -> u32 {
    MADE_UP.fetch_add(1, Ordering::Relaxed)
}

fn now_ms() -> u128 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |it| it.as_millis())
}
