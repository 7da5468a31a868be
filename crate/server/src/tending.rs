//! What the server does when nobody waits for it: lines that time has made untrue are computed
//! again, and what was changed is put up for those who will ask.
//!
//! This room refuses to know who asks; nothing here is needed for an answer to be true, only for it
//! to be quick.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::counted::Counted;
use crate::publish::{PublishError, Shelf};
use crate::statistics::DAY_MS;
use crate::store::Database;
use crate::writer::{Clock, WriteError, Writer};

/// How long changes are left to gather before they are put up.
const PAUSE: Duration = Duration::from_millis(500);
/// A round is followed by a rest of so many times what it took: a fifth of a core is enough.
const REST: u32 = 4;
/// After how long a round that failed is tried again.
const AGAIN: Duration = Duration::from_secs(5);
/// Pieces that are kept by one work: nobody waits long behind it.
const KEPT_AT_ONCE: usize = 64;

/// See the module.
pub struct Tender {
    /// Where the reviews are.
    pub database: Database,
    /// What everyone may read.
    pub shelf: Arc<Shelf>,
    /// Computes lines again, and keeps what is made.
    pub writer: Writer,
    /// The clock.
    pub clock: Clock,
    /// The figures of the whole.
    pub figures: Arc<Counted>,
}

/// Why a round ended early; the next one does the rest.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error(transparent)]
    Publish(#[from] PublishError),
    #[error("what was made cannot be kept: {0}")]
    Keep(#[from] WriteError),
}

impl Tender {
    /// Tends until it is asked to stop.
    pub async fn tend(self, mut stopped: watch::Receiver<bool>) {
        tokio::select! {
            // An error means that nobody is left who could ask.
            _ = stopped.wait_for(|it| *it) => {}
            () = self.tend_forever() => {}
        }
    }

    async fn tend_forever(&self) {
        loop {
            if let Err(why) = self.writer.age().await {
                tracing::error!(error = %why, "the last 90 days are not up to date");
            }
            if let Err(why) = self.figures.get(&self.database, (self.clock)()).await {
                tracing::warn!(error = %why, "the community is not counted");
            }
            let left = DAY_MS - (self.clock)().rem_euclid(DAY_MS);
            let midnight = Duration::from_millis(u64::try_from(left).unwrap_or_default());
            // Shortly after each midnight (UTC) reviews leave the last 90 days.
            let until = midnight + Duration::from_secs(1);
            drop(tokio::time::timeout(until, self.put_up_forever()).await);
        }
    }

    async fn put_up_forever(&self) {
        loop {
            let begin = Instant::now();
            if let Err(why) = self.put_up().await {
                tracing::warn!(error = %why, "not everything is put up");
                tokio::time::sleep(AGAIN).await;
                continue;
            }
            tokio::time::sleep(begin.elapsed() * REST).await;
            self.shelf.spoilt().await;
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// One round over all buckets.
    async fn put_up(&self) -> Result<(), Broken> {
        // Above all the index: who has another state of the buckets asks for it first.
        self.shelf.index().await?;
        for name in self.shelf.names() {
            let mut made = self.shelf.put_up(&name).await?;
            while !made.is_empty() {
                let rest = made.split_off(KEPT_AT_ONCE.min(made.len()));
                self.writer.keep(made).await?;
                made = rest;
            }
        }
        // What changed meanwhile is in it, too.
        self.shelf.index().await?;
        self.shelf.all_up();
        Ok(())
    }
}
