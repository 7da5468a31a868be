//! Two PostgreSQL with synchronous replication and a third that watches them: pg_auto_failover.
//!
//! A shell keeps them, as in [`crate::postgres`]; it also kills one on demand, with everything
//! that would start it again, as if its machine had lost its power.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::postgres::{Failed, as_database_user, free_port, programs, system};

/// The monitor's patience is cut to seconds: its defaults of half a minute are for networks.
const KEEPER: &str = r#"
set -eu
export PATH="$1:$PATH"
trap : INT TERM
folder=$(mktemp -d 2>/dev/null || TMPDIR=/tmp mktemp -d)
cd "$folder"
export HOME=$folder XDG_DATA_HOME=$folder/data XDG_CONFIG_HOME=$folder/config
export XDG_RUNTIME_DIR=$folder/run LC_ALL=C.UTF-8
mkdir data config run
reap() {
    [ -e "$1.pid" ] || return 0
    pid=$(cat "$1.pid")
    # Its children start the database again: they go before the database does.
    # shellcheck disable=SC2046
    kill -9 "$pid" $(cat "/proc/$pid/task/$pid/children") 2>/dev/null || :
    kill -9 "$(head -n 1 "$1/postmaster.pid")" 2>/dev/null || :
    rm "$1.pid"
}
end() {
    for it in one two monitor; do reap $it; done
    rm -rf "$folder" || { sleep 1; rm -rf "$folder"; }
}
trap end EXIT
fail() { cat "$1" >&2; exit 1; }
run() {
    setsid pg_autoctl run --pgdata "$folder/$1" >"$1.log" 2>&1 &
    echo $! >"$1.pid"
}
ask() { psql -XqAt -d "postgres://autoctl_node@127.0.0.1:$monitor/pg_auto_failover" -c "$1"; }
wait_for() {
    for _ in $(seq 300); do
        [ "$(ask "$1" 2>/dev/null)" = "$2" ] && return 0
        sleep 0.2
    done
    fail monitor.log
}
monitor=$2
pg_autoctl create monitor --pgdata "$folder/monitor" --pgport $monitor --hostname 127.0.0.1 \
    --auth trust --no-ssl >create.log 2>&1 || fail create.log
cat >>monitor/postgresql.conf <<SETTINGS
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder'
pgautofailover.health_check_period = 500
pgautofailover.health_check_timeout = 500
pgautofailover.health_check_max_retries = 1
pgautofailover.health_check_retry_delay = 200
pgautofailover.node_considered_unhealthy_timeout = 3000
pgautofailover.primary_demote_timeout = 2000
pgautofailover.startup_grace_period = 2000
SETTINGS
echo 'host all all 127.0.0.1/32 trust' >>monitor/pg_hba.conf
run monitor
wait_for 'select 1' 1
node() {
    pg_autoctl create postgres --pgdata "$folder/$1" --pgport "$2" --hostname 127.0.0.1 \
        --listen 127.0.0.1 --auth trust --no-ssl --username app --dbname community --name "$1" \
        --monitor "postgres://autoctl_node@127.0.0.1:$monitor/pg_auto_failover" \
        >create.log 2>&1 || fail create.log
    printf 'host %s all 127.0.0.1/32 trust\n' all replication >>"$1/pg_hba.conf"
    run "$1"
}
node one "$3"
wait_for "select reportedstate from pgautofailover.node where nodename = 'one'" single
node two "$4"
wait_for "select string_agg(reportedstate::text, ' ' order by nodename) from pgautofailover.node" \
    'primary secondary'
echo ready
while read -r word name; do
    [ "$word" = kill ] && reap "$name" && echo killed
done
"#;

/// The three; stopped and removed when this is dropped or our process ends.
#[derive(Debug)]
pub struct Cluster {
    ports: [u16; 2],
    keeper: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Cluster {
    /// Whether pg_auto_failover is installed.
    pub fn is_installed() -> bool {
        let version = Command::new("pg_autoctl")
            .arg("version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        version.is_ok_and(|it| it.success())
    }

    /// Starts them; `one` is the primary, `two` follows it synchronously.
    ///
    /// # Errors
    /// See [`Failed`].
    pub fn start() -> Result<Self, Failed> {
        let (monitor, ports) = (free_port()?, [free_port()?, free_port()?]);
        let mut command = as_database_user()?;
        command
            .args(["sh", "-c", KEEPER, "keeper"])
            .arg(programs()?);
        command.args([monitor, ports[0], ports[1]].map(|it| it.to_string()));
        let mut keeper = command
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(system("start the shell that keeps the cluster"))?;
        let output = keeper.stdout.take().ok_or(Failed::Start(String::new()))?;
        let mut cluster = Self {
            ports,
            input: keeper.stdin.take(),
            keeper,
            output: BufReader::new(output),
        };
        cluster.hear("ready")?;
        Ok(cluster)
    }

    /// A URL that names both databases.
    pub fn url(&self) -> String {
        let [one, two] = self.ports;
        format!("postgres://app@127.0.0.1:{one},127.0.0.1:{two}/community")
    }

    /// Kills the primary with -9, and what would start it again.
    ///
    /// # Errors
    /// The shell is gone.
    pub fn kill_primary(&mut self) -> Result<(), Failed> {
        let input = self.input.as_mut().ok_or(Failed::Start(String::new()))?;
        input
            .write_all(b"kill one\n")
            .map_err(system("tell the shell to kill the primary"))?;
        self.hear("killed")
    }

    fn hear(&mut self, expected: &str) -> Result<(), Failed> {
        let mut line = String::new();
        self.output
            .read_line(&mut line)
            .map_err(system("hear from the cluster"))?;
        if line.trim_end() == expected {
            Ok(())
        } else {
            Err(Failed::Start(line))
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.input.take());
        drop(self.keeper.wait());
    }
}
