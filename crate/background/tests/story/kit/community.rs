//! A backend as a test sees it: what it stores, what it was asked, and how it misbehaves.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tallystick_core::key::lookup_key;
use tallystick_core::work;
use tallystick_wire::RequesterKey;
use tallystick_wire::api::{RegisterRequest, SyncItem};

/// How it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Well,
    /// No connection.
    Down,
    /// It does what it is asked, but the answer is lost on the way.
    AnswersLost,
    /// Bodies of buckets and answers to a sync are not what they should be.
    Garbage,
    /// It takes no review.
    Refusing,
    /// Status 429 with this many seconds to wait.
    Busy(u32),
    /// Something before it wants a password of its own.
    Guarded,
    /// Status 422 for every call with the word "poison" in it.
    Picky,
}

/// The backend.
pub struct Community {
    pub mood: Cell<Mood>,
    /// Review id → revision and whether it was deleted.
    pub reviews: RefCell<BTreeMap<String, (u32, bool)>>,
    /// How often something was really stored.
    pub stores: Cell<u32>,
    /// `METHOD path` of every request.
    pub asked: RefCell<Vec<String>>,
    /// Which of the secrets the last sync came with.
    pub synced_by: Cell<Option<usize>>,
    /// Secrets that were registered.
    pub secrets: RefCell<Vec<String>>,
    /// Bucket name → ETag and body.
    pub buckets: RefCell<BTreeMap<String, (String, String)>>,
    /// The same of texts.
    pub texts: RefCell<BTreeMap<String, (String, String)>>,
    pub digits: Cell<u8>,
    pub prefetch: Cell<bool>,
    /// What becoming a member costs.
    pub bits: Cell<u8>,
    /// The name of the member's other device, if there is one.
    pub named: RefCell<Option<String>>,
    /// What moderators did to the member's reviews.
    pub acts: RefCell<Vec<Value>>,
}

impl Community {
    pub fn new() -> Rc<Self> {
        let empty = || BTreeMap::from([("all".to_owned(), ("\"0\"".to_owned(), String::new()))]);
        Rc::new(Self {
            mood: Cell::new(Mood::Well),
            reviews: RefCell::default(),
            stores: Cell::new(0),
            asked: RefCell::default(),
            synced_by: Cell::new(None),
            secrets: RefCell::default(),
            buckets: RefCell::new(empty()),
            texts: RefCell::new(empty()),
            digits: Cell::new(0),
            bits: Cell::new(0),
            named: RefCell::new(Some("Old".to_owned())),
            prefetch: Cell::new(true),
            acts: RefCell::default(),
        })
    }

    /// Puts one requester with so many reviews into a bucket, in place of all that was in it.
    pub fn knows(&self, bucket: &str, requester: &RequesterKey, reviews: u32) {
        let key = lookup_key(requester);
        let body = format!("{{\"k\":\"{key}\",\"a\":{{\"v\":{reviews}}}}}\n");
        let etag = format!("\"{reviews}\"");
        self.buckets
            .borrow_mut()
            .insert(bucket.to_owned(), (etag.clone(), body));
        self.texts
            .borrow_mut()
            .insert(bucket.to_owned(), (etag, String::new()));
    }

    /// How often `METHOD path` was asked.
    pub fn count(&self, what: &str) -> usize {
        self.asked.borrow().iter().filter(|it| *it == what).count()
    }

