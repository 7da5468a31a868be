//! What counts follows from what was said and deleted, and hangs on nothing else: not on the order
//! in which it arrives, nor on how often.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tallystick_server::seed::dice::Dice;
use tallystick_wire::api::ItemAnswer::{Stored, Superseded};

use crate::{Ground, Worker, review, uuid};

/// What one review says in one revision: where, when by the worker's clock, and its fairness.
#[derive(Clone)]
struct Said {
    place: (i64, i64),
    written_at: i64,
    fairness: i64,
}

/// One thing that a worker does to one of several reviews.
#[derive(Clone)]
enum Deed {
    Put {
        which: usize,
        revision: u32,
        said: Said,
    },
    Delete {
        which: usize,
        revision: u32,
    },
}

/// By requester and task group, the fairness that counts.
type Counts = BTreeMap<(i64, i64), i64>;

fn deeds(dice: &mut Dice) -> Vec<Deed> {
    let mut deeds = Vec::new();
    for which in 0..4 {
        for revision in 1..=dice.between(1, 3) as u32 {
            let said = Said {
                place: (dice.between(0, 1), dice.between(0, 1)),
                written_at: dice.between(0, 20),
                fairness: dice.between(1, 5),
            };
            deeds.push(Deed::Put {
                which,
                revision,
                said,
            });
        }
        if dice.happens(0.4) {
            let revision = dice.between(1, 4) as u32;
            deeds.push(Deed::Delete { which, revision });
        }
    }
    deeds
}

/// The rule itself: the last revision of each review that was not deleted; of these, at each place,
/// the one that was written last.
fn rule(deeds: &[Deed]) -> Counts {
    let mut last: BTreeMap<usize, (u32, &Said)> = BTreeMap::new();
    for deed in deeds {
        if let Deed::Put {
            which,
            revision,
            said,
        } = deed
        {
            let known = last.entry(*which).or_insert((*revision, said));
            if known.0 < *revision {
                *known = (*revision, said);
            }
        }
    }
    for deed in deeds {
        if let Deed::Delete { which, .. } = deed {
            last.remove(which);
        }
    }
    let mut newest: BTreeMap<(i64, i64), (i64, usize, i64)> = BTreeMap::new();
    for (which, (_, said)) in last {
        let it = (said.written_at, which, said.fairness);
        let known = newest.entry(said.place).or_insert(it);
        *known = it.max(*known);
    }
    newest.into_iter().map(|(at, it)| (at, it.2)).collect()
}

fn item(deed: &Deed, ids: &[String], prefix: &str) -> Value {
    match deed {
        Deed::Put {
            which,
            revision,
            said,
        } => {
            let mut it = review(&format!("{prefix}{}", said.place.0), said.fairness as u8);
            it["id"] = json!(ids[*which]);
            it["revision"] = json!(revision);
            it["written_at"] = json!(said.written_at);
            let group = format!("G{}", said.place.1);
            it["task"] = json!({"group": {"platform": "mturk", "value": group}});
            json!({"do": "put", "review": it})
        }
        Deed::Delete { which, revision } => {
            json!({"do": "delete", "id": ids[*which], "revision": revision})
        }
    }
}

fn shuffled<T: Clone>(items: &[T], dice: &mut Dice) -> Vec<T> {
    let mut items = items.to_vec();
    for end in (1..items.len()).rev() {
        items.swap(end, dice.between(0, end as i64) as usize);
    }
    items
}

/// What everyone reads of this worker.
async fn counts(worker: &Worker, prefix: &str) -> Counts {
    let mut counts = Counts::new();
    for it in worker.texts().await {
        let requester = &it.review.requester.value;
        let Some(requester) = requester.strip_prefix(prefix) else {
            continue;
        };
        let group = it.review.task.unwrap().group.unwrap().value;
        let place = (requester.parse().unwrap(), group[1..].parse().unwrap());
        let fairness = i64::from(it.review.scores.fairness.unwrap().get());
        assert_eq!(counts.insert(place, fairness), None, "two at {place:?}");
    }
    counts
}

