//! The one task that writes: it takes whatever is waiting into one transaction (group commit),
//! so that many reviews share one wait for the disk.
//!
//! An answer leaves only after the commit is durable. If a transaction fails, each of its works
//! is tried alone, so that nobody pays for another's trouble. This room refuses to know what the
//! works mean.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::moderation::Asked;
use tallystick_wire::Millis;
use tallystick_wire::api::{FlagRequest, IdentityCreated, SyncAnswer};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::ledger::{self, Done, LedgerError, Work};
use crate::membership::{Entry, InvitationChange, Leaving, TokenChange};
use crate::outbox::Touched;
use crate::publish::Shelf;
use crate::refusal::Refusal;
use crate::store::Database;
use crate::trust::Moment;

/// Works that wait at the most; what comes then waits for a place.
const QUEUE: usize = 1_024;
/// Works that share a transaction at the most.
const SHARE: usize = 256;

/// How long a transaction may take. Requests wait no longer either.
const PATIENCE: Duration = Duration::from_secs(25);

/// The clock, as an argument, so that tests can turn it.
pub type Clock = Arc<dyn Fn() -> Millis + Send + Sync>;

/// Why a work was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The database failed; it is in the log.
    #[error("the database failed")]
    Failed,
    /// The database is not there at present; the work may be sent again.
    #[error("the database is not there at present")]
    Unavailable,
    /// The server is going down; the work may be sent again.
    #[error("the server is going down")]
    Closed,
    /// The identity was deleted meanwhile.
    #[error("the identity was deleted meanwhile")]
    NoSuchIdentity,
    /// It may not be done.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

struct Job {
    work: Work,
    answer: oneshot::Sender<Result<Done, WriteError>>,
}

/// The handle by which everything is written. Once all handles are dropped, the task finishes
/// what is waiting and ends.
#[derive(Clone)]
pub struct Writer {
    jobs: mpsc::Sender<Job>,
    transactions: Arc<AtomicU64>,
}

impl Writer {
    /// Starts the task.
    pub fn start(
        database: Database,
        shelf: Arc<Shelf>,
        clock: Clock,
        probation_days: i64,
    ) -> (Self, JoinHandle<()>) {
        let (jobs, waiting) = mpsc::channel(QUEUE);
        let transactions = Arc::new(AtomicU64::new(0));
        let task = Task {
            database,
            shelf,
            clock,
            probation_days,
            transactions: Arc::clone(&transactions),
        };
        (Self { jobs, transactions }, tokio::spawn(task.run(waiting)))
    }

    /// Makes an identity, or finds the one that is there.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub async fn register(
        &self,
        secret_hash: String,
        entry: Entry,
    ) -> Result<IdentityCreated, WriteError> {
        match self.perform(Work::Register { secret_hash, entry }).await? {
            Done::Registered(identity) => Ok(identity),
            other => Err(instead(other)),
        }
    }

    /// Changes the tokens of an identity.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub async fn token(&self, author: String, change: TokenChange) -> Result<(), WriteError> {
        match self.perform(Work::Token { author, change }).await? {
            Done::Changed => Ok(()),
            other => Err(instead(other)),
        }
    }

    /// Makes or revokes an invitation; `false` if there is none to revoke.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub async fn invite(&self, change: InvitationChange) -> Result<bool, WriteError> {
        match self.perform(Work::Invite(change)).await? {
            Done::Moderated(there) => Ok(there),
            other => Err(instead(other)),
        }
    }

    /// Takes an outbox; what is answered as stored is on the disk.
    ///
    /// # Errors
    /// See [`WriteError`]; then nothing of it is stored.
    pub async fn sync(
        &self,
        author: String,
        items: Vec<serde_json::Value>,
    ) -> Result<SyncAnswer, WriteError> {
        match self.perform(Work::Sync { author, items }).await? {
            Done::Synced(answer) => Ok(answer),
            other => Err(instead(other)),
        }
    }

    /// Does an act of a moderator; `false` if there is no such review or act.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub async fn moderate(&self, asked: Asked) -> Result<bool, WriteError> {
        match self.perform(Work::Moderate(asked)).await? {
            Done::Moderated(there) => Ok(there),
            other => Err(instead(other)),
        }
    }

    /// Notes a worker's flag; `false` if there is no such review.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub async fn flag(&self, author: String, request: FlagRequest) -> Result<bool, WriteError> {
        match self.perform(Work::Flag { author, request }).await? {
            Done::Moderated(there) => Ok(there),
            other => Err(instead(other)),
        }
    }

    /// Deletes an identity, and what it said or its name under that.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub async fn forget(&self, author: String, leaving: Leaving) -> Result<(), WriteError> {
        self.perform(Work::Forget { author, leaving })
            .await
            .map(drop)
    }

    /// Computes all lines again that are stale today; returns how many.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub async fn age(&self) -> Result<usize, WriteError> {
        let mut total = 0;
        loop {
            match self.perform(Work::Age).await? {
                Done::Aged(0) => return Ok(total),
                Done::Aged(count) => total += count,
                _ => return Err(WriteError::Failed),
            }
        }
    }

    /// Counts the transactions committed since the start: each waited once for the disk.
    pub fn transactions(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.transactions)
    }

    async fn perform(&self, work: Work) -> Result<Done, WriteError> {
        let (answer, answered) = oneshot::channel();
        self.jobs
            .send(Job { work, answer })
            .await
            .map_err(|_| WriteError::Closed)?;
        answered.await.map_err(|_| WriteError::Closed)?
    }
}

