//! Lengths of time as platforms print them in fields of their own; claims in titles are core's.

use serde_json::Value;

/// Longer ones are no length of a task: a year.
const SECONDS_MAX: u64 = 366 * 24 * 3_600;

/// A time with its units (`1 hour 29 minutes`, `10 mins`, `1h 5m`) or as a clock (`00:05:02`),
/// in seconds. A bare number is none.
pub fn clock_or_units(value: &Value) -> Option<u32> {
    let text = value.as_str()?.trim();
    if text.contains(':') {
        clock(text)
    } else {
        units(text)
    }
}

/// A bare number of `unit` seconds each, or a time with its units.
pub fn bare(value: &Value, unit: u32) -> Option<u32> {
    match value {
        Value::Number(it) => bounded(it.as_f64()? * f64::from(unit)),
        Value::String(text) => match decimal(text.trim()) {
            Some(it) => bounded(it * f64::from(unit)),
            None => clock_or_units(value),
        },
        _ => None,
    }
}

fn bounded(seconds: f64) -> Option<u32> {
    let fits = (0.0..=SECONDS_MAX as f64).contains(&seconds);
    if fits {
        Some(seconds.round() as u32)
    } else {
        None
    }
}

/// Digits with at most one point among them. The standard library's parser knows every float, for
/// which it brings a table that would be a tenth of the content script.
fn decimal(text: &str) -> Option<f64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = [whole, part].concat();
    let plain = digits.bytes().all(|it| it.is_ascii_digit());
    // So many digits are exact, and so is the power: the quotient is the nearest float.
    if !plain || digits.is_empty() || 15 < digits.len() {
        return None;
    }
    let scale = 10_u64.pow(u32::try_from(part.len()).ok()?);
    Some(digits.parse::<u64>().ok()? as f64 / scale as f64)
}

/// `mm:ss` or `h:mm:ss`.
fn clock(text: &str) -> Option<u32> {
    let parts: Vec<&str> = text.split(':').collect();
    let digits =
        |it: &&str| !it.is_empty() && it.len() <= 4 && it.bytes().all(|c| c.is_ascii_digit());
    if !matches!(parts.len(), 2 | 3) || !parts.iter().all(digits) {
        return None;
    }
    let seconds = parts.iter().try_fold(0_u32, |sum, it| {
        let part = it.parse::<u32>().ok()?;
        sum.checked_mul(60)?.checked_add(part)
    })?;
    bounded(f64::from(seconds))
}

fn units(text: &str) -> Option<u32> {
    let mut rest = text;
    let mut seconds = 0.0;
    let mut any = false;
    while let Some(from) = rest.find(|c: char| c.is_ascii_digit()) {
        let filler = rest.get(..from)?.trim();
        let fills = matches!(
            filler,
            "" | "," | "and" | "~" | "≈" | "about" | "approx." | "under"
        );
        if !fills {
            return None;
        }
        rest = rest.get(from..)?;
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let number = decimal(rest.get(..end)?)?;
        rest = rest.get(end..)?.trim_start();
        let end = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        seconds += number * f64::from(unit(rest.get(..end)?)?);
        rest = rest.get(end..)?.trim_start_matches('.');
        any = true;
    }
    if any && rest.trim().is_empty() {
        bounded(seconds)
    } else {
        None
    }
}

fn unit(word: &str) -> Option<u32> {
    Some(match word.to_ascii_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600,
        "d" | "day" | "days" => 86_400,
        "w" | "week" | "weeks" => 604_800,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn decimals_are_the_floats_that_rust_reads() {
        for text in [
            "0",
            "007",
            "1.5",
            ".5",
            "5.",
            "0.1",
            "12.35",
            "123456789012.345",
        ] {
            assert_eq!(decimal(text), text.parse().ok(), "{text}");
        }
        for bad in [
            "",
            ".",
            "-1",
            "+1",
            "1e5",
            "inf",
            "1.2.3",
            "1234567890123456",
            "١",
        ] {
            assert_eq!(decimal(bad), None, "{bad}");
        }
    }

    #[test]
    fn reads_times_with_units_and_clocks() {
        for (text, expected) in [
            ("10 mins", Some(600)),
            ("10 min", Some(600)),
            ("1 hour 29 minutes", Some(5_340)),
            ("9 minutes 45 seconds", Some(585)),
            ("1 week 3 days", Some(864_000)),
            ("1h 5m", Some(3_900)),
            ("1.5 hours", Some(5_400)),
            ("~ 7 Minutes", Some(420)),
            ("00:05:02", Some(302)),
            ("05:02", Some(302)),
            ("6", None),
            ("5-7 minutes", None),
            ("10 apples", None),
            ("minutes", None),
            ("10 minutes or 20", None),
            ("99999 weeks", None),
            ("1:2:3:4", None),
            ("", None),
        ] {
            assert_eq!(clock_or_units(&json!(text)), expected, "{text}");
        }
    }

    #[test]
    fn bare_numbers_need_their_unit_from_the_definition() {
        assert_eq!(bare(&json!("6"), 60), Some(360));
        assert_eq!(bare(&json!(10), 60), Some(600));
        assert_eq!(bare(&json!(302.4), 1), Some(302));
        assert_eq!(bare(&json!("6 hours"), 60), Some(21_600));
        assert_eq!(bare(&json!(-1), 60), None);
        assert_eq!(bare(&json!("NaN"), 60), None);
        assert_eq!(bare(&json!(null), 60), None);
    }
}
