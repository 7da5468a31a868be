//! What everyone may read.

use std::io::Read;

use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tallystick_server::publish::Shelf;
use tallystick_server::publish::body::Encoding;
use tallystick_server::store::Database;
use tallystick_wire::api::{BucketIndex, ItemAnswer};

use crate::{Ground, Worker, about, review};

async fn get(
    worker: &Worker,
    path: &str,
    headers: &[(&str, &str)],
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = worker.ask(Method::GET, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    (status, headers, response.bytes().await.unwrap().to_vec())
}

async fn index(worker: &Worker) -> BucketIndex {
    serde_json::from_str(&worker.get("/v1/buckets").await).unwrap()
}

pub async fn a_review_is_seen_by_others_at_once(ground: &Ground) {
    let server = ground.server().await;
    let (ann, bob) = (
        Worker::registered(&server.base).await,
        Worker::registered(&server.base).await,
    );
    assert_eq!(bob.aggregates().await, []);
    for fairness in 1..=5 {
        let mut it = review(&format!("A{fairness}"), fairness);
        it["text"] = json!("seen");
        ann.put(&it).await;
        assert_eq!(bob.aggregates().await.len(), usize::from(fairness));
        let texts = bob.texts().await;
        assert_eq!(texts.len(), usize::from(fairness));
        assert!(
            texts
                .iter()
                .all(|it| it.author == ann.name && it.stored_at == server.now())
        );
        assert!(texts.is_sorted_by_key(|it| it.key.clone()));
    }
    let line = bob.aggregates().await.remove(0);
    assert_eq!((line.name.as_str(), line.newest_at), ("Acme", server.now()));
}

pub async fn answers_304_until_something_changes(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    worker.put(&review("A1", 4)).await;
    for path in ["/v1/buckets", "/v1/buckets/all", "/v1/texts/all"] {
        let (status, headers, body) = get(&worker, path, &[]).await;
        let etag = headers["etag"].to_str().unwrap().to_owned();
        assert!(status == 200 && !body.is_empty());
        assert_eq!(headers.get_all("content-type").iter().count(), 1);
        for known in [etag.clone(), format!("W/{etag}"), format!("\"x\", {etag}")] {
            let (status, headers, body) = get(&worker, path, &[("if-none-match", &known)]).await;
            assert_eq!((status.as_u16(), body.len()), (304, 0), "{path}");
            assert_eq!(headers["etag"], etag.as_str());
            assert!(
                headers["cache-control"]
                    .to_str()
                    .unwrap()
                    .contains("no-cache")
            );
        }
        worker
            .put(&review(&format!("B{}", path.replace('/', "-")), 4))
            .await;
        let (status, headers, _) = get(&worker, path, &[("if-none-match", &etag)]).await;
        assert_eq!(status, 200);
        assert_ne!(headers["etag"], etag.as_str());
    }
}

pub async fn the_three_encodings_hold_the_same_bytes(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    for number in 0..30 {
        worker.put(&review(&format!("A{number}"), 4)).await;
    }
    for path in ["/v1/buckets", "/v1/buckets/all", "/v1/texts/all"] {
        let (_, headers, plain) = get(&worker, path, &[]).await;
        assert!(headers.get("content-encoding").is_none());
        assert_eq!(headers["vary"], "accept-encoding");
        let (_, headers, gzip) = get(&worker, path, &[("accept-encoding", "gzip")]).await;
        assert_eq!(headers["content-encoding"], "gzip");
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&gzip[..])
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, plain);
        let (_, headers, br) = get(&worker, path, &[("accept-encoding", "gzip, br;q=0.9")]).await;
        assert_eq!(headers["content-encoding"], "br");
        let mut unpacked = Vec::new();
        brotli::Decompressor::new(&br[..], 4_096)
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, plain);
        assert!(path == "/v1/buckets" || br.len() < plain.len() / 3);
    }
}

pub async fn etags_survive_a_restart(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    worker.put(&review("A1", 4)).await;
    let before = worker.get("/v1/buckets").await;
    let entry = index(&worker).await.buckets.remove(0);
    let (_, headers, body) = get(&worker, "/v1/buckets/all", &[]).await;
    assert_eq!(
        (headers["etag"].to_str().unwrap(), body.len() as u64),
        (&*entry.etag, entry.bytes)
    );
    let (_, headers, _) = get(&worker, "/v1/texts/all", &[]).await;
    assert_eq!(headers["etag"], entry.texts_etag.as_str());
    assert_eq!(entry.requesters, 1);
    server.stop().await;
    let server = ground.server().await;
    assert_eq!(worker.at(&server.base).get("/v1/buckets").await, before);
}

pub async fn a_text_that_changes_renames_its_bucket_though_no_score_does(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let mut it = review("A1", 4);
    worker.put(&it).await;
    let before = index(&worker).await.buckets.remove(0);
    it["revision"] = json!(2);
    it["text"] = json!("They have paid after all.");
    worker.put(&it).await;
    let after = index(&worker).await.buckets.remove(0);
    assert_eq!(after.etag, before.etag);
    assert_ne!(after.texts_etag, before.texts_etag);
    let known = [("if-none-match", before.texts_etag.as_str())];
    let (status, headers, body) = get(&worker, "/v1/texts/all", &known).await;
    assert_eq!(
        (status.as_u16(), headers["etag"].to_str().unwrap()),
        (200, after.texts_etag.as_str())
    );
    assert!(String::from_utf8_lossy(&body).contains("after all"));
}

