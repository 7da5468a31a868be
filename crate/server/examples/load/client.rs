//! Clients that speak bytes, so that they cost less than what they measure, and what they saw.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tallystick_chaos::Failure;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Clients at once.
pub const CLIENTS: u32 = 64;
/// After so many times the span that a run should take, nobody waits for it any more.
const ENOUGH: u32 = 4;

/// Makes the requests of a run: which client asks, and its how-manyth request it is.
pub type Script = Arc<dyn Fn(u32, u32) -> String + Send + Sync>;

/// A connection that stays.
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What came back.
pub struct Answer {
    /// Status line and headers, in lower case.
    pub head: String,
    /// The bytes behind them.
    pub body: Vec<u8>,
}

impl Answer {
    /// The status.
    pub fn status(&self) -> &str {
        self.head.get(9..12).unwrap_or_default()
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines();
        let value = lines.find_map(|it| it.strip_prefix(name)?.strip_prefix(": "));
        value.unwrap_or_default()
    }
}

impl Client {
    /// Connects to `HOST:PORT`.
    pub async fn connect(address: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(65_536),
        })
    }

    /// Asks, and reads the whole answer, whatever its status.
    pub async fn ask(&mut self, request: &str) -> Result<Answer, Failure> {
        self.stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        let end = loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("the server hung up".into());
            }
            if let Some(end) = self.buffer.windows(4).position(|it| it == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let mut body = self.buffer.split_off(end);
        let head = String::from_utf8_lossy(&self.buffer).to_lowercase();
        let mut answer = Answer {
            head,
            body: Vec::new(),
        };
        let length: usize = match answer.header("content-length") {
            "" if matches!(answer.status(), "304" | "204") => 0,
            length => length.trim().parse()?,
        };
        let begun = body.len();
        body.resize(length.max(begun), 0);
        if let Some(rest) = body.get_mut(begun..) {
            self.stream.read_exact(rest).await?;
        }
        answer.body = body;
        Ok(answer)
    }

    /// The same, where only success is expected.
    pub async fn succeed(&mut self, request: &str) -> Result<Answer, Failure> {
        let answer = self.ask(request).await?;
        match answer.status() {
            "200" | "201" | "204" | "304" => Ok(answer),
            _ => Err(format!("{} answered {}", line(request), line(&answer.head)).into()),
        }
    }
}

fn line(request: &str) -> &str {
    request.lines().next().unwrap_or_default()
}

/// A GET without a body, in the encoding that our clients take.
pub fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: x\r\naccept-encoding: br\r\n\r\n")
}

/// The secret of a client.
pub fn secret(who: u32) -> String {
    format!("tss_{who:043}")
}

/// A POST of JSON by a client.
pub fn post(path: &str, who: u32, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        secret(who),
        body.len()
    )
}

/// Fetches one thing.
pub async fn fetch(address: &str, path: &str) -> Result<Answer, Failure> {
    Client::connect(address).await?.succeed(&get(path)).await
}

/// What all clients saw.
pub struct Run {
    /// Milliseconds of each request that was answered, sorted.
    took: Vec<f64>,
    seconds: f64,
    /// Requests that were to be made.
    asked: usize,
    /// What one of those got that were not answered as they should be.
    wrong: Option<String>,
}

impl Run {
    fn of(mut took: Vec<f64>, asked: usize, begin: Instant) -> Self {
        took.sort_by(f64::total_cmp);
        let (seconds, wrong) = (begin.elapsed().as_secs_f64(), None);
        Self {
            took,
            seconds,
            asked,
            wrong,
        }
    }

    /// That not all were answered, and what one got instead; nothing if all were.
    pub fn shortfall(&self) -> String {
        if self.count() == self.asked {
            return String::new();
        }
        let wrong = self.wrong.as_deref().unwrap_or("no time was left");
        format!("; {} of {} answered: {wrong}", self.count(), self.asked)
    }

    /// Requests.
    pub fn count(&self) -> usize {
        self.took.len()
    }

    /// Requests a second.
    pub fn rate(&self) -> f64 {
        self.count() as f64 / self.seconds
    }

