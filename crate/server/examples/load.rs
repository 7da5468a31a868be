//! How fast the server is on this machine: durable reviews and bucket reads a second, beside how
//! often the same disk can be waited for.
//!
//! `cargo run --profile server -p tallystick-server --example load [SECONDS] [FOLDER]`. The
//! clients run in the same process and share its cores, so a server alone is faster.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use tallystick_server::serve::system_clock;
use tallystick_server::{Config, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Clients at once.
const CLIENTS: usize = 64;
/// Requesters that the reviews are about.
const REQUESTERS: usize = 2_000;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().map_or(Ok(5), |it| it.parse())?;
    let span = Duration::from_secs(seconds);
    let folder = match arguments.next() {
        Some(folder) => tempfile::tempdir_in(folder)?,
        None => tempfile::tempdir()?,
    };
    let waits = disk_waits(folder.path(), span)?;
    say(&format!(
        "waits for the disk (fsync of 4 kB)   {waits:>9.0} /s"
    ))?;
    let database = format!("sqlite:{}", folder.path().join("load.db").display());
    let mut config = Config::from_flags(["--database", &database, "--listen", "127.0.0.1:0"])?;
    (config.registrations_per_hour, config.syncs_per_hour) = (u32::MAX, u32::MAX);
    let running = start(config, system_clock()).await?;
    for items in [1, 20] {
        let before = running.transactions();
        let (requests, took) = all(running.address, span, Kind::Write { items }).await?;
        let reviews = (requests * items) as f64;
        let transactions = (running.transactions() - before) as f64;
        let (rate, share) = (reviews / took, reviews / transactions);
        say(&format!(
            "durable reviews, {items:>2} a request, {CLIENTS} clients {rate:>6.0} /s, \
             {share:.1} reviews a transaction, {:.0} transactions/s",
            transactions / took
        ))?;
    }
    let (requests, took) = all(running.address, span, Kind::Read).await?;
    say(&format!(
        "bucket reads (br)                    {:>9.0} /s",
        requests as f64 / took
    ))?;
    let (requests, took) = all(running.address, span, Kind::ReadKnown).await?;
    say(&format!(
        "bucket reads (304)                   {:>9.0} /s",
        requests as f64 / took
    ))?;
    running.shut_down().await;
    Ok(())
}

fn say(line: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{line}")
}

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

#[derive(Clone, Copy)]
enum Kind {
    Write { items: usize },
    Read,
    ReadKnown,
}

/// All clients for a while; how many requests were answered, and in how many seconds.
async fn all(address: SocketAddr, span: Duration, kind: Kind) -> Result<(usize, f64), Failure> {
    let (begin, mut count) = (Instant::now(), 0);
    let clients = (0..CLIENTS).map(|it| tokio::spawn(client(address, begin + span, kind, it)));
    for client in clients.collect::<Vec<_>>() {
        count += client.await??;
    }
    Ok((count, begin.elapsed().as_secs_f64()))
}

async fn client(
    address: SocketAddr,
    until: Instant,
    kind: Kind,
    who: usize,
) -> Result<usize, Failure> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let secret = format!("tss_{who:043}");
    let head = format!("host: x\r\nauthorization: Bearer {secret}\r\n");
    ask(
        &mut stream,
        &format!("POST /v1/identities HTTP/1.1\r\n{head}\r\n"),
    )
    .await?;
    let read = format!("GET /v1/buckets/all HTTP/1.1\r\naccept-encoding: br\r\n{head}");
    let etag = ask(&mut stream, &format!("{read}\r\n")).await?;
    let known = format!("{read}if-none-match: {etag}\r\n\r\n");
    let mut count = 0;
    while Instant::now() < until {
        match kind {
            Kind::Write { items } => {
                let body = outbox(items, who, count);
                let length = body.len();
                let request = format!(
                    "POST /v1/sync HTTP/1.1\r\n{head}content-type: application/json\r\n\
                     content-length: {length}\r\n\r\n{body}"
                );
                ask(&mut stream, &request).await?;
            }
            Kind::Read => drop(ask(&mut stream, &format!("{read}\r\n")).await?),
            Kind::ReadKnown => drop(ask(&mut stream, &known).await?),
        }
        count += 1;
    }
    Ok(count)
}

/// New reviews, each of another requester and task group.
fn outbox(items: usize, who: usize, turn: usize) -> String {
    let item = |number: usize| {
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

/// One request on a connection that stays; returns the ETag of the answer.
async fn ask(stream: &mut TcpStream, request: &str) -> Result<String, Failure> {
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::with_capacity(4_096);
    let head = loop {
        if stream.read_buf(&mut answer).await? == 0 {
            return Err("the server hung up".into());
        }
        if let Some(end) = answer.windows(4).position(|it| it == b"\r\n\r\n") {
            break String::from_utf8_lossy(answer.get(..end).unwrap_or_default()).to_lowercase();
        }
    };
    let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
    let length: usize = header("content-length: ").unwrap_or("0").parse()?;
    let missing = (head.len() + 4 + length).saturating_sub(answer.len());
    let mut rest = vec![0; missing];
    stream.read_exact(&mut rest).await?;
    let status = head.get(9..12).unwrap_or_default();
    if !matches!(status, "200" | "201" | "304") {
        return Err(format!("answered {head}").into());
    }
    Ok(header("etag: ").unwrap_or_default().to_owned())
}
