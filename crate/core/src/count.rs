//! Counts in words: "1 review", "12,345 reviews".

/// A count with its noun.
pub fn of(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

/// Digits in groups of three: `12,345`.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if 0 < at && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_has_its_groups_and_its_noun() {
        assert_eq!(of(0, "review", "reviews"), "0 reviews");
        assert_eq!(of(1, "review", "reviews"), "1 review");
        assert_eq!(of(999, "review", "reviews"), "999 reviews");
        assert_eq!(of(1_000, "review", "reviews"), "1,000 reviews");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
