//! How large every shipped file is, raw and compressed, and whether that is within its budget.

use std::fmt::Write as _;
use std::io::Write as _;

use anyhow::Result;

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

/// A table of all files: name, raw bytes, brotli bytes, and what is to be said of the budget.
///
/// # Errors
/// None that memory allows.
pub fn table(files: &Files) -> Result<String> {
    let mut out = format!(
        "{:<34} {:>9} {:>9}  budget (brotli)\n",
        "file", "raw", "brotli"
    );
    let mut sums = (0, 0);
    for (name, bytes) in files {
        let small = brotli(bytes)?;
        sums = (sums.0 + bytes.len(), sums.1 + small);
        writeln!(
            out,
            "{name:<34} {:>9} {small:>9}  {}",
            bytes.len(),
            verdict(name, small)
        )?;
    }
    writeln!(out, "{:<34} {:>9} {:>9}", "all", sums.0, sums.1)?;
    Ok(out)
}

fn verdict(name: &str, small: usize) -> String {
    match BUDGETS.iter().find(|(file, _)| *file == name) {
        Some((_, most)) if *most < small => format!("OVER {most}, {} too many", small - most),
        Some((_, most)) => format!("within {most}"),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_a_content_script_over_its_budget() {
        assert_eq!(verdict("content.js", 90_001), "OVER 90000, 1 too many");
        assert_eq!(verdict("content.js", 90_000), "within 90000");
        assert_eq!(verdict("panel.js", 900_000), "");
    }

    #[test]
    fn every_file_and_the_sum_stand_in_the_table() {
        let files = Files::from([
            ("content.js".to_owned(), vec![b'a'; 1_000_000]),
            ("popup.html".to_owned(), vec![b'b'; 1_000_000]),
        ]);
        let table = table(&files).unwrap();
        for word in ["content.js", "popup.html", "within 90000", "2000000"] {
            assert!(table.contains(word), "{word} in {table}");
        }
    }
}
