//! A community as JSON lines, on its way from one database to another, and backups.
//!
//! The first line says what the file is, the last one how many rows it holds and the SHA-256 of
//! everything before: a file that was cut or changed is refused whole. Between them stands one
//! row a line, table by table in the order of their references, sorted by primary key, so that
//! the same community gives the same bytes on either database. This room refuses to know what
//! the tables mean: it reads them off the migrations.

mod backup;
mod export;
mod import;
mod schema;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::store::StoreError;

pub use backup::backup;
pub use export::{export, export_file};
pub use import::{import, import_file};
pub use schema::{Kind, Schema};

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    /// [`KIND`].
    tallystick: String,
    /// The newest migration of the tables.
    schema: i64,
}

/// A row.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// Of which table.
    table: String,
    /// Its values, in the order of the columns.
    row: Vec<serde_json::Value>,
}

/// The last line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Foot {
    /// Rows in between.
    rows: u64,
    /// SHA-256 of all lines before, in hex.
    sha256: String,
}

/// What [`Head::tallystick`] says.
const KIND: &str = "community";

/// Why a community was not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What the database says.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// Reading or writing the file.
    #[error("{}: {source}", file.display())]
    File {
        /// Which one.
        file: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// Reading or writing a stream.
    #[error("reading or writing failed: {0}")]
    Stream(#[from] std::io::Error),
    /// A value could not be written as JSON.
    #[error("a row could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The file is there.
    #[error("{} is there already: name a new file, nothing is overwritten", .0.display())]
    FileExists(PathBuf),
    /// A line is not what it should be.
    #[error("line {line}: {why}; nothing was imported")]
    Line {
        /// Counted from 1.
        line: u64,
        /// What is wrong.
        why: String,
    },
    /// The last line is missing.
    #[error("the file ends in the middle (after line {0}): copy it again; nothing was imported")]
    Cut(u64),
    /// The file was changed.
    #[error("the file is not what was exported (its checksum differs); nothing was imported")]
    Changed,
    /// Another version wrote it.
    #[error(
        "the file has the tables of schema {theirs}, this server those of {ours}: start the \
         version of the server that imports on the old database once, then export again"
    )]
    OtherSchema {
        /// The file's.
        theirs: i64,
        /// This build's.
        ours: i64,
    },
    /// The database is in use.
    #[error("the database holds a community already: import into a new one; nothing was imported")]
    NotEmpty,
    /// The copy is not whole.
    #[error("the copy is damaged: {0}; look after the disk, then try again")]
    Damaged(String),
}
