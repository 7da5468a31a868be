//! What joining costs, on how many devices one is a member, and what stays of one who leaves.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use tallystick_core::work;
use tallystick_server::invitations;
use tallystick_server::membership::{InvitationChange, change_invitation};
use tallystick_server::secret::sha256_hex;
use tallystick_server::store::{Database, invitation};
use tallystick_wire::api::{Challenge, Origin, Tokens};

use crate::ground::BEGIN;
use crate::{Ground, Worker, about, review};

async fn asked(worker: &Worker, body: &Value) -> (u16, String) {
    let request = worker.ask(Method::POST, "/v1/identities").json(body);
    told(request.send().await.unwrap()).await
}

/// The status and the code of a refusal.
async fn told(response: reqwest::Response) -> (u16, String) {
    let status = response.status().as_u16();
    let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default();
    let code = body["error"]["code"].as_str().unwrap_or_default();
    (status, code.to_owned())
}

async fn challenge(worker: &Worker) -> Challenge {
    serde_json::from_str(&worker.get("/v1/challenge").await).unwrap()
}

/// A solution for this worker and no other.
fn solved(it: &Challenge, worker: &Worker) -> Value {
    let hash = sha256_hex(worker.secret.as_bytes());
    let nonce = work::solve(&it.challenge, &hash, it.bits, 0, 1 << 24).unwrap();
    json!({"challenge": it.challenge, "nonce": nonce})
}

fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

pub async fn a_new_identity_costs_work_and_each_solution_counts_once(ground: &Ground) {
    let flags = ["--registration-work", "6"];
    let (one, other) = (
        ground.server_with(&flags, BEGIN).await,
        ground.server_with(&flags, BEGIN).await,
    );
    let worker = Worker::stranger(&one.base);
    assert_eq!(
        asked(&worker, &json!({})).await,
        refused(403, "work_required")
    );
    let it = challenge(&worker).await;
    let stranger = Worker::stranger(&one.base);
    let mut foreign = solved(&it, &worker);
    let own = solved(&it, &stranger);
    if foreign == own {
        foreign["nonce"] = json!(u64::MAX);
    }
    assert_eq!(asked(&stranger, &foreign).await, refused(403, "bad_work"));
    let mut forged = own.clone();
    forged["challenge"] = json!(it.challenge.replace(".6.", ".0."));
    assert_eq!(asked(&stranger, &forged).await, refused(403, "bad_work"));
    // Another process takes what the first has issued, and knows what was spent there.
    assert_eq!(
        asked(&worker.at(&other.base), &solved(&it, &worker))
            .await
            .0,
        201
    );
    assert_eq!(asked(&stranger, &own).await, refused(403, "work_spent"));
    assert_eq!(asked(&worker, &json!({})).await.0, 200);
    let late = challenge(&stranger).await;
    one.pass(3_600_000);
    assert_eq!(
        asked(&stranger, &solved(&late, &stranger)).await,
        refused(403, "bad_work")
    );
}

pub async fn the_price_rises_with_registrations_and_falls_again(ground: &Ground) {
    let flags = ["--registration-work", "2"];
    let server = ground.server_with(&flags, BEGIN).await;
    for _ in 0..32 {
        let worker = Worker::stranger(&server.base);
        let it = challenge(&worker).await;
        assert_eq!(asked(&worker, &solved(&it, &worker)).await.0, 201);
    }
    let reader = Worker::stranger(&server.base);
    assert_eq!(challenge(&reader).await.bits, 3);
    server.pass(25 * 3_600_000);
    assert_eq!(challenge(&reader).await.bits, 2);
}

async fn change(ground: &Ground, change: &InvitationChange, now: i64) {
    let database = Database::open(&ground.url).await.unwrap();
    let mut transaction = database.begin().await.unwrap();
    change_invitation(&mut transaction, change, now)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    database.close().await;
}

pub async fn an_invitation_admits_as_many_as_it_says(ground: &Ground) {
    let flags = ["--registration", "invitation", "--registration-work", "20"];
    let server = ground.server_with(&flags, BEGIN).await;
    let (secret, made) = invitations::make((2, 14), "for friends", "", BEGIN).unwrap();
    change(ground, &made, BEGIN).await;
    let invited = json!({"invitation": secret.reveal()});
    let worker = Worker::stranger(&server.base);
    assert_eq!(
        asked(&worker, &json!({})).await,
        refused(403, "invitation_required")
    );
    let answer = worker
        .ask(Method::GET, "/v1/challenge")
        .send()
        .await
        .unwrap();
    assert_eq!(told(answer).await, refused(403, "invitation_required"));
    for bad in ["tsi_", &format!("tsi_{}", "a".repeat(43)), &worker.secret] {
        let bad = json!({"invitation": bad});
        assert_eq!(asked(&worker, &bad).await, refused(403, "bad_invitation"));
    }
    assert_eq!(asked(&worker, &invited).await.0, 201);
    assert_eq!(asked(&worker, &invited).await.0, 200);
    assert_eq!(
        asked(&Worker::stranger(&server.base), &invited).await.0,
        201
    );
    let late = Worker::stranger(&server.base);
    assert_eq!(asked(&late, &invited).await, refused(403, "bad_invitation"));
}

