//! How large every shipped file is, raw and compressed, and whether that is within its budget.

use std::fmt::Write as _;
use std::io::Write as _;

use anyhow::{Result, bail};

use crate::dist::Files;

/// The most brotli bytes of a file (design: a content script is loaded into every list).
pub const BUDGETS: [(&str, usize); 2] = [("content.js", 90_000), ("content-fallback.js", 110_000)];

/// Bytes after brotli at its best.
///
/// # Errors
/// None that memory allows.
pub fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut out = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 24);
    out.write_all(bytes)?;
    Ok(out.into_inner().len())
}

/// A table of all files: name, raw bytes, brotli bytes, budget.
///
/// # Errors
/// If a file is over its budget; the table stands in the error.
pub fn table(files: &Files) -> Result<String> {
    let mut out = format!("{:<34} {:>9} {:>9}  budget\n", "file", "raw", "brotli");
    let mut over = Vec::new();
    let mut sums = (0, 0);
    for (name, bytes) in files {
        let small = brotli(bytes)?;
        sums = (sums.0 + bytes.len(), sums.1 + small);
        let budget = BUDGETS
            .iter()
            .find(|(file, _)| file == name)
            .map(|(_, most)| *most);
        let note = budget.map_or_else(String::new, |most| format!("{most} brotli"));
        writeln!(out, "{name:<34} {:>9} {small:>9}  {note}", bytes.len())?;
        if budget.is_some_and(|most| most < small) {
            over.push(name.as_str());
        }
    }
    writeln!(out, "{:<34} {:>9} {:>9}", "all", sums.0, sums.1)?;
    if !over.is_empty() {
        bail!("over budget: {}\n{out}", over.join(", "));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_a_content_script_over_its_budget() {
        // Numbers of a linear congruential generator do not compress.
        let mut seed = 1_u32;
        let noise = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        });
        let large = Files::from([("content.js".to_owned(), noise.take(120_000).collect())]);
        assert!(table(&large).is_err());
        let small = Files::from([("content.js".to_owned(), vec![b'a'; 1_000_000])]);
        assert!(table(&small).is_ok());
    }
}
