//! Running a tool, with an error that shows what it said and how to get it.

use std::process::Command;

use anyhow::{Context, Result, bail};

/// Runs a command and gives back its standard output.
///
/// # Errors
/// If it is not there (with the cure) or fails (with what it printed).
pub fn run(command: &mut Command) -> Result<String> {
    let output = command
        .output()
        .with_context(|| format!("{command:?} does not start; run ./build.sh setup"))?;
    if !output.status.success() {
        bail!(
            "{command:?} failed:\n{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
