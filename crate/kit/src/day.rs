//! Today, as the worker's own calendar has it.

use js_sys::Date;

/// `YYYY-MM-DD` in the machine's time zone.
pub fn today() -> String {
    let now = Date::new_0();
    format!(
        "{:04}-{:02}-{:02}",
        now.get_full_year(),
        now.get_month() + 1,
        now.get_date()
    )
}
