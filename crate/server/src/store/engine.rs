//! What differs between SQLite and PostgreSQL, side by side.
//!
//! This room refuses to know any table but PostgreSQL's own: all else is said in one SQL text.

use sqlx::{AnyConnection, Executor};

use super::StoreError;

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file, one process.
    Sqlite,
    /// A server, with any number of our processes.
    Postgres,
}

impl Engine {
    /// What a URL names.
    ///
    /// # Errors
    /// [`StoreError::UnknownEngine`].
    pub fn of(url: &str) -> Result<Self, StoreError> {
        match url.split_once(':') {
            Some(("sqlite", file)) if !file.trim_start_matches('/').is_empty() => Ok(Self::Sqlite),
            Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => Ok(Self::Postgres),
            _ => Err(StoreError::UnknownEngine(shown(url))),
        }
    }

    /// What a connection speaks to.
    pub fn behind(connection: &AnyConnection) -> Self {
        match connection.backend_name() {
            "PostgreSQL" => Self::Postgres,
            _ => Self::Sqlite,
        }
    }

    /// What to look at when it cannot be opened.
    pub fn cure(self, why: &sqlx::Error) -> &'static str {
        match (self, why) {
            (Self::Sqlite, _) => "does the folder exist and is it writable?",
            (Self::Postgres, why) if is_of_tls(why) => {
                "sslmode=verify-full wants ssl = on in postgresql.conf, a certificate made for the \
                 host of the URL, and sslrootcert=FILE with whoever signed it, unless this system \
                 trusts them already"
            }
            (Self::Postgres, _) => {
                "does that server run, does it know this user and password, and is there such a \
                 database (createdb)?"
            }
        }
    }

    /// Connections that only read; of SQLite's one is often busy with the log.
    pub const fn readers(self) -> u32 {
        match self {
            Self::Sqlite => 5,
            Self::Postgres => 8,
        }
    }

    /// Connections that write. PostgreSQL has a second one for when the first hangs on a server
    /// that has lost its power; writers follow one another by a lock in any case.
    pub const fn writers(self) -> u32 {
        match self {
            Self::Sqlite => 1,
            Self::Postgres => 2,
        }
    }

    /// How a writing transaction begins: SQLite takes its lock at once, so that it never fails
    /// half-way because another process wrote in between.
    pub const fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "begin immediate",
            Self::Postgres => "begin",
        }
    }

    /// How a transaction begins that sees one moment.
    pub const fn snapshot(self) -> &'static str {
        match self {
            Self::Sqlite => "begin deferred",
            Self::Postgres => "begin isolation level repeatable read read only",
        }
    }

    /// The URLs of each server that a URL names, as `postgres://ann@one,two:5433/db` does: one of
    /// them takes writes, the others follow it.
    pub fn places(self, url: &str) -> Vec<String> {
        let whole = || vec![url.to_owned()];
        if self == Self::Sqlite {
            return whole();
        }
        let Some((scheme, rest)) = url.split_once("://") else {
            return whole();
        };
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let hosts_at = authority.rfind('@').map_or(0, |it| it + 1);
        let (login, hosts) = authority.split_at(hosts_at);
        let each = hosts.split(',');
        each.map(|host| format!("{scheme}://{login}{host}{path}"))
            .collect()
    }

    /// The URL with what is ours to add. SQLite: the file is created if it is missing. PostgreSQL:
    /// connections say whose they are.
    pub fn complete(self, url: &str) -> String {
        let sign = if url.contains('?') { '&' } else { '?' };
        match self {
            Self::Sqlite if url.contains('?') => url.to_owned(),
            Self::Sqlite => format!("{url}?mode=rwc"),
            Self::Postgres => format!("{url}{sign}application_name=tallystick"),
        }
    }

    /// Makes a new connection ready.
    ///
    /// # Errors
    /// Passes on what the database says; a PostgreSQL that only follows another is refused.
    pub async fn greet(self, connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
        connection.execute(self.greeting()).await?;
        if self == Self::Postgres && follows(connection).await? {
            return Err(sqlx::Error::Configuration(
                "this PostgreSQL is a standby and takes no writes".into(),
            ));
        }
        Ok(())
    }

    /// What every connection is told first. `synchronous = full` and `synchronous_commit` make
    /// each commit wait for the disk (and for a synchronous standby): "stored" is answered only
    /// for what survives a power cut. A process of ours that hangs must not hold others up. SQLite's
    /// writer empties the log only where [`super::log`] does not come after it, at 64 MB.
    const fn greeting(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "pragma journal_mode = wal; pragma synchronous = full; \
                 pragma busy_timeout = 10000; pragma foreign_keys = on; \
                 pragma cache_size = -16000; pragma temp_store = memory; \
                 pragma wal_autocheckpoint = 16000;"
            }
            Self::Postgres => {
                "set synchronous_commit = on; set lock_timeout = '10s'; \
                 set idle_in_transaction_session_timeout = '30s'; set client_min_messages = warning;"
            }
        }
    }

    /// What has to be there before the first migration: on PostgreSQL a collation by bytes, under
    /// the name that SQLite has for it. Two processes may start at the same time.
    pub const fn groundwork(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(
                "do $$ begin
                    perform pg_advisory_xact_lock(8487);
                    create collation if not exists \"binary\" (locale = 'C');
                 end $$",
            ),
        }
    }
}

