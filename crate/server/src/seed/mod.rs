//! A believable demo community, the same each time, for trying things out.
//!
//! Its reviews take the way of all reviews, from the cleaning on; its workers have no tokens, so
//! nobody can speak for them.

pub mod dice;
mod requester;
mod reviews;
mod words;

use std::collections::HashSet;

use sqlx::AnyConnection;
use tallystick_core::trust::PROBATION_DAYS;
use tallystick_wire::Millis;
use tallystick_wire::api::{ItemAnswer, PUBLIC_PREFIX};

pub use requester::{BadFile, Requester};

use crate::clean;
use crate::config::SeedDemo;
use crate::ledger::{self, LedgerError};
use crate::outbox::{self, Touched};
use crate::statistics::{DAY_MS, day_of};
use crate::store::{Database, StoreError, identity, voice};
use crate::trust::Moment;
use dice::Dice;

/// Why there is no demo community.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The file of requesters.
    #[error(transparent)]
    File(#[from] BadFile),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Writing.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A requester that no review can be about.
    #[error("no review can be about {requester}: {why}")]
    Requester {
        /// Which one.
        requester: String,
        /// Why not.
        why: String,
    },
}

impl From<sqlx::Error> for SeedError {
    fn from(why: sqlx::Error) -> Self {
        Self::Ledger(why.into())
    }
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seeded {
    /// Requesters of the file and made up, also those without a review.
    pub requesters: usize,
    /// Reviews stored.
    pub stored: usize,
    /// Reviews that were there already.
    pub there: usize,
}

/// Fills a database, in one transaction. Doing it again changes nothing on the same day.
///
/// # Errors
/// See [`SeedError`]; then nothing is changed.
pub async fn seed(options: &SeedDemo, now: Millis) -> Result<Seeded, SeedError> {
    let requesters = requesters(options)?;
    let database = Database::open(&options.database).await?;
    let mut transaction = database.begin().await?;
    let workers = workers(&mut transaction, now).await?;
    let mut touched = Touched::new();
    let mut seeded = Seeded {
        requesters: requesters.len(),
        ..Seeded::default()
    };
    for requester in &requesters {
        let answers = store(&mut transaction, requester, &workers, now, &mut touched).await?;
        let stored = answers
            .iter()
            .filter(|it| **it == ItemAnswer::Stored)
            .count();
        seeded.stored += stored;
        seeded.there += answers.len() - stored;
    }
    ledger::settle(&mut transaction, &touched, &at(now)).await?;
    transaction.commit().await?;
    database.close().await;
    Ok(seeded)
}

/// Those of the file first, then made-up ones of other keys.
fn requesters(options: &SeedDemo) -> Result<Vec<Requester>, BadFile> {
    let named = options
        .requesters
        .as_deref()
        .map_or_else(|| Ok(Vec::new()), requester::read)?;
    let mut known = HashSet::new();
    let made_up = (0..options.count.saturating_mul(2)).filter_map(requester::made_up);
    let count = options.count.max(named.len());
    let all = named.into_iter().chain(made_up);
    Ok(all
        .filter(|it| known.insert(it.key.clone()))
        .take(count)
        .collect())
}

/// The demo's reviews are stored as if at their own time.
const fn at(now: Millis) -> Moment {
    Moment {
        now,
        probation_days: PROBATION_DAYS,
    }
}

async fn workers(connection: &mut AnyConnection, now: Millis) -> Result<Vec<String>, sqlx::Error> {
    let mut names = Vec::with_capacity(reviews::WORKERS);
    for number in 0..reviews::WORKERS {
        let letters = Dice::of(&format!("worker {number}")).letters("bcdfghjkmnpqrstvwxz23456", 14);
        let name = format!("{PUBLIC_PREFIX}{letters}");
        if !identity::exists(connection, &name).await? {
            // The demo's workers have been here for long.
            identity::insert(connection, &name, now - 500 * DAY_MS).await?;
            voice::set_history(connection, &name, 99, 99).await?;
        }
        names.push(name);
    }
    Ok(names)
}

async fn store(
    connection: &mut AnyConnection,
    requester: &Requester,
    workers: &[String],
    now: Millis,
    touched: &mut Touched,
) -> Result<Vec<ItemAnswer>, SeedError> {
    let mut answers = Vec::new();
    for said in reviews::of(requester, day_of(now)) {
        let Some(author) = workers.get(said.worker) else {
            continue;
        };
        let review = clean::review(said.review, now).map_err(|why| SeedError::Requester {
            requester: requester.key.to_string(),
            why,
        })?;
        let answer = outbox::put(connection, author, &review, &at(said.stored_at), touched).await?;
        answers.push(answer);
    }
    Ok(answers)
}
