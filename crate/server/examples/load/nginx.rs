//! nginx over a folder, and wrk, which asks so cheaply that it leaves the cores to who answers.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tallystick_chaos::Failure;
use tallystick_chaos::postgres::free_port;

/// A running nginx; ended when this is dropped.
pub struct Nginx {
    /// `HOST:PORT`.
    pub address: String,
    child: Child,
}

impl Nginx {
    /// Serves files that are compressed with brotli already, below `root`.
    ///
    /// # Errors
    /// There is none, or it does not start.
    pub fn start(folder: &Path, root: &Path) -> Result<Self, Failure> {
        let (port, place, root) = (free_port()?, folder.display(), root.display());
        let user = std::env::var("USER").unwrap_or_else(|_| "root".to_owned());
        let settings = format!(
            "user {user}; worker_processes auto; daemon off; pid {place}/nginx.pid;\n\
             error_log {place}/nginx.log; events {{ worker_connections 1024; }}\n\
             http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000;\n\
             open_file_cache max=1000; client_body_temp_path {place}; proxy_temp_path {place};\n\
             fastcgi_temp_path {place}; uwsgi_temp_path {place}; scgi_temp_path {place};\n\
             server {{ listen 127.0.0.1:{port}; root {root};\n\
             default_type application/x-ndjson; add_header Content-Encoding br; }} }}"
        );
        let file = folder.join("nginx.conf");
        std::fs::write(&file, settings)?;
        let child = Command::new("nginx")
            .arg("-c")
            .arg(&file)
            .stderr(Stdio::null())
            .spawn()
            .map_err(|why| format!("cannot start nginx: {why}; ./build.sh bench installs it"))?;
        let address = format!("127.0.0.1:{port}");
        let nginx = Self { address, child };
        let begin = Instant::now();
        while std::net::TcpStream::connect(&nginx.address).is_err() {
            if Duration::from_secs(5) < begin.elapsed() {
                return Err("nginx does not answer".into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(nginx)
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

/// What wrk saw.
pub struct Seen {
    /// Requests a second.
    pub rate: f64,
    /// In its own words, as 1.23ms.
    pub p99: String,
}

/// Asks for one thing from 64 connections, as fast as it can.
///
/// # Errors
/// There is no wrk, or an answer was no success.
pub fn wrk(address: &str, path: &str, span: Duration, header: &str) -> Result<Seen, Failure> {
    let seconds = format!("{}s", span.as_secs());
    let out = Command::new("wrk")
        .args(["-t1", "-c64", "--latency", "-d", &seconds, "-H", header])
        .arg(format!("http://{address}{path}"))
        .output()
        .map_err(|why| format!("cannot start wrk: {why}; ./build.sh bench installs it"))?;
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    let after = |word: &str| {
        let line = said.lines().find_map(|it| it.trim().strip_prefix(word));
        line.map(|it| it.trim().to_owned())
    };
    if said.contains("Non-2xx") {
        return Err(format!("not all answers were successes: {said}").into());
    }
    Ok(Seen {
        rate: after("Requests/sec:").ok_or(said.clone())?.parse()?,
        p99: after("99%").unwrap_or_default(),
    })
}
