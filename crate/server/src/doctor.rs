//! Says what is wrong with a set-up and how to cure it. Changes nothing.

use std::fmt;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::time::Duration;

use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, AssertSqlSafe, ConnectOptions, Connection};

use crate::config::Config;
use crate::store::{self, Engine, engine};

/// How long what listens at the address may take to say what it is.
const PATIENCE: Duration = Duration::from_secs(2);

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether it is as it should be.
    pub is_well: bool,
    /// What is the matter, with the cure.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.is_well { "well " } else { "wrong" };
        write!(f, "{word}  {}", self.what)
    }
}

fn well(what: impl Into<String>) -> Finding {
    Finding {
        is_well: true,
        what: what.into(),
    }
}

fn wrong(what: impl Into<String>) -> Finding {
    Finding {
        is_well: false,
        what: what.into(),
    }
}

/// Looks at everything that can be looked at from here.
pub async fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![address(config)];
    findings.extend(rules(config));
    match Engine::of(&config.database) {
        Err(why) => findings.push(wrong(why.to_string())),
        Ok(Engine::Sqlite) => findings.extend(file(&config.database).await),
        Ok(Engine::Postgres) => findings.extend(servers(&config.database).await),
    }
    findings
}

fn address(config: &Config) -> Finding {
    let listen = config.listen;
    match TcpListener::bind(listen) {
        Err(_) if is_ours(config) => well(format!("the server runs on {listen} and answers")),
        Err(why) => wrong(format!(
            "nobody can listen on {listen}: {why}; another program has it: give another --listen"
        )),
        Ok(_) if listen.ip().is_loopback() => well(format!(
            "{listen} is free and only reachable from this machine: put a proxy with TLS before it"
        )),
        Ok(_) => wrong(format!(
            "{listen} can be reached from other machines, without TLS: secrets would cross the \
             network in the open; listen on 127.0.0.1 and put a proxy with TLS before it"
        )),
    }
}

/// Whether what listens there is a server of this kind.
fn is_ours(config: &Config) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&config.listen, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let prefix = &config.path_prefix;
        write!(stream, "GET {prefix}/healthz HTTP/1.0\r\n\r\n")?;
        let mut answer = String::new();
        stream.take(4_096).read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|it| it.ends_with("\r\n\r\nok\n"))
}

fn rules(config: &Config) -> Option<Finding> {
    match config.rules_url.as_deref() {
        None => Some(wrong(
            "no rules: say with --rules-url where workers read what may be written here",
        )),
        Some(url) if url.starts_with("https://") => None,
        Some(url) => Some(wrong(format!(
            "the rules at {url:?} are no link that begins with https://"
        ))),
    }
}

