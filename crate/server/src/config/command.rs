//! The options of the commands other than `serve`.

use std::path::PathBuf;

use clap::Args;
use tallystick_wire::PlatformId;

/// Which community, and which file.
#[derive(Debug, Clone, Args)]
pub struct Transfer {
    /// The database: sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE.
    #[arg(
        long,
        env = "TALLYSTICK_DATABASE",
        hide_env_values = true,
        default_value = "sqlite:tallystick.db"
    )]
    pub database: String,
    /// The file; for `export` and `import` - is the standard output or input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// What the demo community is made of.
#[derive(Debug, Clone, Args)]
pub struct SeedDemo {
    /// The database to fill: sqlite:FILE, made if it is missing, or
    /// postgres://USER:PASSWORD@HOST/DATABASE.
    #[arg(
        long,
        env = "TALLYSTICK_DATABASE",
        hide_env_values = true,
        default_value = "sqlite:tallystick.db"
    )]
    pub database: String,
    /// Requesters to have reviews of, one JSON object a line; see docs/api.md.
    #[arg(long, value_name = "FILE")]
    pub requesters: Option<PathBuf>,
    /// How many requesters in all; made-up ones are added to those of the file.
    #[arg(long, default_value_t = 150)]
    pub count: usize,
}

/// Who is to moderate.
#[derive(Debug, Clone, Args)]
pub struct NewModerator {
    /// The name that stands beside their acts in the public log.
    pub name: String,
    /// The community.
    #[command(flatten)]
    pub of: OfDatabase,
}

/// Whom an invitation is for.
#[derive(Debug, Clone, Args)]
pub struct NewInvitation {
    /// How many may come by it.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub uses: u32,
    /// For how many days.
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u32).range(1..=3_650))]
    pub days: u32,
    /// A note for the list.
    #[arg(long, default_value = "")]
    pub note: String,
    /// The community.
    #[command(flatten)]
    pub of: OfDatabase,
}

/// Which invitation.
#[derive(Debug, Clone, Args)]
pub struct OldInvitation {
    /// Its id in the list.
    pub id: String,
    /// The community.
    #[command(flatten)]
    pub of: OfDatabase,
}

/// Which community.
#[derive(Debug, Clone, Args)]
pub struct OfDatabase {
    /// The community's database.
    #[arg(
        long,
        env = "TALLYSTICK_DATABASE",
        hide_env_values = true,
        default_value = "sqlite:tallystick.db"
    )]
    pub database: String,
}

/// Which archive, and into what.
#[derive(Debug, Clone, Args)]
pub struct ImportArchive {
    /// The CSV file.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The community.
    #[command(flatten)]
    pub of: OfDatabase,
    /// The platform of rows that name none.
    #[arg(long, default_value = "mturk")]
    pub platform: PlatformId,
}
