//! Bringing an archive of reviews into a community: a CSV of requester, scores, text and date.
//!
//! All or nothing: the whole file is read and checked first, every bad row is named by its number,
//! and one transaction stores what is good. Imported reviews are said by voices of their own, whom
//! nobody can speak for; `core`'s weights count them as unverified. docs/archive.md has the format.

mod day;
mod row;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use sqlx::AnyConnection;
use tallystick_core::key::lookup_key;
use tallystick_core::trust::PROBATION_DAYS;
use tallystick_wire::api::{Origin, PUBLIC_PREFIX};
use tallystick_wire::{Millis, PlatformId, Review};

use crate::config::ImportArchive;
use crate::ledger::{self, LedgerError};
use crate::outbox::{self, Touched};
use crate::secret::letters_of;
use crate::store::{Database, StoreError, identity, review};
use crate::trust::Moment;
use row::{COLUMNS, Fields};

/// Bad rows that are named; the others are counted.
const NAMED_MAX: usize = 20;

/// Why nothing was brought.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// Why not.
        source: csv::Error,
    },
    /// A column that is needed is not there, or one is there that is not known.
    #[error("{0}")]
    Columns(String),
    /// Rows that cannot be taken.
    #[error("nothing was imported, {count} rows are wrong:\n{named}")]
    Rows {
        /// How many.
        count: usize,
        /// The first of them, one a line.
        named: String,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Writing.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<sqlx::Error> for ArchiveError {
    fn from(why: sqlx::Error) -> Self {
        Self::Ledger(why.into())
    }
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Reviews stored.
    pub stored: usize,
    /// Reviews that were there already.
    pub there: usize,
    /// Requesters that they are about.
    pub requesters: usize,
}

/// Brings an archive, in one transaction. Doing it again changes nothing.
///
/// # Errors
/// See [`ArchiveError`]; then nothing is changed.
pub async fn import(options: &ImportArchive, now: Millis) -> Result<Imported, ArchiveError> {
    let reviews = read(&options.file, &options.platform, now)?;
    let database = Database::open(&options.of.database).await?;
    let mut transaction = database.begin().await?;
    let imported = store(&mut transaction, &reviews, now).await?;
    transaction.commit().await?;
    database.close().await;
    Ok(imported)
}

/// Reads and checks the whole file.
fn read(path: &Path, platform: &PlatformId, now: Millis) -> Result<Vec<Review>, ArchiveError> {
    let unreadable = |source| ArchiveError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let mut file = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(path)
        .map_err(unreadable)?;
    let places = places(file.headers().map_err(unreadable)?)?;
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut reviews = Vec::new();
    let mut wrong = Vec::new();
    for (at, record) in file.records().enumerate() {
        let read = record.map_err(|why| why.to_string()).and_then(|record| {
            let fields: Fields = places.map(|it| it.and_then(|it| record.get(it)).unwrap_or(""));
            let mut review = row::review(&fields, platform, now)?;
            let nth = seen.entry(fields.join("\u{1f}")).or_default();
            review.id = row::id_of(&fields, *nth, review.written_at)?;
            *nth += 1;
            Ok(review)
        });
        match read {
            Ok(review) => reviews.push(review),
            // The first row is that of the column names.
            Err(why) => wrong.push(format!("row {}: {why}", at + 2)),
        }
    }
    if wrong.is_empty() {
        return Ok(reviews);
    }
    let count = wrong.len();
    wrong.truncate(NAMED_MAX);
    let named = wrong.join("\n");
    Err(ArchiveError::Rows { count, named })
}

/// Where each of [`COLUMNS`] stands in this file.
fn places(headers: &csv::StringRecord) -> Result<[Option<usize>; COLUMNS.len()], ArchiveError> {
    let known = |name: &str| COLUMNS.iter().any(|it| it.contains(&name));
    let normal: Vec<String> = headers
        .iter()
        .map(|it| {
            it.trim_start_matches('\u{feff}')
                .trim()
                .to_ascii_lowercase()
        })
        .collect();
    let columns = COLUMNS
        .map(|it| it.first().copied().unwrap_or_default())
        .join(", ");
    if let Some(other) = normal.iter().find(|it| !known(it)) {
        return Err(ArchiveError::Columns(format!(
            "the first row names a column {other:?}; there are: {columns}"
        )));
    }
    let places = COLUMNS.map(|names| normal.iter().position(|it| names.contains(&it.as_str())));
    for needed in ["requester", "date"] {
        let at = COLUMNS.iter().position(|it| it.first() == Some(&needed));
        if at
            .and_then(|at| places.get(at).copied().flatten())
            .is_none()
        {
            return Err(ArchiveError::Columns(format!(
                "the first row names no column {needed:?}; there are: {columns}"
            )));
        }
    }
    Ok(places)
}

async fn store(
    connection: &mut AnyConnection,
    reviews: &[Review],
    now: Millis,
) -> Result<Imported, ArchiveError> {
    let mut touched = Touched::new();
    let mut voices: BTreeMap<String, i64> = BTreeMap::new();
    let mut imported = Imported::default();
    for review in reviews {
        let key = lookup_key(&review.requester);
        if !voices.contains_key(&key) {
            let said = review::count_of_origin(connection, &key, Origin::Imported).await?;
            voices.insert(key.clone(), said);
        }
        if review::find(connection, review.id.as_str())
            .await?
            .is_some()
        {
            imported.there += 1;
            continue;
        }
        let nth = voices.entry(key).or_default();
        let author = voice(connection, *nth, now).await?;
        *nth += 1;
        let then = Moment {
            now: review.written_at,
            probation_days: PROBATION_DAYS,
        };
        outbox::put(connection, &author, review, &then, &mut touched).await?;
        imported.stored += 1;
    }
    imported.requesters = voices.len();
    let moment = Moment {
        now,
        probation_days: PROBATION_DAYS,
    };
    ledger::settle(connection, &touched, &moment).await?;
    Ok(imported)
}

/// The voice that says the `nth` review of each requester: one voice has one review of a
/// requester, and who really wrote them is not known.
async fn voice(
    connection: &mut AnyConnection,
    nth: i64,
    now: Millis,
) -> Result<String, ArchiveError> {
    let name = format!(
        "{PUBLIC_PREFIX}{}",
        letters_of(&format!("imported voice {nth}"))
    );
    if !identity::exists(connection, &name).await? {
        identity::insert_as(connection, &name, Origin::Imported, now).await?;
    }
    Ok(name)
}
