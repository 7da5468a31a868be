//! Every way of asking wrongly.

use reqwest::Method;
use serde_json::json;
use tallystick_wire::api::ErrorEnvelope;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::{Ground, Worker, review};

/// Speaks bytes, since no client would say such things.
async fn raw(base: &str, request: &str) -> (u16, ErrorEnvelope) {
    let mut stream = TcpStream::connect(base.strip_prefix("http://").unwrap())
        .await
        .unwrap();
    // The server may answer and close before it has read all of a body that is too large.
    drop(stream.write_all(request.as_bytes()).await);
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer).await);
    let answer = String::from_utf8(answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    let body = answer.split_once("\r\n\r\n").unwrap().1;
    (
        status,
        serde_json::from_str(body).unwrap_or_else(|why| panic!("{why}: {answer}")),
    )
}

pub async fn every_error_is_an_envelope_under_a_true_status(ground: &Ground) {
    let server = ground.server().await;
    let check = async |method: &str, path: &str, status: u16, code: &str| {
        let request = format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        let (found, envelope) = raw(&server.base, &request).await;
        assert_eq!(
            (found, envelope.error.code.as_str()),
            (status, code),
            "{method} {path}"
        );
        assert!(
            20 < envelope.error.message.len(),
            "{}",
            envelope.error.message
        );
    };
    check("GET", "/v1", 404, "not_found").await;
    check("GET", "/v1/nothing", 404, "not_found").await;
    check("GET", "/%ff%00", 404, "not_found").await;
    check("GET", "/v1/buckets/", 404, "not_found").await;
    check("GET", "/v1/buckets/../../etc/passwd", 404, "not_found").await;
    check("GET", "/v1/buckets/zz", 404, "no_such_bucket").await;
    check("GET", "/v1/texts/%2e%2e", 404, "no_such_bucket").await;
    check("GET", "/v1/buckets/%ff", 400, "bad_path").await;
    check("GET", "/v1/texts/%c3%28", 400, "bad_path").await;
    check("POST", "/v1/about", 405, "method_not_allowed").await;
    check("DELETE", "/v1/buckets/all", 405, "method_not_allowed").await;
    check("GET", "/v1/sync", 405, "method_not_allowed").await;
    check("BREW", "/v1/about", 405, "method_not_allowed").await;
    check("POST", "/v1/sync", 401, "unauthorized").await;
    check("DELETE", "/v1/identities/me", 401, "unauthorized").await;
}

pub async fn malformed_bodies_are_told_where(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let check = async |kind: &str, body: &str, status: u16, code: &str, says: &str| {
        let request = worker
            .ask(Method::POST, "/v1/sync")
            .header("content-type", kind);
        let response = request.body(body.to_owned()).send().await.unwrap();
        let found = response.status().as_u16();
        let error = response.json::<ErrorEnvelope>().await.unwrap().error;
        assert_eq!((found, error.code.as_str()), (status, code), "{body}");
        assert!(error.message.contains(says), "{}", error.message);
    };
    let json = "application/json; charset=utf-8";
    check(
        json,
        "{\"items\":\n [,]}",
        400,
        "bad_json",
        "line 2 column 3",
    )
    .await;
    check(json, "", 400, "bad_json", "EOF").await;
    check(json, "{\"items\":[]} x", 400, "bad_json", "trailing").await;
    check(json, &"[".repeat(200_000), 400, "bad_json", "recursion").await;
    check(json, "[]", 422, "unprocessable", "line 1 column 2").await;
    check(json, "{\"items\":7}", 422, "unprocessable", "7").await;
    check(json, "{}", 422, "unprocessable", "items").await;
    check(
        "text/plain",
        "{\"items\":[]}",
        415,
        "not_json",
        "application/json",
    )
    .await;
    let many = json!({"items": vec![json!(0); 101]}).to_string();
    check(json, &many, 422, "unprocessable", "at most 100").await;
}

pub async fn refuses_bodies_that_are_too_large_however_they_come(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let head = format!(
        "POST /v1/sync HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
         authorization: Bearer {}\r\ncontent-type: application/json\r\n",
        worker.secret
    );
    let announced = format!("{head}content-length: {}\r\n\r\n", (1 << 20) + 1);
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x1_0000));
    let chunked = format!(
        "{head}transfer-encoding: chunked\r\n\r\n{}0\r\n\r\n",
        chunk.repeat(17)
    );
    for request in [announced, chunked] {
        let (status, envelope) = raw(&server.base, &request).await;
        assert_eq!((status, envelope.error.code.as_str()), (413, "too_large"));
    }
    let fits = format!("{{\"items\":[]{}}}", " ".repeat((1 << 20) - 12));
    assert_eq!(fits.len(), 1 << 20);
    let request = worker
        .ask(Method::POST, "/v1/sync")
        .header("content-type", "application/json");
    assert_eq!(request.body(fits).send().await.unwrap().status(), 200);
}

pub async fn limits_syncs_and_says_when_to_come_back(ground: &Ground) {
    let server = ground
        .server_with(&["--syncs-per-hour", "8"], crate::ground::BEGIN)
        .await;
    let (worker, other) = (
        Worker::registered(&server.base).await,
        Worker::registered(&server.base).await,
    );
    worker.put(&review("A1", 3)).await;
    worker.put(&review("A2", 3)).await;
    let refused = worker.try_sync(&[]).await.unwrap();
    assert_eq!(
        (refused.status().as_u16(), &refused.headers()["retry-after"]),
        (429, &"450".parse().unwrap())
    );
    assert_eq!(other.try_sync(&[]).await.unwrap().status(), 200);
    server.pass(450_000);
    assert_eq!(worker.try_sync(&[]).await.unwrap().status(), 200);
}
