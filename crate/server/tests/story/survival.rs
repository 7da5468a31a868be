//! Servers that die, end, or are asked by many at once.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use serde_json::json;
use tallystick_server::config::SeedDemo;
use tallystick_server::seed::seed;
use tallystick_wire::api::{ItemAnswer, SyncAnswer};
use tokio::process::Command;
use tokio::sync::Notify;

use crate::{Ground, Worker, review};

/// Sends one review after the other, each of another requester, until the server is gone;
/// returns the ids that were answered as stored.
async fn write_until_gone(worker: Worker, label: String, answered: Arc<Answered>) {
    for number in 0_u32.. {
        let it = review(&format!("{label}-{number}"), 3);
        let item = json!({"do": "put", "review": it});
        let Ok(response) = worker.try_sync(&[item]).await else {
            return;
        };
        let Ok(answer) = response.json::<SyncAnswer>().await else {
            return;
        };
        assert_eq!(answer.answers, [ItemAnswer::Stored]);
        answered.note(it["id"].as_str().unwrap());
    }
}

#[derive(Default)]
struct Answered {
    ids: Mutex<BTreeSet<String>>,
    more: Notify,
}

impl Answered {
    fn note(&self, id: &str) {
        assert!(self.ids.lock().unwrap().insert(id.to_owned()));
        self.more.notify_one();
    }

    fn count(&self) -> usize {
        self.ids.lock().unwrap().len()
    }

    async fn reach(&self, count: usize) {
        while self.count() < count {
            self.more.notified().await;
        }
    }
}

async fn assert_all_there_once(worker: &Worker, answered: &Answered) {
    let texts = worker.texts().await;
    let there: BTreeSet<String> = texts
        .iter()
        .map(|it| it.review.id.as_str().to_owned())
        .collect();
    assert_eq!(there.len(), texts.len(), "something is there twice");
    let missing: Vec<String> = answered
        .ids
        .lock()
        .unwrap()
        .difference(&there)
        .cloned()
        .collect();
    assert_eq!(missing, [""; 0], "answered as stored and not there");
    let reviews: u32 = worker
        .aggregates()
        .await
        .iter()
        .map(|it| it.all.reviews)
        .sum();
    assert_eq!(reviews as usize, texts.len());
}

pub async fn kill_9_loses_nothing_that_was_answered(ground: &Ground) {
    let answered = Arc::new(Answered::default());
    for round in 0..4 {
        let (mut child, base) = ground.process().await;
        let mut writers = Vec::new();
        for number in 0..4 {
            let worker = Worker::registered(&base).await;
            let label = format!("K{round}-{number}");
            writers.push(tokio::spawn(write_until_gone(
                worker,
                label,
                Arc::clone(&answered),
            )));
        }
        answered.reach(answered.count() + 23 + 10 * round).await;
        child.kill().await.unwrap();
        for writer in writers {
            writer.await.unwrap();
        }
    }
    let (_child, base) = ground.process().await;
    assert_all_there_once(&Worker::stranger(&base), &answered).await;
}

pub async fn a_graceful_end_loses_nothing(ground: &Ground) {
    let answered = Arc::new(Answered::default());
    let (mut child, base) = ground.process().await;
    let mut writers = Vec::new();
    for number in 0..4 {
        let worker = Worker::registered(&base).await;
        writers.push(tokio::spawn(write_until_gone(
            worker,
            format!("T{number}"),
            Arc::clone(&answered),
        )));
    }
    answered.reach(40).await;
    let pid = child.id().unwrap().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .await
            .unwrap()
            .success()
    );
    assert!(child.wait().await.unwrap().success());
    for writer in writers {
        writer.await.unwrap();
    }
    if let Some(file) = ground.file() {
        assert!(
            !PathBuf::from(format!("{}-wal", file.display())).exists(),
            "the file is whole by itself"
        );
    }
    let (_child, base) = ground.process().await;
    assert_all_there_once(&Worker::stranger(&base), &answered).await;
}

pub async fn many_writers_at_once_lose_nothing(ground: &Ground) {
    let server = ground.server().await;
    let mut writers = Vec::new();
    for number in 0..24 {
        let worker = Worker::registered(&server.base).await;
        writers.push(tokio::spawn(async move {
            for turn in 0..5 {
                let items: Vec<_> = (0..4)
                    .map(|it| json!({"do": "put", "review": review(&format!("M{turn}-{it}"), 2)}))
                    .collect();
                let answers = worker.sync(&items).await;
                assert_eq!(answers, vec![ItemAnswer::Stored; 4], "writer {number}");
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    let reader = Worker::stranger(&server.base);
    let lines = reader.aggregates().await;
    assert_eq!(lines.len(), 20);
    assert!(
        lines
            .iter()
            .all(|it| (it.all.reviews, it.all.reviewers) == (24, 24))
    );
}

pub async fn the_demo_community_is_the_same_each_time(ground: &Ground) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("requesters.jsonl");
    let lines = [
        json!({"platform": "connect", "kind": "name", "value": "acme lab", "name": "Acme Lab"}),
        json!({"platform": "mturk", "kind": "id", "value": "A1", "name": "X", "groups": ["g1",
            {"value": "g2", "title": "t", "reward": {"minor": 50, "currency": "USD"}}]}),
    ];
    std::fs::write(&file, format!("{}\n\n{}\n", lines[0], lines[1])).unwrap();
    let options = SeedDemo {
        database: ground.url.clone(),
        requesters: Some(file.clone()),
        count: 150,
    };
    let first = seed(&options, crate::ground::BEGIN).await.unwrap();
    assert_eq!((first.requesters, first.there), (150, 0));
    let again = seed(&options, crate::ground::BEGIN).await.unwrap();
    assert_eq!((again.stored, again.there), (0, first.stored));
    let server = ground.server().await;
    let reader = Worker::stranger(&server.base);
    let lines = reader.aggregates().await;
    let total: u32 = lines.iter().map(|it| it.all.reviews).sum();
    assert_eq!(total as usize, first.stored);
    let few = lines.iter().filter(|it| it.all.reviews < 5).count();
    assert!(
        (100..150).contains(&lines.len()) && 10 < few,
        "{} {few}",
        lines.len()
    );
    std::fs::write(&file, "{\"platform\":\"mturk\"}\n").unwrap();
    let why = seed(&options, crate::ground::BEGIN)
        .await
        .unwrap_err()
        .to_string();
    assert!(
        why.contains("requesters.jsonl:1") && why.contains("kind"),
        "{why}"
    );
}
