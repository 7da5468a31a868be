//! The server is killed with -9 at random moments under load, on an SQLite file.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::process::Command;

use crate::Failure;
use crate::client::{Answered, Worker, shown};
use crate::server::Server;

/// Clients at once.
const CLIENTS: usize = 4;
/// The longest time from the first answer to the kill.
const LIFE_MAX_MS: u64 = 400;

/// What was seen.
#[derive(Debug, Clone)]
pub struct Report {
    /// How often the server was killed.
    pub kills: usize,
    /// Reviews answered as stored.
    pub stored: usize,
    /// Reviews stored whose answer was lost.
    pub unanswered: usize,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kills,
            stored,
            unanswered,
        } = self;
        write!(
            f,
            "killed {kills} times; {stored} reviews answered as stored, all there once; \
             {unanswered} more there whose answer was lost; the file is whole"
        )
    }
}

/// Kills the server so often.
///
/// # Errors
/// Something that was answered as stored is not there, or the file is damaged.
pub async fn run(program: &Path, kills: usize) -> Result<Report, Failure> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("killed.db").display());
    let answered = Arc::new(Answered::default());
    for round in 0..kills {
        let server = Server::start(program, &database).await?;
        let mut clients = Vec::new();
        for number in 0..CLIENTS {
            let worker = Worker::register(&server.base, round * CLIENTS + number).await?;
            let answered = Arc::clone(&answered);
            clients.push(tokio::spawn(async move {
                worker.send_until_gone(&answered).await;
            }));
        }
        answered.reach(answered.count() + 1).await;
        let life = RandomState::new().hash_one(round) % LIFE_MAX_MS;
        tokio::time::sleep(Duration::from_millis(life)).await;
        server.kill().await?;
        for client in clients {
            client.await?;
        }
    }
    let stored = answered.log().stored;
    let server = Server::start(program, &database).await?;
    let (ids, counted) = shown(&server.base).await?;
    let lost = stored.keys().filter(|it| !ids.contains(*it)).count();
    if lost != 0 || counted != ids.len() as u64 {
        let why = format!("{lost} lost, {} there, {counted} counted", ids.len());
        return Err(why.into());
    }
    server.kill().await?;
    whole(program, &database).await?;
    Ok(Report {
        kills,
        stored: stored.len(),
        unanswered: ids.len() - stored.len(),
    })
}

/// `doctor` has SQLite look at every page of the file.
async fn whole(program: &Path, database: &str) -> Result<(), Failure> {
    let doctor = Command::new(program)
        .args(["doctor", "--listen", "127.0.0.1:0"])
        .args(["--database", database])
        .args(["--rules-url", "https://example.org/rules"])
        .output()
        .await?;
    let said = String::from_utf8_lossy(&doctor.stdout).into_owned();
    if doctor.status.success() && said.contains("the file is whole") {
        Ok(())
    } else {
        Err(said.into())
    }
}
