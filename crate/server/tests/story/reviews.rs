//! What becomes of the items of an outbox.

use reqwest::Method;
use serde_json::{Value, json};
use tallystick_wire::api::ItemAnswer::{self, Refused, Stored, Superseded, Unchanged};

use crate::{Ground, Worker, about, review, uuid};

#[track_caller]
fn assert_refused(answer: &ItemAnswer, expected: &str, says: &str) {
    let Refused { code, why } = answer else {
        panic!("{answer:?} is no refusal")
    };
    assert_eq!(code, expected);
    assert!(why.contains(says), "{why:?} does not say {says:?}");
}

fn put(review: &Value) -> Value {
    json!({"do": "put", "review": review})
}

fn edited(review: &Value, revision: u32, fairness: u8) -> Value {
    let mut it = review.clone();
    it["revision"] = json!(revision);
    it["scores"]["fairness"] = json!(fairness);
    it
}

fn of_group(requester: &str, group: &str, fairness: u8, written_at: i64) -> Value {
    let mut it = review(requester, fairness);
    it["task"] = json!({"group": {"platform": "mturk", "value": group}});
    it["written_at"] = json!(written_at);
    it
}

pub async fn a_review_is_stored_once_however_often_it_is_sent(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let it = review("A1", 4);
    assert_eq!(
        worker.sync(&[put(&it), put(&it)]).await,
        [Stored, Unchanged]
    );
    assert_eq!(worker.put(&it).await, Unchanged);
    assert_eq!(worker.fairness().await, (4.0, 1.0));
    assert_eq!(worker.texts().await.len(), 1);
    assert_eq!(worker.sync(&[]).await, []);
}

pub async fn a_revision_supersedes_and_a_replay_of_the_old_one_does_not(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let first = review("A1", 1);
    assert_eq!(worker.put(&first).await, Stored);
    assert_eq!(worker.put(&edited(&first, 3, 5)).await, Stored);
    assert_eq!(worker.put(&first).await, Superseded { revision: 3 });
    assert_eq!(
        worker.put(&edited(&first, 2, 2)).await,
        Superseded { revision: 3 }
    );
    assert_eq!(worker.fairness().await, (5.0, 1.0));
    assert_eq!(about(&server.base).await.reviews, 1);
}

pub async fn refuses_another_text_under_the_same_revision(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let first = review("A1", 1);
    worker.put(&first).await;
    assert_refused(
        &worker.put(&edited(&first, 1, 5)).await,
        "conflict",
        "save it once more",
    );
    assert_eq!(worker.fairness().await, (1.0, 1.0));
}

pub async fn one_bad_item_is_refused_alone_and_says_why(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let with = |key: &str, value: Value| {
        let mut it = review("A9", 3);
        it[key] = value;
        put(&it)
    };
    let items = [
        put(&review("A1", 5)),
        json!({"do": "dance"}),
        json!("put"),
        json!(null),
        with("scores", json!({"fairness": 6})),
        with("scores", json!({})),
        with("revision", json!(0)),
        with("id", json!("7")),
        with("text", json!("x".repeat(4_001))),
        with(
            "requester",
            json!({"platform": "mturk", "kind": "id", "value": ""}),
        ),
        with(
            "requester",
            json!({"platform": "connect", "kind": "name", "value": "Acme  Lab"}),
        ),
        with(
            "task",
            json!({"group": {"platform": "prolific", "value": "g"}}),
        ),
        with("written_at", json!(i64::MAX)),
        with("price", json!(1)),
        put(&review("A2", 4)),
    ];
    let says = [
        "",
        "dance",
        "",
        "",
        "6 is no score",
        "is empty",
        "count from 1",
        "UUIDv7",
        "4000",
        "is empty",
        "\"acme lab\"",
        "another platform",
        "clock",
        "price",
    ];
    let answers = worker.sync(&items).await;
    assert_eq!((&answers[0], &answers[14]), (&Stored, &Stored));
    for (answer, says) in answers.iter().zip(says).skip(1).take(13) {
        assert_refused(answer, "invalid", says);
    }
    assert_eq!(worker.fairness().await, (9.0, 2.0));
}

