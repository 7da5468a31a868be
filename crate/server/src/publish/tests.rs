//! The shelf, by itself.

use super::*;
use crate::store::news::{Changed, News};

async fn shelf() -> (tempfile::TempDir, Database, Shelf) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("a.db").display());
    let database = Database::open(&url).await.unwrap();
    let shelf = Shelf::open(database.clone(), 1_000).await.unwrap();
    (folder, database, shelf)
}

#[tokio::test]
async fn advice_does_not_wait_for_the_index() {
    let (_folder, database, shelf) = shelf().await;
    assert_eq!(shelf.advice().await.unwrap(), (0, true));
    shelf.heard(&News {
        version: 9,
        digits: 1,
        changed: Changed::Everything,
    });
    // From here on no index can be made.
    database.close().await;
    assert!(shelf.index().await.is_err());
    assert_eq!(shelf.advice().await.unwrap(), (1, true));
}

#[tokio::test]
async fn what_was_put_up_is_there_without_the_database() {
    let (_folder, database, shelf) = shelf().await;
    for name in shelf.names() {
        assert_eq!(shelf.put_up(&name).await.unwrap(), []);
    }
    database.close().await;
    assert!(shelf.aggregates("all").await.unwrap().is_some());
    assert!(shelf.texts("all").await.unwrap().is_some());
    assert_eq!(shelf.search("a", 9).await.unwrap(), [""; 0]);
}
