//! What whoever runs the server can say, in one struct: the doc comments are the help, the same
//! names are flags, environment variables and keys of the file.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::proxies::Proxies;

mod command;

pub use command::{
    ImportArchive, NewInvitation, NewModerator, OfDatabase, OldInvitation, SeedDemo, Transfer,
};

/// The backend that a community of microworkers runs: reviews of requesters, and what follows
/// from them.
#[derive(Debug, Parser)]
#[command(name = "tallystick-server", version)]
pub struct Cli {
    /// A TOML file with any of the options of `serve`, as `database = "sqlite:/srv/t.db"`.
    /// The environment and flags win over it.
    #[arg(long, global = true, env = "TALLYSTICK_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub action: Action,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Answer requests until SIGTERM or Ctrl-C.
    Serve(Config),
    /// Print a configuration file with every option, its meaning and its default.
    DefaultConfig,
    /// Say what is wrong with a set-up and how to cure it. Takes the options of `serve`.
    Doctor(Config),
    /// Copy the community into a new file while the server runs: of SQLite a database that can be
    /// used at once, of PostgreSQL what `import` reads.
    Backup(Transfer),
    /// Write the community as JSON lines, the same on either database.
    Export(Transfer),
    /// Fill a new database with what `export` wrote: all of it or nothing.
    Import(Transfer),
    /// Fill a database with a believable demo community, for trying things out.
    SeedDemo(SeedDemo),
    /// Make a moderator, or give one a new secret; it is shown once.
    Moderator(NewModerator),
    /// Make an invitation; it is shown once.
    Invite(NewInvitation),
    /// List invitations.
    Invitations(OfDatabase),
    /// Revoke an invitation.
    RevokeInvitation(OldInvitation),
    /// Bring an archive of reviews in: CSV, all or nothing; see docs/archive.md.
    ImportArchive(ImportArchive),
}

