//! The database: opening it, and everything that is ever asked of it.
//!
//! One SQL text serves SQLite and PostgreSQL through sqlx's `Any`; what differs between engines
//! is a method of [`Engine`], side by side. This room decides nothing: it refuses to know what a
//! review means, who may write it and what is answered.

pub mod act;
pub mod aggregate;
pub mod allowance;
pub mod community;
pub mod engine;
pub mod figures;
pub mod identity;
pub mod invitation;
pub mod list;
pub mod log;
pub mod name;
pub mod news;
pub mod page;
pub mod piece;
pub mod reply;
pub mod requester;
pub mod review;
pub mod seal;
pub mod spent;
pub mod token;
pub mod tombstone;
pub mod visible;
pub mod voice;

#[cfg(test)]
mod released_tests;

use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::MigrateError;
use sqlx::{Any, AnyConnection, AnyPool, ConnectOptions, Connection, Executor, Transaction};

pub use engine::{Engine, is_passing};

/// The schema, embedded; see `migrations/README.md`.
static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

/// The schema's history.
pub const fn migrations() -> &'static sqlx::migrate::Migrator {
    &MIGRATIONS
}

/// How long anyone waits for a connection before the request fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a server may take to greet us.
const GREETING: Duration = Duration::from_secs(3);

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The URL names no database that this build speaks to.
    #[error(
        "{0:?} is no database for this server: give sqlite:FILE, as sqlite:tallystick.db, \
         or postgres://USER:PASSWORD@HOST/DATABASE"
    )]
    UnknownEngine(String),
    /// It cannot be opened.
    #[error("cannot open the database {url}: {source}; {cure}")]
    Open {
        /// Which one.
        url: String,
        /// Why not.
        source: sqlx::Error,
        /// What to look at.
        cure: &'static str,
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

/// An open database with its schema up to date.
#[derive(Debug, Clone)]
pub struct Database {
    engine: Engine,
    /// The URL of each server, with passwords.
    places: Vec<String>,
    readers: AnyPool,
    writer: AnyPool,
}

impl Database {
    /// Opens the database at `url`, makes it if it is a file and missing, and migrates it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let engine = Engine::of(url)?;
        let failed = |source| StoreError::Open {
            url: engine::shown(url),
            cure: engine.cure(&source),
            source,
        };
        let places = engine.places(url);
        let places: Vec<String> = places.iter().map(|it| engine.complete(it)).collect();
        let options = leader(engine, &places).await.map_err(failed)?;
        let writer = pool(engine, engine.writers())
            .connect_with(options.clone())
            .await
            .map_err(failed)?;
        if let Some(groundwork) = engine.groundwork() {
            writer.execute(groundwork).await.map_err(failed)?;
        }
        let migrated = MIGRATIONS.run(&writer).await;
        migrated.map_err(|source| StoreError::Migrate {
            url: engine::shown(url),
            source,
        })?;
        let readers = pool(engine, engine.readers())
            .connect_with(options)
            .await
            .map_err(failed)?;
        Ok(Self {
            engine,
            places,
            readers,
            writer,
        })
    }

    /// Looks which server takes writes now, and has all new connections go there.
    ///
    /// # Errors
    /// What the last of the servers said, if none takes writes.
    pub async fn find_leader(&self) -> Result<AnyConnectOptions, sqlx::Error> {
        let options = leader(self.engine, &self.places).await?;
        for pool in [&self.readers, &self.writer] {
            pool.set_connect_options(options.clone());
        }
        Ok(options)
    }

    /// What kind of database it is.
    pub const fn engine(&self) -> Engine {
        self.engine
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
        let mut transaction = self.writer.begin_with(self.engine.begin()).await?;
        community::lock(&mut transaction).await?;
        Ok(transaction)
    }

    /// Begins a transaction that sees everything as it is at one moment and changes nothing.
    ///
    /// # Errors
    /// Passes on what the database says.
    pub async fn snapshot(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        self.readers.begin_with(self.engine.snapshot()).await
    }

    /// Closes all connections after what they are doing.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// The connection that writes.
    fn writer(&self) -> &AnyPool {
        &self.writer
    }
}

/// The options of the first place that greets us as one that takes writes.
async fn leader(engine: Engine, places: &[String]) -> Result<AnyConnectOptions, sqlx::Error> {
    let mut said = sqlx::Error::PoolClosed;
    for place in places {
        let options: AnyConnectOptions = place.parse()?;
        match tokio::time::timeout(GREETING, greeted(engine, &options)).await {
            Ok(Ok(())) => return Ok(options),
            Ok(Err(why)) => said = why,
            Err(_) => said = sqlx::Error::PoolTimedOut,
        }
    }
    Err(said)
}

async fn greeted(engine: Engine, options: &AnyConnectOptions) -> Result<(), sqlx::Error> {
    let mut connection = options.connect().await?;
    engine.greet(&mut connection).await?;
    connection.close().await
}

fn pool(engine: Engine, connections: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .after_connect(move |connection: &mut AnyConnection, _| Box::pin(engine.greet(connection)))
}
