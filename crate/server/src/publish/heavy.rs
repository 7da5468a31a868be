//! Work that takes a core for milliseconds: off the threads that serve, and no more of it at once
//! than there are cores, so that what is light never waits behind a queue of it.

use std::sync::LazyLock;

use tokio::sync::Semaphore;
use tokio::task::JoinError;

static CORES: LazyLock<Semaphore> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism();
    Semaphore::new(cores.map_or(2, std::num::NonZero::get))
});

/// Does it when a core is free for it.
///
/// # Errors
/// The thread that did it is gone.
pub async fn heavy<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, JoinError> {
    // It is never closed. Held by the work itself, which goes on when nobody waits for it any more.
    let core = CORES.acquire().await.ok();
    tokio::task::spawn_blocking(move || {
        let _core = core;
        work()
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn there_is_never_more_of_it_than_cores() {
        let cores = std::thread::available_parallelism().map_or(2, |it| it.get());
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let works: Vec<_> = (0..100)
            .map(|_| {
                let (now, most) = (Arc::clone(&now), Arc::clone(&most));
                tokio::spawn(heavy(move || {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::yield_now();
                    now.fetch_sub(1, Ordering::SeqCst);
                }))
            })
            .collect();
        for work in works {
            work.await.unwrap().unwrap();
        }
        let most = most.load(Ordering::SeqCst);
        assert!((1..=cores).contains(&most), "{most} of {cores}");
    }
}
