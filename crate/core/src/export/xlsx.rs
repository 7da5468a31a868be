//! A spreadsheet: numbers are numbers, instants are dates, and a text is never a formula.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use tallystick_wire::Millis;

use super::COLUMNS;
use super::columns::{Cell, cells};
use crate::summary::{Book, By, Filter};

/// Days from 1899-12-30, where spreadsheets begin, to 1970-01-01.
const EPOCH_DAYS: f64 = 25_569.0;
const DAY_MS: f64 = 86_400_000.0;
/// The most rows that a sheet can hold, the head included.
const ROWS_MAX: u32 = 1_048_576;

/// Why there is no spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoSheet(pub String);

impl std::fmt::Display for NoSheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoSheet {}

impl From<XlsxError> for NoSheet {
    fn from(error: XlsxError) -> Self {
        Self(format!("The spreadsheet could not be made: {error}"))
    }
}

/// A spreadsheet in the making: rows are added in parts, then it is finished.
pub struct Xlsx {
    sheet: Worksheet,
    head: Format,
    time: Format,
    rows: u32,
}

impl Xlsx {
    /// An empty one.
    ///
    /// # Errors
    /// In the words of the library.
    pub fn new() -> Result<Self, NoSheet> {
        let mut it = Self {
            sheet: Worksheet::new(),
            head: Format::new().set_bold(),
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            rows: 1,
        };
        it.sheet.set_name("Assignments")?;
        for (column, at) in COLUMNS.iter().zip(0_u16..) {
            it.sheet.write_with_format(0, at, column.name, &it.head)?;
        }
        it.sheet.set_freeze_panes(1, 0)?;
        Ok(it)
    }

    /// Adds these records of a book.
    ///
    /// # Errors
    /// In the words of the library, or that a sheet is full.
    pub fn add(&mut self, book: &Book, places: &[usize]) -> Result<(), NoSheet> {
        for place in places {
            let Some(cells) = cells(book, *place) else {
                continue;
            };
            if ROWS_MAX <= self.rows {
                let why = "A sheet holds 1,048,575 assignments: export a shorter period";
                return Err(NoSheet(why.to_owned()));
            }
            for (cell, at) in cells.iter().zip(0_u16..) {
                self.cell(self.rows, at, cell)?;
            }
            self.rows += 1;
        }
        Ok(())
    }

    /// The file, with the months' sums and what the columns mean on further sheets.
    ///
    /// # Errors
    /// In the words of the library.
    pub fn finish(mut self, book: &Book, filter: &Filter) -> Result<Vec<u8>, NoSheet> {
        let last = u16::try_from(COLUMNS.len().saturating_sub(1)).unwrap_or(0);
        self.sheet.autofilter(0, 0, self.rows - 1, last)?;
        let months = months(book, filter, &self.head)?;
        let columns = columns(&self.head)?;
        let mut workbook = Workbook::new();
        workbook.push_worksheet(self.sheet);
        workbook.push_worksheet(months);
        workbook.push_worksheet(columns);
        Ok(workbook.save_to_buffer()?)
    }

    fn cell(&mut self, row: u32, at: u16, cell: &Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Empty => return Ok(()),
            Cell::Text(text) => self.sheet.write_string(row, at, text)?,
            Cell::Whole(number) => self.sheet.write_number(row, at, *number as f64)?,
            Cell::Decimal(number, digits) => {
                self.sheet
                    .write_number(row, at, decimal(*number, *digits))?
            }
            Cell::Time(ms) => {
                let days = days(*ms);
                self.sheet
                    .write_number_with_format(row, at, days, &self.time)?
            }
        };
        Ok(())
    }
}

fn decimal(number: i64, digits: u32) -> f64 {
    number as f64 / 10_f64.powi(digits.min(9).cast_signed())
}

fn days(at: Millis) -> f64 {
    at as f64 / DAY_MS + EPOCH_DAYS
}

/// One line a month and currency.
fn months(book: &Book, filter: &Filter, head: &Format) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("Months")?;
    let names = [
        "month",
        "assignments",
        "currency",
        "rewards",
        "bonuses",
        "fees and costs",
        "earned",
        "pending",
        "hours worked",
        "hours paid",
        "hours unpaid",
    ];
    for (name, at) in names.into_iter().zip(0_u16..) {
        sheet.write_with_format(0, at, name, head)?;
    }
    let mut row = 1;
    for group in book.groups(filter, By::Month) {
        let it = &group.figures;
        let hours = |ms: i64| ms as f64 / 3_600_000.0;
        for (currency, sums) in &it.money {
            let money = |minor: i64| decimal(minor, currency.digits());
            sheet.write_string(row, 0, &group.label)?;
            sheet.write_number(row, 1, it.assignments)?;
            sheet.write_string(row, 2, currency.as_str())?;
            let numbers = [
                money(sums.rewards),
                money(sums.bonuses + sums.day_bonuses),
                money(sums.fees + sums.costs),
                money(sums.earned()),
                money(sums.pending),
                hours(it.worked_ms),
                hours(it.paid_ms),
                hours(it.unpaid.total()),
            ];
            for (number, at) in numbers.into_iter().zip(3_u16..) {
                sheet.write_number(row, at, number)?;
            }
            row += 1;
        }
    }
    Ok(sheet)
}

fn columns(head: &Format) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("Columns")?;
    sheet.write_with_format(0, 0, "column", head)?;
    sheet.write_with_format(0, 1, "what it holds", head)?;
    for (column, row) in COLUMNS.iter().zip(1_u32..) {
        sheet.write_string(row, 0, column.name)?;
        sheet.write_string(row, 1, column.what)?;
    }
    Ok(sheet)
}
