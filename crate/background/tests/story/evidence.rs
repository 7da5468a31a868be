//! Backends and what they say: added, refreshed, down, garbled, removed.

use crate::kit::community::Mood;
use crate::kit::{
    URL, add, ask, begin, evidence, kill, look_up, requester, ring_after, until, write,
};
use tallystick_core::key::{bucket_name, lookup_key};
use tallystick_wire::message::{
    AddBackend, GetStatus, ListReviews, LookUp, ProbeBackend, ReadReviews, RemoveBackend, SyncNow,
};
use wasm_bindgen_test::wasm_bindgen_test;

const HOUR: f64 = 3_600_000.0;

async fn fresh() {
    let status = until(|status| {
        let backend = &status.backends[0];
        backend.fresh_at.is_some() || backend.down.is_some()
    });
    assert_eq!(status.await.backends[0].down, None);
}

#[wasm_bindgen_test]
async fn evidence_is_there_after_a_kill_and_without_the_backend() {
    let community = begin().await;
    community.knows("all", &requester("A1"), 12);
    add(true, false).await;
    fresh().await;
    community.mood.set(Mood::Down);
    kill();
    assert_eq!(evidence("A1").await, Some(12));
    assert_eq!(evidence("A2").await, None);
}

#[wasm_bindgen_test]
async fn a_page_view_asks_nobody_while_the_evidence_is_fresh() {
    let community = begin().await;
    add(true, false).await;
    fresh().await;
    let before = community.asked.borrow().len();
    for _ in 0..5 {
        look_up("A1").await;
    }
    kill();
    look_up("A1").await;
    ring_after(0.4 * HOUR).await;
    assert_eq!(community.asked.borrow().len(), before);
    ring_after(0.2 * HOUR).await;
    let news = community.asked.borrow()[before..].to_vec();
    assert_eq!(news, ["GET /v1/about", "GET /v1/buckets"]);
}

#[wasm_bindgen_test]
async fn only_what_changed_is_fetched_again() {
    let community = begin().await;
    community.knows("all", &requester("A1"), 1);
    add(true, false).await;
    fresh().await;
    community.knows("all", &requester("A1"), 2);
    ring_after(HOUR).await;
    assert_eq!(evidence("A1").await, Some(2));
    ring_after(HOUR).await;
    assert_eq!(community.count("GET /v1/buckets/all"), 2);
}

#[wasm_bindgen_test]
async fn garbage_keeps_the_old_evidence_and_says_since_when() {
    let community = begin().await;
    community.knows("all", &requester("A1"), 1);
    add(true, false).await;
    fresh().await;
    let fresh_at = ask(GetStatus {}).await.unwrap().backends[0].fresh_at;
    community.knows("all", &requester("A1"), 2);
    community.mood.set(Mood::Garbage);
    ring_after(HOUR).await;
    kill();
    assert_eq!(evidence("A1").await, Some(1));
    let status = ask(GetStatus {}).await.unwrap();
    let down = status.backends[0].down.clone().unwrap();
    assert!(down.why.contains("garbage"), "{}", down.why);
    assert_eq!(status.backends[0].fresh_at, fresh_at);
    assert!(fresh_at.unwrap() < down.since);
    ring_after(HOUR).await;
    let later = ask(GetStatus {}).await.unwrap().backends[0]
        .down
        .clone()
        .unwrap();
    assert_eq!(later.since, down.since);
    community.mood.set(Mood::Well);
    ring_after(2.0 * HOUR).await;
    assert_eq!(evidence("A1").await, Some(2));
    assert_eq!(ask(GetStatus {}).await.unwrap().backends[0].down, None);
}

#[wasm_bindgen_test]
async fn a_large_community_is_asked_for_the_needed_bucket_only() {
    let community = begin().await;
    community.prefetch.set(false);
    community.digits.set(1);
    community.buckets.borrow_mut().clear();
    let name = bucket_name(&lookup_key(&requester("A1")), 1);
    for digit in "0123456789abcdef".chars() {
        community.knows(&digit.to_string(), &requester("B2"), 1);
    }
    community.knows(&name, &requester("A1"), 5);
    add(true, false).await;
    fresh().await;
    assert_eq!(evidence("A1").await, None);
    ask(SyncNow {}).await.unwrap();
    assert_eq!(evidence("A1").await, Some(5));
    let bodies = |it: &&String| it.starts_with("GET /v1/buckets/");
    assert_eq!(community.asked.borrow().iter().filter(bodies).count(), 1);
}

#[wasm_bindgen_test]
async fn buckets_with_longer_names_replace_the_old_at_once() {
    let community = begin().await;
    community.knows("all", &requester("A1"), 1);
    add(true, false).await;
    fresh().await;
    community.buckets.borrow_mut().clear();
    community.texts.borrow_mut().clear();
    community.digits.set(1);
    community.knows(
        &bucket_name(&lookup_key(&requester("A1")), 1),
        &requester("A1"),
        2,
    );
    ring_after(HOUR).await;
    kill();
    assert_eq!(evidence("A1").await, Some(2));
}

