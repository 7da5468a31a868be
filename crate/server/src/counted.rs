//! The figures of the whole, counted once a minute however many ask. Whoever asks while they are
//! counted anew gets those from before.

use std::sync::{Arc, PoisonError, RwLock};

use tallystick_wire::Millis;
use tokio::sync::Mutex;

use crate::statistics::DAY_MS;
use crate::store::Database;
use crate::store::figures::{self, Figures};

/// How long figures are kept: they are counted over all reviews.
const KEPT_MS: i64 = 60_000;

/// See the module.
#[derive(Debug, Default)]
pub struct Counted {
    /// When they were counted, and what came out.
    kept: RwLock<Option<(Millis, Arc<Figures>)>>,
    counting: Mutex<()>,
}

impl Counted {
    /// The figures; counts them if those that are kept are too old and nobody counts already.
    ///
    /// # Errors
    /// Passes on what the database says.
    pub async fn get(&self, database: &Database, now: Millis) -> Result<Arc<Figures>, sqlx::Error> {
        let known = self.kept();
        if let Some(fresh) = known.clone().filter(|it| is_fresh(it.0, now)) {
            return Ok(fresh.1);
        }
        let _alone = match (self.counting.try_lock(), known) {
            (Ok(alone), _) => alone,
            (Err(_), Some((_, old))) => return Ok(old),
            (Err(_), None) => self.counting.lock().await,
        };
        if let Some(fresh) = self.kept().filter(|it| is_fresh(it.0, now)) {
            return Ok(fresh.1);
        }
        // By whole days, so that the page can be kept for one.
        let today = now.div_euclid(DAY_MS) * DAY_MS;
        let counted = figures::read(database.readers(), today - 90 * DAY_MS).await?;
        let counted = Arc::new(counted);
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((now, Arc::clone(&counted)));
        Ok(counted)
    }

    fn kept(&self) -> Option<(Millis, Arc<Figures>)> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.clone()
    }
}

fn is_fresh(at: Millis, now: Millis) -> bool {
    (at..at + KEPT_MS).contains(&now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_asks_while_they_are_counted_gets_those_from_before() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("a.db").display());
        let database = Database::open(&url).await.unwrap();
        let counted = Counted::default();
        let before = counted.get(&database, 0).await.unwrap();
        let counting = counted.counting.lock().await;
        let meanwhile = counted.get(&database, KEPT_MS).await.unwrap();
        assert!(Arc::ptr_eq(&before, &meanwhile));
        drop(counting);
        let after = counted.get(&database, KEPT_MS).await.unwrap();
        assert!(!Arc::ptr_eq(&before, &after));
    }
}
