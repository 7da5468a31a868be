//! Two million reviews of 100,000 requesters, beside a community of a thousand: what they take on
//! the disk and in memory, how long anyone waits for an answer, and how soon a new review is
//! published.

use std::io::BufWriter;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tallystick_chaos::Failure;
use tallystick_chaos::server::Server;
use tallystick_core::key::{bucket_name, lookup_key};
use tallystick_server::serve::system_clock;

use crate::client::{self, Client, Run, fetch, post};
use crate::endpoints::{self, Community};
use crate::generate::{self, OF_ONE};
use crate::{Options, RATE, say};

/// Reviews of the community that the large one is compared with.
const SMALL: usize = 1_000;
/// How long a server may take until everything is put up.
const PATIENCE: Duration = Duration::from_secs(1_200);

/// Prints all of it.
pub async fn measure(options: &Options) -> Result<(), Failure> {
    let passing = tempfile::tempdir_in(&options.folder)?;
    let folder = options.kept.as_deref().unwrap_or(passing.path());
    let small = loaded(options, folder, SMALL).await?;
    let large = loaded(options, folder, options.reviews).await?;
    say(&format!("p99 in ms at {RATE} requests/s, 64 connections:"))?;
    let mut missed = Vec::new();
    for name in endpoints::ALL {
        let [few, many] = [
            asked(options, name, &small.community).await?,
            asked(options, name, &large.community).await?,
        ];
        let (median, shortfall) = (many.quantile(0.5), many.shortfall());
        let (few, many) = (few.quantile(0.99), many.quantile(0.99));
        let times = many / few;
        say(&format!(
            "  {name:<28} {few:>8.1} → {many:>8.1} (median {median:.1}), {times:.1} times{shortfall}"
        ))?;
        if 2.0 < times || !shortfall.is_empty() {
            missed.push(name);
        }
    }
    say(&format!(
        "more than twice the small community's: {missed:?}"
    ))?;
    for it in [&small, &large] {
        if let Err(why) = published(it).await {
            say(&format!(
                "{}: the time to publish was not taken: {why}",
                it.name
            ))?;
        }
        let (now, peak) = memory(it.server.pid())?;
        say(&format!("{}: memory {now} MB, at most {peak} MB", it.name))?;
    }
    Ok(())
}

async fn asked(options: &Options, name: &'static str, of: &Community) -> Result<Run, Failure> {
    let script = endpoints::script(name, of);
    client::at_a_rate(&of.address, options.span, RATE, script).await
}

struct Loaded {
    name: String,
    server: Server,
    community: Community,
}

/// Generates and imports.
async fn generated(options: &Options, url: &str, reviews: usize) -> Result<(), Failure> {
    let mut child = Command::new(&options.program)
        .args(["import", "--database", url, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    let pipe = child.stdin.take().ok_or("no input")?;
    generate::write(BufWriter::new(pipe), reviews, system_clock()()).await?;
    if !child.wait()?.success() {
        return Err("the import failed".into());
    }
    Ok(())
}

/// Generates, unless it is there from an earlier time, and starts.
async fn loaded(options: &Options, folder: &Path, reviews: usize) -> Result<Loaded, Failure> {
    let file = folder.join(format!("{reviews}.db"));
    let url = format!("sqlite:{}", file.display());
    let begin = Instant::now();
    if !file.exists() {
        generated(options, &url, reviews).await?;
    }
    let imported = begin.elapsed().as_secs_f64();
    let megabytes = std::fs::metadata(&file)?.len() / 1_000_000;
    let begin = Instant::now();
    let server = Server::start(&options.program, &url).await?;
    let address = server.base.trim_start_matches("http://").to_owned();
    let listens = begin.elapsed().as_secs_f64();
    let begin = Instant::now();
    let index: Value = serde_json::from_slice(&index(&address).await?)?;
    let index_after = begin.elapsed().as_secs_f64();
    put_up(&address).await?;
    let up_after = begin.elapsed().as_secs_f64();
    let digits = index.pointer("/prefix_digits").and_then(Value::as_u64);
    let name = format!("{reviews} reviews");
    say(&format!(
        "{name}: generated and imported in {imported:.0} s, {megabytes} MB on the disk before the \
         start; listens after {listens:.1} s, the index is there {index_after:.1} s after that, \
         everything is put up {up_after:.1} s after that"
    ))?;
    let community = Community {
        address,
        requesters: (reviews / OF_ONE).max(1),
        digits: u8::try_from(digits.unwrap_or_default())?,
    };
    Ok(Loaded {
        name,
        server,
        community,
    })
}

/// The index, uncompressed, once it is there: a large community that has just started answers 503
/// until all of its buckets are put up.
async fn index(address: &str) -> Result<Vec<u8>, Failure> {
    let request = "GET /v1/buckets HTTP/1.1\r\nhost: x\r\n\r\n";
    loop {
        let answer = Client::connect(address).await?.ask(request).await?;
        match answer.status() {
            "200" => return Ok(answer.body),
            "503" => {}
            _ => return Err(format!("no index: {}", answer.head).into()),
        }
    }
}

/// Returns once the server has put everything up: after an import it computes all lines first.
async fn put_up(address: &str) -> Result<(), Failure> {
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        let figures = fetch(address, "/metrics").await?.body;
        if String::from_utf8_lossy(&figures).contains("\ntallystick_put_up 1\n") {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err("the server does not get ready".into())
}

/// How long from sending a review of the requester with the most until everyone can read it.
async fn published(it: &Loaded) -> Result<(), Failure> {
    let Community {
        address, digits, ..
    } = &it.community;
    let value = generate::requester(0);
    let bucket = bucket_name(&lookup_key(&generate::key(&value)?), *digits);
    let mut took = Vec::new();
    for turn in 0..10 {
        let body = endpoints::review_of(&value, 7, 90_000_000 + turn);
        let begin = Instant::now();
        let mut client = Client::connect(address).await?;
        client.succeed(&post("/v1/sync", 7, &body)).await?;
        let stored = begin.elapsed();
        fetch(address, &format!("/v1/buckets/{bucket}")).await?;
        let counted = begin.elapsed();
        fetch(address, &format!("/v1/texts/{bucket}")).await?;
        fetch(address, "/v1/buckets").await?;
        took.push([stored, counted, begin.elapsed()].map(|it| it.as_secs_f64() * 1_000.0));
    }
    took.sort_by(|a, b| a[2].total_cmp(&b[2]));
    let middle = took.get(took.len() / 2).ok_or("nothing was published")?;
    let [stored, counted, all] = *middle;
    say(&format!(
        "{}: a review of the most reviewed requester is durable and counted in {stored:.0} ms, \
         published in its bucket after {counted:.0} ms, with texts and index after {all:.0} ms \
         (median of {})",
        it.name,
        took.len()
    ))
}

/// Megabytes of memory, now and at the most.
fn memory(pid: Option<u32>) -> Result<(u64, u64), Failure> {
    let pid = pid.ok_or("the server is gone")?;
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let of = |name: &str| {
        let line = status.lines().find_map(|it| it.strip_prefix(name));
        let kilobytes = line.and_then(|it| it.trim().split(' ').next()?.parse::<u64>().ok());
        kilobytes.unwrap_or_default() / 1_000
    };
    Ok((of("VmRSS:"), of("VmHWM:")))
}
