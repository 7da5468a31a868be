//! The tables as the migrations make them, read off an SQLite in memory: the migrations are one
//! text for both databases, so this is what the other looks like, too. Left out are allowances,
//! which are gone in a quarter of an hour, and pieces, which are made again.

use std::collections::BTreeSet;

use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions};

use super::MoveError;
use crate::store::{self, StoreError};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// An integer of 64 bits.
    Integer,
    /// A floating-point number of 64 bits.
    Float,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Its place in the primary key, from 1; 0 if it is not in it.
    pub in_key: i64,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// In the order of their making.
    pub columns: Vec<Column>,
}

/// All tables, each after those that it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// The newest migration.
    pub version: i64,
    /// See [`Schema`].
    pub tables: Vec<Table>,
}

impl Schema {
    /// Reads the tables off the migrations.
    ///
    /// # Errors
    /// Passes on what the database in memory says.
    pub async fn of_migrations() -> Result<Self, MoveError> {
        sqlx::any::install_default_drivers();
        let options: AnyConnectOptions = "sqlite::memory:".parse()?;
        let mut connection = options.connect().await?;
        let migrations = store::migrations();
        let migrated = migrations.run(&mut connection).await;
        migrated.map_err(|source| StoreError::Migrate {
            url: "in memory".to_owned(),
            source,
        })?;
        let version = migrations.iter().map(|it| it.version).max();
        Ok(Self {
            version: version.unwrap_or_default(),
            tables: tables(&mut connection).await?,
        })
    }
}

impl Table {
    /// The names of its columns, quoted, in their order.
    pub fn columns_quoted(&self) -> String {
        let names: Vec<String> = self.columns.iter().map(|it| quoted(&it.name)).collect();
        names.join(", ")
    }

    /// What sorts its rows the same everywhere.
    pub fn order(&self) -> String {
        let mut key: Vec<&Column> = self.columns.iter().filter(|it| 0 < it.in_key).collect();
        key.sort_by_key(|it| it.in_key);
        let terms: Vec<String> = key.into_iter().map(sorted).collect();
        terms.join(", ")
    }
}

fn sorted(column: &Column) -> String {
    match column.kind {
        Kind::Text => format!("{} collate \"binary\"", quoted(&column.name)),
        Kind::Integer | Kind::Float => quoted(&column.name),
    }
}

/// A name as SQL says it; the names are our own.
pub fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

async fn tables(connection: &mut AnyConnection) -> Result<Vec<Table>, sqlx::Error> {
    let mut waiting: Vec<String> = sqlx::query_scalar(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite%'
         and name not like '\\_sqlx%' escape '\\' and name not in ('allowance', 'piece')
         order by name",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut tables = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    while !waiting.is_empty() {
        let before = waiting.len();
        let mut later = Vec::new();
        for name in waiting {
            if references(connection, &name).await?.is_subset(&known) {
                tables.push(table(connection, &name).await?);
                known.insert(name);
            } else {
                later.push(name);
            }
        }
        if later.len() == before {
            let why = format!(
                "tables refer to each other in a circle: {}",
                later.join(", ")
            );
            return Err(sqlx::Error::Configuration(why.into()));
        }
        waiting = later;
    }
    Ok(tables)
}

/// The tables that a table refers to, without itself.
async fn references(
    connection: &mut AnyConnection,
    table: &str,
) -> Result<BTreeSet<String>, sqlx::Error> {
    let mut names: Vec<String> =
        sqlx::query_scalar("select \"table\" from pragma_foreign_key_list($1)")
            .bind(table)
            .fetch_all(connection)
            .await?;
    names.retain(|it| it != table);
    Ok(names.into_iter().collect())
}

async fn table(connection: &mut AnyConnection, name: &str) -> Result<Table, sqlx::Error> {
    let columns: Vec<(String, String, i64)> =
        sqlx::query_as("select name, lower(type), pk from pragma_table_info($1) order by cid")
            .bind(name)
            .fetch_all(connection)
            .await?;
    let columns = columns.into_iter().map(|(name, kind, in_key)| Column {
        name,
        kind: kind_of(&kind),
        in_key,
    });
    Ok(Table {
        name: name.to_owned(),
        columns: columns.collect(),
    })
}

/// By SQLite's own rules of affinity.
fn kind_of(declared: &str) -> Kind {
    if declared.contains("int") {
        Kind::Integer
    } else if ["real", "doub", "floa"]
        .iter()
        .any(|it| declared.contains(it))
    {
        Kind::Float
    } else {
        Kind::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_table_has_a_key_and_stands_after_what_it_refers_to() {
        let schema = Schema::of_migrations().await.unwrap();
        let at = |name: &str| schema.tables.iter().position(|it| it.name == name).unwrap();
        assert!(at("identity") < at("review") && at("requester") < at("review"));
        assert!(at("review") < at("review_revision") && at("identity") < at("token"));
        for table in &schema.tables {
            assert!(
                !table.order().is_empty(),
                "{} has no primary key",
                table.name
            );
        }
        assert_eq!(
            schema.tables[at("review_revision")].order(),
            "\"review_id\" collate \"binary\", \"revision\""
        );
    }
}
