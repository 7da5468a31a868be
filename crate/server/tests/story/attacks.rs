//! What somebody with many identities can and cannot do. The limits stand in docs/trust.md.

use serde_json::{Value, json};
use tallystick_core::reputation::{Pooled, Standing, standing};
use tallystick_server::seed::dice::Dice;
use tallystick_wire::Aggregate;
use tallystick_wire::api::ItemAnswer::{Stored, Superseded, Unchanged};

use crate::{Ground, Server, Worker, ground::BEGIN, review};

const DAY: i64 = 86_400_000;
const VICTIM: &str = "A0VICTIM";

/// Ten workers of long standing, each of whom scores the victim with `fairness`.
async fn community(ground: &Ground, fairness: u8) -> (Server, Vec<Worker>) {
    let server = ground.server_with(&["--probation-days", "30"], BEGIN).await;
    let mut workers = Vec::new();
    for _ in 0..10 {
        workers.push(Worker::registered(&server.base).await);
    }
    for round in 0..5 {
        for worker in &workers {
            worker.put(&review(&format!("A1OTHER{round}"), 3)).await;
        }
        server.pass(8 * DAY);
    }
    for worker in &workers {
        assert_eq!(worker.put(&review(VICTIM, fairness)).await, Stored);
    }
    (server, workers)
}

async fn line(reader: &Worker) -> Aggregate {
    of(reader, VICTIM).await
}

async fn of(reader: &Worker, requester: &str) -> Aggregate {
    let key: Value = json!({"platform": "mturk", "kind": "id", "value": requester});
    let key = tallystick_core::key::lookup_key(&serde_json::from_value(key).unwrap());
    let lines = reader.aggregates().await;
    lines.into_iter().find(|it| it.key == key).unwrap()
}

fn shown(line: &Aggregate) -> Standing {
    standing(&Pooled {
        all: line.all,
        recent: line.recent,
    })
}

/// As many identities as asked for, `pause` apart, each with one review of the victim.
async fn mob(server: &Server, size: usize, fairness: u8, pause: i64) {
    for _ in 0..size {
        let worker = Worker::registered(&server.base).await;
        let mut it = review(VICTIM, fairness);
        it["issues"] = json!(if fairness < 3 {
            vec!["tos_violation"]
        } else {
            vec![]
        });
        assert_eq!(worker.put(&it).await, Stored);
        server.pass(pause);
    }
}

pub async fn two_hundred_fresh_identities_hardly_praise_anyone_up(ground: &Ground) {
    let (server, workers) = community(ground, 2).await;
    let before = shown(&line(&workers[0]).await);
    mob(&server, 200, 5, 1_000).await;
    let after = shown(&line(&workers[0]).await);
    // Four show, the others are held.
    assert_eq!(after.reviews, before.reviews + 4);
    let moved = after.mean.unwrap() - before.mean.unwrap();
    assert!(0.0 < moved && moved < 0.25, "moved by {moved}");
}

pub async fn two_hundred_fresh_identities_hardly_condemn_anyone(ground: &Ground) {
    let (server, workers) = community(ground, 5).await;
    let before = shown(&line(&workers[0]).await);
    mob(&server, 200, 1, 1_000).await;
    let line = line(&workers[0]).await;
    let moved = before.mean.unwrap() - shown(&line).mean.unwrap();
    assert!(0.0 < moved && moved < 0.3, "moved by {moved}");
    assert_eq!(
        line.all.issues[0], 1,
        "four newcomers weigh less than one head"
    );
}

pub async fn a_slow_drip_over_weeks_stays_within_the_cap(ground: &Ground) {
    let (server, workers) = community(ground, 2).await;
    let before = shown(&line(&workers[0]).await).mean.unwrap();
    // One a day for ten weeks: never a burst.
    mob(&server, 70, 5, DAY).await;
    let line = line(&workers[0]).await;
    assert_eq!(line.all.reviews, 80);
    assert!(
        line.all.scores[2].n <= 10.0 + 10.0 / 3.0 + 1e-4,
        "{:?}",
        line.all.scores[2]
    );
    let after = shown(&line).mean.unwrap();
    assert!(
        after - before < 0.28 * (5.0 - before),
        "{before} to {after}"
    );
}

pub async fn one_identity_that_floods_stays_one_voice(ground: &Ground) {
    let (server, workers) = community(ground, 2).await;
    let flooder = Worker::registered(&server.base).await;
    let before = line(&workers[0]).await;
    flood(&flooder).await;
    let after = line(&workers[0]).await;
    assert_eq!(after.all.reviewers, before.all.reviewers + 1);
    let moved = shown(&after).mean.unwrap() - shown(&before).mean.unwrap();
    assert!(moved < 0.25, "moved by {moved}");
}

/// 300 reviews of 100 tasks of the victim, all praise, in three syncs.
async fn flood(flooder: &Worker) {
    for round in 0..3 {
        let items: Vec<Value> = (0..100)
            .map(|at| {
                let mut it = review(VICTIM, 5);
                it["written_at"] = json!(1_000 + round * 100 + at);
                it["task"] = json!({"group": {"platform": "mturk", "value": format!("G{at}")}});
                json!({"do": "put", "review": it})
            })
            .collect();
        flooder.sync(&items).await;
    }
}

