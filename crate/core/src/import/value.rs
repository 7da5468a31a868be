//! Amounts, instants, days and states as other people's files write them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use tallystick_wire::facts::{Outcome, OutcomeFacts};
use tallystick_wire::{Currency, Millis, Money, PlatformId, TaskFacts};

use crate::zone::Day;

/// Signs of one currency, the longer ones first.
const SIGNS: [(&str, &str); 16] = [
    ("US$", "USD"),
    ("CA$", "CAD"),
    ("NZ$", "NZD"),
    ("HK$", "HKD"),
    ("AU$", "AUD"),
    ("MX$", "MXN"),
    ("A$", "AUD"),
    ("C$", "CAD"),
    ("R$", "BRL"),
    ("$", "USD"),
    ("£", "GBP"),
    ("€", "EUR"),
    ("₹", "INR"),
    ("¥", "JPY"),
    ("zł", "PLN"),
    ("₱", "PHP"),
];

/// An amount: "$7.50", "£1,234.50", "7,50 €", "USD 3", "3.00 kr" with the currency that is meant
/// where the text does not say.
pub(super) fn money(text: &str, default: Option<Currency>) -> Option<Money> {
    let text = text.trim().trim_start_matches('\'');
    let negative = text.starts_with('-') || text.starts_with('(');
    let digits: String = text
        .chars()
        .filter(|c| c.is_ascii_digit() || ".,".contains(*c))
        .collect();
    let rest: String = text
        .chars()
        .filter(|c| !c.is_ascii_digit() && !" .,-+()\u{a0}".contains(*c))
        .collect();
    let currency = currency(&rest, default)?;
    let minor = minor(&digits, currency)?;
    Some(Money::new(if negative { -minor } else { minor }, currency))
}

fn currency(text: &str, default: Option<Currency>) -> Option<Currency> {
    if text.is_empty() {
        return default;
    }
    if let Ok(code) = text.to_uppercase().parse() {
        return Some(code);
    }
    if text == "kr" {
        // The sign of four currencies.
        let krone = |it: &Currency| ["SEK", "NOK", "DKK", "ISK"].contains(&it.as_str());
        return default.filter(krone);
    }
    let sign = SIGNS.iter().find(|it| it.0 == text)?;
    sign.1.parse().ok()
}

/// Minor units of a number: the last of `.` and `,` with other than three digits behind it is the
/// decimal sign, the others part thousands.
fn minor(digits: &str, currency: Currency) -> Option<i64> {
    let sign = digits.rfind(['.', ',']).filter(|at| {
        let behind = digits.len() - at - 1;
        let alone = digits.matches(['.', ',']).count() == 1;
        behind != 3 || (alone && digits.get(*at..=*at) == Some("."))
    });
    let (whole, part) = match sign {
        Some(at) => (digits.get(..at)?, digits.get(at + 1..)?),
        None => (digits, ""),
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    if whole.is_empty() && part.is_empty() {
        return None;
    }
    let places = currency.digits() as usize;
    let whole: i64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    // One digit more, for rounding what is finer than the currency.
    let padded: String = part
        .chars()
        .chain("0000".chars())
        .take(places + 1)
        .collect();
    let part: i64 = padded.parse().ok()?;
    whole
        .checked_mul(currency.minor_per_major())?
        .checked_add((part + 5) / 10)
}

/// An instant: ISO 8601 with a zone, the same without one as UTC, or milliseconds since 1970.
pub(super) fn instant(text: &str) -> Option<Millis> {
    let text = text.trim();
    if 12 <= text.len() && text.bytes().all(|c| c.is_ascii_digit()) {
        return text.parse().ok();
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at.as_millisecond());
    }
    let civil: DateTime = text.parse().ok()?;
    let at = civil.to_zoned(TimeZone::UTC).ok()?;
    Some(at.timestamp().as_millisecond())
}

