//! The worker's record as files: CSV and XLSX of the assignments, JSON of the log, and reports.
//!
//! The columns of both tables are one list, [`COLUMNS`], which also documents them. Everything is
//! made in parts, so that a page can show how far it is and stop. It refuses to know where files go.

mod columns;
mod csv;
mod json;
mod others;
mod report;
mod xlsx;

pub use columns::{COLUMNS, Cell, Column};
pub use csv::{csv_head, csv_rows};
pub use json::{FORMAT, FORMAT_VERSION, json_event, json_foot, json_head};
pub use others::others;
pub use report::{Dispute, Report, Section, dispute, period, tax_year};
pub use xlsx::{NoSheet, Xlsx};