    /// Milliseconds within which such a part of the requests was answered.
    pub fn quantile(&self, share: f64) -> f64 {
        let at = (self.count() as f64 * share) as usize;
        self.took.get(at).copied().unwrap_or_default()
    }
}

/// As many requests as 64 clients can make, one after the other each.
pub async fn as_fast_as_possible(
    address: &str,
    span: Duration,
    script: Script,
) -> Result<Run, Failure> {
    let begin = Instant::now();
    let client = |who: u32| {
        let (address, script) = (address.to_owned(), Arc::clone(&script));
        tokio::spawn(async move {
            let mut client = Client::connect(&address).await?;
            let mut took = Vec::new();
            for turn in 0.. {
                let request = script(who, turn);
                let begun = Instant::now();
                if begin + span < begun {
                    break;
                }
                client.succeed(&request).await?;
                took.push(begun.elapsed().as_secs_f64() * 1_000.0);
            }
            Ok::<_, Failure>(took)
        })
    };
    let mut took = Vec::new();
    for client in (0..CLIENTS).map(client).collect::<Vec<_>>() {
        took.extend(client.await??);
    }
    let asked = took.len();
    Ok(Run::of(took, asked, begin))
}

/// Requests at a steady rate, whether or not earlier ones are answered. Each is timed from when it
/// was due, so that a server that stumbles is not spared those that would have come meanwhile. Ends
/// after [`ENOUGH`] times as long in any case; what is not answered by then, or not with success, is
/// told by [`Run::shortfall`].
pub async fn at_a_rate(
    address: &str,
    span: Duration,
    rate: u32,
    script: Script,
) -> Result<Run, Failure> {
    let count = rate * u32::try_from(span.as_secs())?;
    let next = Arc::new(AtomicU32::new(0));
    let begin = Instant::now();
    let end = begin + span * ENOUGH;
    let client = |who: u32| {
        let (address, script) = (address.to_owned(), Arc::clone(&script));
        let next = Arc::clone(&next);
        tokio::spawn(async move {
            let (mut took, mut wrong, mut client) = (Vec::new(), None, None);
            loop {
                let turn = next.fetch_add(1, Ordering::Relaxed);
                if count <= turn || end <= Instant::now() {
                    return (took, wrong);
                }
                let request = script(who, turn);
                let due = begin + Duration::from_secs(1) * turn / rate;
                tokio::time::sleep_until(due.into()).await;
                let asked = ask_once(&mut client, &address, &request);
                match tokio::time::timeout_at(end.into(), asked).await {
                    Ok(Ok(())) => took.push(due.elapsed().as_secs_f64() * 1_000.0),
                    Ok(Err(why)) => wrong = Some(why.to_string()),
                    Err(_) => wrong = Some("no answer in time".to_owned()),
                }
            }
        })
    };
    let (mut took, mut wrong) = (Vec::new(), None);
    for client in (0..CLIENTS).map(client).collect::<Vec<_>>() {
        let (some, why) = client.await?;
        took.extend(some);
        wrong = wrong.or(why);
    }
    let mut run = Run::of(took, usize::try_from(count)?, begin);
    run.wrong = wrong;
    Ok(run)
}

/// Asks on a connection that is there or new; one that got something else than success is given up.
async fn ask_once(
    client: &mut Option<Client>,
    address: &str,
    request: &str,
) -> Result<(), Failure> {
    let mut asking = match client.take() {
        Some(there) => there,
        None => Client::connect(address).await?,
    };
    asking.succeed(request).await?;
    *client = Some(asking);
    Ok(())
}

/// Makes each client a member.
pub async fn register(address: &str) -> Result<(), Failure> {
    let mut client = Client::connect(address).await?;
    for who in 0..CLIENTS {
        let secret = secret(who);
        let head = format!("host: x\r\nauthorization: Bearer {secret}\r\ncontent-length: 0\r\n");
        let request = format!("POST /v1/identities HTTP/1.1\r\n{head}\r\n");
        client.succeed(&request).await?;
    }
    Ok(())
}