/// How the server runs.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// Where reviews are kept: sqlite:FILE, made if it is missing, or
    /// postgres://USER:PASSWORD@HOST/DATABASE.
    #[arg(
        long,
        env = "TALLYSTICK_DATABASE",
        hide_env_values = true,
        default_value = "sqlite:tallystick.db"
    )]
    pub database: String,
    /// Address and port; port 0 picks a free one. Loopback by default: a proxy in front adds TLS.
    #[arg(long, env = "TALLYSTICK_LISTEN", default_value = "127.0.0.1:8787")]
    pub listen: SocketAddr,
    /// A path before all others, as /tallystick, for a host that it shares with other things.
    #[arg(
        long,
        env = "TALLYSTICK_PATH_PREFIX",
        default_value = "",
        value_parser = path_prefix
    )]
    pub path_prefix: String,
    /// How much is written to the log (stderr): error, warn, info, or debug, which also notes
    /// each request by its route. Never a secret, an address or a text.
    #[arg(long, env = "TALLYSTICK_LOG_LEVEL", default_value = "info")]
    pub log_level: tracing::Level,
    /// The form of the log: text or json.
    #[arg(long, env = "TALLYSTICK_LOG_FORMAT", default_value = "text")]
    pub log_format: LogFormat,
    /// The community's name, as workers see it.
    #[arg(
        long,
        env = "TALLYSTICK_NAME",
        default_value = "A Tallystick community"
    )]
    pub name: String,
    /// A link to the community's rules.
    #[arg(long, env = "TALLYSTICK_RULES_URL")]
    pub rules_url: Option<String>,
    /// Whether anyone may make an identity: open (with some work, see below), invitation, or
    /// closed.
    #[arg(long, env = "TALLYSTICK_REGISTRATION", default_value = "open")]
    pub registration: Admission,
    /// What a new identity costs without an invitation: so many zero bits have to be found (18 is a
    /// second or two, each more doubles it, 26 is the most; it rises by itself while many
    /// register). 0: nothing.
    #[arg(
        long,
        env = "TALLYSTICK_REGISTRATION_WORK",
        default_value_t = 18,
        value_parser = clap::value_parser!(u8).range(0..=26)
    )]
    pub registration_work: u8,
    /// The proxies in front that may say for whom they ask (X-Forwarded-For), as
    /// "127.0.0.1, 10.0.0.0/8". Without them all who come through a proxy share one allowance.
    #[arg(long, env = "TALLYSTICK_TRUSTED_PROXIES", default_value = "")]
    pub trusted_proxies: Proxies,
    /// New identities an hour from one address; a quarter of them at once.
    #[arg(long, env = "TALLYSTICK_REGISTRATIONS_PER_HOUR", default_value_t = 120)]
    pub registrations_per_hour: u32,
    /// Syncs an hour of one identity, of at most 100 items each; a quarter of them at once.
    #[arg(long, env = "TALLYSTICK_SYNCS_PER_HOUR", default_value_t = 2_400)]
    pub syncs_per_hour: u32,
    /// Days until a new identity can weigh in full; 0 trusts everyone at once. See docs/trust.md.
    #[arg(long, env = "TALLYSTICK_PROBATION_DAYS", default_value_t = 30)]
    pub probation_days: u32,
    /// Clients fetch every bucket while all of them have at most this many bytes, uncompressed.
    #[arg(
        long,
        env = "TALLYSTICK_PREFETCH_MAX_BYTES",
        default_value_t = 2_000_000
    )]
    pub prefetch_max_bytes: u64,
    /// Seconds that a request may take.
    #[arg(long, env = "TALLYSTICK_REQUEST_TIMEOUT_SECONDS", default_value_t = 30)]
    pub request_timeout_seconds: u64,
}

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Whether anyone may make an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Admission {
    /// Anyone.
    Open,
    /// Who has an invitation.
    Invitation,
    /// Nobody at present.
    Closed,
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A flag or a variable; clap says it in its own words (also `--help`).
    #[error(transparent)]
    Flags(#[from] clap::Error),
    /// The file cannot be read.
    #[error("cannot read the configuration file {path}: {source}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The file is no TOML.
    #[error("the configuration file {path} is no TOML: {source}")]
    NoToml {
        /// Which file.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// The file says something that no option is called.
    #[error("the configuration file {path} has {key:?}, which is no option; there are: {known}")]
    UnknownKey {
        /// Which file.
        path: PathBuf,
        /// What it says.
        key: String,
        /// What it could say.
        known: String,
    },
    /// The file has a list or a table where a value is wanted.
    #[error("the configuration file {path} gives {key:?} no plain value")]
    NoValue {
        /// Which file.
        path: PathBuf,
        /// Of which key.
        key: String,
    },
}

impl Cli {
    /// Reads flags, environment and the file that they name.
    ///
    /// # Errors
    /// See [`ConfigError`].
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, ConfigError> {
        let arguments: Vec<OsString> = arguments.into_iter().collect();
        let without_file = Self::try_parse_from(&arguments)?;
        let Some(path) = without_file.config else {
            return Ok(without_file);
        };
        let command = with_file(Self::command(), &path)?;
        Ok(Self::from_arg_matches(
            &command.try_get_matches_from(arguments)?,
        )?)
    }
}

impl Config {
    /// The defaults with some flags over them, for tests and other programs.
    ///
    /// # Errors
    /// See [`ConfigError`].
    pub fn from_flags<const N: usize>(flags: [&str; N]) -> Result<Self, ConfigError> {
        let command = Self::augment_args(clap::Command::new("serve").no_binary_name(true));
        Ok(Self::from_arg_matches(
            &command.try_get_matches_from(flags)?,
        )?)
    }
}

/// The configuration file that says nothing: every option as a comment.
pub fn default_file() -> String {
    let command = Config::augment_args(clap::Command::new("serve"));
    let mut file = "# tallystick-server --config FILE serve\n".to_owned();
    for option in command.get_arguments() {
        let help = option.get_help().map(ToString::to_string);
        for line in help.unwrap_or_default().lines() {
            file.push_str(&format!("\n# {line}"));
        }
        let default = option.get_default_values().first();
        let default = default.and_then(|it| it.to_str()).unwrap_or_default();
        let value = match default.parse::<i64>() {
            Ok(number) => number.to_string(),
            // A string of JSON is one of TOML, too.
            Err(_) => serde_json::Value::from(default).to_string(),
        };
        file.push_str(&format!("\n# {} = {value}\n", option.get_id()));
    }
    file
}

fn path_prefix(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_.~".contains(c);
    let fits = text.starts_with('/') && !text.ends_with('/') && text.chars().all(plain);
    if text.is_empty() || (fits && !text.contains("//")) {
        return Ok(text.to_owned());
    }
    Err("a prefix begins with / and does not end with it, as /tallystick".to_owned())
}

/// Makes what the file says the defaults of `serve`, and of the others where they have such an
/// option.
fn with_file(command: clap::Command, path: &Path) -> Result<clap::Command, ConfigError> {
    let path = path.to_owned();
    let text = std::fs::read_to_string(&path).map_err(|source| ConfigError::Unreadable {
        path: path.clone(),
        source,
    })?;
    let table: toml::Table = toml::from_str(&text).map_err(|source| ConfigError::NoToml {
        path: path.clone(),
        source: Box::new(source),
    })?;
    let known = known_keys();
    let mut defaults = Vec::new();
    for (key, value) in table {
        if !known.contains(&key) {
            let known = known.join(", ");
            return Err(ConfigError::UnknownKey { path, key, known });
        }
        match plain(&value) {
            Some(value) => defaults.push((key, value)),
            None => return Err(ConfigError::NoValue { path, key }),
        }
    }
    Ok(command.mut_subcommands(|mut action| {
        for (key, value) in &defaults {
            if action.get_arguments().any(|it| it.get_id() == key) {
                action = action.mut_arg(key, |arg| arg.default_value(value.clone()));
            }
        }
        action
    }))
}

fn known_keys() -> Vec<String> {
    let command = Config::augment_args(clap::Command::new("serve"));
    command
        .get_arguments()
        .map(|it| it.get_id().to_string())
        .collect()
}

fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(truth) => Some(truth.to_string()),
        _ => None,
    }
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