#[wasm_bindgen_test]
async fn texts_are_read_newest_first_without_asking_a_small_community() {
    let community = begin().await;
    community.knows("all", &requester("A1"), 2);
    let key = lookup_key(&requester("A1"));
    let line = |last: u32, stored_at: u32| {
        format!(
            r#"{{"k":"{key}","by":"tsw_x","stored_at":{stored_at},"review":{{"revision":1,
            "id":"01890a5d-ac96-774b-bcce-{last:012}","requester":{{"platform":"mturk",
            "kind":"id","value":"A1"}},"written_at":0,"text":"{last}"}}}}"#
        )
        .replace('\n', " ")
    };
    let body = format!("{}\n{}\n", line(1, 10), line(2, 20));
    community
        .texts
        .borrow_mut()
        .insert("all".into(), ("\"t\"".into(), body));
    add(true, false).await;
    fresh().await;
    community.mood.set(Mood::Down);
    let found = ask(ReadReviews {
        requester: requester("A1"),
    })
    .await
    .unwrap();
    let texts: Vec<&str> = found[0]
        .reviews
        .iter()
        .map(|it| it.review.text.as_str())
        .collect();
    assert_eq!(texts, ["2", "1"]);
}

#[wasm_bindgen_test]
async fn refuses_addresses_where_no_backend_answers() {
    let community = begin().await;
    let probe = async |url: &str| ask(ProbeBackend { url: url.into() }).await;
    assert_eq!(probe(" FAKE.example/ ").await.unwrap().name, "Fake");
    let why = probe("http://fake.example").await.unwrap_err().message;
    assert!(why.contains("https://"), "{why}");
    let why = probe("https://fake.example/elsewhere")
        .await
        .unwrap_err()
        .message;
    assert!(why.contains("status 404"), "{why}");
    community.mood.set(Mood::Down);
    let wish = AddBackend {
        url: URL.into(),
        read: true,
        write: true,
    };
    let why = ask(wish).await.unwrap_err().message;
    assert!(
        why.contains("No Tallystick backend answers") && why.contains("no connection"),
        "{why}"
    );
    assert!(ask(GetStatus {}).await.unwrap().backends.is_empty());
}

#[wasm_bindgen_test]
async fn a_backend_added_for_writing_gets_all_my_reviews() {
    let community = begin().await;
    write("A1", "x").await;
    write("B2", "y").await;
    let status = add(true, true).await;
    assert_eq!(status.public_name.as_deref(), Some("tsw_me"));
    until(|status| status.waiting == 0).await;
    assert_eq!(community.stores.get(), 2);
    let secret = community.secrets.borrow()[0].clone();
    assert!(secret.starts_with("tss_") && secret.len() == 47, "{secret}");
}

#[wasm_bindgen_test]
async fn removing_takes_the_evidence_and_leaves_the_reviews_and_the_identity() {
    let community = begin().await;
    community.knows("all", &requester("A1"), 1);
    add(true, true).await;
    fresh().await;
    write("A1", "x").await;
    until(|status| status.waiting == 0).await;
    ask(RemoveBackend { url: URL.into() }).await.unwrap();
    kill();
    assert_eq!(evidence("A1").await, None);
    let mine = ask(ListReviews {}).await.unwrap();
    assert_eq!((mine.len(), mine[0].states.len()), (1, 0));
    add(true, true).await;
    until(|status| status.waiting == 0).await;
    assert_eq!(community.secrets.borrow().len(), 1);
    assert_eq!(community.stores.get(), 1);
}

/// Orientation, and a guard against work that grows with what is held: the budget (at most twice an
/// empty round trip) is measured by the benchmark with the real messaging in between.
#[wasm_bindgen_test]
async fn a_hundred_requesters_are_looked_up_from_memory() {
    let community = begin().await;
    let keys: Vec<_> = (0..100).map(|n| requester(&format!("A{n}"))).collect();
    let mut lines: Vec<String> = (0..5_000)
        .map(|n| {
            let key = lookup_key(&requester(&format!("A{n}")));
            format!(r#"{{"k":"{key}","a":{{"v":7}}}}"#)
        })
        .collect();
    lines.sort();
    let body = format!("{}\n", lines.join("\n"));
    community
        .buckets
        .borrow_mut()
        .insert("all".into(), ("\"1\"".into(), body));
    add(true, false).await;
    fresh().await;
    let look_up = async || {
        let platform = "mturk".parse().unwrap();
        let requesters = keys.clone();
        let began = crate::kit::precise_now();
        let known = ask(LookUp {
            platform,
            requesters,
            groups: vec![],
        })
        .await
        .unwrap();
        assert!(known.requesters.iter().all(|it| it.evidence.len() == 1));
        crate::kit::precise_now() - began
    };
    kill();
    let cold = look_up().await;
    let warm = look_up().await;
    wasm_bindgen_test::console_log!("100 of 5,000: cold {cold} ms, warm {warm} ms");
}