/// A day: `2026-01-31`, `20260131`, or the first ten characters of an instant.
pub(super) fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let dashed = match text.len() {
        8 if text.bytes().all(|c| c.is_ascii_digit()) => {
            let (year, rest) = text.split_at(4);
            let (month, day) = rest.split_at(2);
            format!("{year}-{month}-{day}")
        }
        _ => text.get(..10)?.to_owned(),
    };
    let day: Day = dashed.parse().ok()?;
    Some(day.to_string())
}

/// What a platform's or tool's word for a state means.
pub(super) fn outcome(text: &str) -> Option<Outcome> {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    let word = letters.to_lowercase();
    let has = |part: &str| word.contains(part);
    Some(match word.as_str() {
        _ if has("pendingpayment") => Outcome::Approved,
        _ if has("awaiting") || has("pending") || has("submitted") => Outcome::Submitted,
        _ if has("reject") || has("notsatisfied") => Outcome::Rejected,
        _ if has("paid") => Outcome::Paid,
        _ if has("approved") => Outcome::Approved,
        _ if has("screened") => Outcome::ScreenedOut,
        _ if has("returned") => Outcome::Returned,
        _ if has("timedout") || has("expired") || has("abandoned") => Outcome::Expired,
        "active" | "reserved" | "accepted" | "assigned" | "working" | "queued" => Outcome::Active,
        _ => return None,
    })
}

/// A line of which only the platform is known.
pub(super) fn blank(platform: &PlatformId) -> OutcomeFacts {
    OutcomeFacts {
        task: TaskFacts::of(platform.clone()),
        outcome: None,
        state: None,
        bonus: None,
        started_at: None,
        completed_at: None,
        taken_seconds: None,
        feedback: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(i64, &str)>) {
        let read = money(text, "USD".parse().ok());
        let expected = expected.map(|(minor, code)| Money::new(minor, code.parse().unwrap()));
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn amounts_as_they_are_written() {
        check("$7.50", Some((750, "USD")));
        check("£2.67", Some((267, "GBP")));
        check("7,50 €", Some((750, "EUR")));
        check("CA$1,234.50", Some((123_450, "CAD")));
        check("1.234,50 €", Some((123_450, "EUR")));
        check("1,234", Some((123_400, "USD")));
        check("¥1,234", Some((1_234, "JPY")));
        check("0.015", Some((2, "USD")));
        check("-$3", Some((-300, "USD")));
        check("USD 3", Some((300, "USD")));
        check("'-0.50", Some((-50, "USD")));
        check("kr 20", None);
        check("free", None);
        check("", None);
        check("99999999999999999999", None);
        let krona = "SEK".parse().ok();
        assert_eq!(money("20 kr", krona).unwrap().minor, 2_000);
    }

    #[test]
    fn instants_and_days() {
        assert_eq!(
            instant("2026-01-12 16:10:53.160000"),
            Some(1_768_234_253_160)
        );
        assert_eq!(instant("2026-01-12T16:10:53Z"), Some(1_768_234_253_000));
        assert_eq!(
            instant("2026-01-12T17:10:53+01:00"),
            Some(1_768_234_253_000)
        );
        assert_eq!(instant("1768234253160"), Some(1_768_234_253_160));
        assert_eq!(instant("yesterday"), None);
        assert_eq!(day("20260112").as_deref(), Some("2026-01-12"));
        assert_eq!(
            day("2026-01-12T04:00:00.000Z").as_deref(),
            Some("2026-01-12")
        );
        assert_eq!(day("20261332"), None);
    }

    #[test]
    fn states_in_everybody_s_words() {
        for (word, expected) in [
            ("AWAITING REVIEW", Outcome::Submitted),
            ("Approved - Pending Payment", Outcome::Approved),
            ("Pending Approval", Outcome::Submitted),
            ("Paid", Outcome::Paid),
            ("TIMED-OUT", Outcome::Expired),
            ("SCREENED_OUT", Outcome::ScreenedOut),
            ("Abandoned", Outcome::Expired),
            ("Satisfied & paid", Outcome::Paid),
            ("Not-Satisfied", Outcome::Rejected),
        ] {
            assert_eq!(outcome(word), Some(expected), "{word}");
        }
        assert_eq!(outcome("whatever"), None);
    }
}
