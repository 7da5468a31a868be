//! A loader and everything that it imports, as one script, by esbuild.

use std::path::{Path, PathBuf};

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

/// Bundles `extension/LOADER` into `out`.
///
/// # Errors
/// What esbuild says: a missing import, a name that the glue does not export.
pub fn bundle(
    layout: &Layout,
    loader: &str,
    kind: Kind,
    aliases: &[Alias],
    out: &Path,
) -> Result<PathBuf> {
    let mut arguments = vec![
        tool::text(&layout.extension().join(loader)),
        "--bundle".to_owned(),
        format!("--outfile={}", out.display()),
        // What minimum_chrome_version and strict_min_version of the manifest understand.
        "--target=chrome121,firefox140".to_owned(),
        "--charset=utf8".to_owned(),
        "--log-level=warning".to_owned(),
        // A name that a loader calls and a program does not export is a broken contract.
        "--log-override:import-is-undefined=error".to_owned(),
        match kind {
            Kind::Classic => "--format=iife".to_owned(),
            Kind::Module => "--format=esm".to_owned(),
        },
    ];
    arguments.extend(
        aliases
            .iter()
            .map(|(name, path)| format!("--alias:{name}={}", path.display())),
    );
    if layout.mode == Mode::Release {
        arguments.push("--minify".to_owned());
    }
    tool::run(&layout.node_tool("esbuild"), &layout.root, &arguments)?;
    Ok(out.to_path_buf())
}
