//! What whoever runs the server sees of it.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use tallystick_server::Config;
use tallystick_server::doctor::examine;
use tallystick_wire::api::PublicReview;
use tokio::io::AsyncReadExt;

use crate::{Ground, Worker, review, uuid};

pub async fn a_path_prefix_stands_before_everything(ground: &Ground) {
    let flags = ["--path-prefix", "/tally/stick"];
    let server = ground.server_with(&flags, crate::ground::BEGIN).await;
    let worker = Worker::registered(&format!("{}/tally/stick", server.base)).await;
    worker.put(&review("A1", 3)).await;
    assert_eq!(worker.aggregates().await.len(), 1);
    let document: Value = worker.get("/openapi.json").await.parse().unwrap();
    assert_eq!(document["servers"][0]["url"], "/tally/stick");
    for outside in ["/v1/about", "/healthz", "/", "/tally"] {
        let answer = worker.at(&server.base).ask(Method::GET, outside);
        let answer = answer.send().await.unwrap();
        assert_eq!(answer.status(), 404, "{outside}");
        assert!(answer.text().await.unwrap().contains("not_found"));
    }
}

pub async fn figures_tell_routes_and_no_names(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    worker.put(&review("A1", 3)).await;
    for path in ["/v1/buckets/all", "/v1/buckets/nosuchname", "/nosuchplace"] {
        worker.ask(Method::GET, path).send().await.unwrap();
    }
    let strange = Method::from_bytes(b"NOSUCHMETHOD").unwrap();
    worker.ask(strange, "/v1/about").send().await.unwrap();
    let text = worker.get("/metrics").await;
    for line in [
        "tallystick_reviews 1",
        "tallystick_requesters 1",
        r#"tallystick_requests_total{method="GET",route="/v1/buckets/{name}",status="200"} 1"#,
        r#"tallystick_requests_total{method="GET",route="/v1/buckets/{name}",status="404"} 1"#,
        r#"tallystick_requests_total{method="GET",route="none",status="404"} 1"#,
        r#"tallystick_requests_total{method="other",route="/v1/about",status="405"} 1"#,
        r#"tallystick_answer_seconds_count{route="/v1/sync"} 1"#,
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert!(text.ends_with("# EOF\n") && !text.to_lowercase().contains("nosuch"));
    let transactions = text
        .lines()
        .find_map(|it| it.strip_prefix("tallystick_write_transactions_total "));
    assert!(2 <= transactions.unwrap().parse().unwrap());
}

pub async fn everything_public_can_be_taken_along(ground: &Ground) {
    let server = ground.server().await;
    let mut stored = BTreeSet::new();
    for number in 0..53 {
        let worker = Worker::registered(&server.base).await;
        for requester in ["A1", &format!("B{number}")] {
            let it = review(requester, 4);
            worker.put(&it).await;
            stored.insert(it["id"].as_str().unwrap().to_owned());
        }
    }
    let reader = Worker::stranger(&server.base);
    let dump = reader.get("/v1/dump").await;
    let lines: Vec<Value> = dump.lines().map(|it| it.parse().unwrap()).collect();
    assert_eq!(lines[0]["tallystick"], "public");
    assert_eq!(
        lines.last().unwrap(),
        &json!({"requesters": 54, "reviews": 106, "acts": 0})
    );
    let reviews = lines.iter().filter_map(|it| it.get("review"));
    let reviews: Vec<PublicReview> = reviews
        .map(|it| serde_json::from_value(it.clone()).unwrap())
        .collect();
    let dumped: BTreeSet<String> = reviews
        .iter()
        .map(|it| it.review.id.as_str().into())
        .collect();
    assert_eq!((reviews.len(), dumped), (106, stored));
    let aggregates = lines.iter().filter_map(|it| it.get("aggregate"));
    let aggregates: Vec<Value> = aggregates.cloned().collect();
    let published: Vec<Value> = reader
        .get("/v1/buckets/all")
        .await
        .lines()
        .map(|it| it.parse().unwrap())
        .collect();
    assert_eq!(aggregates, published);
    assert!(!dump.contains("tss_") && !dump.contains("127.0.0.1"));
}

pub async fn the_log_holds_no_secret_no_address_and_no_text(ground: &Ground) {
    let flags = ["--log-level", "debug", "--log-format", "json"];
    let (mut child, base) = ground.process_with(&flags).await;
    // Read as it comes: a server whose log nobody takes stands still when the pipe is full.
    let mut errors = child.stderr.take().unwrap();
    let log = tokio::spawn(async move {
        let mut log = String::new();
        errors.read_to_string(&mut log).await.map(|_| log)
    });
    let worker = Worker::registered(&base).await;
    let mut it = review("AKILROY", 3);
    it["text"] = json!("kilroy was here");
    it["requester_name"] = json!("Kilroy Inc");
    worker.put(&it).await;
    it["text"] = json!("kilroy was here\u{0} again");
    worker.put(&it).await;
    it["id"] = json!(uuid());
    it["scores"] = json!({"fairness": "kilroy"});
    worker.put(&it).await;
    worker.aggregates().await;
    for (method, path, body) in [
        (Method::POST, "/v1/sync", "{\"kilroy\""),
        (Method::POST, "/v1/sync", "[\"kilroy\"]"),
        (Method::GET, "/v1/buckets/kilroy", ""),
        (Method::GET, "/kilroy?kilroy=kilroy", ""),
        (Method::DELETE, "/v1/identities/me", ""),
    ] {
        let request = worker
            .ask(method, path)
            .header("content-type", "application/json");
        request.body(body).send().await.unwrap();
    }
    let bad = reqwest::Client::new().get(format!("{base}/v1/about"));
    bad.header("x-forwarded-for", "192.0.2.77")
        .bearer_auth("tss_kilroy")
        .send()
        .await
        .unwrap();
    child.kill().await.unwrap();
    let log = log.await.unwrap().unwrap();
    let lines: Vec<Value> = log.lines().map(|it| it.parse().unwrap()).collect();
    let answered = lines
        .iter()
        .filter(|it| it["fields"]["message"] == "answered")
        .count();
    assert!(10 <= answered, "{log}");
    assert!(log.contains("/v1/buckets/{name}"));
    let log = log.to_lowercase();
    let secret = worker.secret.to_lowercase();
    let hash = tallystick_server::secret::sha256_hex(worker.secret.as_bytes());
    for never in [
        "kilroy",
        "192.0.2.77",
        "127.0.0.1",
        &secret,
        &hash,
        &worker.name,
    ] {
        assert!(!log.contains(never), "{never} is in the log:\n{log}");
    }
}

pub async fn the_doctor_looks_at_the_database_and_knows_the_server(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    worker.put(&review("A1", 3)).await;
    let address = server.base.trim_start_matches("http://");
    let config = Config::from_flags([
        "--database",
        &ground.url,
        "--listen",
        address,
        "--rules-url",
        "https://example.org/rules",
    ])
    .unwrap();
    let findings = examine(&config).await;
    let said: String = findings.iter().map(|it| format!("{it}\n")).collect();
    let wrong = findings.iter().filter(|it| !it.is_well).count();
    assert!(said.contains("the server runs on 127.0.0.1:"), "{said}");
    assert!(said.contains("this server's own"), "{said}");
    if ground.file().is_some() {
        assert!(said.contains("the file is whole") && wrong == 0, "{said}");
    } else {
        // The tests' PostgreSQL does not wait for the disk, and the doctor sees it.
        assert!(said.contains("takes writes"), "{said}");
        assert!(said.contains("fsync is off") && wrong == 1, "{said}");
    }
}
