//! Becoming known, staying unknown, being forgotten.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tallystick_wire::api::{ErrorEnvelope, IdentityCreated, ItemAnswer};

use crate::{Ground, Worker, about, review};

async fn register(worker: &Worker) -> (StatusCode, Value) {
    let response = worker
        .ask(Method::POST, "/v1/identities")
        .send()
        .await
        .unwrap();
    (response.status(), response.json().await.unwrap())
}

async fn refusal(worker: &Worker, path: &str) -> (u16, String) {
    let response = worker
        .ask(Method::POST, path)
        .json(&json!({"items": []}))
        .send()
        .await
        .unwrap();
    let status = response.status().as_u16();
    if status == 401 {
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
    }
    (
        status,
        response.json::<ErrorEnvelope>().await.unwrap().error.code,
    )
}

pub async fn registering_twice_changes_nothing(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::stranger(&server.base);
    let (status, first) = register(&worker).await;
    assert_eq!(status, 201);
    let (status, again) = register(&worker).await;
    assert_eq!(status, 200);
    let (first, again): (IdentityCreated, IdentityCreated) = (
        serde_json::from_value(first).unwrap(),
        serde_json::from_value(again).unwrap(),
    );
    assert!(first.created && !again.created && first.public_name == again.public_name);
    assert!(first.public_name.starts_with("tsw_"));
    let twins = Worker::stranger(&server.base);
    let (one, other) = tokio::join!(register(&twins), register(&twins));
    assert_eq!(one.1["public_name"], other.1["public_name"]);
}

pub async fn tells_a_public_name_from_a_secret(ground: &Ground) {
    let server = ground.server().await;
    let mut worker = Worker::registered(&server.base).await;
    worker.secret = worker.name.clone();
    for path in ["/v1/sync", "/v1/identities"] {
        assert_eq!(
            refusal(&worker, path).await,
            (401, "public_name_as_secret".to_owned())
        );
    }
}

pub async fn refuses_strangers(ground: &Ground) {
    let server = ground.server().await;
    let mut stranger = Worker::stranger(&server.base);
    assert_eq!(
        refusal(&stranger, "/v1/sync").await,
        (401, "unknown_identity".to_owned())
    );
    stranger.secret = "password".to_owned();
    assert_eq!(
        refusal(&stranger, "/v1/sync").await,
        (401, "bad_secret".to_owned())
    );
    let bare = reqwest::Client::new()
        .post(format!("{}/v1/sync", server.base))
        .send()
        .await
        .unwrap();
    assert_eq!(bare.status(), 401);
    assert_eq!(
        bare.json::<ErrorEnvelope>().await.unwrap().error.code,
        "unauthorized"
    );
    let basic = reqwest::Client::new().post(format!("{}/v1/sync", server.base));
    let basic = basic
        .header("authorization", "Basic YTpi")
        .send()
        .await
        .unwrap();
    assert_eq!(basic.status(), 401);
}

pub async fn refuses_new_members_while_closed_but_knows_the_old_ones(ground: &Ground) {
    let open = ground.server().await;
    let old = Worker::registered(&open.base).await;
    open.stop().await;
    let closed = ground
        .server_with(&["--registration", "closed"], crate::ground::BEGIN)
        .await;
    let old = old.at(&closed.base);
    assert_eq!(register(&old).await.0, 200);
    assert_eq!(old.put(&review("A1", 3)).await, ItemAnswer::Stored);
    let (status, why) = register(&Worker::stranger(&closed.base)).await;
    assert_eq!(
        (status.as_u16(), &why["error"]["code"]),
        (403, &json!("registration_closed"))
    );
}

pub async fn limits_new_identities_and_says_when_to_come_back(ground: &Ground) {
    let flags = ["--registrations-per-hour", "8"];
    let server = ground.server_with(&flags, crate::ground::BEGIN).await;
    let known = Worker::registered(&server.base).await;
    Worker::registered(&server.base).await;
    let late = Worker::stranger(&server.base);
    let response = late
        .ask(Method::POST, "/v1/identities")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "450");
    assert_eq!(register(&known).await.0, 200);
    server.pass(450_000);
    assert_eq!(register(&late).await.0, 201);
}

pub async fn stores_no_secret(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    worker.put(&review("A1", 3)).await;
    server.stop().await;
    let bytes = ground.stored().await;
    let holds = |text: &str| bytes.windows(text.len()).any(|it| it == text.as_bytes());
    assert!(
        holds(&worker.name),
        "what is stored is looked at in the wrong way"
    );
    assert!(!holds(&worker.secret));
    assert!(!holds("127.0.0.1"));
}

pub async fn forgetting_an_identity_leaves_nothing_of_it(ground: &Ground) {
    let server = ground.server().await;
    let (leaver, stayer) = (
        Worker::registered(&server.base).await,
        Worker::registered(&server.base).await,
    );
    let mut edited = review("A1", 1);
    leaver.put(&edited).await;
    edited["revision"] = json!(2);
    edited["text"] = json!("what I said");
    leaver.put(&edited).await;
    leaver.put(&review("A2", 1)).await;
    stayer.put(&review("A1", 5)).await;
    let gone = leaver
        .ask(Method::DELETE, "/v1/identities/me")
        .send()
        .await
        .unwrap();
    assert_eq!(gone.status(), 204);
    assert_eq!(leaver.try_sync(&[]).await.unwrap().status(), 401);
    assert_eq!(stayer.fairness().await, (5.0, 1.0));
    assert_eq!(about(&server.base).await.requesters, 1);
    server.stop().await;
    let database = tallystick_server::store::Database::open(&ground.url)
        .await
        .unwrap();
    for table in ["identity", "token", "review", "review_revision"] {
        let count = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        let count: i64 = sqlx::query_scalar(count)
            .fetch_one(database.readers())
            .await
            .unwrap();
        assert_eq!(count, i64::from(table != "review_revision"), "{table}");
    }
}
