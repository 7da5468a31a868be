//! Backends that misbehave: one that never answers, one that answers garbage.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::Trouble;

/// A backend that misbehaves; dropping it closes its port.
pub struct Faulty {
    /// Where it is.
    pub url: String,
    over: Arc<AtomicBool>,
}

impl Faulty {
    /// Takes every request and never answers; at `address`, as `127.0.0.1:0` for a free port.
    ///
    /// # Errors
    /// The port is taken.
    pub fn silent(address: &str) -> Result<Self, Trouble> {
        Self::start(address, |stream| {
            // Until the other side loses patience.
            let _ = stream.read_to_end(&mut Vec::new());
        })
    }

    /// Answers everything with status 200 and with what no backend says.
    ///
    /// # Errors
    /// The port is taken.
    pub fn garbage(address: &str) -> Result<Self, Trouble> {
        Self::start(address, |stream| {
            let _ = stream.read(&mut [0; 4096]);
            let body = "{\"k\":\"<script>alert(1)</script>\u{0}\u{202e}{{{{";
            let answer = format!(
                "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\n\
                 Access-Control-Allow-Headers: *, Authorization\r\nETag: garbage\r\n\
                 Content-Type: application/json\r\nContent-Length: {}\r\n\
                 Connection: close\r\n\r\n{body}",
                body.len()
            );
            let _ = stream.write_all(answer.as_bytes());
        })
    }

    fn start(address: &str, serve: fn(&mut TcpStream)) -> Result<Self, Trouble> {
        let told = |why: std::io::Error| Trouble(format!("{address}: {why}"));
        let listener = TcpListener::bind(address).map_err(told)?;
        let url = format!("http://{}", listener.local_addr().map_err(told)?);
        let over = Arc::new(AtomicBool::new(false));
        let seen = over.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                if seen.load(Ordering::Relaxed) {
                    return;
                }
                std::thread::spawn(move || serve(&mut stream));
            }
        });
        Ok(Self { url, over })
    }
}

impl Drop for Faulty {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for a visitor.
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
    }
}
