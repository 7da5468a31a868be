//! CSV by RFC 4180, in UTF-8, safe to open in a spreadsheet.
//!
//! A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or
//! a line break) gets an apostrophe before it, as OWASP advises; numbers are numbers and stay.

use super::COLUMNS;
use super::columns::{Cell, cells, plain};
use crate::summary::Book;

/// The first line. The file begins with a byte order mark, without which Excel misreads UTF-8.
pub fn csv_head() -> String {
    let names = COLUMNS.iter().map(|it| it.name.to_owned());
    format!("\u{feff}{}", lines([names.collect()]))
}

/// The lines of these records of a book.
pub fn csv_rows(book: &Book, places: &[usize]) -> String {
    let row = |at: &usize| {
        let cells = cells(book, *at)?;
        Some(cells.iter().map(safe).collect())
    };
    lines(places.iter().filter_map(row))
}

/// What is written of a cell.
fn safe(cell: &Cell) -> String {
    let text = plain(cell);
    let formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n');
    match cell {
        Cell::Text(_) if text.starts_with(formula) => format!("'{text}"),
        _ => text,
    }
}

fn lines(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        // Into memory: only rows of different lengths could fail, and ours have one.
        if writer.write_record(&row).is_err() {
            return String::new();
        }
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
