//! Bucket reads a second, beside nginx serving the same bytes from the disk.

use std::path::Path;
use std::sync::Arc;

use tallystick_chaos::Failure;
use tallystick_chaos::server::Server;

use crate::client::{self, fetch, post};
use crate::nginx::{Nginx, wrk};
use crate::{Options, say, writes};

/// How often ours and nginx take turns.
const ROUNDS: usize = 3;

/// Prints the rates and their ratio, for a small and for a large body.
pub async fn measure(options: &Options) -> Result<(), Failure> {
    let folder = tempfile::tempdir_in(&options.folder)?;
    let url = format!("sqlite:{}", folder.path().join("reads.db").display());
    let server = Server::start(&options.program, &url).await?;
    let address = server.base.trim_start_matches("http://").to_owned();
    client::register(&address).await?;
    // 16,000 reviews of 2,000 requesters: names of buckets have no digit yet.
    let script = Arc::new(|who, turn| post("/v1/sync", who, &writes::outbox(50, who, turn)));
    client::at_a_rate(&address, std::time::Duration::from_secs(8), 40, script).await?;
    for path in ["/v1/buckets", "/v1/buckets/all"] {
        beside_nginx(&address, path, folder.path(), options).await?;
    }
    let etag = fetch(&address, "/v1/buckets/all").await?;
    let known = format!("If-None-Match: {}", etag.header("etag"));
    let seen = wrk(&address, "/v1/buckets/all", options.span, &known);
    // wrk takes a 304 for a success.
    let seen = seen?;
    say(&format!(
        "not modified (304): {:.0} /s, p99 {}",
        seen.rate, seen.p99
    ))
}

async fn beside_nginx(
    address: &str,
    path: &str,
    folder: &Path,
    options: &Options,
) -> Result<(), Failure> {
    let body = fetch(address, path).await?.body;
    let root = folder.join("root");
    let file = root.join(path.trim_start_matches('/')).join("index.html");
    std::fs::create_dir_all(file.parent().ok_or("no folder")?)?;
    std::fs::write(&file, &body)?;
    let nginx = Nginx::start(folder, &root)?;
    let there = format!("{path}/index.html");
    let brotli = "Accept-Encoding: br";
    let (mut ratios, mut last) = (Vec::new(), String::new());
    for _ in 0..ROUNDS {
        let ours = wrk(address, path, options.span, brotli)?;
        let theirs = wrk(&nginx.address, &there, options.span, brotli)?;
        ratios.push(ours.rate / theirs.rate);
        last = format!(
            "ours {:.0} /s (p99 {}), nginx {:.0} /s (p99 {})",
            ours.rate, ours.p99, theirs.rate, theirs.p99
        );
    }
    ratios.sort_by(f64::total_cmp);
    let median = ratios.get(ROUNDS / 2).copied().unwrap_or_default();
    say(&format!(
        "{path} (br, {} bytes): {median:.2} of nginx, the median of {ROUNDS}; the last: {last}",
        body.len()
    ))
}
