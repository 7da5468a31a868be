//! A value that is built when somebody asks for it, kept until it is spoilt, and built once for
//! all who wait for it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// See the module.
#[derive(Debug)]
pub struct Slot<T> {
    /// Counts up with each spoiling.
    wanted: AtomicU64,
    /// The newest value and what `wanted` was before its building began.
    ready: RwLock<Option<(u64, Arc<T>)>>,
    building: tokio::sync::Mutex<()>,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        let (ready, building) = (RwLock::new(None), tokio::sync::Mutex::new(()));
        Self {
            wanted: AtomicU64::new(1),
            ready,
            building,
        }
    }
}

impl<T> Slot<T> {
    /// What is kept is not true any more: whoever asks from now on gets something newer.
    pub fn spoil(&self) {
        self.wanted.fetch_add(1, Ordering::SeqCst);
    }

    /// A value that is at least as new as this call; `build` runs only if there is none.
    /// Survives being dropped half-way: nothing is marked before it is there.
    ///
    /// # Errors
    /// Passes on `build`'s; the next one who asks tries again.
    pub async fn get<E>(&self, build: impl Future<Output = Result<T, E>>) -> Result<Arc<T>, E> {
        let asked = self.wanted.load(Ordering::SeqCst);
        if let Some(value) = self.at_least(asked) {
            return Ok(value);
        }
        let _alone = self.building.lock().await;
        if let Some(value) = self.at_least(asked) {
            return Ok(value);
        }
        let generation = self.wanted.load(Ordering::SeqCst);
        let value = Arc::new(build.await?);
        let mut ready = self.ready.write().unwrap_or_else(PoisonError::into_inner);
        *ready = Some((generation, Arc::clone(&value)));
        Ok(value)
    }

    /// The value, if it is there and not spoilt.
    pub fn fresh(&self) -> Option<Arc<T>> {
        self.at_least(self.wanted.load(Ordering::SeqCst))
    }

    /// The newest value that was built, true or not any more.
    pub fn newest(&self) -> Option<Arc<T>> {
        self.at_least(0)
    }

    fn at_least(&self, asked: u64) -> Option<Arc<T>> {
        let ready = self.ready.read().unwrap_or_else(PoisonError::into_inner);
        ready
            .as_ref()
            .filter(|(generation, _)| asked <= *generation)
            .map(|(_, it)| Arc::clone(it))
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    #[tokio::test]
    async fn builds_once_until_spoilt() {
        let slot = Slot::default();
        let get = |value: u8| {
            let slot = &slot;
            async move {
                *slot
                    .get(async { Ok::<_, Infallible>(value) })
                    .await
                    .unwrap()
            }
        };
        assert_eq!((get(1).await, get(2).await), (1, 1));
        slot.spoil();
        assert_eq!((slot.fresh(), slot.newest().as_deref()), (None, Some(&1)));
        assert_eq!((get(3).await, get(4).await), (3, 3));
    }

    #[tokio::test]
    async fn what_is_spoilt_while_it_is_built_is_built_again() {
        let slot = Slot::default();
        let built = slot.get(async {
            slot.spoil();
            Ok::<_, Infallible>(1)
        });
        assert_eq!(*built.await.unwrap(), 1);
        assert_eq!(
            *slot.get(async { Ok::<_, Infallible>(2) }).await.unwrap(),
            2
        );
    }

    #[tokio::test]
    async fn survives_a_build_that_fails() {
        let slot = Slot::default();
        assert_eq!(
            slot.get(async { Err::<u8, _>("no") }).await.unwrap_err(),
            "no"
        );
        assert_eq!(*slot.get(async { Ok::<_, &str>(2) }).await.unwrap(), 2);
    }
}
