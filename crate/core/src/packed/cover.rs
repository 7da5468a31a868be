//! Which records lie in blocks.
//!
//! Blocks follow each other by the keys of their records. A block reaches from the key that it is
//! kept under to that of the next; the first one begins at the very beginning.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::LAYOUT;

/// How far blocks reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// How they are laid out.
    pub layout: u32,
    /// All records whose keys come before this one are in blocks, unless they changed since;
    /// `None`: all are.
    pub up_to: Option<String>,
}

/// No block is there.
impl Default for Cover {
    fn default() -> Self {
        Self {
            layout: LAYOUT,
            up_to: Some(String::new()),
        }
    }
}

impl Cover {
    /// What was kept, if blocks of this layout are there; else that there are none.
    pub fn read(text: Option<&str>) -> Self {
        let kept = text.and_then(|text| serde_json::from_str::<Self>(text).ok());
        kept.filter(|it| it.layout == LAYOUT).unwrap_or_default()
    }

    /// Whether a record of this key would be in a block.
    pub fn reaches(&self, key: &str) -> bool {
        let up_to = self.up_to.as_deref();
        up_to.is_none_or(|up_to| order(key, up_to) == Ordering::Less)
    }
}

/// The order of keys in a browser's database: by UTF-16, which differs from Rust's where a key has
/// letters beyond the first 65,536.
pub fn order(one: &str, other: &str) -> Ordering {
    one.encode_utf16().cmp(other.encode_utf16())
}

/// The place of the block to which a key belongs, of blocks that begin at these keys; `None` where
/// there are no blocks.
pub fn block_of(starts: &[String], key: &str) -> Option<usize> {
    let after = starts.partition_point(|start| order(start, key) != Ordering::Greater);
    (!starts.is_empty()).then(|| after.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_version_kept_covers_nothing() {
        for kept in [None, Some("{"), Some(r#"{"layout":0,"up_to":null}"#)] {
            assert!(!Cover::read(kept).reaches("a"), "{kept:?}");
        }
        let whole = format!(r#"{{"layout":{LAYOUT},"up_to":null}}"#);
        assert!(Cover::read(Some(&whole)).reaches("z"));
        let half = format!(r#"{{"layout":{LAYOUT},"up_to":"m"}}"#);
        let half = Cover::read(Some(&half));
        assert!(half.reaches("a") && !half.reaches("m") && !half.reaches("z"));
    }

    #[test]
    fn a_key_belongs_to_the_last_block_that_begins_before_it() {
        let starts = ["c", "m"].map(str::to_owned);
        for (key, block) in [("a", 0), ("c", 0), ("l", 0), ("m", 1), ("z", 1)] {
            assert_eq!(block_of(&starts, key), Some(block), "{key}");
        }
        assert_eq!(block_of(&[], "a"), None);
    }

    #[test]
    fn keys_are_ordered_as_a_browser_orders_them() {
        assert_eq!("😀".cmp("\u{ff01}"), Ordering::Greater);
        assert_eq!(order("😀", "\u{ff01}"), Ordering::Less);
        assert_eq!(order("a", "b"), Ordering::Less);
    }
}
