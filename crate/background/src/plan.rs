//! Which buckets to fetch: from what the backend lists, what is held and what was asked for.
//!
//! Pure: it neither fetches nor stores.

use std::collections::{BTreeMap, BTreeSet};

use tallystick_core::key::bucket_name;
use tallystick_wire::api::{BucketIndex, WHOLE_BUCKET};

/// The most bytes of bodies that are fetched ahead; a backend that announces more is read by need,
/// whatever it says of itself.
pub const PREFETCH_MAX_BYTES: u64 = 128 << 20;
/// The most digits of a bucket's name.
const DIGITS_MAX: u8 = 4;

/// What is held of one backend: bucket name → ETag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// Digits of the names of what is held; `None`: nothing is held.
    pub digits: Option<u8>,
    /// Statistics.
    pub buckets: BTreeMap<String, String>,
    /// Review texts.
    pub texts: BTreeMap<String, String>,
}

/// What to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Names and ETags of the buckets to fetch.
    pub buckets: Vec<(String, String)>,
    /// Names and ETags of the texts to fetch.
    pub texts: Vec<(String, String)>,
    /// Names that were asked for and that the backend does not have: known to be empty.
    pub empty: Vec<String>,
    /// Names of what is held and no longer listed.
    pub gone: Vec<String>,
    /// Whether the names have another length than before: then the new ones replace the old all at
    /// once, or the old ones stay.
    pub renamed: bool,
}

/// Whether the list can be worked with.
///
/// # Errors
/// What is wrong with it, to stand behind "answers garbage: ".
pub fn check(index: &BucketIndex) -> Result<(), String> {
    if DIGITS_MAX < index.prefix_digits {
        return Err(format!(
            "buckets by {} digits, at most {DIGITS_MAX}",
            index.prefix_digits
        ));
    }
    let hex = |c: u8| matches!(c, b'0'..=b'9' | b'a'..=b'f');
    let fits = |name: &str| match index.prefix_digits {
        0 => name == WHOLE_BUCKET,
        digits => name.len() == usize::from(digits) && name.bytes().all(hex),
    };
    let mut names: BTreeSet<String> = BTreeSet::new();
    for bucket in &index.buckets {
        if !fits(&bucket.name) {
            return Err(format!("a bucket named {:?}", bucket.name));
        }
        if !names.insert(bucket.name.clone()) {
            return Err(format!("the bucket {:?} twice", bucket.name));
        }
    }
    Ok(())
}

/// Whether everything is fetched ahead, so that look-ups tell the backend nothing.
pub fn prefetches(index: &BucketIndex) -> bool {
    let bytes = index
        .buckets
        .iter()
        .fold(0_u64, |sum, bucket| sum.saturating_add(bucket.bytes));
    index.prefetch && bytes <= PREFETCH_MAX_BYTES
}

/// What to fetch and what to drop; `wanted` are the look-up keys asked for since the last time.
pub fn plan(index: &BucketIndex, held: &Held, wanted: &BTreeSet<String>) -> Plan {
    let digits = index.prefix_digits;
    let renamed = held.digits.is_some_and(|before| before != digits);
    let all = prefetches(index);
    let mut asked: BTreeSet<String> = BTreeSet::new();
    asked.extend(wanted.iter().map(|key| bucket_name(key, digits)));
    let mut plan = Plan {
        renamed,
        ..Plan::default()
    };
    for bucket in &index.buckets {
        let name = &bucket.name;
        let old = held.buckets.get(name);
        if (all || old.is_some() || asked.contains(name)) && (renamed || old != Some(&bucket.etag))
        {
            plan.buckets.push((name.clone(), bucket.etag.clone()));
        }
        let old = held.texts.get(name);
        if (all || old.is_some()) && (renamed || old != Some(&bucket.texts_etag)) {
            plan.texts.push((name.clone(), bucket.texts_etag.clone()));
        }
    }
    let mut listed: BTreeSet<String> = BTreeSet::new();
    listed.extend(index.buckets.iter().map(|bucket| bucket.name.clone()));
    let mut gone: BTreeSet<String> = BTreeSet::new();
    gone.extend(held.buckets.keys().chain(held.texts.keys()).cloned());
    gone.retain(|name| !listed.contains(name) && !asked.contains(name));
    plan.gone = gone.into_iter().collect();
    plan.empty = asked
        .into_iter()
        .filter(|name| !listed.contains(name))
        .collect();
    plan
}

