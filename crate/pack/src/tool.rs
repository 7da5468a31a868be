//! Running a tool, with an error that shows what it said and how to get it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Runs `tool` in `folder` and gives back its standard output.
///
/// # Errors
/// If it is not there (with the cure) or fails (with what it printed).
pub fn run(tool: &Path, folder: &Path, arguments: &[String]) -> Result<String> {
    let output = Command::new(tool)
        .current_dir(folder)
        .args(arguments)
        .output()
        .with_context(|| format!("{} does not start; run ./build.sh setup", tool.display()))?;
    if !output.status.success() {
        bail!(
            "{} {} failed:\n{}{}",
            tool.display(),
            arguments.join(" "),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Paths as arguments.
pub fn text(path: &Path) -> String {
    path.display().to_string()
}
