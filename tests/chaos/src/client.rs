//! Workers that send one review after the other and write down what was answered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::Failure;

/// How long a client waits before it sends again.
const PAUSE: Duration = Duration::from_millis(100);
/// How long a client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(35);
/// Reviews of one requester: fewer than the texts of it that are published.
const OF_ONE: usize = 10;

/// What all clients together were answered.
#[derive(Debug, Default)]
pub struct Answered {
    log: Mutex<Log>,
    more: Notify,
}

/// See [`Answered`].
#[derive(Debug, Default, Clone)]
pub struct Log {
    /// Ids of reviews that were answered as stored (or as there already), and when.
    pub stored: BTreeMap<String, Instant>,
    /// Requests that had to be sent again.
    pub again: usize,
    /// Of them, how many had been stored at the first try.
    pub unchanged: usize,
}

impl Answered {
    /// What was answered until now.
    pub fn log(&self) -> Log {
        self.log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Waits until so many were answered.
    pub async fn reach(&self, count: usize) {
        while self.count() < count {
            self.more.notified().await;
        }
    }

    /// How many were answered.
    pub fn count(&self) -> usize {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.stored.len()
    }

    fn note(&self, change: impl FnOnce(&mut Log)) {
        change(&mut self.log.lock().unwrap_or_else(PoisonError::into_inner));
        self.more.notify_one();
    }
}

/// One worker.
#[derive(Debug)]
pub struct Worker {
    client: Client,
    base: String,
    secret: String,
    number: usize,
}

impl Worker {
    /// Registers a new worker; numbers are unique in a run.
    ///
    /// # Errors
    /// The server does not take them.
    pub async fn register(base: &str, number: usize) -> Result<Self, Failure> {
        let worker = Self {
            client: Client::builder().timeout(PATIENCE).build()?,
            base: base.to_owned(),
            secret: format!("tss_{number:043}"),
            number,
        };
        let request = worker.client.post(format!("{base}/v1/identities"));
        let answer = request.bearer_auth(&worker.secret).send().await?;
        answer.error_for_status()?;
        Ok(worker)
    }

    /// Sends the reviews with these serial numbers, each until it is answered as stored.
    ///
    /// # Errors
    /// A review is refused.
    pub async fn send_all(
        &self,
        serials: std::ops::Range<usize>,
        answered: &Answered,
    ) -> Result<(), Failure> {
        for serial in serials {
            let mut tries = 0;
            loop {
                let id = self.id(serial);
                match self.send(&id, serial).await? {
                    Some(result) => {
                        answered.note(|log| {
                            log.unchanged += usize::from(result == "unchanged");
                            log.again += tries;
                            log.stored.insert(id, Instant::now());
                        });
                        break;
                    }
                    None => tries += 1,
                }
                tokio::time::sleep(PAUSE).await;
            }
        }
        Ok(())
    }

    /// Sends reviews, each once, until the server does not answer any more.
    pub async fn send_until_gone(&self, answered: &Answered) {
        for serial in 0.. {
            let id = self.id(serial);
            match self.send(&id, serial).await {
                Ok(Some(_)) => answered.note(|log| {
                    log.stored.insert(id, Instant::now());
                }),
                _ => return,
            }
        }
    }

    fn id(&self, serial: usize) -> String {
        format!("0199a5d0-ac96-7{:03x}-8000-{serial:012x}", self.number)
    }

    /// `None`: not answered, or asked to come again.
    async fn send(&self, id: &str, serial: usize) -> Result<Option<String>, Failure> {
        let requester = format!("A{}-{}", self.number, serial / OF_ONE);
        let review = json!({
            "id": id, "revision": 1, "written_at": 1_000 + serial,
            "requester": {"platform": "mturk", "kind": "id", "value": requester},
            "task": {"title": "t", "group": {"platform": "mturk", "value": format!("G{serial}")}},
            "scores": {"fairness": 3}, "text": "Paid on the third day.",
        });
        let request = self.client.post(format!("{}/v1/sync", self.base));
        let body = json!({"items": [{"do": "put", "review": review}]});
        let request = request.bearer_auth(&self.secret).json(&body);
        let Ok(response) = request.send().await else {
            return Ok(None);
        };
        let status = response.status();
        if status.is_server_error() {
            return Ok(None);
        }
        let Ok(answer) = response.json::<Value>().await else {
            return Ok(None);
        };
        match answer.pointer("/answers/0/result").and_then(Value::as_str) {
            Some(result @ ("stored" | "unchanged")) => Ok(Some(result.to_owned())),
            _ => Err(format!("answered {status} {answer}").into()),
        }
    }
}

/// What a server shows to everyone: the ids of all reviews, and how many the aggregates count.
///
/// # Errors
/// The server does not answer, or shows a review twice.
pub async fn shown(base: &str) -> Result<(BTreeSet<String>, u64), Failure> {
    let (mut ids, mut counted) = (BTreeSet::new(), 0);
    let index: Value = get(base, "/v1/buckets").await?.parse()?;
    let names = index.pointer("/buckets").and_then(Value::as_array);
    for bucket in names.into_iter().flatten() {
        let name = bucket.pointer("/name").and_then(Value::as_str);
        let name = name.unwrap_or_default();
        for line in get(base, &format!("/v1/texts/{name}")).await?.lines() {
            let text: Value = line.parse()?;
            let id = text.pointer("/review/id").and_then(Value::as_str);
            if !ids.insert(id.ok_or("a text without id")?.to_owned()) {
                return Err(format!("shown twice: {line}").into());
            }
        }
        for line in get(base, &format!("/v1/buckets/{name}")).await?.lines() {
            let line: Value = line.parse()?;
            counted += line.pointer("/a/v").and_then(Value::as_u64).unwrap_or(0);
        }
    }
    Ok((ids, counted))
}

async fn get(base: &str, path: &str) -> Result<String, Failure> {
    let response = reqwest::get(format!("{base}{path}")).await?;
    Ok(response.error_for_status()?.text().await?)
}