/// Whether a connection was refused while it was being encrypted.
fn is_of_tls(why: &sqlx::Error) -> bool {
    match why {
        sqlx::Error::Tls(_) => true,
        // A certificate that is not taken, and a file of certificates that is not there.
        sqlx::Error::Io(why) => matches!(
            why.kind(),
            std::io::ErrorKind::InvalidData | std::io::ErrorKind::NotFound
        ),
        _ => false,
    }
}

async fn follows(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("select pg_is_in_recovery()")
        .fetch_one(connection)
        .await
}

/// Whether a failure is the database's passing trouble, as a failover is: whoever tries again in
/// a moment may find it gone.
pub fn is_passing(why: &sqlx::Error) -> bool {
    match why {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        // Connections cut, resources short, deadlocks and locks, shutting down, read-only; SQLite,
        // whose codes are numbers, is locked by another process.
        sqlx::Error::Database(why) => why.code().is_some_and(|code| match code.len() {
            5 => {
                let classes = ["08", "53", "57P", "40", "55P03", "25006", "25P03"];
                classes.iter().any(|it| code.starts_with(it))
            }
            _ => ["5", "261", "517"].contains(&&*code),
        }),
        _ => false,
    }
}

/// A URL without its password, for people and logs.
pub fn shown(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (login, place) = match rest
        .split_once('/')
        .map_or(rest, |(host, _)| host)
        .rfind('@')
    {
        Some(at) => rest.split_at(at),
        None => return url.to_owned(),
    };
    let user = login.split(':').next().unwrap_or_default();
    format!("{scheme}://{user}{place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_urls_that_name_no_database() {
        for bad in [
            "",
            "tallystick.db",
            "sqlite:",
            "sqlite://",
            "mysql://localhost/x",
            "postgres:x",
        ] {
            assert!(Engine::of(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_url_may_name_several_servers() {
        assert_eq!(
            Engine::Postgres.places("postgres://ann:a,b@one:1,two/db?x=1,2"),
            [
                "postgres://ann:a,b@one:1/db?x=1,2",
                "postgres://ann:a,b@two/db?x=1,2"
            ]
        );
        assert_eq!(
            Engine::Postgres.places("postgres:///db"),
            ["postgres:///db"]
        );
        assert_eq!(Engine::Sqlite.places("sqlite:a,b.db"), ["sqlite:a,b.db"]);
    }

    #[test]
    fn shows_no_password() {
        assert_eq!(
            shown("postgres://ann:s3cr3t@db:5432/community?x=1"),
            "postgres://ann@db:5432/community?x=1"
        );
        assert_eq!(shown("postgres://db/ann:x@y"), "postgres://db/ann:x@y");
        assert_eq!(shown("sqlite:a b.db"), "sqlite:a b.db");
        let why = Engine::of("mysql://ann:s3cr3t@db/x").unwrap_err();
        assert!(!why.to_string().contains("s3cr3t"), "{why}");
    }
}
