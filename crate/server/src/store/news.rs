//! What a commit changed, told to every process of the community.
//!
//! PostgreSQL carries it (`NOTIFY`), so that no process answers long what another has made
//! untrue. SQLite only says that somebody else wrote. This room refuses to know what is made of
//! the news.

use std::collections::BTreeSet;
use std::time::Duration;

use sqlx::postgres::PgListener;
use sqlx::{AnyConnection, Executor};

use super::community::{self, Community};
use super::{Database, Engine};
use crate::outbox::Touched;

/// The channel of all processes.
const CHANNEL: &str = "tallystick";
/// The longest beginning of a key that names a bucket.
const PREFIX: usize = 4;
/// Prefixes that fit into one notification, of at most 8,000 bytes.
const PREFIXES_MAX: usize = 1_200;
/// How often SQLite is asked whether another process wrote, and how long PostgreSQL is left alone
/// after it hung up.
const PAUSE: Duration = Duration::from_secs(1);

/// After how long a silence PostgreSQL is asked whether it is there, and how long it may take.
const SILENCE: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_secs(5);

/// Whose lines are not what they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// Those of these keys, or of all keys that begin so.
    These(BTreeSet<String>),
    /// Perhaps all.
    Everything,
}

/// What a commit changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// Which of two is the newer.
    pub version: i64,
    /// The length of bucket names since then.
    pub digits: u8,
    /// Whose lines.
    pub changed: Changed,
}

impl News {
    /// That everything may have changed, and what the figures of the whole say now.
    pub fn of_everything(community: Community) -> Self {
        Self {
            version: community.version,
            digits: u8::try_from(community.prefix_digits).unwrap_or_default(),
            changed: Changed::Everything,
        }
    }

    fn to_payload(&self) -> String {
        let prefixes: BTreeSet<&str> = match &self.changed {
            Changed::These(keys) => keys
                .iter()
                .map(|it| it.get(..PREFIX).unwrap_or(it))
                .collect(),
            Changed::Everything => BTreeSet::from(["*"]),
        };
        let mut prefixes: Vec<&str> = prefixes.into_iter().collect();
        if PREFIXES_MAX < prefixes.len() {
            prefixes = vec!["*"];
        }
        format!("{} {} {}", self.version, self.digits, prefixes.join(","))
    }

    fn of_payload(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ' ');
        let version = parts.next()?.parse().ok()?;
        let digits = parts.next()?.parse().ok()?;
        let changed = match parts.next()? {
            "*" => Changed::Everything,
            list => Changed::These(list.split(',').map(str::to_owned).collect()),
        };
        Some(Self {
            version,
            digits,
            changed,
        })
    }
}

/// Has the database tell the other processes once the transaction is committed.
///
/// # Errors
/// Passes on what the database says.
pub async fn announce(connection: &mut AnyConnection, news: &News) -> Result<(), sqlx::Error> {
    if Engine::behind(connection) != Engine::Postgres || news.changed == nothing() {
        return Ok(());
    }
    sqlx::query("select pg_notify($1, $2)")
        .bind(CHANNEL)
        .bind(news.to_payload())
        .execute(connection)
        .await?;
    Ok(())
}

fn nothing() -> Changed {
    Changed::These(Touched::new())
}

/// Calls `tell` with what is committed, for ever: on PostgreSQL also by this process, which may
/// not know that it did when the answer got lost. After each silence that may have hidden news,
/// everything may have changed.
pub async fn follow(database: &Database, tell: impl Fn(News)) {
    loop {
        let ended = match database.engine() {
            Engine::Sqlite => follow_file(database, &tell).await,
            Engine::Postgres => follow_server(database, &tell).await,
        };
        if let Err(why) = ended {
            tracing::warn!(error = %why, "news of other processes are late");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// The writer's own connection is asked: its own writes do not count for it.
async fn follow_file(database: &Database, tell: &impl Fn(News)) -> Result<(), sqlx::Error> {
    let mut known: Option<i64> = None;
    loop {
        let mut connection = database.writer().acquire().await?;
        let version = sqlx::query_scalar("select data_version from pragma_data_version")
            .fetch_one(&mut *connection)
            .await?;
        drop(connection);
        if known.replace(version).is_some_and(|it| it != version) {
            tell(News::of_everything(
                community::read(database.readers()).await?,
            ));
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// The listening connection ends with its server: then another server may take writes.
async fn follow_server(database: &Database, tell: &impl Fn(News)) -> Result<(), sqlx::Error> {
    let leader = database.find_leader().await?;
    let mut listener = PgListener::connect(leader.database_url.as_str()).await?;
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    tell(News::of_everything(
        community::read(database.readers()).await?,
    ));
    loop {
        match tokio::time::timeout(SILENCE, listener.try_recv()).await {
            Ok(Ok(Some(it))) => News::of_payload(it.payload()).into_iter().for_each(tell),
            Ok(Ok(None)) => return Ok(()),
            Ok(Err(why)) => return Err(why),
            Err(_) => still_there(&mut listener).await?,
        }
    }
}

/// A server without power says nothing, not even that it is gone.
async fn still_there(listener: &mut PgListener) -> Result<(), sqlx::Error> {
    match tokio::time::timeout(PATIENCE, listener.execute("select 1")).await {
        Ok(answer) => answer.map(drop),
        Err(_) => Err(sqlx::Error::PoolTimedOut),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn news(keys: &[String]) -> News {
        News {
            version: 7,
            digits: 2,
            changed: Changed::These(keys.iter().cloned().collect()),
        }
    }

    #[test]
    fn news_tell_beginnings_of_keys_and_fit_into_a_notification() {
        let key = |number: u32| format!("{number:032x}").chars().rev().collect::<String>();
        let few = news(&[key(0xab), key(0x1ab), key(0xcd)]);
        let heard = News::of_payload(&few.to_payload()).unwrap();
        assert_eq!(heard, news(&["ba00".into(), "ba10".into(), "dc00".into()]));
        let many: Vec<String> = (0..5_000).map(key).collect();
        let payload = news(&many).to_payload();
        assert!(payload.len() < 7_900);
        assert_eq!(
            News::of_payload(&payload).unwrap().changed,
            Changed::Everything
        );
        let most: Vec<String> = (0..1_200).map(key).collect();
        assert!(news(&most).to_payload().len() < 7_900);
    }
}
