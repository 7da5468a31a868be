//! The database: opening it, and everything that is ever asked of it.
//!
//! One SQL text serves SQLite and PostgreSQL through sqlx's `Any`; what differs between engines
//! is a method of [`Engine`], side by side. This room decides nothing: it refuses to know what a
//! review means, who may write it and what is answered.

pub mod aggregate;
pub mod community;
pub mod identity;
pub mod review;
pub mod tombstone;

use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::MigrateError;
use sqlx::{Any, AnyConnection, AnyPool, Executor, Transaction};

/// The schema, embedded; see `migrations/README.md`.
static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

/// Connections that only read.
const READERS: u32 = 4;
/// How long anyone waits for a connection before the request fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The URL names no database that this build speaks to.
    #[error("{0:?} is no database for this server: give sqlite:FILE, as sqlite:tallystick.db")]
    UnknownEngine(String),
    /// It cannot be opened.
    #[error("cannot open the database {url}: {source}; does the folder exist and is it writable?")]
    Open {
        /// Which one.
        url: String,
        /// Why not.
        source: sqlx::Error,
    },
    /// Its schema cannot be brought up to this version's.
    #[error("cannot bring the schema of {url} up to date: {source}")]
    Migrate {
        /// Which one.
        url: String,
        /// Why not.
        source: MigrateError,
    },
}

/// What differs between the databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file.
    Sqlite,
}

impl Engine {
    fn of(url: &str) -> Result<Self, StoreError> {
        match url.split_once(':') {
            Some(("sqlite", file)) if !file.trim_start_matches('/').is_empty() => Ok(Self::Sqlite),
            _ => Err(StoreError::UnknownEngine(url.to_owned())),
        }
    }

    /// What every connection is told first. `synchronous = full` makes each commit wait for the
    /// disk: "stored" is answered only for what survives a power cut.
    const fn greeting(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "pragma journal_mode = wal; pragma synchronous = full; \
                 pragma busy_timeout = 10000; pragma foreign_keys = on; \
                 pragma cache_size = -16000; pragma temp_store = memory;"
            }
        }
    }

    /// How a writing transaction begins: SQLite takes its lock at once, so that it never fails
    /// half-way because another process wrote in between.
    const fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "begin immediate",
        }
    }

    /// The URL with what is ours to add: the file is created if it is missing.
    fn complete(self, url: &str) -> String {
        match self {
            Self::Sqlite if url.contains('?') => url.to_owned(),
            Self::Sqlite => format!("{url}?mode=rwc"),
        }
    }
}

/// An open database with its schema up to date.
#[derive(Debug, Clone)]
pub struct Database {
    engine: Engine,
    readers: AnyPool,
    writer: AnyPool,
}

impl Database {
    /// Opens the database at `url`, makes it if it is missing, and migrates it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let engine = Engine::of(url)?;
        let failed = |source| StoreError::Open {
            url: url.to_owned(),
            source,
        };
        let options: AnyConnectOptions = engine.complete(url).parse().map_err(failed)?;
        let writer = pool(engine, 1)
            .connect_with(options.clone())
            .await
            .map_err(failed)?;
        MIGRATIONS
            .run(&writer)
            .await
            .map_err(|source| StoreError::Migrate {
                url: url.to_owned(),
                source,
            })?;
        let readers = pool(engine, READERS)
            .connect_with(options)
            .await
            .map_err(failed)?;
        Ok(Self {
            engine,
            readers,
            writer,
        })
    }

    /// Where questions are asked that change nothing.
    pub fn readers(&self) -> &AnyPool {
        &self.readers
    }

    /// Begins the one writing transaction; others wait for it to end.
    ///
    /// # Errors
    /// Passes on what the database says.
    pub async fn begin(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        self.writer.begin_with(self.engine.begin()).await
    }

    /// Closes all connections after what they are doing.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

fn pool(engine: Engine, connections: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .after_connect(move |connection: &mut AnyConnection, _| {
            Box::pin(async move {
                connection.execute(engine.greeting()).await?;
                Ok(())
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_urls_that_name_no_database() {
        for bad in [
            "",
            "tallystick.db",
            "sqlite:",
            "sqlite://",
            "mysql://localhost/x",
        ] {
            assert!(Engine::of(bad).is_err(), "{bad}");
        }
    }
}
