//! Starting the server and ending it without losing anything.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

use crate::challenge::Seal;
use crate::config::Config;
use crate::counted::Counted;
use crate::http::metrics::Metrics;
use crate::http::{App, router};
use crate::limit::{Limited, Limiter};
use crate::publish::{PublishError, Shelf};
use crate::secret::random_id;
use crate::store::{Database, StoreError, log, news, seal};
use crate::tending::Tender;
use crate::writer::{Clock, WriteError, Writer};

/// How long a server waits for the lines that became stale while it was down, before it answers.
const FIRST_AGE: Duration = Duration::from_secs(5);
/// How long requests that are being answered may hold up the end.
const FAREWELL: Duration = Duration::from_secs(20);

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is to be published.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The lines that became stale while the server was down.
    #[error("cannot bring the last 90 days up to date: {0}")]
    Age(#[from] WriteError),
    /// The key that signs challenges.
    #[error("cannot read or make the key that signs challenges: {0}")]
    Seal(#[from] sqlx::Error),
    /// The system has no randomness to give.
    #[error("no randomness for a key: {0}")]
    Random(#[from] getrandom::Error),
    /// The address.
    #[error("cannot listen on {address}: {source}; is another server running there?")]
    Listen {
        /// Which one.
        address: SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
}

/// A server that answers.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    transactions: Arc<AtomicU64>,
    stop: watch::Sender<bool>,
    database: Database,
    serving: JoinHandle<()>,
    following: JoinHandle<()>,
    tending: JoinHandle<()>,
    writing: JoinHandle<()>,
}

/// The system's clock.
pub fn system_clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}

/// Opens the database, brings it up to date and answers from then on.
///
/// # Errors
/// See [`ServeError`].
pub async fn start(config: Config, clock: Clock) -> Result<Running, ServeError> {
    let database = Database::open(&config.database).await?;
    let seal = seal_of(&database).await?;
    let shelf = Arc::new(Shelf::open(database.clone(), config.prefetch_max_bytes).await?);
    let (writer, writing) = Writer::start(
        database.clone(),
        Arc::clone(&shelf),
        Arc::clone(&clock),
        i64::from(config.probation_days),
    );
    // Of a large community that is upgraded this takes minutes: then it answers meanwhile, from the
    // lines that are there.
    if let Ok(aged) = tokio::time::timeout(FIRST_AGE, writer.age()).await {
        aged?;
    }
    let figures = Arc::new(Counted::default());
    let transactions = writer.transactions();
    let failed = |source| ServeError::Listen {
        address: config.listen,
        source,
    };
    let listener = TcpListener::bind(config.listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let (stop, stopped) = watch::channel(false);
    let following = tokio::spawn(follow(
        database.clone(),
        Arc::clone(&shelf),
        stopped.clone(),
    ));
    let tender = Tender {
        database: database.clone(),
        shelf: Arc::clone(&shelf),
        writer: writer.clone(),
        clock: Arc::clone(&clock),
        figures: Arc::clone(&figures),
    };
    let tending = tokio::spawn(tender.tend(stopped.clone()));
    let app = App {
        registrations: Limiter::new(config.registrations_per_hour),
        syncs: Limiter::new(config.syncs_per_hour),
        metrics: Metrics::default(),
        dumps: Arc::new(Semaphore::new(1)),
        flags: Limiter::new(Limited::Flag.per_hour()),
        tokens: Limiter::new(Limited::Token.per_hour()),
        seal,
        figures,
        database: database.clone(),
        config,
        shelf,
        writer,
        clock,
    };
    let serving = tokio::spawn(serve(listener, app, stopped));
    Ok(Running {
        address,
        transactions,
        stop,
        database,
        serving,
        following,
        tending,
        writing,
    })
}

/// The key that signs challenges, the same for all processes.
async fn seal_of(database: &Database) -> Result<Seal, ServeError> {
    let fresh = format!("{}{}", random_id()?, random_id()?);
    Ok(Seal::new(seal::key(database, &fresh).await?))
}

impl Running {
    /// Transactions committed since the start: each waited once for the disk.
    pub fn transactions(&self) -> u64 {
        self.transactions.load(Ordering::Relaxed)
    }

    /// Takes no more requests, answers those that are here, writes what waits, closes the
    /// database.
    pub async fn shut_down(self) {
        self.stop.send_replace(true);
        for task in [self.serving, self.following, self.tending, self.writing] {
            if let Err(why) = task.await {
                tracing::error!(error = %why, "a task did not end well");
            }
        }
        self.database.close().await;
    }
}

async fn serve(listener: TcpListener, app: App, stopped: watch::Receiver<bool>) {
    let service = router(Arc::new(app)).into_make_service_with_connect_info::<SocketAddr>();
    let listener = listener.tap_io(|stream| {
        // Answers are small and whole: waiting for more to send only delays them.
        drop(stream.set_nodelay(true));
    });
    let serving =
        axum::serve(listener, service).with_graceful_shutdown(asked_to_stop(stopped.clone()));
    let too_long = async {
        asked_to_stop(stopped).await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        ended = serving => if let Err(why) = ended {
            tracing::error!(error = %why, "serving ended");
        },
        () = too_long => tracing::warn!("some connections did not end in time"),
    }
}

async fn asked_to_stop(mut stopped: watch::Receiver<bool>) {
    // An error means that nobody is left who could ask: then it is time, too.
    drop(stopped.wait_for(|it| *it).await);
}

/// What other processes of the community write is published here too.
async fn follow(database: Database, shelf: Arc<Shelf>, stopped: watch::Receiver<bool>) {
    let follow = news::follow(&database, |news| shelf.heard(&news));
    tokio::select! {
        () = asked_to_stop(stopped) => {}
        () = follow => {}
        () = log::empty(&database) => {}
    }
}
