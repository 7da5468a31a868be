//! Amounts, durations, ages and names as text. It refuses to know what they are about.
//!
//! Written without floating-point formatting, which would be a large part of a content script.

use tallystick_wire::{Currency, Millis, Money};

/// The most characters of a name inside a sentence.
const NAME_MAX_CHARS: usize = 60;
/// The most characters of a title.
const TITLE_MAX_CHARS: usize = 200;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// An amount with its currency's sign: "$12.00", "¥500", "CA$3.50", "12.00 SEK".
pub fn money(amount: Money) -> String {
    let digits = number(amount.minor, amount.currency.digits());
    with_sign(&digits, amount.currency)
}

/// A bare amount without its sign: "12.00"; for the second figure of an interval.
pub fn number(minor: i64, digits: u32) -> String {
    let scale = 10_u64.pow(digits.min(9));
    let (whole, rest) = (minor.unsigned_abs() / scale, minor.unsigned_abs() % scale);
    let mut text = String::new();
    if minor < 0 {
        text.push('-');
    }
    text.push_str(&whole.to_string());
    if 0 < digits {
        let rest = rest.to_string();
        text.push('.');
        (rest.len()..digits as usize).for_each(|_| text.push('0'));
        text.push_str(&rest);
    }
    text
}

/// A formatted number with its currency.
pub(super) fn with_sign(digits: &str, currency: Currency) -> String {
    match sign_of(currency) {
        Some(sign) => match digits.strip_prefix('-') {
            Some(digits) => ["-", sign, digits].concat(),
            None => [sign, digits].concat(),
        },
        None => [digits, " ", currency.as_str()].concat(),
    }
}

fn sign_of(currency: Currency) -> Option<&'static str> {
    Some(match currency.as_str() {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        "INR" => "₹",
        "JPY" => "¥",
        "CNY" => "CN¥",
        "CAD" => "CA$",
        "AUD" => "A$",
        "NZD" => "NZ$",
        "HKD" => "HK$",
        "TWD" => "NT$",
        "MXN" => "MX$",
        "BRL" => "R$",
        "KRW" => "₩",
        "PHP" => "₱",
        "VND" => "₫",
        "ILS" => "₪",
        "UAH" => "₴",
        "NGN" => "₦",
        "TRY" => "₺",
        _ => return None,
    })
}

/// One decimal place: "4.1".
pub(super) fn one_decimal(value: f64) -> String {
    number((value * 10.0).round() as i64, 1)
}

/// "45 s", "8 min", "1 h 15 min"; two significant figures at the most below an hour.
pub fn duration(seconds: f64) -> String {
    if seconds.is_nan() || seconds < 0.5 {
        return "0 s".to_owned();
    }
    if seconds < 99.5 {
        return [&(seconds.round() as u64).to_string(), " s"].concat();
    }
    let minutes = (seconds.min(3.6e9) / 60.0).round() as u64;
    if minutes < 60 {
        return [&minutes.to_string(), " min"].concat();
    }
    let hours = [&(minutes / 60).to_string(), " h"].concat();
    match minutes % 60 {
        0 => hours,
        rest => [&hours, " ", &rest.to_string(), " min"].concat(),
    }
}

/// A range of durations: "4–16 min", "30 s–2 min", "8 min".
pub fn duration_range(low: f64, high: f64) -> String {
    let (low, high) = (duration(low), duration(high));
    if low == high {
        return low;
    }
    match (low.rsplit_once(' '), high.rsplit_once(' ')) {
        (Some((short, a)), Some((_, b)))
            if a == b && !short.contains(' ') && !high.contains('h') =>
        {
            [short, "–", &high].concat()
        }
        _ => [&low, "–", &high].concat(),
    }
}

/// "just now", "3 min ago", "2 h ago", "5 days ago".
pub fn age(then: Millis, now: Millis) -> String {
    let passed = now.saturating_sub(then);
    let (count, unit) = match passed {
        ..MINUTE => return "just now".to_owned(),
        MINUTE..HOUR => (passed / MINUTE, "min"),
        HOUR..DAY => (passed / HOUR, "h"),
        _ if passed < 2 * DAY => (1, "day"),
        _ => (passed / DAY, "days"),
    };
    [&count.to_string(), " ", unit, " ago"].concat()
}

/// The day of an instant (UTC): "today", a weekday within the last week, else "2026-01-31".
pub fn day(then: Millis, now: Millis) -> String {
    const WEEKDAYS: [&str; 7] = [
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Monday",
        "Tuesday",
        "Wednesday",
    ];
    let (day, today) = (then.div_euclid(DAY), now.div_euclid(DAY));
    match today - day {
        0 => "today".to_owned(),
        1..=6 => {
            let weekday = usize::try_from(day.rem_euclid(7))
                .ok()
                .and_then(|at| WEEKDAYS.get(at));
            weekday.copied().unwrap_or("").to_owned()
        }
        _ => date(day),
    }
}

/// `YYYY-MM-DD` of a day counted from 1970-01-01, in the proleptic Gregorian calendar: eras of 400
/// years are 146,097 days, and a year that begins in March has its leap day last.
fn date(day: i64) -> String {
    let shifted = day + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let two = |n: i64| {
        if n < 10 {
            ["0", &n.to_string()].concat()
        } else {
            n.to_string()
        }
    };
    [&year.to_string(), "-", &two(month), "-", &two(day_of_month)].concat()
}

/// A hostile name inside a sentence: cut, its own direction isolated.
pub fn name(text: &str) -> String {
    ["\u{2068}", &cut(text, NAME_MAX_CHARS), "\u{2069}"].concat()
}

/// A hostile title that stands alone: cut, no control characters.
pub fn title(text: &str) -> String {
    cut(text, TITLE_MAX_CHARS)
}

/// The first `max` characters with an ellipsis where something was cut. Line breaks become
/// spaces; marks that would change the direction of what follows go.
pub fn cut(text: &str, max: usize) -> String {
    let mut kept = String::new();
    let clean = text.trim().chars().filter(|c| !is_directional(*c));
    for (at, c) in clean.enumerate() {
        if at == max {
            kept.push('…');
            break;
        }
        kept.push(if c.is_control() { ' ' } else { c });
    }
    kept
}

fn is_directional(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
}

/// "1 review", "12 reviews".
pub(super) fn count(n: u32, one: &str, many: &str) -> String {
    let n_text = n.to_string();
    [n_text.as_str(), " ", if n == 1 { one } else { many }].concat()
}