pub async fn a_revoked_or_expired_invitation_admits_nobody(ground: &Ground) {
    let flags = ["--registration", "invitation"];
    let server = ground.server_with(&flags, BEGIN).await;
    let worker = Worker::stranger(&server.base);
    let (secret, made) = invitations::make((9, 14), "", "", BEGIN).unwrap();
    change(ground, &made, BEGIN).await;
    let database = Database::open(&ground.url).await.unwrap();
    let known = invitation::newest(database.readers(), 9).await.unwrap();
    database.close().await;
    assert!(invitations::line(&known[0], BEGIN).contains("9 of 9 left, for 14 days"));
    let id = known[0].invitation_id.clone();
    change(ground, &InvitationChange::Revoke { id }, BEGIN).await;
    let invited = json!({"invitation": secret.reveal()});
    assert_eq!(
        asked(&worker, &invited).await,
        refused(403, "bad_invitation")
    );
    let (secret, made) = invitations::make((9, 14), "", "", BEGIN).unwrap();
    change(ground, &made, BEGIN).await;
    server.pass(15 * 86_400_000);
    let invited = json!({"invitation": secret.reveal()});
    assert_eq!(
        asked(&worker, &invited).await,
        refused(403, "bad_invitation")
    );
}

pub async fn believes_listed_proxies_only_and_counts_households(ground: &Ground) {
    let flags = [
        "--registrations-per-hour",
        "8",
        "--trusted-proxies",
        "127.0.0.1",
    ];
    let behind = ground.server_with(&flags, BEGIN).await;
    let bare = ground.server_with(&flags[..2], BEGIN).await;
    let statuses = async |base: &str, addresses: &[&str]| {
        let mut statuses = Vec::new();
        for it in addresses {
            let request = Worker::stranger(base).ask(Method::POST, "/v1/identities");
            let answer = request.header("x-forwarded-for", *it).send().await.unwrap();
            statuses.push(answer.status().as_u16());
        }
        statuses
    };
    let household = [
        "2001:db8:1:2::1",
        "2001:db8:1:2:ffff::9",
        "2001:db8:1:2:1::5",
    ];
    assert_eq!(statuses(&behind.base, &household).await, [201, 201, 429]);
    let next_door = ["2001:db8:1:3::1", "192.0.2.1", "192.0.2.2", "192.0.2.3"];
    assert_eq!(statuses(&behind.base, &next_door).await, [201; 4]);
    // What a client wrote itself stands in front and is not believed.
    let lies = ["1.1.1.1, 2001:db8:1:2::7", "1.1.1.2, 2001:db8:1:2::8"];
    assert_eq!(statuses(&behind.base, &lies).await, [429, 429]);
    assert_eq!(statuses(&bare.base, &next_door).await, [201, 201, 429, 429]);
}

async fn tokens(worker: &Worker) -> Tokens {
    serde_json::from_str(&worker.get("/v1/identities/me/tokens").await).unwrap()
}

pub async fn tokens_are_listed_named_and_revoked(ground: &Ground) {
    let server = ground.server().await;
    let desktop = Worker::registered(&server.base).await;
    let laptop = Worker::stranger(&server.base);
    let new = json!({"secret": laptop.secret, "name": "Laptop"});
    let all = "/v1/identities/me/tokens";
    let send = async |who: &Worker, method, path: &str, body: &Value| {
        let request = who.ask(method, path).json(body);
        told(request.send().await.unwrap()).await
    };
    for _ in 0..2 {
        assert_eq!(send(&desktop, Method::POST, all, &new).await.0, 204);
    }
    let listed = tokens(&laptop).await.tokens;
    assert_eq!(listed.len(), 2);
    let own = listed.iter().find(|it| it.current).unwrap();
    let other = listed.iter().find(|it| !it.current).unwrap();
    assert_eq!((own.name.as_str(), other.name.as_str()), ("Laptop", ""));
    // Both sign with one name.
    laptop.put(&review("A1", 3)).await;
    assert_eq!(desktop.texts().await[0].author, desktop.name);
    let path = format!("{all}/{}", other.id);
    let name = json!({"name": "Desktop"});
    assert_eq!(send(&laptop, Method::POST, &path, &name).await.0, 204);
    assert!(
        tokens(&laptop)
            .await
            .tokens
            .iter()
            .any(|it| it.name == "Desktop")
    );
    assert_eq!(
        send(&laptop, Method::DELETE, &path, &json!(null)).await.0,
        204
    );
    assert_eq!(desktop.try_sync(&[]).await.unwrap().status(), 401);
    let gone = send(&laptop, Method::DELETE, &path, &json!(null)).await;
    assert_eq!(gone, refused(404, "no_such_token"));
    let path = format!("{all}/{}", own.id);
    let last = send(&laptop, Method::DELETE, &path, &json!(null)).await;
    assert_eq!(last, refused(409, "last_token"));
    let stranger = Worker::registered(&server.base).await;
    let taken = send(&stranger, Method::POST, all, &new).await;
    assert_eq!(taken, refused(409, "secret_taken"));
    let foreign = send(&stranger, Method::DELETE, &path, &json!(null)).await;
    assert_eq!(foreign, refused(404, "no_such_token"));
}

