//! The primary dies in the middle of writes through two servers.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::Failure;
use crate::client::{Answered, Log, Worker, shown};
use crate::cluster::Cluster;
use crate::server::Server;

/// Clients at once.
const CLIENTS: usize = 8;

/// What was seen.
#[derive(Debug, Clone)]
pub struct Report {
    /// Reviews answered as stored.
    pub stored: usize,
    /// Requests that had to be sent again.
    pub again: usize,
    /// Of those, reviews that had been stored all the same: their answer was lost.
    pub unchanged: usize,
    /// From the kill to the first review that was answered as stored afterwards.
    pub pause: Duration,
    /// From the first to the last answer.
    pub whole: Duration,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            stored,
            again,
            unchanged,
            ..
        } = self;
        write!(
            f,
            "{stored} reviews stored in {:.1} s by {CLIENTS} clients through 2 servers; writes \
             went on {:.1} s after the primary was killed; {again} requests sent again, \
             {unchanged} of them had been stored; every one there once",
            self.whole.as_secs_f64(),
            self.pause.as_secs_f64(),
        )
    }
}

/// Sends `reviews` through two servers and kills the primary once half of them are answered.
///
/// # Errors
/// Something that was answered as stored is not there, or there twice; or nothing could be
/// started.
pub async fn run(program: &Path, reviews: usize) -> Result<Report, Failure> {
    let mut cluster = tokio::task::spawn_blocking(Cluster::start).await??;
    let url = cluster.url();
    let servers = [
        Server::start(program, &url).await?,
        Server::start(program, &url).await?,
    ];
    let answered = Arc::new(Answered::default());
    let mut clients = Vec::new();
    for (number, server) in (0..CLIENTS).zip(servers.iter().cycle()) {
        let worker = Worker::register(&server.base, number).await?;
        let answered = Arc::clone(&answered);
        let share = 0..reviews / CLIENTS;
        clients.push(tokio::spawn(async move {
            worker.send_all(share, &answered).await
        }));
    }
    answered.reach(reviews / 2).await;
    let (cluster, killed) = tokio::task::spawn_blocking(move || {
        let killed = cluster.kill_primary();
        (cluster, killed)
    })
    .await?;
    killed?;
    let killed = Instant::now();
    for client in clients {
        client.await??;
    }
    let log = answered.log();
    for server in &servers {
        check(&server.base, &log).await?;
    }
    drop(servers);
    tokio::task::spawn_blocking(move || drop(cluster)).await?;
    report(&log, killed)
}

/// Everything answered is there once, at a server that may have heard of the last of it only now.
async fn check(base: &str, log: &Log) -> Result<(), Failure> {
    let answered: BTreeSet<&String> = log.stored.keys().collect();
    let begin = Instant::now();
    loop {
        let (ids, counted) = shown(base).await?;
        let missing = answered.iter().filter(|id| !ids.contains(**id)).count();
        if missing == 0 && ids.len() == answered.len() && counted == ids.len() as u64 {
            return Ok(());
        }
        if Duration::from_secs(10) < begin.elapsed() {
            let (there, answered) = (ids.len(), answered.len());
            let why = format!(
                "{answered} answered as stored, {there} there, {counted} counted, {missing} lost"
            );
            return Err(why.into());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn report(log: &Log, killed: Instant) -> Result<Report, Failure> {
    let mut times: Vec<Instant> = log.stored.values().copied().collect();
    times.sort();
    let (first, last) = (times.first(), times.last());
    let (Some(first), Some(last)) = (first, last) else {
        return Err("nothing was stored".into());
    };
    // Answers that were on their way when the primary died do not show that writes go on.
    let grace = killed + Duration::from_millis(100);
    let next = times.iter().find(|it| grace < **it);
    let next = next.ok_or("no write came after the kill: send more reviews")?;
    Ok(Report {
        stored: log.stored.len(),
        again: log.again,
        unchanged: log.unchanged,
        pause: next.duration_since(killed),
        whole: last.duration_since(*first),
    })
}