pub async fn buckets_are_split_when_the_community_grows(ground: &Ground) {
    let server = ground
        .server_with(&["--prefetch-max-bytes", "100000"], crate::ground::BEGIN)
        .await;
    let worker = Worker::registered(&server.base).await;
    let many: Vec<Value> = (0..3_200)
        .map(|number| json!({"do": "put", "review": review(&format!("A{number}"), 4)}))
        .collect();
    for some in many.chunks(100).take(31) {
        worker.sync(some).await;
    }
    let before = index(&worker).await;
    assert_eq!(
        (before.prefix_digits, before.buckets.len(), before.prefetch),
        (0, 1, false)
    );
    worker.sync(&many[3_100..]).await;
    let after = index(&worker).await;
    assert_eq!(
        (after.prefix_digits, after.buckets.len(), after.prefetch),
        (1, 16, false)
    );
    let mut total = 0;
    for entry in &after.buckets {
        assert!(100 <= entry.requesters, "{entry:?}");
        let (_, headers, body) = get(&worker, &format!("/v1/buckets/{}", entry.name), &[]).await;
        assert_eq!(headers["etag"], entry.etag.as_str());
        let body = String::from_utf8(body).unwrap();
        assert!(
            body.lines()
                .all(|line| line.starts_with(&format!("{{\"k\":\"{}", entry.name)))
        );
        total += tallystick_core::bucket::check(&body).unwrap();
    }
    assert_eq!(total, 3_200);
    for gone in ["all", "00", "g", "A"] {
        assert_eq!(
            get(&worker, &format!("/v1/buckets/{gone}"), &[]).await.0,
            404,
            "{gone}"
        );
    }
    let about = about(&server.base).await;
    assert_eq!(
        (about.requesters, about.reviews, about.prefix_digits),
        (3_200, 3_200, 1)
    );
    server.stop().await;
    let server = ground.server().await;
    assert_eq!(index(&worker.at(&server.base)).await.buckets, after.buckets);
}

pub async fn texts_are_the_newest_fifty_of_a_requester(ground: &Ground) {
    let server = ground.server().await;
    let mut last = None;
    for _ in 0..53 {
        server.pass(1_000);
        let worker = Worker::registered(&server.base).await;
        assert_eq!(worker.put(&review("A1", 4)).await, ItemAnswer::Stored);
        last = Some(worker);
    }
    let worker = last.unwrap();
    let texts = worker.texts().await;
    assert_eq!((texts.len(), &texts[0].author), (50, &worker.name));
    assert_eq!(worker.fairness().await.1, 53.0);
}

/// Asks until so many requesters have their texts compressed and kept.
async fn until_pieces(ground: &Ground, count: usize) {
    while ground.rows("select requester_key from piece").await.len() != count {
        tokio::task::yield_now().await;
    }
}

pub async fn a_text_bucket_is_ready_before_it_is_asked_for(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let mut it = review("A1", 4);
    it["text"] = json!("They pay on the third day.");
    worker.put(&it).await;
    worker.put(&review("A2", 4)).await;
    until_pieces(ground, 2).await;
    server.stop().await;
    // Nothing but what is kept is asked for here: no review can be read.
    let database = Database::open(&ground.url).await.unwrap();
    let shelf = Shelf::open(database.clone(), 0).await.unwrap();
    let mut transaction = database.begin().await.unwrap();
    for hidden in [
        "update review set state = 'replaced'",
        "update review set shown = 0",
    ] {
        sqlx::query(hidden)
            .execute(&mut *transaction)
            .await
            .unwrap();
    }
    transaction.commit().await.unwrap();
    let texts = shelf.texts("all").await.unwrap().unwrap();
    let plain = texts.bytes(Encoding::Identity).await.unwrap();
    let plain = String::from_utf8(plain.to_vec()).unwrap();
    assert_eq!(plain.lines().count(), 2);
    assert!(plain.contains("They pay on the third day."));
    let sheet = shelf.aggregates("all").await.unwrap().unwrap();
    assert_eq!(sheet.texts_etag, texts.etag);
    database.close().await;
}

pub async fn a_deleted_text_is_gone_from_what_was_made_ready(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let mut it = review("A1", 4);
    it["text"] = json!("They pay on the third day.");
    worker.put(&it).await;
    worker.put(&review("A2", 4)).await;
    until_pieces(ground, 2).await;
    it["revision"] = json!(2);
    it["text"] = json!("They do not pay.");
    worker.put(&it).await;
    let texts = worker.get("/v1/texts/all").await;
    assert!(texts.contains("do not pay") && !texts.contains("third day"));
    until_pieces(ground, 2).await;
    worker.delete(&it, 3).await;
    until_pieces(ground, 1).await;
    assert_eq!(worker.texts().await.len(), 1);
}

pub async fn any_origin_may_ask(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::stranger(&server.base);
    let preflight = worker
        .ask(Method::OPTIONS, "/v1/sync")
        .header("origin", "moz-extension://x")
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "authorization,content-type",
        )
        .send()
        .await
        .unwrap();
    assert_eq!(preflight.status(), 200);
    let headers = preflight.headers();
    assert_eq!(headers["access-control-allow-origin"], "*");
    assert_eq!(headers["access-control-max-age"], "86400");
    let allowed = headers["access-control-allow-headers"].to_str().unwrap();
    assert!(
        ["authorization", "content-type", "if-none-match"]
            .iter()
            .all(|it| allowed.contains(it))
    );
    // Errors too can be read from elsewhere.
    let refused = worker
        .ask(Method::POST, "/v1/sync")
        .header("origin", "x")
        .send()
        .await
        .unwrap();
    assert_eq!(refused.status(), 401);
    assert_eq!(refused.headers()["access-control-allow-origin"], "*");
    let exposed = refused.headers()["access-control-expose-headers"]
        .to_str()
        .unwrap();
    assert!(exposed.contains("etag") && exposed.contains("retry-after"));
}
