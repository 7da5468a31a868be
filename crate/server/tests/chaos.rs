//! Short forms of `./build.sh chaos`: docs/chaos.md.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a run that cannot go on fails"
)]

use std::path::Path;
use std::time::Duration;

use tallystick_chaos::{failover, kills};

const PROGRAM: &str = env!("CARGO_BIN_EXE_tallystick-server");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn survives_the_death_of_the_primary_in_the_middle_of_writes() {
    let report = failover::run(Path::new(PROGRAM), 400).await.unwrap();
    assert_eq!(report.stored, 400);
    assert!(report.pause < Duration::from_secs(30), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn survives_kill_9_at_random_moments() {
    let report = kills::run(Path::new(PROGRAM), 8).await.unwrap();
    assert!(8 <= report.stored, "{report}");
}
