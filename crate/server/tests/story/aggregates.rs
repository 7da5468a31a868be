//! The sums that everyone sees, against sums made another way.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tallystick_server::seed::dice::Dice;
use tallystick_server::store::Database;
use tallystick_wire::Aggregate;
use tallystick_wire::api::PublicReview;

use crate::{Ground, Worker, about, review};

const DAY: i64 = 86_400_000;

/// One of many things that a worker may do next.
async fn act(worker: &Worker, mine: &mut Vec<Value>, dice: &mut Dice) {
    let known = dice.between(0, mine.len().max(1) as i64 - 1) as usize;
    match dice.between(0, 9) {
        0 if known < mine.len() => {
            let it = mine.remove(known);
            let revision = it["revision"].as_u64().unwrap() as u32 + 1;
            worker.delete(&it, revision).await;
        }
        1 | 2 if known < mine.len() => {
            let it = &mut mine[known];
            it["revision"] = json!(it["revision"].as_u64().unwrap() + 1);
            it["scores"]["fairness"] = json!(dice.between(1, 5));
            it["written_at"] = json!(dice.between(0, 1_000));
            worker.put(it).await;
        }
        _ => {
            let mut it = review(
                &format!("R{}", dice.between(0, 5)),
                dice.between(1, 5) as u8,
            );
            it["written_at"] = json!(dice.between(0, 1_000));
            it["days_to_pay"] = json!(dice.between(0, 30));
            it["issues"] = json!(if dice.happens(0.5) {
                vec!["underpaid"]
            } else {
                vec![]
            });
            it["measured"] = json!({"work_seconds": dice.between(240, 420)});
            it["task"] = json!({
                "title": "5 minute survey", "claimed_seconds": 300,
                "group": {"platform": "mturk", "value": format!("G{}", dice.between(0, 2))},
                "reward": {"minor": dice.between(1, 300), "currency": "USD"},
            });
            worker.put(&it).await;
            mine.push(it);
        }
    }
}

pub async fn equal_a_recomputation_from_what_is_published(ground: &Ground) {
    let server = ground.server().await;
    let mut workers = Vec::new();
    for _ in 0..4 {
        workers.push((Worker::registered(&server.base).await, Vec::new()));
    }
    let mut dice = Dice::of("aggregates");
    for turn in 0..160 {
        server.pass(dice.between(0, 2) * DAY);
        let (worker, mine) = &mut workers[turn % 4];
        act(worker, mine, &mut dice).await;
    }
    server.stop().await;
    // Another process, so that nothing can hide in memory; it also brings the days up to date.
    let server = ground
        .server_with(&[], crate::ground::BEGIN + 200 * DAY)
        .await;
    let reader = workers[0].0.at(&server.base);
    let mut of: BTreeMap<String, Vec<PublicReview>> = BTreeMap::new();
    for it in reader.texts().await {
        of.entry(it.key.clone()).or_default().push(it);
    }
    let lines = reader.aggregates().await;
    assert_eq!(lines.len(), of.len());
    assert!(20 < of.values().map(Vec::len).sum::<usize>());
    assert_eq!(
        about(&server.base).await.reviews as usize,
        of.values().map(Vec::len).sum::<usize>()
    );
    for line in lines {
        let said = &of[&line.key];
        assert!(said.len() < 50, "some texts are not published");
        check(&line.all, said);
        let today = server.now().div_euclid(DAY);
        let recent: Vec<PublicReview> = said
            .iter()
            .filter(|it| today - it.stored_at.div_euclid(DAY) < 90)
            .cloned()
            .collect();
        check(&line.recent, &recent);
        assert_eq!(
            line.newest_at,
            said.iter().map(|it| it.stored_at).max().unwrap()
        );
        check_groups(&line, said, &recent);
        for group in line.groups {
            let mut logs: Vec<f64> = said
                .iter()
                .filter(|it| {
                    it.review
                        .task
                        .as_ref()
                        .unwrap()
                        .group
                        .as_ref()
                        .unwrap()
                        .value
                        == group.group
                })
                .map(|it| f64::from(it.review.measured.unwrap().work_seconds).ln())
                .collect();
            assert_eq!(group.log_seconds.n, logs.len() as f64);
            // Each worker has one voice a group here; the far tails are drawn in, as core says.
            let expected = tallystick_core::truncation::moments(&mut logs);
            assert!((group.log_seconds.sum - expected.sum).abs() < 1e-5);
            assert!((group.log_seconds.squares - expected.squares).abs() < 1e-5);
        }
    }
}

