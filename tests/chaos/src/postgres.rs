//! A PostgreSQL of our own: in a folder and on a port that nobody else uses, gone with whoever
//! started it.
//!
//! A shell keeps it. It sees its standard input end when our process ends, however that ends, and
//! then stops the database and removes the folder. PostgreSQL refuses to run as root, so root
//! runs it as the user that Debian's package makes.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::certificate::Certificate;

/// Where Debian and its relatives keep each version's programs.
const VERSIONS: &str = "/usr/lib/postgresql";
/// The user that Debian's package makes.
const USER: &str = "postgres";

/// Sorted by Danish rules, where "aa" comes after "z": whatever relies on the order of texts
/// without saying which fails here.
const KEEPER: &str = r#"
set -eu
bin=$1 port=$2 fsync=$3 ssl=off
trap : INT TERM
folder=$(mktemp -d 2>/dev/null || TMPDIR=/tmp mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"$bin/initdb" -D data -U postgres -A trust --no-sync --encoding=UTF8 --locale=C.UTF-8 \
    --locale-provider=icu --icu-locale=da >initdb.log 2>&1 || { cat initdb.log >&2; exit 1; }
if [ -n "${CERTIFICATE-}" ]; then
    umask 077
    printf '%s' "$CERTIFICATE" >data/server.crt
    printf '%s' "$CERTIFICATE_KEY" >data/server.key
    ssl=on
fi
"$bin/pg_ctl" -D data -l log -w -t 60 -s start -o "-p $port -k '$folder' \
    -c listen_addresses=127.0.0.1 -c fsync=$fsync -c max_connections=200 -c ssl=$ssl" ||
    { cat log >&2; exit 1; }
echo ready
cat >/dev/null || :
"$bin/pg_ctl" -D data -s -m immediate stop
"#;

/// Why there is no PostgreSQL.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// Not installed.
    #[error("there is no PostgreSQL below {VERSIONS}: run ./build.sh setup, or install postgresql")]
    Missing,
    /// A program or a port could not be had.
    #[error("cannot {what}: {source}")]
    System {
        /// What was tried.
        what: &'static str,
        /// Why not.
        source: std::io::Error,
    },
    /// It did not start; what it said stands above, on stderr.
    #[error("PostgreSQL did not start: {0:?}")]
    Start(String),
}

/// A running PostgreSQL; stopped and removed when this is dropped or our process ends.
#[derive(Debug)]
pub struct Postgres {
    /// On 127.0.0.1.
    pub port: u16,
    keeper: Child,
    _out: BufReader<ChildStdout>,
}

impl Postgres {
    /// Makes and starts one. `durable`: whether commits wait for the disk; tests that kill only
    /// our own processes need not wait.
    ///
    /// # Errors
    /// See [`Failed`].
    pub fn start(durable: bool) -> Result<Self, Failed> {
        Self::start_with(durable, None)
    }

    /// One that takes encrypted connections, too, and proves itself by this certificate.
    ///
    /// # Errors
    /// See [`Failed`].
    pub fn start_encrypted(certificate: &Certificate) -> Result<Self, Failed> {
        Self::start_with(false, Some(certificate))
    }

    fn start_with(durable: bool, certificate: Option<&Certificate>) -> Result<Self, Failed> {
        let bin = programs()?;
        let port = free_port()?;
        let mut command = as_database_user()?;
        command.args(["sh", "-c", KEEPER, "keeper"]).arg(bin);
        let fsync = if durable { "on" } else { "off" };
        command.args([port.to_string().as_str(), fsync]);
        if let Some(it) = certificate {
            command.env("CERTIFICATE", &it.chain);
            command.env("CERTIFICATE_KEY", &it.key);
        }
        let mut keeper = command
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(system("start the shell that keeps PostgreSQL"))?;
        let out = keeper.stdout.take().ok_or(Failed::Start(String::new()))?;
        let mut out = BufReader::new(out);
        let mut line = String::new();
        out.read_line(&mut line)
            .map_err(system("hear from PostgreSQL"))?;
        if line != "ready\n" {
            return Err(Failed::Start(line));
        }
        Ok(Self {
            port,
            keeper,
            _out: out,
        })
    }

    /// The URL of a database in it.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/{database}", self.port)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        drop(self.keeper.wait());
    }
}

/// The folder with `initdb` and the others, of the newest version there is.
///
/// # Errors
/// [`Failed::Missing`].
pub fn programs() -> Result<PathBuf, Failed> {
    let versions = std::fs::read_dir(VERSIONS).map_err(|_| Failed::Missing)?;
    let number = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = versions
        .filter_map(|it| Some(it.ok()?.path()))
        .filter(|it| it.join("bin/initdb").exists())
        .max_by_key(|it| number(it));
    newest.map(|it| it.join("bin")).ok_or(Failed::Missing)
}

/// A command that runs the rest of its arguments as a user that PostgreSQL accepts.
///
/// # Errors
/// Whoever we are cannot be found out.
pub fn as_database_user() -> Result<Command, Failed> {
    let me = std::fs::metadata("/proc/self").map_err(system("find out who we are"))?;
    let mut command = if me.uid() == 0 {
        Command::new("runuser")
    } else {
        Command::new("env")
    };
    if me.uid() == 0 {
        command.args(["-u", USER, "--"]);
    }
    Ok(command)
}

/// A port that nobody listens on.
///
/// # Errors
/// The system has none.
pub fn free_port() -> Result<u16, Failed> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(system("find a free port"))?;
    let address = listener.local_addr().map_err(system("find a free port"))?;
    Ok(address.port())
}

/// Turns an error of the system into one that says what was tried.
pub fn system(what: &'static str) -> impl Fn(std::io::Error) -> Failed {
    move |source| Failed::System { what, source }
}
