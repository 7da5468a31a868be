//! A worker's extension, as far as the server can tell.

use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use tallystick_wire::Aggregate;
use tallystick_wire::api::{About, IdentityCreated, ItemAnswer, PublicReview, SyncAnswer};

/// One identity at one server.
#[derive(Clone)]
pub struct Worker {
    pub base: String,
    pub secret: String,
    pub name: String,
    client: Client,
}

fn next() -> u64 {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    COUNT.fetch_add(1, Ordering::Relaxed)
}

/// A new review id.
pub fn uuid() -> String {
    format!("0199a5d0-ac96-7000-8000-{:012x}", next())
}

/// A review of `requester` with one score.
pub fn review(requester: &str, fairness: u8) -> Value {
    json!({
        "id": uuid(), "revision": 1, "written_at": 1_000,
        "requester": {"platform": "mturk", "kind": "id", "value": requester},
        "requester_name": "Acme", "scores": {"fairness": fairness},
    })
}

/// What a server says of itself.
pub async fn about(base: &str) -> About {
    reqwest::get(format!("{base}/v1/about"))
        .await
        .unwrap()
        .json()
        .await
        .unwrap()
}

impl Worker {
    /// Somebody new, not yet known to the server.
    pub fn stranger(base: &str) -> Self {
        let secret = format!("tss_{:043}", next());
        Self {
            base: base.to_owned(),
            secret,
            name: String::new(),
            client: Client::new(),
        }
    }

    /// Somebody who has registered.
    pub async fn registered(base: &str) -> Self {
        let mut worker = Self::stranger(base);
        let answer: IdentityCreated = worker
            .ask(Method::POST, "/v1/identities")
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        assert!(answer.created);
        worker.name = answer.public_name;
        worker
    }

    /// The same worker at another address of the same community.
    pub fn at(&self, base: &str) -> Self {
        Self {
            base: base.to_owned(),
            ..self.clone()
        }
    }

    /// A request with the secret.
    pub fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.base))
            .bearer_auth(&self.secret)
    }

    /// Sends items as they are.
    pub async fn try_sync(&self, items: &[Value]) -> reqwest::Result<Response> {
        self.ask(Method::POST, "/v1/sync")
            .json(&json!({"items": items}))
            .send()
            .await
    }

    /// Sends items and reads the answers.
    pub async fn sync(&self, items: &[Value]) -> Vec<ItemAnswer> {
        let response = self.try_sync(items).await.unwrap();
        assert_eq!(response.status(), 200, "{}", response.text().await.unwrap());
        response.json::<SyncAnswer>().await.unwrap().answers
    }

    /// Sends one review.
    pub async fn put(&self, review: &Value) -> ItemAnswer {
        self.sync(&[json!({"do": "put", "review": review})])
            .await
            .remove(0)
    }

    /// Deletes one review.
    pub async fn delete(&self, review: &Value, revision: u32) -> ItemAnswer {
        let item = json!({"do": "delete", "id": review["id"], "revision": revision});
        self.sync(&[item]).await.remove(0)
    }

    /// A body as text.
    pub async fn get(&self, path: &str) -> String {
        let response = self.ask(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        response.text().await.unwrap()
    }

    /// All aggregates of a small community.
    pub async fn aggregates(&self) -> Vec<Aggregate> {
        let body = self.get("/v1/buckets/all").await;
        assert_eq!(
            tallystick_core::bucket::check(&body).unwrap(),
            body.lines().count()
        );
        body.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// All texts of a small community.
    pub async fn texts(&self) -> Vec<PublicReview> {
        let body = self.get("/v1/texts/all").await;
        body.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The sum of the fairness scores and how many they are.
    pub async fn fairness(&self) -> (f64, f64) {
        let lines = self.aggregates().await;
        let scores = lines.iter().map(|it| it.all.scores[2]);
        scores.fold((0.0, 0.0), |sum, it| (sum.0 + it.sum, sum.1 + it.n))
    }
}
