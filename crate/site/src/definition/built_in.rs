//! The definitions that come with the program, put in by the build; refuses to know which.

use super::{Definition, take, url};

/// A definition as it is shipped: what is needed to find it, and its JSON without notes.
struct Shipped {
    matches: &'static [&'static str],
    json: &'static str,
}

// One `Shipped` for every file of extension/platforms.
include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// The definition that came with the program for this host, e.g. `worker.mturk.com`. Only the one
/// that is asked for is read.
pub fn built_in(host: &str) -> Option<Definition> {
    let shipped = SHIPPED
        .iter()
        .find(|it| it.matches.iter().any(|it| url::host_fits(it, host)))?;
    take::definition(&serde_json::from_str(shipped.json).ok()?).ok()
}
