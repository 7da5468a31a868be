//! A community brings what it has from elsewhere.

use tallystick_server::archive::import;
use tallystick_server::config::{ImportArchive, OfDatabase};
use tallystick_wire::api::Origin;

use crate::{Ground, Worker, about, ground::BEGIN, review};

const ARCHIVE: &str = "requester,name,comm,pay,fair,fast,text,date\n\
    A1,Acme,0,2,5,4,\"Paid late, \"\"twice\"\"\",2015-03-02\n\
    A1,Acme,0,2,5,4,\"Paid late, \"\"twice\"\"\",2015-03-02\n\
    A1,Acme,5,,,,<b>Fine</b>,2016-01-01 10:00:00 UTC\n\
    A2,Other,,,1,,,2026-10-30\n";

async fn bring(ground: &Ground, csv: &str) -> Result<(usize, usize, usize), String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("archive.csv");
    std::fs::write(&file, csv).unwrap();
    let options = ImportArchive {
        file,
        of: OfDatabase {
            database: ground.url.clone(),
        },
        platform: "mturk".parse().unwrap(),
    };
    let done = import(&options, BEGIN)
        .await
        .map_err(|why| why.to_string())?;
    Ok((done.stored, done.there, done.requesters))
}

pub async fn an_archive_is_brought_once_and_marked(ground: &Ground) {
    assert_eq!(bring(ground, ARCHIVE).await, Ok((4, 0, 2)));
    assert_eq!(bring(ground, ARCHIVE).await, Ok((0, 4, 2)));
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    worker.put(&review("A1", 3)).await;
    let texts = worker.texts().await;
    let imported = texts.iter().filter(|it| it.origin == Origin::Imported);
    assert_eq!((imported.count(), texts.len()), (4, 5));
    assert!(
        texts
            .iter()
            .any(|it| it.review.text == "Paid late, \"twice\"")
    );
    let known = about(&server.base).await;
    assert_eq!((known.requesters, known.reviews), (2, 5));
    let lines = worker.aggregates().await;
    let recent: Vec<_> = lines
        .iter()
        .map(|it| (it.all.reviews, it.recent.reviews))
        .collect();
    assert!(
        recent.contains(&(4, 1)) && recent.contains(&(1, 1)),
        "{recent:?}"
    );
    server.stop().await;
    // Another archive adds to what is there and replaces nothing.
    let more = "requester,fair,date\nA1,5,2017-01-01\n";
    assert_eq!(bring(ground, more).await, Ok((1, 0, 1)));
    let server = ground.server().await;
    assert_eq!(about(&server.base).await.reviews, 6);
}

pub async fn refuses_the_whole_archive_and_names_every_bad_row(ground: &Ground) {
    let bad = ARCHIVE.replace(
        "A2,Other,,,1,,,2026-10-30",
        "A2,Other,,,9,,,2026-10-30\n,,,,,,x,2001-01-01",
    );
    let why = bring(ground, &bad).await.unwrap_err();
    for says in [
        "2 rows are wrong",
        "row 5: fairness is \"9\"",
        "row 6: requester",
    ] {
        assert!(why.contains(says), "{why}");
    }
    let server = ground.server().await;
    assert_eq!(about(&server.base).await.reviews, 0);
    server.stop().await;
    for (csv, says) in [
        ("requester,rating,date\n", "rating"),
        ("requester,fair\n", "\"date\""),
        ("", "\"requester\""),
    ] {
        assert!(
            bring(ground, csv).await.unwrap_err().contains(says),
            "{says}"
        );
    }
}
