//! Why a request was not done. It reads as a sentence for the worker.

use tallystick_browser::{Error, database};
use tallystick_wire::message::Failure;

/// What went wrong.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Trouble {
    /// The browser refused.
    #[error("{0}")]
    Browser(#[from] Error),
    /// Anything that the worker can do something about, in a whole sentence.
    #[error("{0}")]
    Told(String),
}

/// What nearly everything here returns.
pub type Done<T> = Result<T, Trouble>;

impl Trouble {
    /// A record in the database that does not read as what we write there.
    pub fn unreadable(what: &str, why: &serde_json::Error) -> Self {
        Self::Told(format!(
            "A stored {what} cannot be read ({why}); it was left as it is"
        ))
    }

    /// Whether the connection to the database may be gone, so that it is opened anew.
    pub fn is_of_database(&self) -> bool {
        matches!(
            self,
            Self::Browser(Error::Refused {
                doing: database::DOING,
                ..
            })
        ) && !self.is_of_full_disk()
    }

    /// Whether there was no room for what was to be stored.
    pub fn is_of_full_disk(&self) -> bool {
        matches!(self, Self::Browser(Error::Refused { why, .. }) if why == database::FULL_WHY)
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self {
            message: trouble.to_string(),
        }
    }
}

impl From<tallystick_wire::review::Unacceptable> for Trouble {
    fn from(unacceptable: tallystick_wire::review::Unacceptable) -> Self {
        Self::Told(unacceptable.0)
    }
}
