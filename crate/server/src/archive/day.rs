//! Dates as archives write them: a day, or a day with a time, in UTC.

use tallystick_wire::Millis;

/// The instant of `YYYY-MM-DD`, `YYYY-MM-DD HH:MM:SS` (also with `T`, fractions, and a `Z` or
/// ` UTC` at the end).
///
/// # Errors
/// What was read and what is wanted.
pub fn instant(text: &str) -> Result<Millis, String> {
    read(text.trim()).ok_or_else(|| {
        format!("the date is {text:?}: give YYYY-MM-DD or YYYY-MM-DD HH:MM:SS, in UTC")
    })
}

fn read(text: &str) -> Option<Millis> {
    let text = text
        .strip_suffix(" UTC")
        .or_else(|| text.strip_suffix('Z'))
        .unwrap_or(text);
    let (day, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00:00"));
    let [year, month, day] = numbers(day, '-')?;
    let time = time.split_once('.').map_or(time, |(whole, _)| whole);
    let [hour, minute, second] = numbers(time, ':')?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days_in = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let possible = (1970..=9999).contains(&year)
        && (1..=days_in).contains(&day)
        && hour < 24
        && minute < 60
        && second < 61;
    let seconds = days_since_1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
    possible.then_some(seconds * 1_000)
}

fn numbers(text: &str, between: char) -> Option<[i64; 3]> {
    let mut parts = text.split(between).map(|it| {
        let digits = it.bytes().all(|c| c.is_ascii_digit());
        it.parse::<i64>().ok().filter(|_| digits)
    });
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

/// The civil calendar counted in days, the year beginning in March so that the leap day is last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    365 * year + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_days_and_times() {
        for (text, expected) in [
            ("1970-01-01", 0),
            ("2000-02-29", 951_782_400_000),
            ("2026-11-02 10:00:00 UTC", 1_793_613_600_000),
            ("2026-11-02T10:00:00.123Z", 1_793_613_600_000),
        ] {
            assert_eq!(instant(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refuses_days_that_are_none() {
        for bad in [
            "",
            "yesterday",
            "2001-02-29",
            "2001-13-01",
            "1-2",
            "2001-01-01 25:00:00",
            "02/03/2001",
            "2001-01-+1",
        ] {
            assert!(instant(bad).is_err(), "{bad}");
        }
    }
}
