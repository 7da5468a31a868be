//! `./build.sh chaos`: the long forms, with their figures.

use std::io::Write;
use std::path::PathBuf;

use tallystick_chaos::{Failure, cluster::Cluster, failover, kills};

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut program = std::env::current_exe()?;
    program.set_file_name("tallystick-server");
    let program: PathBuf = std::env::args_os().nth(1).map_or(program, PathBuf::from);
    if !Cluster::is_installed() {
        return Err("there is no pg_autoctl: run ./build.sh setup".into());
    }
    let mut out = std::io::stdout();
    writeln!(
        out,
        "PostgreSQL, the primary killed: {}",
        failover::run(&program, 2_000).await?
    )?;
    writeln!(out, "SQLite: {}", kills::run(&program, 100).await?)?;
    Ok(())
}
