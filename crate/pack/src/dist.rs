//! The folder that a browser loads, and nothing in it that was not put there now.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::step;

/// Path inside the extension → bytes, in the order of the zip.
pub type Files = BTreeMap<String, Vec<u8>>;

/// All files below `folder` whose path `wanted` accepts, by their path in it, with slashes.
///
/// # Errors
/// If the folder cannot be read.
pub fn collect(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<Files> {
    let mut files = Files::new();
    for path in walk(folder)? {
        let name = inside(folder, &path);
        if wanted(&name) {
            files.insert(name, step::read(&path)?);
        }
    }
    Ok(files)
}

/// Makes `folder` hold exactly `files`; what is the same already is left alone.
///
/// # Errors
/// If something cannot be written or removed.
pub fn lay_out(folder: &Path, files: &Files) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for path in walk(folder)? {
        if !files.contains_key(&inside(folder, &path)) {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    for (name, bytes) in files {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|there| &there == bytes) {
            continue;
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)
                .with_context(|| format!("cannot make {}", parent.display()))?;
        }
        step::write(&path, bytes)?;
    }
    Ok(())
}

fn inside(folder: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(folder).unwrap_or(path).components();
    let names: Vec<String> = parts
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    names.join("/")
}

fn walk(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("no {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(walk(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}
