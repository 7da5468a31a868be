//! Throw-away databases, and servers over them.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};

use sqlx::{Connection, Executor, PgConnection};
use tallystick_chaos::Postgres;
use tallystick_server::config::Admission;
use tallystick_server::{Config, Running, start};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// The day on which the story begins: 2026-11-02.
pub const BEGIN: i64 = 20_759 * 86_400_000 + 36_000_000;

/// A database that nobody else uses.
pub struct Ground {
    /// Its URL.
    pub url: String,
    _folder: Option<TempDir>,
}

/// One PostgreSQL for all chapters; it ends with this process.
static POSTGRES: LazyLock<Postgres> = LazyLock::new(|| Postgres::start(false).unwrap());

impl Ground {
    /// A new SQLite file.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a community.db");
        Self {
            url: format!("sqlite:{}", file.display()),
            _folder: Some(folder),
        }
    }

    /// A new database in a real PostgreSQL.
    pub async fn postgres() -> Self {
        static COUNT: AtomicI64 = AtomicI64::new(0);
        let postgres = tokio::task::spawn_blocking(|| &*POSTGRES).await.unwrap();
        let name = format!("story_{}", COUNT.fetch_add(1, Ordering::SeqCst));
        let mut connection = PgConnection::connect(&postgres.url("postgres"))
            .await
            .unwrap();
        let create = format!("create database {name} template template0");
        connection
            .execute(sqlx::AssertSqlSafe(create))
            .await
            .unwrap();
        connection.close().await.unwrap();
        Self {
            url: postgres.url(&name),
            _folder: None,
        }
    }

    /// A database that is there.
    pub fn at(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            _folder: None,
        }
    }

    /// A new database of the same kind.
    pub async fn another(&self) -> Self {
        match self.file() {
            Some(_) => Self::sqlite(),
            None => Self::postgres().await,
        }
    }

    /// A new database of the other kind.
    pub async fn other(&self) -> Self {
        match self.file() {
            Some(_) => Self::postgres().await,
            None => Self::sqlite(),
        }
    }

    /// Whether it is one file.
    pub fn file(&self) -> Option<PathBuf> {
        self.url.strip_prefix("sqlite:").map(PathBuf::from)
    }

    /// The first column of what a question finds.
    pub async fn rows(&self, question: &'static str) -> Vec<String> {
        sqlx::any::install_default_drivers();
        let mut connection = sqlx::AnyConnection::connect(&self.url).await.unwrap();
        let found = sqlx::query_scalar(question);
        found.fetch_all(&mut connection).await.unwrap()
    }

    /// Everything that is stored, as text.
    pub async fn stored(&self) -> Vec<u8> {
        if let Some(file) = self.file() {
            return std::fs::read(file).unwrap();
        }
        let mut connection = PgConnection::connect(&self.url).await.unwrap();
        let tables = "select table_name::text from information_schema.tables
                      where table_schema = 'public'";
        let tables: Vec<String> = sqlx::query_scalar(tables)
            .fetch_all(&mut connection)
            .await
            .unwrap();
        let mut stored = String::new();
        for table in tables {
            let rows = sqlx::AssertSqlSafe(format!("select t::text from {table} t"));
            let rows: Vec<String> = sqlx::query_scalar(rows)
                .fetch_all(&mut connection)
                .await
                .unwrap();
            stored.push_str(&rows.join("\n"));
        }
        stored.into_bytes()
    }

    /// A server in this process, its clock in the test's hand.
    pub async fn server(&self) -> Server {
        self.server_with(&[], BEGIN).await
    }

    /// The same with more flags and at another time.
    pub async fn server_with(&self, flags: &[&str], now: i64) -> Server {
        let mut config = Config::from_flags(["--database", &self.url]).unwrap();
        config.listen = "127.0.0.1:0".parse().unwrap();
        config.registrations_per_hour = 100_000;
        config.syncs_per_hour = 10_000_000;
        config.probation_days = 0;
        config.registration_work = 0;
        for pair in flags.chunks(2) {
            match pair {
                ["--registrations-per-hour", it] => {
                    config.registrations_per_hour = it.parse().unwrap();
                }
                ["--probation-days", it] => config.probation_days = it.parse().unwrap(),
                ["--syncs-per-hour", it] => config.syncs_per_hour = it.parse().unwrap(),
                ["--registration", "closed"] => config.registration = Admission::Closed,
                ["--registration", "invitation"] => config.registration = Admission::Invitation,
                ["--registration-work", it] => config.registration_work = it.parse().unwrap(),
                ["--trusted-proxies", it] => config.trusted_proxies = it.parse().unwrap(),
                ["--path-prefix", it] => config.path_prefix = (*it).to_owned(),
                ["--prefetch-max-bytes", it] => config.prefetch_max_bytes = it.parse().unwrap(),
                other => panic!("{other:?} is not in this list"),
            }
        }
        let clock = Arc::new(AtomicI64::new(now));
        let hand = Arc::clone(&clock);
        let running = start(config, Arc::new(move || hand.load(Ordering::SeqCst)))
            .await
            .unwrap();
        Server {
            base: format!("http://{}", running.address),
            running,
            clock,
        }
    }

    /// A server in a process of its own, which can be killed.
    pub async fn process(&self) -> (Child, String) {
        self.process_with(&[]).await
    }

    /// The same with more flags.
    pub async fn process_with(&self, flags: &[&str]) -> (Child, String) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tallystick-server"))
            .args(["serve", "--database", &self.url, "--listen", "127.0.0.1:0"])
            .args([
                "--registrations-per-hour",
                "100000",
                "--syncs-per-hour",
                "10000000",
                "--probation-days",
                "0",
                "--registration-work",
                "0",
            ])
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(if flags.is_empty() {
                Stdio::inherit()
            } else {
                Stdio::piped()
            })
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines.next_line().await.unwrap().unwrap();
        (
            child,
            ready.strip_prefix("listening on ").unwrap().to_owned(),
        )
    }
}

/// A server in this process.
pub struct Server {
    /// `http://127.0.0.1:PORT`.
    pub base: String,
    running: Running,
    clock: Arc<AtomicI64>,
}

impl Server {
    /// Lets time pass.
    pub fn pass(&self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::SeqCst);
    }

    /// What the clock says.
    pub fn now(&self) -> i64 {
        self.clock.load(Ordering::SeqCst)
    }

    /// Ends it as SIGTERM does.
    pub async fn stop(self) {
        self.running.shut_down().await;
    }
}