pub async fn refuses_another_workers_review(ground: &Ground) {
    let server = ground.server().await;
    let (ann, bob) = (
        Worker::registered(&server.base).await,
        Worker::registered(&server.base).await,
    );
    let it = review("A1", 1);
    ann.put(&it).await;
    assert_refused(
        &bob.put(&edited(&it, 2, 5)).await,
        "not_yours",
        "Another worker",
    );
    assert_refused(&bob.put(&it).await, "not_yours", "Another worker");
    assert_refused(&bob.delete(&it, 9).await, "not_yours", "Another worker");
    assert_eq!(ann.fairness().await, (1.0, 1.0));
    // Nor can bob bury what ann has not sent yet.
    let unsent = review("A2", 2);
    assert_eq!(bob.delete(&unsent, 9).await, Stored);
    assert_eq!(ann.put(&unsent).await, Stored);
}

pub async fn a_deleted_review_cannot_be_revived_by_a_late_replay(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let it = review("A1", 4);
    worker.put(&it).await;
    worker.put(&edited(&it, 2, 5)).await;
    assert_eq!(worker.delete(&it, 3).await, Stored);
    assert_eq!(worker.delete(&it, 3).await, Unchanged);
    for revision in 1..=3 {
        assert_eq!(
            worker.put(&edited(&it, revision, 5)).await,
            Superseded { revision: 3 }
        );
    }
    assert_refused(&worker.put(&edited(&it, 4, 5)).await, "deleted", "new one");
    assert_eq!(worker.aggregates().await, []);
    assert_eq!(worker.texts().await, []);
    let about = about(&server.base).await;
    assert_eq!((about.requesters, about.reviews), (0, 0));
}

pub async fn a_deletion_that_overtakes_its_put_wins(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let it = review("A1", 4);
    assert_eq!(worker.delete(&it, 2).await, Stored);
    assert_eq!(worker.put(&it).await, Superseded { revision: 2 });
    assert_eq!(worker.aggregates().await, []);
}

pub async fn one_voice_a_worker_requester_and_group(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let (old, new) = (of_group("A1", "G", 1, 10), of_group("A1", "G", 5, 20));
    worker.put(&old).await;
    assert_eq!(worker.put(&new).await, Stored);
    assert_eq!(worker.fairness().await, (5.0, 1.0));
    assert_eq!(worker.put(&of_group("A1", "H", 4, 5)).await, Stored);
    assert_eq!(worker.put(&review("A1", 3)).await, Stored);
    assert_eq!(worker.fairness().await, (12.0, 3.0));
    let line = worker.aggregates().await.remove(0);
    assert_eq!((line.all.reviewers, line.all.reviews), (1, 3));
    // A replay of the old one changes nothing, an edit of it is the newer word.
    assert_eq!(worker.put(&old).await, Unchanged);
    assert_eq!(worker.fairness().await, (12.0, 3.0));
    let mut again = edited(&old, 2, 2);
    again["written_at"] = json!(30);
    assert_eq!(worker.put(&again).await, Stored);
    assert_eq!(worker.fairness().await, (9.0, 3.0));
    let other = Worker::registered(&server.base).await;
    assert_eq!(other.put(&of_group("A1", "G", 1, 1)).await, Stored);
    assert_eq!(worker.fairness().await, (10.0, 4.0));
}

pub async fn a_review_can_move_to_another_requester(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let it = review("A1", 4);
    worker.put(&it).await;
    let mut moved = edited(&it, 2, 4);
    moved["requester"]["value"] = json!("A2");
    assert_eq!(worker.put(&moved).await, Stored);
    let lines = worker.aggregates().await;
    let key = |value: &str| {
        let key = json!({"platform": "mturk", "kind": "id", "value": value});
        tallystick_core::key::lookup_key(&serde_json::from_value(key).unwrap())
    };
    assert_eq!(
        lines.iter().map(|it| it.key.clone()).collect::<Vec<_>>(),
        [key("A2")]
    );
}

pub async fn invisible_characters_are_dropped(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let mut it = review("A1", 4);
    it["text"] = json!(" a\u{0}b\u{202e}c <script>alert(1)</script> \u{1f469}\u{200d}\u{1f52c} ");
    it["id"] = json!(uuid());
    assert_eq!(worker.put(&it).await, Stored);
    assert_eq!(worker.put(&it).await, Unchanged);
    let said = &worker.texts().await[0].review.text;
    assert_eq!(
        said,
        "abc <script>alert(1)</script> \u{1f469}\u{200d}\u{1f52c}"
    );
    let head = worker
        .ask(Method::HEAD, "/v1/texts/all")
        .send()
        .await
        .unwrap();
    assert_eq!(head.headers()["x-content-type-options"], "nosniff");
}