/// The scores of each task group, from the same reviews.
#[track_caller]
fn check_groups(line: &Aggregate, said: &[PublicReview], recent: &[PublicReview]) {
    let of = |said: &[PublicReview], group: &str| -> (f64, f64) {
        let group = |it: &&PublicReview| {
            let task = it.review.task.as_ref().unwrap();
            task.group.as_ref().unwrap().value == group
        };
        let fairness = said.iter().filter(group);
        let fairness = fairness.map(|it| f64::from(it.review.scores.fairness.unwrap().get()));
        fairness.fold((0.0, 0.0), |(n, sum), it| (n + 1.0, sum + it))
    };
    assert!(!line.group_tallies.is_empty());
    for it in &line.group_tallies {
        let (all, late) = (it.all.scores[2], it.recent.scores[2]);
        assert_eq!((all.n, all.sum), of(said, &it.group));
        assert_eq!((late.n, late.sum), of(recent, &it.group));
        assert_eq!(f64::from(it.all.reviews), all.n);
    }
    let n: u32 = line.group_tallies.iter().map(|it| it.all.reviews).sum();
    assert_eq!(n, line.all.reviews, "each review here is of a group");
}

pub async fn lines_of_an_older_server_are_computed_again_at_the_start(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let mut it = review("A1", 3);
    it["task"] = json!({"group": {"platform": "mturk", "value": "G"}});
    worker.put(&it).await;
    let whole = worker.aggregates().await.remove(0);
    assert_eq!(whole.group_tallies[0].group, "G");
    server.stop().await;
    let older = Aggregate {
        group_tallies: Vec::new(),
        ..whole.clone()
    };
    let database = Database::open(&ground.url).await.unwrap();
    let mut transaction = database.begin().await.unwrap();
    sqlx::query("update aggregate set line = $1")
        .bind(serde_json::to_string(&older).unwrap())
        .execute(&mut *transaction)
        .await
        .unwrap();
    // What such a database goes through once.
    sqlx::raw_sql(include_str!("../../migrations/0021_group_scores.sql"))
        .execute(&mut *transaction)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    database.close().await;
    let server = ground.server().await;
    assert_eq!(worker.at(&server.base).aggregates().await, [whole]);
}

#[track_caller]
fn check(tally: &tallystick_wire::evidence::Tally, said: &[PublicReview]) {
    let authors: BTreeSet<&str> = said.iter().map(|it| it.author.as_str()).collect();
    assert_eq!(tally.reviews as usize, said.len());
    assert_eq!(tally.reviewers as usize, authors.len());
    let fairness: u32 = said
        .iter()
        .map(|it| u32::from(it.review.scores.fairness.unwrap().get()))
        .sum();
    assert_eq!(tally.scores[2].sum, f64::from(fairness));
    assert_eq!(tally.scores[2].n, said.len() as f64);
    let days: u32 = said
        .iter()
        .map(|it| u32::from(it.review.days_to_pay.unwrap()))
        .sum();
    assert_eq!(tally.days_to_pay.sum, f64::from(days));
    let underpaid = said
        .iter()
        .filter(|it| !it.review.issues.is_empty())
        .count();
    assert_eq!(tally.issues[5] as usize, underpaid);
    let hourly: f64 = said
        .iter()
        .map(|it| {
            let cents = it.review.task.as_ref().unwrap().reward.unwrap().minor as f64;
            let seconds = f64::from(it.review.measured.unwrap().work_seconds);
            (cents / 100.0 * 3_600.0 / seconds).ln()
        })
        .sum();
    assert!((tally.log_hourly_usd.sum - hourly).abs() < 1e-5);
}

pub async fn reviews_leave_the_last_90_days_by_themselves(ground: &Ground) {
    let begin = crate::ground::BEGIN;
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    worker.put(&review("A1", 3)).await;
    server.stop().await;
    for (days, recent) in [(89, 1), (90, 0), (300, 0)] {
        let server = ground.server_with(&[], begin + days * DAY).await;
        let line = worker.at(&server.base).aggregates().await.remove(0);
        assert_eq!(
            (line.all.reviews, line.recent.reviews),
            (1, recent),
            "after {days} days"
        );
        server.stop().await;
    }
}