    /// One request, as `fake.js` hands it over and wants it answered.
    pub fn answer(&self, method: &str, path: &str, headers: &Value, body: &str) -> String {
        self.asked.borrow_mut().push(format!("{method} {path}"));
        if self.mood.get() == Mood::Down {
            return "down".to_owned();
        }
        if let Mood::Busy(seconds) = self.mood.get() {
            return respond(
                429,
                None,
                Some(seconds),
                &envelope("rate_limited", "slower"),
            );
        }
        if self.mood.get() == Mood::Guarded {
            return respond(401, None, None, "<html>Who are you?</html>");
        }
        match (method, path) {
            ("GET", "/v1/about") => respond(200, None, None, &self.about()),
            ("GET", "/v1/buckets") => self.index(headers),
            ("GET", path) if path.starts_with("/v1/buckets/") => {
                self.body(&self.buckets, path.trim_start_matches("/v1/buckets/"))
            }
            ("GET", path) if path.starts_with("/v1/texts/") => {
                self.body(&self.texts, path.trim_start_matches("/v1/texts/"))
            }
            ("GET", "/v1/challenge") => {
                let bits = self.bits.get();
                let body = json!({"challenge": "c", "bits": bits, "expires_at": 0});
                respond(200, None, None, &body.to_string())
            }
            ("POST", "/v1/identities") if !self.is_admitted(headers, body) => {
                respond(403, None, None, &envelope("work_required", "work"))
            }
            ("POST", "/v1/identities") => self.register(headers),
            ("POST", "/v1/sync") => self.sync(headers, body),
            (method, path) if path.starts_with("/v1/identities/me") => {
                self.member(method, path, headers, body)
            }
            _ => respond(404, None, None, &envelope("not_found", "nothing here")),
        }
    }

    fn about(&self) -> String {
        json!({"name": "Fake", "version": "1", "capabilities": [], "registration": "open",
            "prefix_digits": self.digits.get(), "prefetch": self.prefetch.get(),
            "requesters": 0, "reviews": 0})
        .to_string()
    }

    fn index(&self, headers: &Value) -> String {
        let texts = self.texts.borrow();
        let entry = |(name, (etag, body)): (&String, &(String, String))| {
            let texts_etag = texts.get(name).map(|it| it.0.clone()).unwrap_or_default();
            json!({"name": name, "etag": etag, "texts_etag": texts_etag, "requesters": 1,
                "bytes": body.len()})
        };
        let buckets: Vec<Value> = self.buckets.borrow().iter().map(entry).collect();
        let body = json!({"prefix_digits": self.digits.get(), "prefetch": self.prefetch.get(),
            "buckets": buckets})
        .to_string();
        let etag = format!("\"{}\"", body.replace('"', "'"));
        if headers["if-none-match"] == etag {
            return respond(304, Some(&etag), None, "");
        }
        respond(200, Some(&etag), None, &body)
    }

    fn body(&self, bodies: &RefCell<BTreeMap<String, (String, String)>>, name: &str) -> String {
        match (self.mood.get(), bodies.borrow().get(name)) {
            (Mood::Garbage, _) => respond(200, None, None, "<html>It works!</html>"),
            (_, Some((etag, body))) => respond(200, Some(etag), None, body),
            (_, None) => respond(404, None, None, &envelope("no_such_bucket", "none")),
        }
    }

    fn is_admitted(&self, headers: &Value, body: &str) -> bool {
        if self.bits.get() == 0 || body.contains("tsi_friend") {
            return true;
        }
        let secret = headers["authorization"].as_str().unwrap_or_default();
        let hash = Sha256::digest(secret.trim_start_matches("Bearer "));
        let hash: String = hash.iter().map(|it| format!("{it:02x}")).collect();
        let request: RegisterRequest = serde_json::from_str(body).unwrap();
        let nonce = request.nonce.unwrap_or_default();
        request.challenge.as_deref() == Some("c") && work::holds("c", &hash, nonce, self.bits.get())
    }

