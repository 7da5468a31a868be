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
