//! How fast the server is on this machine: durable reviews a second on SQLite and PostgreSQL beside
//! how often the same disk can be waited for, bucket reads a second beside nginx, and what two
//! million reviews cost. Server, database and clients share the cores.
//!
//! `cargo build --profile server -p tallystick-server --examples --bins`, then
//! `target/server/examples/load [writes|reads|large]… [--seconds N] [--folder DIR] [--reviews N]
//! [--keep DIR]`; without a word all three are measured. With `--keep` the communities stay in that
//! folder and are there the next time: making two million reviews takes minutes.

mod client;
mod endpoints;
mod generate;
mod large;
mod nginx;
mod reads;
mod writes;

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use tallystick_chaos::Failure;

/// Requests a second at which answering times are measured.
const RATE: u32 = 500;

/// What is measured, where and for how long.
struct Options {
    parts: Vec<String>,
    span: Duration,
    folder: PathBuf,
    reviews: usize,
    program: PathBuf,
    kept: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let options = options()?;
    let wants = |part: &str| options.parts.is_empty() || options.parts.iter().any(|it| it == part);
    if wants("writes") {
        writes::measure(&options).await?;
    }
    if wants("reads") {
        reads::measure(&options).await?;
    }
    if wants("large") {
        large::measure(&options).await?;
    }
    Ok(())
}

fn options() -> Result<Options, Failure> {
    let here = std::env::current_exe()?;
    let beside = here.parent().and_then(std::path::Path::parent);
    let program = beside.ok_or("nowhere")?.join("tallystick-server");
    let mut options = Options {
        parts: Vec::new(),
        span: Duration::from_secs(5),
        folder: std::env::temp_dir(),
        reviews: 2_000_000,
        program,
        kept: None,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} wants a value"));
        match word.as_str() {
            "--seconds" => options.span = Duration::from_secs(value()?.parse()?),
            "--folder" => options.folder = value()?.into(),
            "--keep" => options.kept = Some(value()?.into()),
            "--reviews" => options.reviews = value()?.parse()?,
            "writes" | "reads" | "large" => options.parts.push(word),
            _ => return Err(format!("there is nothing called {word}").into()),
        }
    }
    Ok(options)
}

/// Prints a line at once.
fn say(line: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}
