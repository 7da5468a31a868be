//! How long the names of buckets are: long enough that a bucket is small, short enough that it
//! holds at least [`ENOUGH`] requesters, so that asking for one tells nothing.

use crate::store::community::Community;

/// The longest name: 65,536 buckets.
const DIGITS_MAX: u8 = 4;
/// A bucket must hold this many requesters; the promise of the interface.
pub const ENOUGH: u64 = 100;
/// Names grow by a digit once the buckets would then hold this many on average. Keys are spread
/// like SHA-256, so of 4,096 buckets with 200 on average the emptiest holds about 150.
const GROW_AT_MEAN: u64 = 2 * ENOUGH;
/// Names shrink by a digit once buckets hold fewer than this on average (the emptiest of 4,096
/// then holds about 100). The gap to [`GROW_AT_MEAN`] keeps a community near the threshold from
/// changing its names to and fro.
const SHRINK_BELOW_MEAN: u64 = 145;

/// The length of names that follows from the figures and the present length.
pub fn next(community: Community) -> u8 {
    let requesters = u64::try_from(community.requesters).unwrap_or_default();
    let mut digits = u8::try_from(community.prefix_digits)
        .unwrap_or_default()
        .min(DIGITS_MAX);
    while digits < DIGITS_MAX && GROW_AT_MEAN * buckets(digits + 1) <= requesters {
        digits += 1;
    }
    while 0 < digits && requesters < SHRINK_BELOW_MEAN * buckets(digits) {
        digits -= 1;
    }
    digits
}

/// How many buckets names of that length make.
pub const fn buckets(digits: u8) -> u64 {
    1 << (4 * digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(requesters: i64, prefix_digits: i64) -> u8 {
        next(Community {
            requesters,
            reviews: 0,
            prefix_digits,
            version: 0,
        })
    }

    #[test]
    fn buckets_hold_at_least_a_hundred_requesters() {
        for (requesters, expected) in [
            (0, 0),
            (150, 0),
            (3_199, 0),
            (3_200, 1),
            (50_000, 1),
            (51_200, 2),
            (819_200, 3),
        ] {
            assert_eq!(digits(requesters, 0), expected, "{requesters}");
            let held = u64::try_from(requesters).unwrap() / buckets(expected);
            assert!(expected == 0 || ENOUGH < held);
        }
        assert_eq!(digits(i64::MAX, 0), 4);
    }

    #[test]
    fn a_community_near_the_threshold_keeps_its_names() {
        assert_eq!(
            (digits(3_199, 1), digits(3_201, 1), digits(3_199, 0)),
            (1, 1, 0)
        );
        assert_eq!((digits(2_320, 1), digits(2_319, 1)), (1, 0));
        assert_eq!(digits(0, 4), 0);
    }
}
