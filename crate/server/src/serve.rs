//! Starting the server and ending it without losing anything.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, Semaphore, watch};
use tokio::task::JoinHandle;

use crate::challenge::Seal;
use crate::config::Config;
use crate::http::metrics::Metrics;
use crate::http::{App, router};
use crate::limit::{Limited, Limiter};
use crate::publish::{PublishError, Shelf};
use crate::secret::random_id;
use crate::statistics::DAY_MS;
use crate::store::{Database, StoreError, news, seal};
use crate::writer::{Clock, WriteError, Writer};

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
    aging: JoinHandle<()>,
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
    writer.age().await?;
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
    let aging = tokio::spawn(age_daily(
        writer.clone(),
        Arc::clone(&clock),
        stopped.clone(),
    ));
    let app = App {
        registrations: Limiter::new(config.registrations_per_hour),
        syncs: Limiter::new(config.syncs_per_hour),
        metrics: Metrics::default(),
        dumps: Arc::new(Semaphore::new(1)),
        flags: Limiter::new(Limited::Flag.per_hour()),
        tokens: Limiter::new(Limited::Token.per_hour()),
        seal,
        figures: Mutex::default(),
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
        aging,
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
        for task in [self.serving, self.following, self.aging, self.writing] {
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

/// What other processes of the community write is published here too. Meanwhile everything is put
/// on the shelf once, so that in a large community the first who ask do not wait for it.
async fn follow(database: Database, shelf: Arc<Shelf>, stopped: watch::Receiver<bool>) {
    let follow = news::follow(&database, |news| shelf.heard(&news));
    let follow = async { tokio::join!(shelf.index(), follow) };
    tokio::select! {
        () = asked_to_stop(stopped) => {}
        _ = follow => {}
    }
}

/// Shortly after each midnight (UTC) reviews leave the last 90 days.
async fn age_daily(writer: Writer, clock: Clock, stopped: watch::Receiver<bool>) {
    let mut asked = std::pin::pin!(asked_to_stop(stopped));
    loop {
        let left = DAY_MS - clock().rem_euclid(DAY_MS);
        let midnight = Duration::from_millis(u64::try_from(left).unwrap_or_default());
        tokio::select! {
            () = &mut asked => return,
            () = tokio::time::sleep(midnight + Duration::from_secs(1)) => {}
        }
        if let Err(why) = writer.age().await {
            tracing::error!(error = %why, "the last 90 days are not up to date");
        }
    }
}