/// The task's own things.
struct Task {
    database: Database,
    shelf: Arc<Shelf>,
    clock: Clock,
    probation_days: i64,
    transactions: Arc<AtomicU64>,
}

impl Task {
    async fn run(self, mut waiting: mpsc::Receiver<Job>) {
        let mut batch = Vec::with_capacity(SHARE);
        while 0 < waiting.recv_many(&mut batch, SHARE).await {
            let (works, answers): (Vec<Work>, Vec<_>) =
                batch.drain(..).map(|job| (job.work, job.answer)).unzip();
            let dones: Vec<_> = match self.commit(&works).await {
                Ok(dones) => dones.into_iter().map(Ok).collect(),
                Err(why) if works.len() == 1 => vec![Err(failed(&why))],
                Err(why) if why.is_passing() => {
                    let why = failed(&why);
                    works.iter().map(|_| Err(why)).collect()
                }
                Err(_) => self.one_by_one(&works).await,
            };
            for (answer, done) in answers.into_iter().zip(dones) {
                // Whoever hung up meanwhile finds the work done when it is sent again.
                drop(answer.send(done));
            }
        }
    }

    async fn one_by_one(&self, works: &[Work]) -> Vec<Result<Done, WriteError>> {
        let mut dones = Vec::with_capacity(works.len());
        for work in works.chunks(1) {
            dones.push(match self.commit(work).await.map(|mut done| done.pop()) {
                Ok(Some(done)) => Ok(done),
                Ok(None) => Err(WriteError::Failed),
                Err(why) => Err(failed(&why)),
            });
        }
        dones
    }

    /// One transaction. One that the database leaves hanging is given up: whether it was
    /// committed shows when the works are sent again.
    async fn commit(&self, works: &[Work]) -> Result<Vec<Done>, LedgerError> {
        let ended = tokio::time::timeout(PATIENCE, self.transact(works)).await;
        ended.unwrap_or(Err(sqlx::Error::PoolTimedOut.into()))
    }

    /// From the transaction's begin to the news of it.
    async fn transact(&self, works: &[Work]) -> Result<Vec<Done>, LedgerError> {
        let moment = Moment {
            now: (self.clock)(),
            probation_days: self.probation_days,
        };
        let mut transaction = self.database.begin().await?;
        let mut touched = Touched::new();
        let mut dones = Vec::with_capacity(works.len());
        for work in works {
            dones.push(ledger::perform(&mut transaction, work, &moment, &mut touched).await?);
        }
        let news = ledger::settle(&mut transaction, &touched, &moment).await?;
        transaction.commit().await?;
        self.transactions.fetch_add(1, Ordering::Relaxed);
        self.shelf.wrote(&news);
        Ok(dones)
    }
}

/// What an answer means that is not the one that was hoped for.
fn instead(done: Done) -> WriteError {
    match done {
        Done::NoSuchIdentity => WriteError::NoSuchIdentity,
        Done::Refused(why) => WriteError::Refused(why),
        _ => WriteError::Failed,
    }
}

fn failed(why: &LedgerError) -> WriteError {
    tracing::error!(error = %why, "a write failed");
    if why.is_passing() {
        WriteError::Unavailable
    } else {
        WriteError::Failed
    }
}
