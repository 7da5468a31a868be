//! Steps that are skipped while what goes into them stays the same.
//!
//! A stamp file beside the outputs holds the hash of all ingredients: bytes of files, options, and
//! the versions of the tools. Times of files play no part, so a touched file costs nothing.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Everything that a step's result depends on.
#[derive(Debug, Clone, Default)]
pub struct Ingredients(Sha256);

impl Ingredients {
    /// Begins with the step's own recipe: change the text when the code of the step changes.
    pub fn of(recipe: &str) -> Self {
        Self::default().text(recipe)
    }

    /// An option.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.add(text.as_bytes());
        self
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn file(mut self, path: &Path) -> Result<Self> {
        self.add(&read(path)?);
        Ok(self)
    }

    fn add(&mut self, bytes: &[u8]) {
        // With the length before it, "ab" + "c" is not "a" + "bc".
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    fn finish(self) -> String {
        self.0
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// Does `work` unless `outputs` are there and were made from the same ingredients.
/// Tells whether it did.
///
/// # Errors
/// What `work` says; the stamp is written only after it succeeded.
pub fn once(
    stamp: &Path,
    ingredients: Ingredients,
    outputs: &[&Path],
    work: impl FnOnce() -> Result<()>,
) -> Result<bool> {
    let wanted = ingredients.finish();
    let made = fs::read_to_string(stamp).is_ok_and(|found| found == wanted);
    if made && outputs.iter().all(|path| path.exists()) {
        return Ok(false);
    }
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    // A step that fails half-way must not look done.
    fs::remove_file(stamp).or_else(ignore_absent)?;
    work()?;
    write(stamp, wanted.as_bytes())?;
    Ok(true)
}

/// Reads a file, naming it in the error.
///
/// # Errors
/// If it cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Reads a text file, naming it in the error.
///
/// # Errors
/// If it cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file, naming it in the error.
///
/// # Errors
/// If it cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

fn ignore_absent(error: std::io::Error) -> std::io::Result<()> {
    match error.kind() {
        std::io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    }
}
