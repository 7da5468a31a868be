//! From JSON lines into an empty database: all of it, or nothing.

use std::io::BufRead;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::any::AnyArguments;
use sqlx::{Any, AnyConnection, AssertSqlSafe};

use super::schema::{Column, Kind, Schema, Table};
use super::{Foot, Head, KIND, MoveError, Row};
use crate::store::news::{self, News};
use crate::store::{Database, community};

/// Values that one statement takes at the most; SQLite and PostgreSQL take more.
const VALUES_MAX: usize = 900;

/// Fills `database` with the community that `input` holds; returns how many rows.
///
/// # Errors
/// See [`MoveError`]; then nothing has changed.
pub async fn import(database: &Database, input: impl BufRead) -> Result<u64, MoveError> {
    let schema = Schema::of_migrations().await?;
    let mut lines = Lines {
        input,
        hash: Sha256::new(),
        number: 0,
    };
    head(&mut lines, &schema)?;
    let mut transaction = database.begin().await?;
    make_room(&mut transaction, &schema).await?;
    let rows = fill(&mut transaction, &schema, &mut lines).await?;
    // For servers that run over this database already.
    let now = community::read(&mut *transaction).await?;
    news::announce(&mut transaction, &News::of_everything(now)).await?;
    transaction.commit().await?;
    Ok(rows)
}

/// The same from a file.
///
/// # Errors
/// See [`MoveError`]; then nothing has changed.
pub async fn import_file(database: &Database, path: &Path) -> Result<u64, MoveError> {
    let file = std::fs::File::open(path).map_err(|source| MoveError::File {
        file: path.to_owned(),
        source,
    })?;
    import(database, std::io::BufReader::new(file)).await
}

struct Lines<R> {
    input: R,
    hash: Sha256,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    /// The next line, whole; its hash is counted by [`Lines::count`].
    fn next(&mut self) -> Result<String, MoveError> {
        let mut line = String::new();
        self.input.read_line(&mut line)?;
        if !line.ends_with('\n') {
            return Err(MoveError::Cut(self.number));
        }
        self.number += 1;
        Ok(line)
    }

    fn count(&mut self, line: &str) {
        self.hash.update(line.as_bytes());
    }

    fn wrong(&self, why: impl ToString) -> MoveError {
        MoveError::Line {
            line: self.number,
            why: why.to_string(),
        }
    }
}

fn head(lines: &mut Lines<impl BufRead>, schema: &Schema) -> Result<(), MoveError> {
    let line = lines.next()?;
    let head: Head = serde_json::from_str(&line)
        .map_err(|_| lines.wrong("this is no file that `export` has written"))?;
    if head.tallystick != KIND {
        return Err(lines.wrong("this file holds no whole community"));
    }
    if head.schema != schema.version {
        return Err(MoveError::OtherSchema {
            theirs: head.schema,
            ours: schema.version,
        });
    }
    lines.count(&line);
    Ok(())
}

/// Refuses a database that is in use, and removes what the migrations themselves put in.
async fn make_room(connection: &mut AnyConnection, schema: &Schema) -> Result<(), MoveError> {
    for table in ["identity", "requester", "review"] {
        let query = AssertSqlSafe(format!("select count(*) from {table}"));
        let count: i64 = sqlx::query_scalar(query)
            .fetch_one(&mut *connection)
            .await?;
        if count != 0 {
            return Err(MoveError::NotEmpty);
        }
    }
    for table in schema.tables.iter().rev() {
        let query = AssertSqlSafe(format!("delete from \"{}\"", table.name));
        sqlx::query(query).execute(&mut *connection).await?;
    }
    Ok(())
}

async fn fill(
    connection: &mut AnyConnection,
    schema: &Schema,
    lines: &mut Lines<impl BufRead>,
) -> Result<u64, MoveError> {
    let (mut rows, mut batch) = (0, Batch::default());
    loop {
        let line = lines.next()?;
        if let Ok(foot) = serde_json::from_str::<Foot>(&line) {
            batch.write(connection, schema, lines).await?;
            let sha256 = crate::secret::hex(&lines.hash.clone().finalize());
            return if foot == (Foot { rows, sha256 }) {
                Ok(rows)
            } else {
                Err(MoveError::Changed)
            };
        }
        let row: Row = serde_json::from_str(&line).map_err(|why| lines.wrong(why))?;
        lines.count(&line);
        rows += 1;
        if !batch.fits(&row) {
            batch.write(connection, schema, lines).await?;
        }
        batch.push(row);
    }
}

/// Rows of one table that share a statement.
#[derive(Default)]
struct Batch {
    table: String,
    rows: Vec<Vec<Value>>,
}

impl Batch {
    fn fits(&self, row: &Row) -> bool {
        self.rows.is_empty()
            || (self.table == row.table && (self.rows.len() + 1) * row.row.len() <= VALUES_MAX)
    }

    fn push(&mut self, row: Row) {
        self.table = row.table;
        self.rows.push(row.row);
    }

    async fn write(
        &mut self,
        connection: &mut AnyConnection,
        schema: &Schema,
        lines: &Lines<impl BufRead>,
    ) -> Result<(), MoveError> {
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            return Ok(());
        }
        let table = schema.tables.iter().find(|it| it.name == self.table);
        let table = table.ok_or_else(|| lines.wrong(format!("no table {:?}", self.table)))?;
        let mut query = sqlx::query(AssertSqlSafe(insert(table, rows.len())));
        for row in rows {
            if row.len() != table.columns.len() {
                return Err(lines.wrong(format!("a row of {:?} is incomplete", table.name)));
            }
            for (column, value) in table.columns.iter().zip(row) {
                query = bind(query, column, value).map_err(|why| lines.wrong(why))?;
            }
        }
        query.execute(connection).await?;
        Ok(())
    }
}

fn insert(table: &Table, rows: usize) -> String {
    let width = table.columns.len();
    let row = |number: usize| {
        let places = (1..=width).map(|it| format!("${}", number * width + it));
        format!("({})", places.collect::<Vec<_>>().join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    let (name, columns) = (&table.name, table.columns_quoted());
    format!(
        "insert into \"{name}\" ({columns}) values {}",
        rows.join(", ")
    )
}

type Query<'q> = sqlx::query::Query<'q, Any, AnyArguments>;

fn bind<'q>(query: Query<'q>, column: &Column, value: Value) -> Result<Query<'q>, String> {
    let fits = match (column.kind, value) {
        (Kind::Text, Value::String(text)) => return Ok(query.bind(text)),
        (Kind::Text, Value::Null) => return Ok(query.bind(None::<String>)),
        (Kind::Integer, Value::Null) => return Ok(query.bind(None::<i64>)),
        (Kind::Integer, Value::Number(number)) => number.as_i64().map(|it| query.bind(it)),
        (Kind::Float, Value::Null) => return Ok(query.bind(None::<f64>)),
        (Kind::Float, Value::Number(number)) => number.as_f64().map(|it| query.bind(it)),
        _ => None,
    };
    fits.ok_or_else(|| format!("a value of the column {:?} is of another kind", column.name))
}