async fn file(url: &str) -> Vec<Finding> {
    let name = url.trim_start_matches("sqlite:");
    let name = name.split('?').next().unwrap_or_default();
    let path = Path::new(name.strip_prefix("//").unwrap_or(name));
    let folder = path.parent().filter(|it| *it != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    if let Err(why) = tempfile_in(folder) {
        return vec![wrong(format!(
            "cannot write in {}: {why}; make the folder and give it to the user that runs the \
             server (SQLite keeps files beside its own)",
            folder.display()
        ))];
    }
    if !path.exists() {
        return vec![well(format!(
            "{} will be made at the first start",
            path.display()
        ))];
    }
    match connected(Engine::Sqlite, &format!("sqlite:{name}?mode=ro")).await {
        Err(why) => vec![wrong(format!(
            "{} cannot be opened: {why}; is it an SQLite file, and may this user read it?",
            path.display()
        ))],
        Ok(mut connection) => vec![
            integrity(&mut connection, path).await,
            schema(&mut connection).await,
        ],
    }
}

fn tempfile_in(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(format!(".tallystick-doctor-{}", std::process::id()));
    std::fs::write(&probe, b"")?;
    std::fs::remove_file(probe)
}

/// Without the greeting: it would change the file's journal.
async fn connected(engine: Engine, url: &str) -> Result<AnyConnection, sqlx::Error> {
    sqlx::any::install_default_drivers();
    let options: AnyConnectOptions = url.parse()?;
    let mut connection = options.connect().await?;
    if engine == Engine::Postgres {
        engine.greet(&mut connection).await?;
    }
    Ok(connection)
}

async fn integrity(connection: &mut AnyConnection, path: &Path) -> Finding {
    let verdict: Result<String, _> =
        sqlx::query_scalar("select integrity_check from pragma_integrity_check")
            .fetch_one(connection)
            .await;
    let path = path.display();
    match verdict {
        Ok(it) if it == "ok" => well(format!("{path}: the file is whole")),
        Ok(it) => wrong(format!(
            "{path} is damaged ({it}): stop the server, restore the backup"
        )),
        Err(why) => wrong(format!("{path} cannot be read ({why}): restore the backup")),
    }
}

async fn schema(connection: &mut AnyConnection) -> Finding {
    let ours = store::migrations().iter().map(|it| it.version).max();
    let ours = ours.unwrap_or_default();
    let theirs: Result<Option<i64>, _> =
        sqlx::query_scalar("select max(version) from _sqlx_migrations")
            .fetch_one(connection)
            .await;
    match theirs {
        Ok(Some(theirs)) if ours < theirs => wrong(format!(
            "the tables are of schema {theirs}, this server knows {ours}: run the newer server"
        )),
        Ok(Some(theirs)) if theirs < ours => well(format!(
            "the tables are of schema {theirs}: the next start brings them to {ours}; make a backup"
        )),
        Ok(_) => well(format!(
            "the tables are of schema {ours}, this server's own"
        )),
        Err(_) => well("the tables will be made at the first start"),
    }
}

async fn servers(url: &str) -> Vec<Finding> {
    let places = Engine::Postgres.places(url);
    let (mut findings, mut leaders) = (Vec::new(), 0);
    for place in &places {
        let shown = engine::shown(place);
        match connected(Engine::Postgres, place).await {
            Ok(mut connection) => {
                leaders += 1;
                findings.push(well(format!("{shown} takes writes")));
                findings.push(encryption(&mut connection, place).await);
                findings.extend(settings(&mut connection).await);
                findings.push(schema(&mut connection).await);
                drop(connection.close().await);
            }
            Err(sqlx::Error::Configuration(why)) => findings.push(well(format!("{shown}: {why}"))),
            Err(why) => {
                let cure = Engine::Postgres.cure(&why);
                findings.push(wrong(format!("{shown} cannot be used: {why}; {cure}")));
            }
        }
    }
    if leaders != 1 {
        findings.push(wrong(format!(
            "{leaders} of {} servers take writes: there must be exactly one",
            places.len()
        )));
    }
    findings
}

/// Whether others on the way could read along.
async fn encryption(connection: &mut AnyConnection, place: &str) -> Finding {
    let asked: Result<String, _> = sqlx::query_scalar(
        "select coalesce(max(version), '') from pg_stat_ssl where ssl and pid = pg_backend_pid()",
    )
    .fetch_one(connection)
    .await;
    let version = match asked {
        Ok(version) => version,
        Err(why) => return wrong(format!("cannot tell whether it is encrypted: {why}")),
    };
    let is_checked = ["sslmode=verify-full", "sslmode=verify-ca"];
    let is_checked = is_checked.iter().any(|it| place.contains(it));
    let cure = "add sslmode=verify-full to the URL, and sslrootcert=FILE if this system does not \
                trust whoever signed the certificate";
    match (version.as_str(), is_checked, is_here(place)) {
        ("", _, true) => well("not encrypted, and on this machine"),
        ("", _, false) => wrong(format!(
            "not encrypted, and on another machine: whoever is on the way can read all of it; say \
             ssl = on in postgresql.conf, and {cure}"
        )),
        (version, true, _) => well(format!("encrypted ({version}), its certificate checked")),
        (version, _, true) => well(format!("encrypted ({version}), and on this machine")),
        (version, _, false) => wrong(format!(
            "encrypted ({version}), but nobody checks by whom, so somebody on the way could be in \
             its place: {cure}"
        )),
    }
}

/// Whether a URL's server is on this machine.
fn is_here(place: &str) -> bool {
    let rest = place.split_once("://").map_or(place, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let is_of = |name: &str| host == name || host.starts_with(&format!("{name}:"));
    // Without a host, or with a folder as host (percent-encoded), it is a socket file.
    host.is_empty()
        || host.starts_with("%2F")
        || host.starts_with("%2f")
        || ["localhost", "127.0.0.1", "[::1]"].into_iter().any(is_of)
}

async fn settings(connection: &mut AnyConnection) -> Vec<Finding> {
    let wanted = [
        (
            "fsync",
            "on",
            "what is answered as stored would be lost in a power cut",
        ),
        (
            "full_page_writes",
            "on",
            "a power cut could leave half a page",
        ),
        (
            "server_encoding",
            "UTF8",
            "names in other scripts could not be stored: make the database anew with --encoding=UTF8",
        ),
    ];
    let mut findings = Vec::new();
    for (name, value, why) in wanted {
        let query = AssertSqlSafe(format!("select current_setting('{name}')"));
        let found: Result<String, _> = sqlx::query_scalar(query).fetch_one(&mut *connection).await;
        match found {
            Ok(found) if found == value => {}
            Ok(found) => findings.push(wrong(format!("{name} is {found}, not {value}: {why}"))),
            Err(why) => findings.push(wrong(format!("{name} cannot be read: {why}"))),
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn said(flags: [&str; 4]) -> String {
        let config = Config::from_flags(flags).unwrap();
        let findings = examine(&config).await;
        findings.iter().map(|it| format!("{it}\n")).collect()
    }

    #[test]
    fn knows_which_server_is_on_this_machine() {
        for here in [
            "postgres://a:b@localhost/x",
            "postgres:///x",
            "postgres://127.0.0.1:5/x",
        ] {
            assert!(is_here(here), "{here}");
        }
        for there in [
            "postgres://a@localhost.example/x",
            "postgres://a:b@10.0.0.1/localhost",
        ] {
            assert!(!is_here(there), "{there}");
        }
    }

    #[tokio::test]
    async fn says_what_is_wrong_and_the_cure() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("c.db");
        let database = format!("sqlite:{}", file.display());
        let fresh = said(["--database", &database, "--listen", "127.0.0.1:0"]).await;
        assert!(
            fresh.contains("well   127.0.0.1:0") && fresh.contains("first start"),
            "{fresh}"
        );
        assert!(!file.exists(), "looking makes nothing");
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap().to_string();
        let other = std::thread::spawn(move || drop(taken.accept()));
        let busy = said(["--database", &database, "--listen", &address]).await;
        assert!(busy.contains("another program has it"), "{busy}");
        other.join().unwrap();
        let open = said(["--database", &database, "--listen", "0.0.0.0:0"]).await;
        assert!(
            open.contains("wrong  0.0.0.0:0") && open.contains("TLS"),
            "{open}"
        );
        std::fs::write(&file, "no database").unwrap();
        let damaged = said(["--database", &database, "--listen", "127.0.0.1:0"]).await;
        assert!(
            damaged.contains("wrong  ") && damaged.contains("c.db"),
            "{damaged}"
        );
        let nowhere = said([
            "--database",
            "sqlite:/no/such/x.db",
            "--listen",
            "127.0.0.1:0",
        ])
        .await;
        assert!(nowhere.contains("make the folder"), "{nowhere}");
        let refused = said([
            "--database",
            "postgres://a:secret@127.0.0.1:1/x",
            "--listen",
            "127.0.0.1:0",
        ])
        .await;
        assert!(
            refused.contains("wrong  postgres://a@127.0.0.1:1/x"),
            "{refused}"
        );
        assert!(!refused.contains("secret"), "{refused}");
    }
}
