//! The log itself, lossless: what is read back gives the same bytes again.
//!
//! One JSON document, an event a line, so that it can be written in parts and compared by eye.
//! It holds no date of its own: the same log is the same file.

use tallystick_wire::Event;

/// What the file says it is.
pub const FORMAT: &str = "tallystick-ledger";
/// The version of the file's form; counts up when an older reader would misread it.
pub const FORMAT_VERSION: u64 = 1;

/// How the file begins.
pub fn json_head() -> String {
    format!("{{\"format\":\"{FORMAT}\",\"format_version\":{FORMAT_VERSION},\"events\":[")
}

/// One event; `first`: whether none was written before.
pub fn json_event(event: &Event, first: bool) -> String {
    // Strings, numbers and lists: nothing in it can fail to be written.
    let text = serde_json::to_string(event).unwrap_or_default();
    let comma = if first { "\n" } else { ",\n" };
    [comma, &text].concat()
}

/// How the file ends.
pub fn json_foot() -> &'static str {
    "\n]}\n"
}
