//! Days and instants, ISO 8601; refuses to know any clock or zone.

use serde_json::Value;
use tallystick_wire::Millis;

/// A calendar day, `YYYY-MM-DD`, also at the front of an instant.
pub fn day(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    let head = text.get(..10)?;
    date(head)?;
    let rest = text.get(10..)?;
    if rest.is_empty() || rest.starts_with(['T', ' ']) {
        Some(head.to_owned())
    } else {
        None
    }
}

/// A point in time: `2026-01-12T16:10:53.160Z`, `2026-01-12 16:10:53.160000` (UTC where no zone is
/// said), or a number of milliseconds.
pub fn instant(value: &Value) -> Option<Millis> {
    match value {
        Value::Number(it) => it.as_i64(),
        Value::String(text) => from_text(text.trim()),
        _ => None,
    }
}

fn from_text(text: &str) -> Option<Millis> {
    let days = date(text.get(..10)?)?;
    let rest = text.get(10..)?.strip_prefix(['T', ' '])?;
    let (time, offset) = split_zone(rest)?;
    let (whole, fraction) = time.split_once(['.', ',']).unwrap_or((time, ""));
    let mut parts = whole.split(':');
    let hours = digits(parts.next()?, 2, 23)?;
    let minutes = digits(parts.next()?, 2, 59)?;
    let seconds = parts.next().map_or(Some(0), |it| digits(it, 2, 60))?;
    if parts.next().is_some() || fraction.bytes().any(|c| !c.is_ascii_digit()) {
        return None;
    }
    let thousandths = format!("{fraction:0<3}").get(..3)?.parse::<i64>().ok()?;
    let in_day = ((hours * 60 + minutes - offset) * 60 + seconds) * 1_000 + thousandths;
    Some(days * 86_400_000 + in_day)
}

/// The time of day, and the minutes by which its zone is ahead of UTC.
fn split_zone(text: &str) -> Option<(&str, i64)> {
    if let Some(time) = text.strip_suffix(['Z', 'z']) {
        return Some((time, 0));
    }
    let Some(at) = text.rfind(['+', '-']) else {
        return Some((text, 0));
    };
    let (time, zone) = text.split_at_checked(at)?;
    let ahead = if zone.starts_with('-') { -1 } else { 1 };
    let bare = zone.get(1..)?.replace(':', "");
    let hours = digits(bare.get(..2)?, 2, 14)?;
    let minutes = if bare.len() == 2 {
        0
    } else {
        digits(bare.get(2..)?, 2, 59)?
    };
    Some((time, ahead * (hours * 60 + minutes)))
}

fn digits(text: &str, length: usize, most: i64) -> Option<i64> {
    let fits = text.len() == length && text.bytes().all(|c| c.is_ascii_digit());
    let number = if fits {
        text.parse().ok()?
    } else {
        return None;
    };
    if number <= most { Some(number) } else { None }
}

/// Days since 1970-01-01 in the Gregorian calendar.
fn date(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4, 9_999)?;
    let month = digits(parts.next()?, 2, 12)?;
    let day = digits(parts.next()?, 2, 31)?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if parts.next().is_some() || month < 1 || day < 1 || length < day {
        return None;
    }
    // Years are counted from March, so that the leap day is the last (Howard Hinnant,
    // "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
    let shifted = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_days() {
        for (text, expected) in [
            ("2026-01-12", Some("2026-01-12")),
            ("2026-01-12T08:00:00.000Z", Some("2026-01-12")),
            ("2024-02-29", Some("2024-02-29")),
            ("2026-02-29", None),
            ("2026-13-01", None),
            ("2026-01-123", None),
            ("12.01.2026", None),
            ("٢٠٢٦-01-12", None),
        ] {
            assert_eq!(day(&json!(text)).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn reads_instants() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2026-01-12T16:10:53.160Z", Some(1_768_234_253_160)),
            ("2026-01-12 16:10:53.160000", Some(1_768_234_253_160)),
            ("2026-01-12T18:10:53.16+02:00", Some(1_768_234_253_160)),
            ("2026-01-12T08:10:53.160-0800", Some(1_768_234_253_160)),
            ("2000-03-01T00:00:00Z", Some(951_868_800_000)),
            ("2026-01-12", None),
            ("2026-01-12T25:00:00Z", None),
            ("yesterday", None),
        ] {
            assert_eq!(instant(&json!(text)), expected, "{text}");
        }
    }
}
