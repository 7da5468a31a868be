//! Durable reviews a second.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tallystick_chaos::server::Server;
use tallystick_chaos::{Failure, Postgres};

use crate::client::{self, CLIENTS, fetch, post};
use crate::{Options, say};

/// Requesters that the reviews are about.
const REQUESTERS: u32 = 2_000;

/// Prints what both databases do.
pub async fn measure(options: &Options) -> Result<(), Failure> {
    let folder = tempfile::tempdir_in(&options.folder)?;
    let file = format!("sqlite:{}", folder.path().join("load.db").display());
    database("SQLite", &file, folder.path(), options).await?;
    let postgres = tokio::task::spawn_blocking(|| Postgres::start(true)).await??;
    let url = postgres.url("postgres");
    database("PostgreSQL", &url, folder.path(), options).await?;
    tokio::task::spawn_blocking(move || drop(postgres)).await?;
    Ok(())
}

/// How often a second one can wait for this disk.
fn disk_waits(folder: &Path, span: Duration) -> std::io::Result<f64> {
    let mut file = std::fs::File::create(folder.join("waits"))?;
    let (begin, mut count) = (Instant::now(), 0);
    while begin.elapsed() < span {
        file.write_all(&[1; 4_096])?;
        file.sync_data()?;
        count += 1;
    }
    Ok(f64::from(count) / begin.elapsed().as_secs_f64())
}

async fn database(name: &str, url: &str, folder: &Path, options: &Options) -> Result<(), Failure> {
    let server = Server::start(&options.program, url).await?;
    let address = server.base.trim_start_matches("http://").to_owned();
    client::register(&address).await?;
    for items in [1, 20] {
        let waits = disk_waits(folder, options.span / 2)?;
        let before = transactions(&address).await?;
        let script = Arc::new(move |who, turn| post("/v1/sync", who, &outbox(items, who, turn)));
        let run = client::as_fast_as_possible(&address, options.span, script).await?;
        let transactions = transactions(&address).await? - before;
        let reviews = run.count() as f64 * f64::from(items);
        say(&format!(
            "{name}, durable reviews, {items} a request, {CLIENTS} clients: {:.0} /s, {:.1} a \
             transaction, p50 {:.0} ms, p99 {:.0} ms; {waits:.0} fsyncs/s of that disk, {:.1} \
             reviews a fsync",
            run.rate() * f64::from(items),
            reviews / transactions,
            run.quantile(0.5),
            run.quantile(0.99),
            run.rate() * f64::from(items) / waits,
        ))?;
    }
    Ok(())
}

async fn transactions(address: &str) -> Result<f64, Failure> {
    let figures = fetch(address, "/metrics").await?.body;
    let figures = String::from_utf8_lossy(&figures).into_owned();
    let line = figures
        .lines()
        .find_map(|it| it.strip_prefix("tallystick_write_transactions_total "));
    Ok(line.ok_or("no figure of transactions")?.parse()?)
}

/// New reviews, each of another requester and task group.
pub fn outbox(items: u32, who: u32, turn: u32) -> String {
    let item = |number: u32| {
        let serial = turn * items + number;
        let requester = (serial * 7 + who * 31) % REQUESTERS;
        format!(
            r#"{{"do":"put","review":{{"id":"0199a5d0-{items:04x}-7000-8{who:03x}-{serial:012x}",
            "revision":1,"requester":{{"platform":"mturk","kind":"id","value":"A{requester}"}},
            "task":{{"group":{{"platform":"mturk","value":"G{items}-{serial}"}},"title":"a survey",
            "reward":{{"minor":50,"currency":"USD"}},"claimed_seconds":300}},
            "scores":{{"fairness":4,"generosity":2}},"measured":{{"work_seconds":321}},
            "text":"Took longer than they say, paid on the third day.","written_at":{serial}}}}}"#
        )
    };
    let items: Vec<String> = (0..items).map(item).collect();
    format!(r#"{{"items":[{}]}}"#, items.join(","))
}
