//! How fast the server is on this machine: durable reviews and bucket reads a second, on SQLite
//! and PostgreSQL, beside how often the same disk can be waited for and beside nginx.
//!
//! `cargo build --profile server -p tallystick-server --examples --bins`, then
//! `target/server/examples/load [SECONDS] [FOLDER]`. Server, database and clients share the cores.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tallystick_chaos::postgres::free_port;
use tallystick_chaos::server::Server;
use tallystick_chaos::{Failure, Postgres};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

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
        "waits for the disk (fsync of 4 kB): {waits:.0} /s"
    ))?;
    let file = format!("sqlite:{}", folder.path().join("load.db").display());
    database("SQLite", &file, span, Some(folder.path())).await?;
    let postgres = tokio::task::spawn_blocking(|| Postgres::start(true)).await??;
    database("PostgreSQL", &postgres.url("postgres"), span, None).await?;
    tokio::task::spawn_blocking(move || drop(postgres)).await?;
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

/// Writes to a database, then reads what follows, here and from nginx if it may use a folder.
async fn database(
    name: &str,
    url: &str,
    span: Duration,
    folder: Option<&Path>,
) -> Result<(), Failure> {
    let program = std::env::current_exe()?;
    let folders = program.parent().and_then(Path::parent);
    let program = folders.ok_or("nowhere")?.join("tallystick-server");
    let server = Server::start(&program, url).await?;
    let address = server.base.trim_start_matches("http://").to_owned();
    for items in [1, 20] {
        let before = transactions(&address).await?;
        let run = all(&address, span, Kind::Write { items }).await?;
        let transactions = transactions(&address).await? - before;
        let reviews = (run.count() * items) as f64;
        say(&format!(
            "{name}, durable reviews, {items} a request, {CLIENTS} clients: {:.0} /s, \
             {:.1} a transaction, {:.0} transactions/s, p50 {:.0} ms, p99 {:.0} ms",
            reviews / run.seconds,
            reviews / transactions,
            transactions / run.seconds,
            run.quantile(0.5),
            run.quantile(0.99),
        ))?;
    }
    let Some(folder) = folder else {
        return Ok(());
    };
    let (_, body) = fetch(&address, "/v1/buckets/all").await?;
    let size = body.len();
    let run = all(&address, span, Kind::Read).await?;
    let known = all(&address, span, Kind::ReadKnown).await?;
    say(&format!(
        "bucket reads (br, {size} bytes): {:.0} /s, p99 {:.1} ms; not modified (304): {:.0} /s",
        run.rate(),
        run.quantile(0.99),
        known.rate(),
    ))?;
    beside_nginx(folder, &body, span, run.rate()).await
}

async fn beside_nginx(
    folder: &Path,
    body: &[u8],
    span: Duration,
    ours: f64,
) -> Result<(), Failure> {
    let Ok(nginx) = Nginx::start(folder, body) else {
        say("no nginx here to compare with: install nginx-light")?;
        return Ok(());
    };
    let run = all(&nginx.address, span, Kind::Read).await?;
    let (rate, p99) = (run.rate(), run.quantile(0.99));
    say(&format!(
        "nginx, the same bytes from disk: {rate:.0} /s, p99 {p99:.1} ms; ours is {:.2} of that",
        ours / rate,
    ))?;
    Ok(())
}

async fn transactions(address: &str) -> Result<f64, Failure> {
    let (_, figures) = fetch(address, "/metrics").await?;
    let figures = String::from_utf8_lossy(&figures).into_owned();
    let line = figures
        .lines()
        .find_map(|it| it.strip_prefix("tallystick_write_transactions_total "));
    Ok(line.ok_or("no figure of transactions")?.parse()?)
}

#[derive(Clone, Copy)]
enum Kind {
    Write { items: usize },
    Read,
    ReadKnown,
}

/// What all clients saw.
struct Run {
    /// Milliseconds of each request, sorted.
    took: Vec<f64>,
    seconds: f64,
}

impl Run {
    fn count(&self) -> usize {
        self.took.len()
    }

    fn rate(&self) -> f64 {
        self.count() as f64 / self.seconds
    }

    fn quantile(&self, share: f64) -> f64 {
        let at = (self.count() as f64 * share) as usize;
        self.took.get(at).copied().unwrap_or_default()
    }
}

async fn all(address: &str, span: Duration, kind: Kind) -> Result<Run, Failure> {
    let (begin, mut took) = (Instant::now(), Vec::new());
    let client = |it| tokio::spawn(client(address.to_owned(), begin + span, kind, it));
    for client in (0..CLIENTS).map(client).collect::<Vec<_>>() {
        took.extend(client.await??);
    }
    let seconds = begin.elapsed().as_secs_f64();
    took.sort_by(f64::total_cmp);
    Ok(Run { took, seconds })
}

