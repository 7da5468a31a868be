//! Several servers over one database.

use reqwest::Method;
use serde_json::{Value, json};
use tallystick_wire::api::{BucketIndex, ItemAnswer};

use crate::{Ground, Worker, about, review};

/// Asks until the server shows what it must; the runtime's other tasks go on meanwhile.
async fn until<T>(ask: impl AsyncFn() -> T, fits: impl Fn(&T) -> bool) {
    while !fits(&ask().await) {
        tokio::task::yield_now().await;
    }
}

pub async fn what_one_process_stores_all_processes_show(ground: &Ground) {
    let (one, two) = (ground.server().await, ground.server().await);
    let ann = Worker::registered(&one.base).await;
    let there = ann.at(&two.base);
    assert_eq!(there.aggregates().await, []);
    let mut it = review("A1", 4);
    assert_eq!(ann.put(&it).await, ItemAnswer::Stored);
    assert_eq!(there.put(&it).await, ItemAnswer::Unchanged);
    until(|| there.fairness(), |it| *it == (4.0, 1.0)).await;
    it["revision"] = json!(2);
    it["scores"] = json!({"fairness": 1});
    assert_eq!(there.put(&it).await, ItemAnswer::Stored);
    until(|| ann.fairness(), |it| *it == (1.0, 1.0)).await;
    let mut writers = Vec::new();
    for (number, server) in [&one, &two, &one, &two].into_iter().enumerate() {
        let worker = Worker::registered(&server.base).await;
        writers.push(tokio::spawn(async move {
            for turn in 0..10 {
                let it = review(&format!("P{}", turn % 3), 2);
                let item = json!({"do": "put", "review": it});
                assert!(!worker.sync(&[item]).await.is_empty(), "writer {number}");
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    let (first, second) = (Worker::stranger(&one.base), Worker::stranger(&two.base));
    until(|| first.fairness(), |it| it.1 == 13.0).await;
    until(|| second.fairness(), |it| it.1 == 13.0).await;
    // The last words replaced others, so their number does not tell whether they are known.
    let texts = || async {
        (
            first.get("/v1/texts/all").await,
            second.get("/v1/texts/all").await,
        )
    };
    until(texts, |(one, two)| one == two).await;
    assert_eq!(about(&one.base).await.reviews, 13);
}

pub async fn all_processes_change_the_length_of_names(ground: &Ground) {
    let (one, two) = (ground.server().await, ground.server().await);
    let worker = Worker::registered(&one.base).await;
    let there = worker.at(&two.base);
    let many: Vec<Value> = (0..3_200)
        .map(|number| json!({"do": "put", "review": review(&format!("A{number}"), 4)}))
        .collect();
    for (turn, some) in many.chunks(100).enumerate() {
        let at = if turn % 2 == 0 { &worker } else { &there };
        at.sync(some).await;
    }
    for at in [&worker, &there] {
        let index =
            || async { serde_json::from_str::<BucketIndex>(&at.get("/v1/buckets").await).unwrap() };
        let whole = |it: &BucketIndex| {
            let requesters: u32 = it.buckets.iter().map(|it| it.requesters).sum();
            (it.prefix_digits, requesters) == (1, 3_200)
        };
        until(index, whole).await;
    }
}

/// Asks for one thing at one process and then at the other, and expects the third to be refused.
async fn third_is_refused(what: &str, ask: impl AsyncFn(usize) -> reqwest::Response) {
    for (nth, at) in [0, 1, 0, 1].into_iter().enumerate() {
        let answer = ask(at).await;
        let (status, wait) = (
            answer.status(),
            answer.headers().get("retry-after").cloned(),
        );
        if nth < 2 {
            assert!(status.is_success(), "{what} {nth}: {status}");
        } else {
            assert_eq!(status, 429, "{what} {nth}");
            let wait: u32 = wait.unwrap().to_str().unwrap().parse().unwrap();
            assert!((1..=450).contains(&wait), "{what}: {wait} s");
        }
    }
}

pub async fn an_allowance_is_one_for_all_processes(ground: &Ground) {
    // Eight an hour are two at once.
    let flags = ["--registrations-per-hour", "8", "--syncs-per-hour", "8"];
    let at = async || ground.server_with(&flags, crate::ground::BEGIN).await;
    let servers = [at().await, at().await];
    let ann = Worker::registered(&servers[0].base).await;
    third_is_refused("a sync", async |at| {
        let body = json!({"items": [{"do": "put", "review": review("A1", 4)}]});
        let request = ann.at(&servers[at].base).ask(Method::POST, "/v1/sync");
        request.json(&body).send().await.unwrap()
    })
    .await;
    // Ann was the first of the two.
    let strangers = [
        Worker::stranger(&servers[0].base),
        Worker::stranger(&servers[1].base),
    ];
    let join = async |at: usize| {
        let request = strangers[at].ask(Method::POST, "/v1/identities");
        request.send().await.unwrap()
    };
    assert_eq!(join(1).await.status(), 201);
    assert_eq!(join(0).await.status(), 429);
    for server in &servers {
        server.pass(3_600_000);
    }
    assert_eq!(join(0).await.status(), 201);
}

pub async fn allowances_leave_no_name_and_no_address(ground: &Ground) {
    let server = ground.server().await;
    let ann = Worker::registered(&server.base).await;
    ann.put(&review("A1", 4)).await;
    let slots = ground
        .rows("select slot from allowance order by slot")
        .await;
    assert_eq!(slots.len(), 2);
    assert!(slots[0].starts_with("register:") && slots[0].len() == "register:".len() + 4);
    assert!(slots[1].starts_with("sync:") && slots[1].len() == "sync:".len() + 16);
    // An hour later the next that is counted sweeps them away.
    server.pass(3_600_000);
    Worker::registered(&server.base).await;
    assert_eq!(ground.rows("select slot from allowance").await.len(), 1);
}
