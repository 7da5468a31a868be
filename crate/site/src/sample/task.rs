//! One made-up task, the same for the same numbers.

use super::seeds::{HOSTILE, Seed};

/// What a row is drawn from.
#[derive(Debug, Clone)]
pub(super) struct Task {
    pub at: usize,
    pub seed: u64,
    pub requester: String,
    pub title: String,
    pub description: String,
    /// Minor units.
    pub minor: i64,
    pub minutes: u32,
    pub allotted_minutes: u32,
    pub places: u32,
    pub qualified: bool,
}

impl Task {
    pub fn new(set: &[Seed], salt: u64, at: usize) -> Self {
        let seed = mixed(salt.wrapping_mul(1_000_003).wrapping_add(at as u64));
        let round = at / set.len().max(1);
        let kind = set.get(at % set.len().max(1)).copied().unwrap_or_default();
        let Seed(requester, title, description, minor, minutes, allotted, places) = kind;
        // After the first round: the same kinds of tasks by others, differently paid.
        let later = |text: &str| {
            if round == 0 {
                text.to_owned()
            } else {
                format!("{text} {}", round + 1)
            }
        };
        let percent = if round == 0 {
            100
        } else {
            40 + i64::try_from(seed % 140).unwrap_or(0)
        };
        Self {
            at,
            seed,
            requester: if requester.is_empty() {
                String::new()
            } else {
                later(requester)
            },
            title: if round == 0 {
                title.to_owned()
            } else {
                format!("{title} (set {})", round + 1)
            },
            description: description.to_owned(),
            minor: (minor * percent / 100).max(1),
            minutes,
            allotted_minutes: allotted,
            places,
            qualified: at % 8 != 5,
        }
    }

    pub fn turn_hostile(&mut self, at: usize) {
        self.title = match at % 9 {
            7 => "long ".repeat(2_000),
            8 => "x".repeat(10_000),
            _ => hostile(at),
        };
        if !self.requester.is_empty() {
            self.requester = hostile(at + 3);
        }
        self.description = hostile(at + 1);
    }

    /// `digits` of lower-case hex.
    pub fn hex(&self, digits: usize) -> String {
        self.letters(digits, b"0123456789abcdef")
    }

    /// An id in MTurk's alphabet, after `first`.
    pub fn id(&self, first: &str, length: usize) -> String {
        // The first letter is mixed in: ids of several kinds of one task differ.
        let salt = u64::from(first.bytes().next_back().unwrap_or(0));
        let other = Self {
            seed: mixed(self.seed ^ salt),
            ..self.clone()
        };
        let rest = length.saturating_sub(first.len());
        format!(
            "{first}{}",
            other.letters(rest, b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        )
    }

    fn letters(&self, length: usize, alphabet: &[u8]) -> String {
        let mut state = self.seed;
        let mut letter = || {
            state = mixed(state);
            let at = usize::try_from(state % alphabet.len() as u64).unwrap_or(0);
            char::from(alphabet.get(at).copied().unwrap_or(b'0'))
        };
        (0..length).map(|_| letter()).collect()
    }

    /// The same requester has the same id on every row.
    pub fn requester_id(&self) -> String {
        let seed = self
            .requester
            .bytes()
            .fold(7, |sum, it| mixed(sum ^ u64::from(it)));
        Self {
            seed,
            ..self.clone()
        }
        .id("A", 14)
    }

    /// Pay an hour at the advertised time, in minor units.
    pub fn hourly(&self) -> i64 {
        self.minor * 60 / i64::from(self.minutes.max(1))
    }
}

fn hostile(at: usize) -> String {
    HOSTILE
        .get(at % HOSTILE.len())
        .copied()
        .unwrap_or_default()
        .to_owned()
}

/// Minor units as a decimal with two digits.
pub(super) fn decimal(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

/// SplitMix64 (Steele, Lea, Flood 2014): a number that looks random and is not.
pub(super) fn mixed(seed: u64) -> u64 {
    let mut it = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    it ^ (it >> 31)
}