pub async fn a_secret_never_passes_for_something_public(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let all = "/v1/identities/me/tokens";
    let as_secret = json!({"secret": worker.name});
    let request = worker.ask(Method::POST, all).json(&as_secret);
    let answer = told(request.send().await.unwrap()).await;
    assert_eq!(answer, refused(400, "public_name_as_secret"));
    let path = format!("{all}/{}", worker.secret);
    let answer = worker.ask(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(told(answer).await, refused(422, "secret_as_name"));
    let mut it = review("A1", 3);
    it["text"] = json!(format!("I am {}", worker.secret));
    let answer = worker.put(&it).await;
    assert!(format!("{answer:?}").contains("Your secret"), "{answer:?}");
    let flag = json!({"review": it["id"], "reason": "other", "words": worker.secret});
    let request = worker.ask(Method::POST, "/v1/flags").json(&flag);
    assert_eq!(
        told(request.send().await.unwrap()).await,
        refused(422, "secret_as_name")
    );
    let search = format!("{}/search?q={}", server.base, worker.secret);
    let page = reqwest::get(search).await.unwrap();
    assert_eq!(page.status(), 422);
    assert!(!page.text().await.unwrap().contains(&worker.secret));
    server.stop().await;
    let stored = String::from_utf8_lossy(&ground.stored().await).into_owned();
    assert!(!stored.contains(&worker.secret));
}

pub async fn reviews_can_be_left_without_a_name(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let mut edited = review("A1", 1);
    worker.put(&edited).await;
    edited["revision"] = json!(2);
    worker.put(&edited).await;
    let mut of_a_task = review("A1", 2);
    of_a_task["task"] = json!({"group": {"platform": "mturk", "value": "G1"}, "title": "t"});
    worker.put(&of_a_task).await;
    server.pass(3_600_000);
    worker.put(&review("A2", 5)).await;
    let odd = worker.ask(Method::DELETE, "/v1/identities/me?reviews=keep");
    assert_eq!(
        told(odd.send().await.unwrap()).await,
        refused(400, "bad_question")
    );
    let leave = worker.ask(Method::DELETE, "/v1/identities/me?reviews=leave");
    assert_eq!(leave.send().await.unwrap().status(), 204);
    assert_eq!(worker.try_sync(&[]).await.unwrap().status(), 401);
    let reader = Worker::stranger(&server.base);
    let texts = reader.texts().await;
    assert_eq!((texts.len(), about(&server.base).await.reviews), (3, 3));
    assert!(
        texts
            .iter()
            .all(|it| it.origin == Origin::Unsigned && it.author != worker.name)
    );
    // One voice a requester, and nothing that joins the two.
    let authors: BTreeSet<&str> = texts.iter().map(|it| it.author.as_str()).collect();
    assert_eq!(authors.len(), 2);
    // Unverified voices weigh half.
    assert_eq!(reader.fairness().await, (0.5 * 8.0, 0.5 * 3.0));
    let base = server.base.clone();
    let page = reqwest::get(format!("{base}/reviews")).await.unwrap();
    assert!(page.text().await.unwrap().contains("unsigned"));
    server.stop().await;
    let stored = String::from_utf8_lossy(&ground.stored().await).into_owned();
    assert!(ground.file().is_some() || !stored.contains(&worker.name));
    let database = Database::open(&ground.url).await.unwrap();
    for (table, rows) in [
        ("identity", 2),
        ("token", 0),
        ("review", 3),
        ("review_revision", 0),
    ] {
        let count = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        let count: i64 = sqlx::query_scalar(count)
            .fetch_one(database.readers())
            .await
            .unwrap();
        assert_eq!(count, rows, "{table}");
    }
}
