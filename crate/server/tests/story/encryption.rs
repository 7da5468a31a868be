//! A PostgreSQL that is spoken to in secret, and what is said when that fails.

use tallystick_chaos::{Certificate, Postgres};
use tallystick_server::Config;
use tallystick_server::doctor::examine;
use tallystick_server::store::Database;
use tallystick_wire::api::ItemAnswer;
use tempfile::TempDir;

use crate::{Ground, Worker, review};

/// A server whose certificate is for localhost, and the file that names who signed it.
async fn encrypted() -> (Postgres, TempDir, String) {
    let certificate = Certificate::of("localhost").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root.pem");
    std::fs::write(&root, &certificate.root).unwrap();
    let start = move || Postgres::start_encrypted(&certificate).unwrap();
    let postgres = tokio::task::spawn_blocking(start).await.unwrap();
    (postgres, folder, root.display().to_string())
}

async fn ended(postgres: Postgres) {
    tokio::task::spawn_blocking(move || drop(postgres))
        .await
        .unwrap();
}

async fn doctor(url: &str) -> String {
    let config = Config::from_flags(["--database", url, "--listen", "127.0.0.1:0"]).unwrap();
    let findings = examine(&config).await;
    findings.iter().map(|it| format!("{it}\n")).collect()
}

async fn refusal(url: &str) -> String {
    Database::open(url).await.unwrap_err().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn speaks_to_a_postgres_whose_certificate_is_checked() {
    let (postgres, _folder, root) = encrypted().await;
    let port = postgres.port;
    let url = |host: &str, how: &str| format!("postgres://postgres@{host}:{port}/postgres?{how}");
    let checked = url(
        "localhost",
        &format!("sslmode=verify-full&sslrootcert={root}"),
    );
    let ground = Ground::at(&checked);
    let (one, two) = (ground.server().await, ground.server().await);
    let worker = Worker::registered(&one.base).await;
    assert_eq!(worker.put(&review("A1", 4)).await, ItemAnswer::Stored);
    // The news of it come over a connection of their own.
    let there = worker.at(&two.base);
    while there.aggregates().await.is_empty() {
        tokio::task::yield_now().await;
    }
    let said = doctor(&checked).await;
    assert!(
        said.contains("well   encrypted (TLSv1.") && said.contains("certificate checked"),
        "{said}"
    );
    let unchecked = doctor(&url("127.0.0.1", "sslmode=require")).await;
    assert!(
        unchecked.contains("well   encrypted (TLSv1."),
        "{unchecked}"
    );
    let plain = doctor(&url("127.0.0.1", "sslmode=disable")).await;
    assert!(plain.contains("well   not encrypted"), "{plain}");
    one.stop().await;
    two.stop().await;
    ended(postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refuses_a_postgres_that_cannot_prove_itself_and_says_the_cure() {
    let (postgres, _folder, root) = encrypted().await;
    let port = postgres.port;
    let url = |host: &str, how: &str| format!("postgres://postgres@{host}:{port}/postgres?{how}");
    let stranger = url("localhost", "sslmode=verify-full");
    let other_name = url(
        "127.0.0.1",
        &format!("sslmode=verify-full&sslrootcert={root}"),
    );
    let no_file = url(
        "localhost",
        "sslmode=verify-full&sslrootcert=/no/such/file.pem",
    );
    for bad in [&stranger, &other_name, &no_file] {
        let why = refusal(bad).await;
        assert!(why.contains("sslrootcert=FILE"), "{bad}: {why}");
        let said = doctor(bad).await;
        assert!(
            said.contains("wrong  ") && said.contains("sslrootcert=FILE"),
            "{bad}: {said}"
        );
    }
    let known_by_whom = url(
        "127.0.0.1",
        &format!("sslmode=verify-ca&sslrootcert={root}"),
    );
    Database::open(&known_by_whom).await.unwrap().close().await;
    ended(postgres).await;
    let plain = Ground::postgres().await;
    let why = refusal(&format!("{}?sslmode=require", plain.url)).await;
    assert!(why.contains("ssl = on"), "{why}");
}