pub async fn what_counts_never_hangs_on_the_order_of_arrival(ground: &Ground) {
    let server = ground.server().await;
    let mut dice = Dice::of("order");
    for case in 0..12 {
        let deeds = deeds(&mut dice);
        let expected = rule(&deeds);
        let mut fairness = (0, 0);
        for value in expected.values() {
            fairness = (fairness.0 + value, fairness.1 + 1);
        }
        for order in 0..5 {
            let worker = Worker::registered(&server.base).await;
            let prefix = format!("A{case}x{order}x");
            let ids: Vec<String> = (0..4).map(|_| uuid()).collect();
            let mut sent = shuffled(&deeds, &mut dice);
            // Some of it twice: answers get lost.
            sent.extend(shuffled(&deeds, &mut dice).into_iter().take(3));
            let items: Vec<Value> = sent.iter().map(|it| item(it, &ids, &prefix)).collect();
            let mut rest = items.as_slice();
            while !rest.is_empty() {
                let length = (dice.between(1, 6) as usize).min(rest.len());
                let (now, later) = rest.split_at(length);
                worker.sync(now).await;
                rest = later;
            }
            assert_eq!(counts(&worker, &prefix).await, expected, "{items:#?}");
            let tally = tallies(&worker, &prefix).await;
            assert_eq!(tally, fairness, "case {case}, order {order}");
        }
    }
}

/// The sum of the published fairness of this worker's requesters, and of how many reviews.
async fn tallies(worker: &Worker, prefix: &str) -> (i64, i64) {
    let keys = [0, 1].map(|at| {
        let key = json!({"platform": "mturk", "kind": "id", "value": format!("{prefix}{at}")});
        tallystick_core::key::lookup_key(&serde_json::from_value(key).unwrap())
    });
    let lines = worker.aggregates().await;
    let own = lines.iter().filter(|it| keys.contains(&it.key));
    own.fold((0, 0), |sum, it| {
        let fairness = it.all.scores[2].sum as i64;
        (sum.0 + fairness, sum.1 + i64::from(it.all.reviews))
    })
}

fn of_group(requester: &str, fairness: u8, written_at: i64) -> Value {
    let mut it = review(requester, fairness);
    it["task"] = json!({"group": {"platform": "mturk", "value": "G"}});
    it["written_at"] = json!(written_at);
    it
}

pub async fn a_deleted_word_leaves_the_one_before_it_in_every_order(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let orders = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ];
    for (at, order) in orders.into_iter().enumerate() {
        let requester = format!("A{at}");
        let (old, new) = (of_group(&requester, 1, 10), of_group(&requester, 5, 20));
        let items = [
            json!({"do": "put", "review": old}),
            json!({"do": "put", "review": new}),
            json!({"do": "delete", "id": new["id"], "revision": 2}),
        ];
        for which in order {
            worker.sync(&[items[which].clone()]).await;
        }
        let so_many = at as f64 + 1.0;
        assert_eq!(worker.fairness().await, (so_many, so_many), "{order:?}");
        assert!(
            worker
                .texts()
                .await
                .iter()
                .all(|it| it.review.id.as_str() != new["id"])
        );
    }
}

pub async fn the_newest_word_counts_whenever_it_arrives(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let (old, new) = (of_group("A1", 1, 10), of_group("A1", 5, 20));
    assert_eq!(worker.put(&new).await, Stored);
    assert_eq!(worker.put(&old).await, Stored);
    assert_eq!(worker.fairness().await, (5.0, 1.0));
    // Deleting what was replaced leaves the newer word alone.
    assert_eq!(worker.delete(&old, 2).await, Stored);
    assert_eq!(worker.fairness().await, (5.0, 1.0));
    // Moved away, it leaves the older word behind.
    let (old, mut new) = (of_group("A2", 2, 10), of_group("A2", 4, 20));
    worker.put(&old).await;
    worker.put(&new).await;
    new["revision"] = json!(2);
    new["requester"]["value"] = json!("A3");
    assert_eq!(worker.put(&new).await, Stored);
    assert_eq!(worker.fairness().await, (11.0, 3.0));
}

pub async fn a_deletion_wins_over_an_edit_that_it_did_not_know(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let mut it = of_group("A1", 3, 10);
    it["revision"] = json!(5);
    worker.put(&it).await;
    assert_eq!(worker.delete(&it, 2).await, Stored);
    assert_eq!(worker.aggregates().await, []);
    assert_eq!(worker.put(&it).await, Superseded { revision: 5 });
}
