//! What the background's tests share: a fake browser, a fake network, and a way to ask.

pub mod community;

use std::rc::Rc;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tallystick_background::{forget_everything, on_alarm, on_message};
use tallystick_wire::RequesterKey;
use tallystick_wire::message::{
    AddBackend, Ask, BackendStatus, Failure, GetStatus, Knowledge, LookUp, MyReview, Request,
    SaveReview, Status,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use self::community::Community;

/// A sender: the options page.
pub const OPTIONS: &str = r#"{"url":"chrome-extension://fake/options.html"}"#;
pub const URL: &str = "https://fake.example";

#[wasm_bindgen(module = "/tests/story/fake.js")]
extern "C" {
    fn set_network(handle: &Closure<dyn Fn(String, String, String, String) -> String>);
    fn forget_stored();
    pub fn put_stored(key: &str, text: &str);
    pub fn pass(ms: f64);
    pub fn alarm_at() -> f64;
    pub fn tick_at() -> f64;
    pub fn bring_to_front(tab: i32);
    pub fn fill_disk(full: bool);
    fn badge_text() -> String;
    pub fn injections() -> String;
    pub fn precise_now() -> f64;
    fn event_count() -> u32;
    async fn event_after(count: u32);
    async fn delete_database(name: &str);
    pub async fn older_database(name: &str, version: u32, store: &str, key: &str, value: &str);
    pub async fn put_text(name: &str, store: &str, key: &str, value: &str);
    pub async fn hold_database(name: &str);
    pub async fn release_database(name: &str);
}

/// A fresh profile, and a community at [`URL`].
pub async fn begin() -> Rc<Community> {
    another_device().await;
    let community = Community::new();
    let answering = Rc::clone(&community);
    let handle = Closure::new(
        move |method: String, url: String, headers: String, body: String| {
            let path = url.trim_start_matches(URL).to_owned();
            let headers: Value = serde_json::from_str(&headers).unwrap();
            if url.starts_with(URL) {
                answering.answer(&method, &path, &headers, &body)
            } else {
                "down".to_owned()
            }
        },
    );
    set_network(&handle);
    handle.forget();
    community
}

/// A fresh profile beside the community that is there.
pub async fn another_device() {
    forget_everything();
    delete_database("tallystick").await;
    forget_stored();
}

/// What a killed worker forgets.
pub fn kill() {
    forget_everything();
}

/// The one alarm rings, `ms` from now.
pub async fn ring_after(ms: f64) {
    pass(ms);
    on_alarm("due".to_owned()).await;
}

pub async fn ask<A: Ask>(ask: A) -> Result<A::Reply, Failure> {
    let request: Request = ask.into();
    send(&serde_json::to_string(&request).unwrap(), OPTIONS).await
}

/// Sends any text, from any sender.
pub async fn send<Reply: DeserializeOwned>(text: &str, sender: &str) -> Result<Reply, Failure> {
    let sender = js_sys::JSON::parse(sender).unwrap();
    let answer = JsFuture::from(on_message(&text.into(), &sender))
        .await
        .unwrap();
    serde_json::from_str(&answer.as_string().unwrap()).unwrap()
}

/// Asks for the status until it is as it should be; waits for what the background does in between.
pub async fn until(fits: impl Fn(&Status) -> bool) -> Status {
    loop {
        let seen = event_count();
        let status = ask(GetStatus {}).await.unwrap();
        if fits(&status) {
            return status;
        }
        event_after(seen).await;
    }
}

/// Waits until the toolbar icon says so.
pub async fn badge(text: &str) {
    loop {
        let seen = event_count();
        if badge_text() == text {
            return;
        }
        event_after(seen).await;
    }
}

pub async fn add(read: bool, write: bool) -> BackendStatus {
    ask(AddBackend {
        url: URL.into(),
        read,
        write,
    })
    .await
    .unwrap()
}

pub fn requester(value: &str) -> RequesterKey {
    serde_json::from_value(json!({"platform": "mturk", "kind": "id", "value": value})).unwrap()
}

pub async fn look_up(value: &str) -> Knowledge {
    let platform = "mturk".parse().unwrap();
    ask(LookUp {
        platform,
        requesters: vec![requester(value)],
        groups: vec![],
    })
    .await
    .unwrap()
}

/// How many reviews the evidence on a requester counts; `None`: there is no evidence.
pub async fn evidence(value: &str) -> Option<u32> {
    let known = look_up(value).await;
    known.requesters[0]
        .evidence
        .first()
        .map(|it| it.aggregate.all.reviews)
}

pub fn draft(value: &str, text: &str) -> SaveReview {
    let draft = json!({"requester": requester(value), "text": text, "scores": {"fairness": 1}});
    SaveReview {
        draft: serde_json::from_value(draft).unwrap(),
    }
}

pub async fn write(value: &str, text: &str) -> MyReview {
    ask(draft(value, text)).await.unwrap()
}
