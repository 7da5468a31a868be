//! Records of the ledger as blocks of bytes, so that years of them are read in a moment.
//!
//! A block is a copy that can be made again out of the records at any time. It says how it is laid
//! out and carries a check sum: what another version wrote, or what is damaged, is never read.
//! `cover` is which records lie in blocks. It refuses to know where blocks are kept.

mod cover;

pub use cover::{Cover, block_of, order};

use std::fmt;

use tallystick_wire::ledger::Assignment;

/// How a block is laid out. Raised by one whenever a record's shape or its encoding changes; a test
/// fails when that is forgotten.
pub const LAYOUT: u32 = 1;
/// How many records lie in a block: some tens of milliseconds to make.
pub const BLOCK: usize = 2_000;

/// What a block begins with: layout and check sum, each four bytes, the lowest first.
const HEAD: usize = 8;

/// Why a block cannot be read; its records are to be read instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Laid out by another version.
    OtherLayout,
    /// Not what was written.
    Damaged,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherLayout => "a block of records was written by another version",
            Self::Damaged => "a block of records is damaged",
        })
    }
}

/// These records as a block.
pub fn pack(records: &[Assignment]) -> Vec<u8> {
    let body = bitcode::encode(records);
    let mut block = Vec::with_capacity(HEAD + body.len());
    block.extend(LAYOUT.to_le_bytes());
    block.extend(crc32fast::hash(&body).to_le_bytes());
    block.extend(body);
    block
}

/// The records of a block.
///
/// # Errors
/// That it was laid out otherwise or is damaged.
pub fn unpack(block: &[u8]) -> Result<Vec<Assignment>, Unreadable> {
    let (head, body) = block.split_at_checked(HEAD).ok_or(Unreadable::Damaged)?;
    let (layout, sum) = head.split_at(HEAD / 2);
    if layout != LAYOUT.to_le_bytes() {
        return Err(Unreadable::OtherLayout);
    }
    if sum != crc32fast::hash(body).to_le_bytes() {
        return Err(Unreadable::Damaged);
    }
    bitcode::decode(body).map_err(|_| Unreadable::Damaged)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A record that says everything that a record can say.
    fn full() -> Assignment {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        let key = serde_json::json!({ "platform": "mturk", "kind": "id", "value": "3A" });
        let usd = |minor: i64| serde_json::json!({ "minor": minor, "currency": "USD" });
        let record = serde_json::json!({
            "key": key,
            "facts": {
                "platform": "mturk", "group": { "platform": "mturk", "value": "G1" },
                "requester": { "platform": "mturk", "kind": "id", "value": "A1" },
                "requester_name": "Ann", "title": "A survey", "description": "Ten questions",
                "reward": usd(50), "claimed_seconds": 600, "allotted_seconds": 3600,
                "average_seconds": 540, "advertised_hourly": usd(900), "places": 4, "tasks": 17,
                "qualified": true, "assignment": "3A", "task": "3H", "remaining_seconds": 100,
            },
            "standing": "paid",
            "moments": {
                "first": 1, "accepted": 2, "started": 3, "clicked": 4, "submitted": 5, "ended": 6,
                "approved": 7, "rejected": 8, "overturned": 9, "vanished": 10,
                "platform_started": 11, "platform_completed": 12, "platform_seconds": 13, "seen": 14,
            },
            "day": "2026-11-27",
            "times": { "worked": 1, "idle": 2, "away": 3, "queued": 4 },
            "corrected": 60000,
            "gaps": [{ "id": id, "activity": "away", "from": 1, "ms": 2, "cause": "elsewhere",
                "counted": true }],
            "amounts": { "promised": usd(1), "paid": usd(2), "bonus": usd(3),
                "bonus_promised": usd(4), "fee": usd(-5) },
            "matched": "combination",
            "contradictions": [{ "at": 1, "by": id, "what": "reward", "ours": "1", "theirs": "2" }],
            "said": [{ "at": 1, "by": "requester", "text": "Thank you" }],
            "also": [key],
            "became": key,
            "edited": true,
            "left_out": true,
            "import": id,
            "events": 9,
        });
        serde_json::from_value(record).unwrap()
    }

    fn bare() -> Assignment {
        serde_json::from_str(
            r#"{"key":{"platform":"prolific","kind":"own","value":"1"},"facts":{"platform":"prolific"}}"#,
        )
        .unwrap()
    }

    #[test]
    fn a_block_gives_its_records_back() {
        for records in [vec![], vec![bare()], vec![full(), bare(), full()]] {
            assert_eq!(unpack(&pack(&records)), Ok(records));
        }
    }

    /// If this fails, blocks that lie in people's browsers would be misread: raise [`LAYOUT`], then
    /// put the new sum here.
    #[test]
    fn the_layout_has_another_number_when_the_form_changes() {
        let sum = crc32fast::hash(&bitcode::encode(&[full(), bare()]));
        assert_eq!((LAYOUT, format!("{sum:08x}")), (1, "dfec0e19".to_owned()));
    }

    #[test]
    fn refuses_what_another_version_laid_out() {
        let mut block = pack(&[full()]);
        block[0] += 1;
        assert_eq!(unpack(&block), Err(Unreadable::OtherLayout));
    }

    proptest! {
        #[test]
        fn refuses_a_damaged_block(at in 4_usize..200, bit in 0..8, cut in any::<bool>()) {
            let mut block = pack(&[full(), bare()]);
            let at = at % block.len();
            if cut {
                block.truncate(at);
            } else {
                block[at.max(4)] ^= 1_u8 << bit;
            }
            prop_assert!(unpack(&block).is_err());
        }
    }
}
