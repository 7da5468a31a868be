//! What two programs of the extension share in its database: the background, which keeps records,
//! and the dashboard's worker, which reads them and keeps packed copies of them beside them.

/// The database's name.
pub const DATABASE: &str = "tallystick";
/// Raised by one with every change of the stores. Only the background lays them out anew.
pub const VERSION: u32 = 3;
/// assignment key → [`crate::ledger::Assignment`] as JSON; written by the background only, and can
/// be made again out of the log.
pub const RECORDS: &str = "records";
/// assignment key → nothing: records that were written or deleted since they were packed. Marked by
/// the background together with the record, unmarked by who packs it.
pub const CHANGED: &str = "changed";
/// The key of a block's first record → the block, and [`COVER`] → how far blocks reach: see
/// `tallystick_core::packed`. Written by the dashboard's worker, wiped by the background.
pub const PACKS: &str = "packs";
/// The key in [`PACKS`] that no record has.
pub const COVER: &str = "";
