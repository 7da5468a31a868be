//! Store uploads: a zip a browser, the same bytes from the same sources, whenever and wherever.

use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::build;
use crate::dist::{self, Files};
use crate::layout::{BROWSERS, Layout};
use crate::step;

/// Zips the folders that [`crate::build::build`] made; gives the paths of the zips.
///
/// # Errors
/// If there is no folder yet or a zip cannot be written.
pub fn package(layout: &Layout, version: &str) -> Result<Vec<PathBuf>> {
    let mut zips = Vec::new();
    for browser in BROWSERS {
        let files = dist::collect(&layout.dist(browser), |_| true)?;
        let path = layout
            .root
            .join(format!("target/dist/tallystick-{version}-{browser}.zip"));
        step::write(&path, &zipped(&files)?)?;
        zips.push(path);
    }
    Ok(zips)
}

/// Does every step after cargo once more, in a folder of its own, and compares.
///
/// # Errors
/// If a file comes out otherwise, by name; or what a step says.
pub fn repeat(layout: &Layout) -> Result<()> {
    let mut again = layout.clone();
    again.steps = "target/pack-again".into();
    let folder = layout.root.join(&again.steps);
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    let (first, second) = (build::files(layout)?, build::files(&again)?);
    let changed: Vec<&str> = first
        .iter()
        .filter(|(name, bytes)| second.get(*name) != Some(bytes))
        .map(|(name, _)| name.as_str())
        .collect();
    if !changed.is_empty() || first.len() != second.len() {
        bail!(
            "the second time these came out otherwise: {}",
            changed.join(", ")
        );
    }
    ensure!(
        zipped(&first)? == zipped(&second)?,
        "the same files made another zip"
    );
    Ok(())
}

/// The files as a zip: sorted by path, all of 1 January 1980, all readable by everyone.
///
/// # Errors
/// If the zip would be larger than zips may be.
pub fn zipped(files: &Files) -> Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, options)
            .with_context(|| format!("cannot add {name}"))?;
        zip.write_all(bytes)
            .with_context(|| format!("cannot add {name}"))?;
    }
    Ok(zip.finish().context("cannot finish the zip")?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Files {
        Files::from([
            ("b.js".to_owned(), b"let b = 1;".repeat(50)),
            ("a/a.txt".to_owned(), b"hello".to_vec()),
        ])
    }

    #[test]
    fn the_same_files_make_the_same_bytes() {
        let first = zipped(&some()).unwrap();
        // Zips keep times in steps of two seconds: no clock may show, so none is waited for.
        assert_eq!(first, zipped(&some()).unwrap());
        assert!(
            !first.windows(2).any(|pair| pair == b"UT"),
            "an extra field with a time"
        );
    }

    #[test]
    fn every_file_comes_out_as_it_went_in() {
        let mut archive = zip::ZipArchive::new(Cursor::new(zipped(&some()).unwrap())).unwrap();
        assert_eq!(archive.len(), 2);
        for (name, bytes) in some() {
            let mut back = Vec::new();
            std::io::copy(&mut archive.by_name(&name).unwrap(), &mut back).unwrap();
            assert_eq!(back, bytes, "{name}");
        }
    }
}