pub async fn an_established_identity_that_floods_weighs_three_reviews(ground: &Ground) {
    let (server, mut workers) = community(ground, 2).await;
    // The eleventh has age and history like the others, and nothing of the victim yet.
    let flooder = Worker::registered(&server.base).await;
    for round in 0..5 {
        flooder.put(&review(&format!("A1OTHER{round}"), 3)).await;
        server.pass(8 * DAY);
    }
    let reader = workers.remove(0);
    let before = line(&reader).await;
    flood(&flooder).await;
    let after = line(&reader).await;
    assert_eq!(after.all.reviewers, before.all.reviewers + 1);
    let weighs = after.all.scores[2].n - before.all.scores[2].n;
    assert!((weighs - 3.0).abs() < 1e-3, "weighs {weighs}");
    let (before, after) = (shown(&before).mean.unwrap(), shown(&after).mean.unwrap());
    // Three of ten, three and the community's own three.
    assert!(
        after - before < 0.19 * (5.0 - before),
        "{before} to {after}"
    );
}

/// What three workers send in a week, each sync a whole: reviews, edits, moves and deletions.
fn week(requester: &str) -> Vec<(usize, Vec<Value>)> {
    let mut dice = Dice::of("a week");
    let mut syncs = Vec::new();
    let mut clock = 0;
    for who in 0..3 {
        let mut known: Vec<Value> = Vec::new();
        for _ in 0..5 {
            let mut items = Vec::new();
            for _ in 0..dice.between(1, 4) {
                clock += 1;
                let at = dice.between(0, known.len().max(1) as i64 - 1) as usize;
                let mut it = match known.get(at) {
                    Some(it) if dice.happens(0.6) => it.clone(),
                    _ => review(requester, 1),
                };
                if known.contains(&it) {
                    it["revision"] = json!(it["revision"].as_u64().unwrap() + 1);
                    known.remove(at);
                }
                if dice.happens(0.2) {
                    items.push(json!({"do": "delete", "id": it["id"], "revision": it["revision"]}));
                    continue;
                }
                it["written_at"] = json!(clock);
                it["scores"]["fairness"] = json!(dice.between(1, 5));
                let group = format!("G{}", dice.between(0, 2));
                it["task"] = json!({"group": {"platform": "mturk", "value": group}});
                items.push(json!({"do": "put", "review": it}));
                known.push(it);
            }
            syncs.push((who, items));
        }
    }
    syncs
}

pub async fn shuffled_and_replayed_syncs_give_the_same_line(ground: &Ground) {
    let (_server, workers) = community(ground, 2).await;
    let mut dice = Dice::of("shuffled");
    let mut lines = Vec::new();
    for order in 0..6 {
        let requester = format!("A2WEEK{order}");
        let mut syncs = week(&requester);
        if 0 < order {
            let again = syncs.clone();
            syncs.extend(again.into_iter().filter(|_| dice.happens(0.5)));
            for end in (1..syncs.len()).rev() {
                syncs.swap(end, dice.between(0, end as i64) as usize);
            }
        }
        for (who, items) in &syncs {
            workers[*who].sync(items).await;
        }
        let line = of(&workers[0], &requester).await;
        lines.push((line.all, line.recent, line.group_tallies, line.groups));
    }
    assert!(2 < lines[0].0.reviews);
    for line in &lines {
        assert_eq!(*line, lines[0]);
    }
}

pub async fn replayed_and_reordered_syncs_change_nothing(ground: &Ground) {
    let (server, workers) = community(ground, 2).await;
    let it = workers[0].clone();
    let first = review("A2REPLAY", 5);
    let mut second = first.clone();
    (second["revision"], second["scores"]) = (json!(2), json!({"fairness": 1}));
    assert_eq!(it.put(&second).await, Stored);
    let expected = it.get("/v1/buckets/all").await;
    for _ in 0..5 {
        assert_eq!(it.put(&first).await, Superseded { revision: 2 });
        assert_eq!(it.put(&second).await, Unchanged);
    }
    assert_eq!(it.get("/v1/buckets/all").await, expected);
    // Another's sync, caught and sent by a stranger's hand, is not theirs to send.
    let stranger = Worker::registered(&server.base).await;
    assert_ne!(stranger.put(&second).await, Stored);
    assert_eq!(it.get("/v1/buckets/all").await, expected);
}

pub async fn standing_grows_with_age_and_history(ground: &Ground) {
    // A server brings ages up to date at midnight and when it starts.
    let at = async |now| ground.server_with(&["--probation-days", "30"], now).await;
    let server = at(BEGIN).await;
    let worker = Worker::registered(&server.base).await;
    worker.put(&review(VICTIM, 3)).await;
    assert_eq!(line(&worker).await.all.scores[2].n, 0.2);
    for round in 0..5 {
        server.pass(DAY);
        worker.put(&review(&format!("A1OTHER{round}"), 3)).await;
    }
    server.stop().await;
    for (days, weight) in [(6, 0.2), (7, 0.5), (29, 0.5), (30, 1.0)] {
        let server = at(BEGIN + days * DAY).await;
        let worker = worker.at(&server.base);
        assert_eq!(line(&worker).await.all.scores[2].n, weight, "day {days}");
        server.stop().await;
    }
}
