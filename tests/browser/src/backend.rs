//! A real `tallystick-server` on an SQLite file, to be started, killed and started again.

use std::path::{Path, PathBuf};

use crate::{Group, Trouble, place};

/// A server process and its database.
pub struct Backend {
    /// Where it answers; the same after a restart.
    pub url: String,
    folder: PathBuf,
    name: String,
    group: Option<Group>,
}

impl Backend {
    /// Starts a server with an empty database on a free port.
    ///
    /// # Errors
    /// It was not built, or does not start.
    pub fn start(name: &str) -> Result<Self, Trouble> {
        Self::start_in(&place::scratch("server")?, name)
    }

    /// Starts a server on the database in this folder, made if it is missing, on a free port.
    ///
    /// # Errors
    /// It was not built, or does not start.
    pub fn start_in(folder: &Path, name: &str) -> Result<Self, Trouble> {
        let mut backend = Self {
            url: String::new(),
            folder: folder.to_owned(),
            name: name.to_owned(),
            group: None,
        };
        backend.serve("127.0.0.1:0")?;
        Ok(backend)
    }

    /// Starts it again where it was.
    ///
    /// # Errors
    /// It does not start.
    pub fn restart(&mut self) -> Result<(), Trouble> {
        let address = self
            .url
            .strip_prefix("http://")
            .unwrap_or(&self.url)
            .to_owned();
        self.serve(&address)
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        drop(self.group.take());
    }

    /// SIGTERM, and waits until it is gone.
    pub fn terminate(&mut self) {
        if let Some(mut group) = self.group.take() {
            group.terminate();
        }
    }

    /// Fills the database with the demo community: reviews of the requesters in `file`.
    ///
    /// # Errors
    /// What the server says.
    pub fn seed(folder: &Path, file: &Path, count: usize) -> Result<(), Trouble> {
        let program = place::program("tallystick-server")?;
        let done = std::process::Command::new(program)
            .args([
                "seed-demo",
                "--database",
                &database(folder),
                "--count",
                &count.to_string(),
            ])
            .arg("--requesters")
            .arg(file)
            .output()
            .map_err(|why| Trouble(format!("seed-demo: {why}")))?;
        if done.status.success() {
            return Ok(());
        }
        Err(Trouble(format!(
            "seed-demo: {}",
            String::from_utf8_lossy(&done.stderr)
        )))
    }

    /// Makes a moderator of its community; gives the secret.
    ///
    /// # Errors
    /// What the server says.
    pub fn moderator(&self, name: &str) -> Result<String, Trouble> {
        let done = std::process::Command::new(place::program("tallystick-server")?)
            .args(["moderator", name, "--database", &database(&self.folder)])
            .output()
            .map_err(|why| Trouble(format!("moderator: {why}")))?;
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        let secret = said
            .split_whitespace()
            .next()
            .filter(|_| done.status.success());
        secret.map(str::to_owned).ok_or_else(|| {
            let why = String::from_utf8_lossy(&done.stderr);
            Trouble(format!("moderator: {said}{why}"))
        })
    }

    /// What it answers to a GET: the status and the body.
    ///
    /// # Errors
    /// It does not answer.
    pub fn get(&self, path: &str) -> Result<(u16, String), Trouble> {
        let url = format!("{}{path}", self.url);
        let told = |why: ureq::Error| Trouble(format!("{url}: {why}"));
        let mut response = agent().get(&url).call().map_err(told)?;
        let body = response.body_mut().read_to_string().map_err(told)?;
        Ok((response.status().as_u16(), body))
    }

    /// How many requests to its interface it has answered since it was started, by its own count.
    ///
    /// # Errors
    /// It does not answer.
    pub fn answered(&self) -> Result<u64, Trouble> {
        let (_, figures) = self.get("/metrics")?;
        let of_interface = figures.lines().filter(|line| {
            line.starts_with("tallystick_requests_total{") && line.contains("route=\"/v1/")
        });
        let count = |line: &str| line.rsplit(' ').next().and_then(|it| it.parse().ok());
        Ok(of_interface.map(|line| count(line).unwrap_or(0)).sum())
    }

    fn serve(&mut self, address: &str) -> Result<(), Trouble> {
        let database = database(&self.folder);
        let arguments = [
            "serve",
            "--database",
            &database,
            "--listen",
            address,
            "--name",
            &self.name,
            // Little enough for a program that is not optimised.
            "--registration-work",
            "10",
        ]
        .map(str::to_owned);
        let log = self.folder.join("server.log");
        let mut group = Group::start(&place::program("tallystick-server")?, &arguments, &log)?;
        self.url =
            group.line(|line| line.trim().strip_prefix("listening on ").map(str::to_owned))?;
        group.drain();
        self.group = Some(group);
        Ok(())
    }
}

/// Answers as they come: neither a status nor a redirection is followed or taken for a failure.
pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .new_agent()
}

fn database(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("community.db").display())
}