#[cfg(test)]
mod tests {
    use tallystick_wire::api::BucketEntry;

    use super::*;

    fn entry(name: &str, etag: &str) -> BucketEntry {
        BucketEntry {
            name: name.into(),
            etag: etag.into(),
            texts_etag: format!("t{etag}"),
            requesters: 100,
            bytes: 1_000,
        }
    }

    fn index(prefetch: bool, buckets: Vec<BucketEntry>) -> BucketIndex {
        BucketIndex {
            prefix_digits: 1,
            prefetch,
            buckets,
        }
    }

    fn held(names: &[(&str, &str)]) -> Held {
        let owned = |(name, etag): &(&str, &str)| ((*name).to_owned(), (*etag).to_owned());
        Held {
            digits: Some(1),
            buckets: names.iter().map(owned).collect(),
            ..Held::default()
        }
    }

    fn wanted(keys: &[&str]) -> BTreeSet<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn a_small_community_is_fetched_whole_and_then_only_what_changed() {
        let index = index(true, vec![entry("0", "a"), entry("1", "b")]);
        let first = plan(&index, &Held::default(), &wanted(&[]));
        assert_eq!(first.buckets.len(), 2);
        assert_eq!(first.texts.len(), 2);
        let next = plan(&index, &held(&[("0", "a"), ("1", "old")]), &wanted(&[]));
        assert_eq!(next.buckets, [("1".to_owned(), "b".to_owned())]);
    }

    #[test]
    fn a_large_one_is_fetched_by_need() {
        let index = index(
            false,
            vec![entry("0", "a"), entry("1", "b"), entry("2", "c")],
        );
        let plan = plan(&index, &held(&[("0", "old")]), &wanted(&["1f", "ff"]));
        let names: Vec<&str> = plan.buckets.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["0", "1"]);
        assert!(plan.texts.is_empty());
        assert_eq!(plan.empty, ["f"]);
    }

    #[test]
    fn what_is_listed_no_more_goes() {
        let index = index(true, vec![entry("0", "a")]);
        assert_eq!(
            plan(&index, &held(&[("0", "a"), ("7", "x")]), &wanted(&[])).gone,
            ["7"]
        );
    }

    #[test]
    fn longer_names_replace_everything() {
        let mut index = index(true, vec![entry("00", "a")]);
        index.prefix_digits = 2;
        let plan = plan(&index, &held(&[("0", "a")]), &wanted(&[]));
        assert!(plan.renamed);
        assert_eq!(plan.buckets.len(), 1);
        assert_eq!(plan.gone, ["0"]);
    }

    #[test]
    fn refuses_to_fetch_ahead_more_than_a_disk_should_hold() {
        let mut index = index(true, vec![entry("0", "a")]);
        index.buckets[0].bytes = PREFETCH_MAX_BYTES + 1;
        assert!(
            plan(&index, &Held::default(), &wanted(&[]))
                .buckets
                .is_empty()
        );
    }

    #[test]
    fn refuses_lists_that_are_garbage() {
        assert!(check(&index(true, vec![entry("0", "a")])).is_ok());
        assert!(check(&index(true, vec![entry("../x", "a")])).is_err());
        assert!(check(&index(true, vec![entry("0", "a"), entry("0", "b")])).is_err());
        let many = BucketIndex {
            prefix_digits: 9,
            prefetch: true,
            buckets: vec![],
        };
        assert!(check(&many).is_err());
    }
}
