//! A copy that can be put away while the server runs.

use std::path::{Path, PathBuf};

use sqlx::any::AnyConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor};

use super::MoveError;
use super::export::{export_file, new_file};
use crate::store::{Database, Engine};

/// Writes a copy into a new file: of SQLite a database that can be used at once, of PostgreSQL
/// what `import` reads. The file has its name only once it is whole and on the disk.
///
/// # Errors
/// See [`MoveError`]; then there is no such file.
pub async fn backup(database: &Database, path: &Path) -> Result<(), MoveError> {
    if path.exists() {
        return Err(MoveError::FileExists(path.to_owned()));
    }
    let part = part_of(path);
    let made = match database.engine() {
        Engine::Sqlite => copy_file(database, &part).await,
        Engine::Postgres => export_file(database, &part).await.map(drop),
    };
    let named = made.and_then(|()| name(&part, path));
    if named.is_err() {
        drop(std::fs::remove_file(&part));
    }
    named
}

fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

fn name(part: &Path, path: &Path) -> Result<(), MoveError> {
    let failed = |source| MoveError::File {
        file: path.to_owned(),
        source,
    };
    std::fs::File::open(part)
        .and_then(|file| file.sync_all())
        .and_then(|()| std::fs::rename(part, path))
        .map_err(failed)?;
    let folder = path.parent().filter(|it| *it != Path::new(""));
    let folder = std::fs::File::open(folder.unwrap_or(Path::new(".")));
    folder.and_then(|it| it.sync_all()).map_err(failed)
}

async fn copy_file(database: &Database, part: &Path) -> Result<(), MoveError> {
    // SQLite takes an empty file for a new one: made here, so that only its owner may read it.
    drop(std::fs::remove_file(part));
    new_file(part)?;
    let target = part.to_string_lossy();
    sqlx::query("vacuum into $1")
        .bind(target.as_ref())
        .execute(database.readers())
        .await?;
    let options: AnyConnectOptions = format!("sqlite:{target}?mode=rw").parse()?;
    let mut copy = options.connect().await?;
    // Who did what in the last quarter of an hour is nothing to put away.
    copy.execute("pragma secure_delete = on; delete from allowance")
        .await?;
    let verdict: String = sqlx::query_scalar("select integrity_check from pragma_integrity_check")
        .fetch_one(&mut copy)
        .await?;
    copy.close().await?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(MoveError::Damaged(verdict))
    }
}
