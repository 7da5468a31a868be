//! The stores of the database, their keys, and how they are laid out anew by a newer version.
//!
//! All values are JSON texts but the bodies of buckets, which are stored as they came.

use serde::Serialize;
use serde::de::DeserializeOwned;
use tallystick_browser::database::{self, Database, Read, Upgrade, Write};
use tallystick_wire::stored::{DATABASE, VERSION};

use crate::trouble::{Done, Trouble};

pub use tallystick_wire::stored::{CHANGED, PACKS, RECORDS};

/// url → [`crate::backend::Backend`].
pub const BACKENDS: &str = "backends";
/// url → the secret, kept when a backend is removed: with another one the worker could not change
/// what they wrote there. Here and not in `storage.local`, which content scripts can read.
pub const SECRETS: &str = "secrets";
/// url → [`crate::refresh::Listed`].
pub const INDEX: &str = "index";
/// [`body_key`] → a bucket's body.
pub const BUCKETS: &str = "buckets";
/// [`body_key`] → a body of review texts.
pub const TEXTS: &str = "texts";
/// [`body_key`] → the ETag of the body in [`BUCKETS`].
pub const BUCKET_ETAGS: &str = "bucket_etags";
/// [`body_key`] → the ETag of the body in [`TEXTS`].
pub const TEXT_ETAGS: &str = "text_etags";
/// review id → [`crate::mine::Mine`].
pub const REVIEWS: &str = "reviews";
/// [`crate::outbox::key`] → [`crate::outbox::Waiting`].
pub const OUTBOX: &str = "outbox";
/// requester → [`tallystick_wire::message::SaveNote`].
pub const NOTES: &str = "notes";
/// `requester:` or `group:` and the key → [`tallystick_wire::message::SetHiding`].
pub const HIDING: &str = "hiding";
/// platform, line break, page → [`tallystick_wire::message::BlindPage`].
pub const BLIND: &str = "blind";
/// [`crate::ledger::log::place_key`] → [`tallystick_wire::Event`]: the log, in its order.
pub const LOG: &str = "log";
/// event id → place key.
pub const IDS: &str = "log_ids";
/// assignment key, line break, place key → nothing: whose events these are. What is about no
/// assignment has the empty key; a link of two keys is under both.
pub const ABOUT: &str = "log_about";
/// import id, line break, place key of its first event here → [`crate::ledger::log::Span`].
pub const SPANS: &str = "log_imports";
/// assignment key → nothing, for those that are pending.
pub const PENDING: &str = "pending";
/// [`crate::ledger::COUNTS`], [`crate::clock::CLOCK`] and [`crate::ledger::journal::JOURNAL`], one
/// record each.
pub const CLOCK: &str = "clock";
/// platform, line break, day → [`tallystick_wire::ledger::DayRecord`].
pub const DAYS: &str = "days";
/// platform, line break, quarter → [`tallystick_wire::ledger::SearchRecord`].
pub const SEARCH: &str = "search";
/// event id → [`tallystick_wire::ledger::CostRecord`].
pub const COSTS: &str = "costs";
/// event id → the event of an import in force.
pub const IMPORTS: &str = "imports";
/// import id, line break, number, `-`, how many → a list of events that do not count yet.
pub const STAGED: &str = "staged";
/// `r` or `g`, line break, requester or group → the worker's sums over its records; `me`, `ratios`:
/// see [`crate::ledger::sums`].
pub const SUMS: &str = "sums";
/// store, line break, key → [`crate::ledger::damage::Damage`]: what could not be read.
pub const DAMAGED: &str = "damaged";

/// Everything that a change of the ledger may touch.
pub const LEDGER: [&str; 16] = [
    LOG, IDS, ABOUT, SPANS, RECORDS, PENDING, CLOCK, DAYS, SEARCH, COSTS, IMPORTS, STAGED, SUMS,
    DAMAGED, CHANGED, PACKS,
];

/// Of the ledger, those that came with version 2.
const SECOND: [&str; 14] = [
    LOG, IDS, ABOUT, SPANS, RECORDS, PENDING, CLOCK, DAYS, SEARCH, COSTS, IMPORTS, STAGED, SUMS,
    DAMAGED,
];
const THIRD: [&str; 2] = [CHANGED, PACKS];
const FIRST: [&str; 12] = [
    BACKENDS,
    SECRETS,
    INDEX,
    BUCKETS,
    TEXTS,
    BUCKET_ETAGS,
    TEXT_ETAGS,
    REVIEWS,
    OUTBOX,
    NOTES,
    HIDING,
    BLIND,
];

/// Opens the database, bringing it up to the present version first.
///
/// # Errors
/// In the browser's words.
pub async fn open() -> Done<Database> {
    Ok(database::open(DATABASE, VERSION, upgrade).await?)
}

/// Each step goes from one version to the next, so that any older one arrives; a new step comes with
/// a higher [`VERSION`].
fn upgrade(upgrade: &Upgrade<'_>) -> Result<(), tallystick_browser::Error> {
    if upgrade.from < 1 {
        FIRST.iter().try_for_each(|store| upgrade.create(store))?;
    }
    if upgrade.from < 2 {
        SECOND.iter().try_for_each(|store| upgrade.create(store))?;
    }
    if upgrade.from < 3 {
        THIRD.iter().try_for_each(|store| upgrade.create(store))?;
    }
    Ok(())
}

/// The key of a bucket's body.
pub fn body_key(backend: &str, bucket: &str) -> String {
    format!("{backend}\n{bucket}")
}

/// The prefix of all keys that belong to a backend.
pub fn of_backend(backend: &str) -> String {
    format!("{backend}\n")
}

/// Reads one record.
///
/// # Errors
/// In the browser's words, or that the record is unreadable.
pub async fn get<T: DeserializeOwned>(read: &Read, store: &str, key: &str) -> Done<Option<T>> {
    let Some(text) = read.get(store, key).await? else {
        return Ok(None);
    };
    serde_json::from_str(&text)
        .map(Some)
        .map_err(|why| Trouble::unreadable(store, &why))
}

/// Reads all records whose keys begin with `prefix`; one that is unreadable is said on the console
/// and left out, so that it cannot take the others with it.
///
/// # Errors
/// In the browser's words.
pub async fn all<T: DeserializeOwned>(read: &Read, store: &str, prefix: &str) -> Done<Vec<T>> {
    Ok(parsed(store, read.all(store, prefix).await?))
}

/// The records of these texts, as [`all`] reads them.
pub fn parsed<T: DeserializeOwned>(store: &str, texts: Vec<String>) -> Vec<T> {
    let parsed = |text: String| match serde_json::from_str(&text) {
        Ok(record) => Some(record),
        Err(why) => {
            tallystick_browser::console::error(&Trouble::unreadable(store, &why).to_string());
            None
        }
    };
    texts.into_iter().filter_map(parsed).collect()
}

/// Puts one record.
///
/// # Errors
/// In the browser's words.
pub fn put<T: Serialize>(write: &Write, store: &str, key: &str, record: &T) -> Done<()> {
    let text = serde_json::to_string(record).map_err(|why| Trouble::unreadable(store, &why))?;
    Ok(write.put(store, key, &text)?)
}

/// The keys of all records of a store.
///
/// # Errors
/// In the browser's words.
pub async fn keys(database: &Database, store: &str) -> Done<Vec<String>> {
    Ok(database.read(&[store])?.keys(store, "").await?)
}
