//! A community moves from one database to another, is backed up, and comes back.

use serde_json::json;
use tallystick_server::portable::{backup, export, import, import_file};
use tallystick_server::store::Database;

use crate::{Ground, Worker, review};

/// A community with everything in it that a few requests can make.
async fn grown(ground: &Ground) {
    let server = ground.server().await;
    for number in 0..5 {
        let worker = Worker::registered(&server.base).await;
        for turn in 0..8 {
            let mut it = review(&format!("A{turn}"), 1 + turn % 5);
            it["text"] = json!(format!(
                "aa \"{number}\" \u{1f469}\u{200d}\u{1f52c} \\ å\nz"
            ));
            worker.put(&it).await;
            server.pass(1_000);
            if turn % 3 == 0 {
                it["revision"] = json!(2);
                it["text"] = json!("edited");
                worker.put(&it).await;
            } else if turn % 3 == 1 {
                worker.delete(&it, 2).await;
            }
        }
    }
    server.stop().await;
}

async fn exported(ground: &Ground) -> String {
    let database = Database::open(&ground.url).await.unwrap();
    let mut bytes = Vec::new();
    export(&database, &mut bytes).await.unwrap();
    database.close().await;
    String::from_utf8(bytes).unwrap()
}

async fn imported(ground: &Ground, text: &str) -> Result<u64, String> {
    let database = Database::open(&ground.url).await.unwrap();
    let rows = import(&database, text.as_bytes()).await;
    database.close().await;
    rows.map_err(|it| it.to_string())
}

async fn published(ground: &Ground) -> Vec<String> {
    let server = ground.server().await;
    let reader = Worker::stranger(&server.base);
    let mut bodies = Vec::new();
    for path in ["/v1/buckets", "/v1/buckets/all", "/v1/texts/all"] {
        bodies.push(reader.get(path).await);
    }
    server.stop().await;
    bodies
}

pub async fn a_community_moves_to_the_other_database_and_back(ground: &Ground) {
    grown(ground).await;
    let (seen, before) = (published(ground).await, exported(ground).await);
    assert!(60 < before.lines().count());
    let (other, back) = (ground.other().await, ground.another().await);
    imported(&other, &before).await.unwrap();
    let moved = exported(&other).await;
    assert_eq!(moved, before);
    assert_eq!(published(&other).await, seen);
    imported(&back, &moved).await.unwrap();
    let returned = exported(&back).await;
    assert_eq!(returned, before);
    assert_eq!(published(&back).await, seen);
}

pub async fn an_import_is_all_or_nothing(ground: &Ground) {
    grown(ground).await;
    let whole = exported(ground).await;
    let empty = ground.another().await;
    let nothing = exported(&empty).await;
    let lines: Vec<&str> = whole.lines().collect();
    let cut = |at: usize| whole[..at].to_owned();
    // The last row: nothing else points at it.
    let last = lines.len() - 2;
    let without_one = format!(
        "{}\n",
        [&lines[..last], &lines[last + 1..]].concat().join("\n")
    );
    let bad: [(String, &str); 8] = [
        (String::new(), "ends in the middle"),
        (cut(whole.len() / 2), "ends in the middle"),
        (cut(whole.len() - 1), "ends in the middle"),
        (without_one, "checksum"),
        (whole.replacen("edited", "Edited", 1), "checksum"),
        (
            whole.replacen("\"schema\":", "\"schema\":9", 1),
            "export again",
        ),
        (
            whole.replacen("\"table\":\"identity\"", "\"table\":\"idemtity\"", 1),
            "idemtity",
        ),
        ("{\"a\":1}\n".to_owned(), "line 1"),
    ];
    for (text, why) in &bad {
        let said = imported(&empty, text).await.unwrap_err();
        assert!(said.contains(why), "{said} should say {why}");
        assert_eq!(exported(&empty).await, nothing, "{why}");
    }
    imported(&empty, &whole).await.unwrap();
    let said = imported(&empty, &whole).await.unwrap_err();
    assert!(said.contains("already"), "{said}");
}

pub async fn a_backup_can_be_used_and_is_made_while_the_server_runs(ground: &Ground) {
    grown(ground).await;
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let more = review("B1", 2);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it's a copy.db");
    let database = Database::open(&ground.url).await.unwrap();
    let (made, _) = tokio::join!(backup(&database, &file), worker.put(&more));
    made.unwrap();
    let again = backup(&database, &file).await.unwrap_err().to_string();
    assert!(again.contains("already"), "{again}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    database.close().await;
    server.stop().await;
    let restored = ground.another().await;
    if ground.file().is_some() {
        std::fs::copy(&file, restored.file().unwrap()).unwrap();
    } else {
        let database = Database::open(&restored.url).await.unwrap();
        import_file(&database, &file).await.unwrap();
        database.close().await;
    }
    let server = restored.server().await;
    let reader = Worker::stranger(&server.base);
    let lines = reader.aggregates().await.len();
    let reviews: usize = reader.texts().await.len();
    assert!(
        [(5, 25), (6, 26)].contains(&(lines, reviews)),
        "{lines} {reviews}"
    );
}
