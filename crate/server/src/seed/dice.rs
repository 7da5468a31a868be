//! Chance that falls the same way each time: SplitMix64, seeded with a text.

use sha2::{Digest, Sha256};

/// A row of throws.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The same text gives the same throws, on every machine.
    pub fn of(seed: &str) -> Self {
        let hash = Sha256::digest(seed.as_bytes());
        Self(
            hash.iter()
                .take(8)
                .fold(0, |number, byte| number << 8 | u64::from(*byte)),
        )
    }

    /// The next 64 bits (Steele, Lea and Flood 2014).
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to and without 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something of this probability happens.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// From `low` to `high`, both possible.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.unit() * (high - low + 1) as f64) as i64
    }

    /// Roughly normal around 0 with deviation 1: twelve throws less six.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// One of several; `None` only if there are none.
    pub fn pick<'i, T>(&mut self, items: &'i [T]) -> Option<&'i T> {
        items.get((self.unit() * items.len() as f64) as usize)
    }

    /// Letters of an alphabet.
    pub fn letters(&mut self, alphabet: &str, count: usize) -> String {
        let letters: Vec<char> = alphabet.chars().collect();
        (0..count).filter_map(|_| self.pick(&letters)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_falls_the_same_way() {
        let throw = |seed| (0..5).map(|_| Dice::of(seed).bits()).collect::<Vec<_>>();
        assert_eq!(throw("a"), throw("a"));
        assert_ne!(throw("a"), throw("b"));
    }

    #[test]
    fn throws_stay_in_their_bounds() {
        let mut dice = Dice::of("bounds");
        for _ in 0..2_000 {
            assert!((3..=5).contains(&dice.between(3, 5)));
            assert!((0.0..1.0).contains(&dice.unit()));
        }
    }
}
