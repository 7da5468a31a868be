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

use crate::allowance::{self, Claim, Denied};
use crate::ledger::{self, Done, LedgerError, Work};
use crate::membership::{Entry, InvitationChange, Leaving, TokenChange};
use crate::outbox::{Item, Touched};
use crate::publish::Shelf;
use crate::refusal::Refusal;
use crate::store::Database;
use crate::store::piece::Made;
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
    /// It was done too often, at all processes of the community together.
    #[error("too often: again in {} s", .0.retry_after)]
    Denied(Denied),
}

struct Job {
    work: Work,
    claim: Option<Claim>,
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
        claim: Claim,
    ) -> Result<IdentityCreated, WriteError> {
        let work = Work::Register { secret_hash, entry };
        match self.claim(work, claim).await? {
            Done::Registered(identity) => Ok(identity),
            other => Err(instead(other)),
        }
    }

    /// Changes the tokens of an identity.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub async fn token(
        &self,
        author: String,
        change: TokenChange,
        claim: Claim,
    ) -> Result<(), WriteError> {
        match self.claim(Work::Token { author, change }, claim).await? {
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
        items: Vec<Item>,
        claim: Claim,
    ) -> Result<SyncAnswer, WriteError> {
        match self.claim(Work::Sync { author, items }, claim).await? {
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
    pub async fn flag(
        &self,
        author: String,
        request: FlagRequest,
        claim: Claim,
    ) -> Result<bool, WriteError> {
        match self.claim(Work::Flag { author, request }, claim).await? {
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

    /// Keeps texts that were made ready, of those requesters whose texts have not changed since.
    ///
    /// # Errors
    /// See [`WriteError`]; then they are made again some time.
    pub async fn keep(&self, made: Vec<Made>) -> Result<(), WriteError> {
        self.perform(Work::Keep(made)).await.map(drop)
    }

    /// Counts the transactions committed since the start: each waited once for the disk.
    pub fn transactions(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.transactions)
    }

    async fn perform(&self, work: Work) -> Result<Done, WriteError> {
        self.send(work, None).await
    }

    /// For what may not be done too often.
    async fn claim(&self, work: Work, claim: Claim) -> Result<Done, WriteError> {
        self.send(work, Some(claim)).await
    }

    async fn send(&self, work: Work, claim: Option<Claim>) -> Result<Done, WriteError> {
        let (answer, answered) = oneshot::channel();
        self.jobs
            .send(Job {
                work,
                claim,
                answer,
            })
            .await
            .map_err(|_| WriteError::Closed)?;
        answered.await.map_err(|_| WriteError::Closed)?
    }
}

/// A work and what it takes from somebody's allowance.
type Claimed = (Work, Option<Claim>);

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
            let jobs = batch.drain(..);
            let (works, answers): (Vec<Claimed>, Vec<_>) =
                jobs.map(|job| ((job.work, job.claim), job.answer)).unzip();
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

    async fn one_by_one(&self, works: &[Claimed]) -> Vec<Result<Done, WriteError>> {
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
    async fn commit(&self, works: &[Claimed]) -> Result<Vec<Done>, LedgerError> {
        let ended = tokio::time::timeout(PATIENCE, self.transact(works)).await;
        ended.unwrap_or(Err(sqlx::Error::PoolTimedOut.into()))
    }

    /// From the transaction's begin to the news of it.
    async fn transact(&self, works: &[Claimed]) -> Result<Vec<Done>, LedgerError> {
        let moment = Moment {
            now: (self.clock)(),
            probation_days: self.probation_days,
        };
        let mut transaction = self.database.begin().await?;
        let claims: Vec<Option<&Claim>> = works.iter().map(|it| it.1.as_ref()).collect();
        let denied = allowance::take_all(&mut transaction, &claims, moment.now).await?;
        let allowed = works.iter().zip(&denied).filter(|it| it.1.is_none());
        let allowed: Vec<&Work> = allowed.map(|((work, _), _)| work).collect();
        let mut touched = Touched::new();
        let done = ledger::perform_all(&mut transaction, &allowed, &moment, &mut touched).await?;
        let mut done = done.into_iter();
        let dones = denied.into_iter().filter_map(|it| match it {
            Some(denied) => Some(Done::Denied(denied)),
            None => done.next(),
        });
        let dones = dones.collect();
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
        Done::Denied(why) => WriteError::Denied(why),
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