async fn client(
    address: String,
    until: Instant,
    kind: Kind,
    who: usize,
) -> Result<Vec<f64>, Failure> {
    let mut stream = TcpStream::connect(&address).await?;
    stream.set_nodelay(true)?;
    let secret = format!("tss_{who:043}");
    let head = format!("host: x\r\nauthorization: Bearer {secret}\r\n");
    if let Kind::Write { .. } = kind {
        let register = format!("POST /v1/identities HTTP/1.1\r\n{head}\r\n");
        ask(&mut stream, &register).await?;
    }
    let read = format!("GET /v1/buckets/all HTTP/1.1\r\naccept-encoding: br\r\n{head}");
    let (etag, _) = ask(&mut stream, &format!("{read}\r\n")).await?;
    let known = format!("{read}if-none-match: {etag}\r\n\r\n");
    let mut took = Vec::new();
    while Instant::now() < until {
        let request = match kind {
            Kind::Write { items } => {
                let body = outbox(items, who, took.len());
                let length = body.len();
                format!(
                    "POST /v1/sync HTTP/1.1\r\n{head}content-type: application/json\r\n\
                     content-length: {length}\r\n\r\n{body}"
                )
            }
            Kind::Read => format!("{read}\r\n"),
            Kind::ReadKnown => known.clone(),
        };
        let begin = Instant::now();
        ask(&mut stream, &request).await?;
        took.push(begin.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(took)
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

async fn fetch(address: &str, path: &str) -> Result<(String, Vec<u8>), Failure> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\naccept-encoding: br\r\n\r\n");
    ask(&mut stream, &request).await
}

/// One request on a connection that stays; returns the ETag and the body of the answer.
async fn ask(stream: &mut TcpStream, request: &str) -> Result<(String, Vec<u8>), Failure> {
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::with_capacity(65_536);
    let end = loop {
        if stream.read_buf(&mut answer).await? == 0 {
            return Err("the server hung up".into());
        }
        if let Some(end) = answer.windows(4).position(|it| it == b"\r\n\r\n") {
            break end;
        }
    };
    let mut body = answer.split_off(end + 4);
    let head = String::from_utf8_lossy(&answer).to_lowercase();
    let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
    let length: usize = header("content-length: ").unwrap_or("0").trim().parse()?;
    let begun = body.len();
    body.resize(length.max(begun), 0);
    if let Some(rest) = body.get_mut(begun..) {
        stream.read_exact(rest).await?;
    }
    let status = head.get(9..12).unwrap_or_default();
    if !matches!(status, "200" | "201" | "304") {
        return Err(format!("answered {head}").into());
    }
    Ok((header("etag: ").unwrap_or_default().to_owned(), body))
}

/// nginx with the same bytes in a file; ended when this is dropped.
struct Nginx {
    address: String,
    child: Child,
}

impl Nginx {
    fn start(folder: &Path, body: &[u8]) -> Result<Self, Failure> {
        let root: PathBuf = folder.join("nginx/v1/buckets");
        std::fs::create_dir_all(&root)?;
        std::fs::write(root.join("all"), body)?;
        let (port, place) = (free_port()?, folder.display());
        let settings = format!(
            "user root; worker_processes auto; daemon off; pid {place}/nginx.pid;\n\
             error_log {place}/nginx.log; events {{ worker_connections 1024; }}\n\
             http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000;\n\
             open_file_cache max=10; client_body_temp_path {place}; proxy_temp_path {place};\n\
             fastcgi_temp_path {place}; uwsgi_temp_path {place}; scgi_temp_path {place};\n\
             server {{ listen 127.0.0.1:{port}; root {place}/nginx;\n\
             default_type application/x-ndjson; add_header Content-Encoding br; }} }}"
        );
        let file = folder.join("nginx.conf");
        std::fs::write(&file, settings)?;
        let child = Command::new("nginx")
            .arg("-c")
            .arg(&file)
            .stderr(Stdio::null())
            .spawn()?;
        let address = format!("127.0.0.1:{port}");
        let begin = Instant::now();
        while std::net::TcpStream::connect(&address).is_err() {
            if Duration::from_secs(5) < begin.elapsed() {
                return Err("nginx does not answer".into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(Self { address, child })
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its master ends its workers only if it is asked.
        let pid = self.child.id().to_string();
        drop(Command::new("kill").args(["-TERM", &pid]).status());
        drop(self.child.wait());
    }
}