    fn register(&self, headers: &Value) -> String {
        let secret = headers["authorization"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let secret = secret.trim_start_matches("Bearer ").to_owned();
        let created = !self.secrets.borrow().contains(&secret);
        if created {
            self.secrets.borrow_mut().push(secret);
        }
        let body = json!({"public_name": "tsw_me", "created": created}).to_string();
        respond(201, None, None, &body)
    }

    /// The interface for members: another device is there under the id `other`.
    fn member(&self, method: &str, path: &str, headers: &Value, body: &str) -> String {
        let known = |secret: &String| headers["authorization"] == format!("Bearer {secret}");
        if !self.secrets.borrow().iter().any(known) {
            return respond(401, None, None, &envelope("unknown_identity", "register"));
        }
        match (method, path) {
            ("GET", "/v1/identities/me") => {
                let acts = self.acts.borrow();
                let me = json!({"public_name": "tsw_me", "created_at": 0, "standing": "known",
                    "weight": 1.0, "notices": *acts});
                respond(200, None, None, &me.to_string())
            }
            ("GET", "/v1/identities/me/tokens") => {
                let named = self.named.borrow().clone();
                let token = |id: &str, name: &str, current: bool| {
                    json!({"id": id, "name": name,
                    "created_at": 0, "current": current})
                };
                let mut tokens = vec![token("mine", "", true)];
                tokens.extend(named.map(|name| token("other", &name, false)));
                respond(200, None, None, &json!({"tokens": tokens}).to_string())
            }
            ("POST", "/v1/identities/me/tokens") => {
                let new: Value = serde_json::from_str(body).unwrap();
                let secret = new["secret"].as_str().unwrap().to_owned();
                if !self.secrets.borrow().contains(&secret) {
                    self.secrets.borrow_mut().push(secret);
                }
                if self.mood.get() == Mood::AnswersLost {
                    return "down".to_owned();
                }
                *self.named.borrow_mut() = new["name"].as_str().map(str::to_owned);
                respond(204, None, None, "")
            }
            ("POST", "/v1/identities/me/tokens/other") => {
                let name: Value = serde_json::from_str(body).unwrap();
                *self.named.borrow_mut() = name["name"].as_str().map(str::to_owned);
                respond(204, None, None, "")
            }
            ("DELETE", "/v1/identities/me/tokens/other") => {
                *self.named.borrow_mut() = None;
                respond(204, None, None, "")
            }
            ("DELETE", _) => {
                self.secrets.borrow_mut().retain(|it| !known(it));
                match self.mood.get() {
                    Mood::AnswersLost => "down".to_owned(),
                    _ => respond(204, None, None, ""),
                }
            }
            _ => respond(404, None, None, &envelope("no_such_token", "none")),
        }
    }

    fn sync(&self, headers: &Value, body: &str) -> String {
        let known = |secret: &String| headers["authorization"] == format!("Bearer {secret}");
        let Some(by) = self.secrets.borrow().iter().position(known) else {
            return respond(401, None, None, &envelope("unknown_identity", "register"));
        };
        self.synced_by.set(Some(by));
        if self.mood.get() == Mood::Picky && body.contains("poison") {
            return respond(422, None, None, &envelope("unprocessable", "no poison"));
        }
        let request: Value = serde_json::from_str(body).unwrap();
        let items: Vec<SyncItem> = serde_json::from_value(request["items"].clone()).unwrap();
        let answers: Vec<Value> = items.iter().map(|item| self.take(item)).collect();
        match self.mood.get() {
            Mood::AnswersLost => "down".to_owned(),
            Mood::Garbage => respond(200, None, None, r#"{"answers":[]}"#),
            _ => respond(200, None, None, &json!({"answers": answers}).to_string()),
        }
    }

    fn take(&self, item: &SyncItem) -> Value {
        if self.mood.get() == Mood::Refusing {
            return json!({"result": "refused", "code": "duplicate", "why": "once is enough"});
        }
        let deleted = matches!(item, SyncItem::Delete { .. });
        let mut reviews = self.reviews.borrow_mut();
        let before = reviews.get(item.id().as_str()).map_or(0, |it| it.0);
        if item.revision() < before {
            return json!({"result": "superseded", "revision": before});
        }
        if item.revision() == before {
            return json!({"result": "unchanged"});
        }
        self.stores.set(self.stores.get() + 1);
        reviews.insert(item.id().as_str().to_owned(), (item.revision(), deleted));
        json!({"result": "stored"})
    }
}

fn envelope(code: &str, message: &str) -> String {
    json!({"error": {"code": code, "message": message}}).to_string()
}

fn respond(status: u16, etag: Option<&str>, retry_after: Option<u32>, body: &str) -> String {
    let retry_after = retry_after.map(|it| it.to_string());
    json!({"status": status, "etag": etag, "retry_after": retry_after, "body": body}).to_string()
}
