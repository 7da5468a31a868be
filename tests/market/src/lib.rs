//! A local marketplace that plays the platforms: their pages, under their real host names, over
//! HTTPS with a certificate of its own, all on one port of the loopback interface.
//!
//! The browser is told to find the platforms' hosts here; the Host header says which one is meant.
//! What a page does is told in its query ([`Asked`]): nothing is remembered between two requests
//! except the [`Seen`] log, by which a test proves what was *not* asked for. It refuses to know
//! the extension.

mod asked;
mod behave;
mod pages;
pub mod requesters;
mod serve;

pub use asked::Asked;
pub use pages::source;
pub use serve::{Market, MarketError, Seen};

/// The platforms that are played: the id of the definition and the host.
pub const HOSTS: [(&str, &str); 5] = [
    ("prolific", "app.prolific.com"),
    // Its own interface, which its pages ask.
    ("prolific", "internal-api.prolific.com"),
    ("cloudresearch", "connect.cloudresearch.com"),
    ("mturk", "worker.mturk.com"),
    ("microworkers", "www.microworkers.com"),
];

/// The address of each platform's task list.
pub const LISTS: [(&str, &str); 4] = [
    ("prolific", "https://app.prolific.com/studies"),
    (
        "cloudresearch",
        "https://connect.cloudresearch.com/participant/dashboard",
    ),
    ("mturk", "https://worker.mturk.com/projects"),
    ("microworkers", "https://www.microworkers.com/jobs.php"),
];
