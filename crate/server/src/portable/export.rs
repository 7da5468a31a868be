//! From a database into JSON lines.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row as _};
use tokio_stream::StreamExt;

use super::schema::{Column, Kind, Schema, Table};
use super::{Foot, Head, KIND, MoveError, Row};
use crate::store::Database;

/// Writes the community of `database`, as it is at one moment. Servers go on meanwhile.
///
/// # Errors
/// See [`MoveError`]; what was written until then lacks its last line.
pub async fn export(database: &Database, out: impl Write) -> Result<u64, MoveError> {
    let schema = Schema::of_migrations().await?;
    let mut transaction = database.snapshot().await?;
    let mut lines = Lines {
        out,
        hash: Sha256::new(),
    };
    lines.write(&Head {
        tallystick: KIND.to_owned(),
        schema: schema.version,
    })?;
    let mut rows = 0;
    for table in &schema.tables {
        rows += write_table(&mut transaction, table, &mut lines).await?;
    }
    transaction.rollback().await?;
    let sha256 = crate::secret::hex(&lines.hash.clone().finalize());
    lines.write(&Foot { rows, sha256 })?;
    lines.out.flush()?;
    Ok(rows)
}

/// The same into a new file that only its owner may read: it holds what proves identities.
///
/// # Errors
/// See [`MoveError`]; then there is no such file.
pub async fn export_file(database: &Database, path: &Path) -> Result<u64, MoveError> {
    let failed = |source| MoveError::File {
        file: path.to_owned(),
        source,
    };
    let file = new_file(path)?;
    let mut out = BufWriter::new(file);
    let exported = export(database, &mut out).await;
    let synced = out.get_ref().sync_all();
    if exported.is_err() || synced.is_err() {
        drop(std::fs::remove_file(path));
    }
    synced.map_err(failed)?;
    exported
}

/// A file that is not there yet.
pub(super) fn new_file(path: &Path) -> Result<File, MoveError> {
    let opened = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    opened.map_err(|source| match source.kind() {
        std::io::ErrorKind::AlreadyExists => MoveError::FileExists(path.to_owned()),
        _ => MoveError::File {
            file: path.to_owned(),
            source,
        },
    })
}

struct Lines<W> {
    out: W,
    hash: Sha256,
}

impl<W: Write> Lines<W> {
    fn write(&mut self, line: &impl serde::Serialize) -> Result<(), MoveError> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        self.hash.update(&text);
        self.out.write_all(&text)?;
        Ok(())
    }
}

async fn write_table(
    connection: &mut AnyConnection,
    table: &Table,
    lines: &mut Lines<impl Write>,
) -> Result<u64, MoveError> {
    let (columns, name, order) = (table.columns_quoted(), &table.name, table.order());
    let query = format!("select {columns} from \"{name}\" order by {order}");
    let mut found = sqlx::query(AssertSqlSafe(query)).fetch(connection);
    let mut count = 0;
    while let Some(row) = found.try_next().await? {
        let values = table.columns.iter().enumerate();
        let values: Result<Vec<Value>, _> = values.map(|(at, it)| value(&row, at, it)).collect();
        lines.write(&Row {
            table: name.clone(),
            row: values?,
        })?;
        count += 1;
    }
    Ok(count)
}

fn value(row: &AnyRow, at: usize, column: &Column) -> Result<Value, sqlx::Error> {
    Ok(match column.kind {
        Kind::Text => row.try_get::<Option<String>, _>(at)?.into(),
        Kind::Integer => row.try_get::<Option<i64>, _>(at)?.into(),
        Kind::Float => row.try_get::<Option<f64>, _>(at)?.into(),
    })
}
