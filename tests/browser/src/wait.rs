//! Waiting for something to become true, never for time to pass.

use std::time::{Duration, Instant};

use crate::Trouble;

/// How long something that should happen soon may take on a busy machine.
const SOON: Duration = Duration::from_secs(60);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(20);

/// Looks until there is something, for at most a minute.
///
/// # Errors
/// Names what did not come, with the last trouble on the way.
pub fn until<T>(
    what: &str,
    look: impl FnMut() -> Result<Option<T>, Trouble>,
) -> Result<T, Trouble> {
    within(SOON, what, look)
}

/// Looks until there is something, for at most `patience`.
///
/// # Errors
/// Names what did not come, with the last trouble on the way.
pub fn within<T>(
    patience: Duration,
    what: &str,
    mut look: impl FnMut() -> Result<Option<T>, Trouble>,
) -> Result<T, Trouble> {
    let end = Instant::now() + patience;
    loop {
        // A page that changes under us is a reason to look again, not to give up.
        let last = match look() {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => String::new(),
            Err(trouble) => format!(" ({trouble})"),
        };
        if end < Instant::now() {
            return Err(Trouble(format!(
                "waited {patience:?} in vain for: {what}{last}"
            )));
        }
        std::thread::sleep(PAUSE);
    }
}
