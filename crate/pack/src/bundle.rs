//! A loader and everything that it imports, as one script, by esbuild.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::layout::{Layout, Mode};
use crate::tool;

/// A bare import in a loader and the file that it stands for.
pub type Alias<'a> = (&'a str, &'a Path);

/// The two kinds of script that browsers take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A content script: no imports, nothing in the global scope.
    Classic,
    /// A worker's or a page's module.
    Module,
}

/// Bundles `extension/LOADER` into `out`; `defines` are names with what stands for them.
///
/// # Errors
/// What esbuild says: a missing import, a name that the glue does not export.
pub fn bundle(
    layout: &Layout,
    loader: &str,
    kind: Kind,
    aliases: &[Alias],
    defines: &[&str],
    out: &Path,
) -> Result<()> {
    let mut esbuild = Command::new(layout.node_tool("esbuild"));
    esbuild
        .current_dir(&layout.root)
        .arg(layout.extension().join(loader))
        .args([
            "--bundle",
            // What minimum_chrome_version and strict_min_version of the manifest understand.
            "--target=chrome123,firefox140",
            "--charset=utf8",
            "--log-level=warning",
            // A name that a loader calls and a program does not export is a broken contract.
            "--log-override:import-is-undefined=error",
        ]);
    esbuild.arg(match kind {
        Kind::Classic => "--format=iife",
        Kind::Module => "--format=esm",
    });
    esbuild.arg(format!("--outfile={}", out.display()));
    esbuild.args(
        aliases
            .iter()
            .map(|(name, path)| format!("--alias:{name}={}", path.display())),
    );
    esbuild.args(defines.iter().map(|it| format!("--define:{it}")));
    if layout.mode == Mode::Release {
        esbuild.arg("--minify");
    }
    tool::run(&mut esbuild).map(drop)
}
