//! The built server as a process.

use std::path::Path;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::Failure;

/// A server that runs; killed when this is dropped.
#[derive(Debug)]
pub struct Server {
    /// `http://127.0.0.1:PORT`.
    pub base: String,
    child: Child,
}

impl Server {
    /// Starts `program` over a database and waits until it listens.
    ///
    /// # Errors
    /// It does not start.
    pub async fn start(program: &Path, database: &str) -> Result<Self, Failure> {
        let mut child = Command::new(program)
            .args(["serve", "--database", database, "--listen", "127.0.0.1:0"])
            .args(["--registrations-per-hour", "100000"])
            .args(["--syncs-per-hour", "10000000"])
            .args(["--registration-work", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let out = child.stdout.take().ok_or("no output")?;
        let line = BufReader::new(out).lines().next_line().await?;
        let base = line
            .as_deref()
            .and_then(|it| it.strip_prefix("listening on "))
            .ok_or("the server ended before it listened")?;
        Ok(Self {
            base: base.to_owned(),
            child,
        })
    }

    /// Its process, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// SIGKILL; returns once it is gone.
    ///
    /// # Errors
    /// The system does not let us.
    pub async fn kill(mut self) -> Result<(), Failure> {
        Ok(self.child.kill().await?)
    }
}
