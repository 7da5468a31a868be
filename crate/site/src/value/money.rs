//! Amounts as pages write them, in minor units; refuses to convert and to guess a currency.
//!
//! Digits are read as digits: no float is ever made of them, rounding (half away from zero) happens
//! once, at the minor unit.

use serde_json::{Map, Value};
use tallystick_wire::{Currency, Money};

/// Larger amounts are no amounts: a trillion minor units.
const MINOR_MAX: i64 = 1_000_000_000_000;

/// An amount in major units: `0.3`, `"$0.30"`, `"1.234,56 €"`, or an object with its currency:
/// `{"amount_in_dollars": 0.3, "currency_code": "USD"}`, `{"amount": 750, "currency": "GBP"}` (the
/// latter in minor units). A list of amounts is their sum.
pub fn major(value: &Value, usual: Currency) -> Option<Money> {
    match value {
        Value::Number(number) => decimal(number, usual),
        Value::String(text) => from_text(text, usual),
        Value::Object(map) => from_object(map, usual),
        Value::Array(all) => sum(all, |it| major(it, usual)),
        _ => None,
    }
}

/// A bare number of minor units, or an object as in [`major`].
pub fn minor(value: &Value, usual: Currency) -> Option<Money> {
    match value {
        Value::Object(map) => from_object(map, usual),
        Value::Array(all) => sum(all, |it| minor(it, usual)),
        Value::Number(_) => whole(value, usual),
        Value::String(text) => whole(&Value::from(text.trim().parse::<i64>().ok()?), usual),
        _ => None,
    }
}

/// A list of amounts of one currency; `None` if it is empty or any of them is not clear.
fn sum(all: &[Value], read: impl Fn(&Value) -> Option<Money>) -> Option<Money> {
    let (first, rest) = all.split_first()?;
    rest.iter().try_fold(read(first)?, |sum, it| {
        let it = read(it)?;
        let minor = sum.minor.checked_add(it.minor)?;
        if it.currency == sum.currency {
            bounded(minor, it.currency)
        } else {
            None
        }
    })
}

fn from_object(map: &Map<String, Value>, usual: Currency) -> Option<Money> {
    let first = |keys: &[&str]| keys.iter().find_map(|&key| map.get(key));
    let currency = match first(&["currency_code", "currencyCode", "currency"]) {
        Some(code) => code.as_str()?.parse().ok()?,
        None => usual,
    };
    match first(&["amount_in_dollars", "amountInDollars"]) {
        Some(Value::Number(number)) => decimal(number, currency),
        Some(Value::String(text)) => amount(text, currency),
        Some(_) => None,
        None => whole(map.get("amount")?, currency),
    }
}

fn whole(value: &Value, currency: Currency) -> Option<Money> {
    let minor = value.as_i64().or_else(|| {
        let float = value.as_f64()?;
        // A whole number that was written as 750.0.
        if float.fract() == 0.0 && float.abs() < MINOR_MAX as f64 {
            Some(float as i64)
        } else {
            None
        }
    })?;
    bounded(minor, currency)
}

fn bounded(minor: i64, currency: Currency) -> Option<Money> {
    if minor.abs() <= MINOR_MAX {
        Some(Money::new(minor, currency))
    } else {
        None
    }
}

/// A JSON number by its shortest decimal digits; its point is certainly a decimal one.
fn decimal(number: &serde_json::Number, currency: Currency) -> Option<Money> {
    let text = match number.to_string() {
        text if text.contains(['e', 'E']) => format!("{:.6}", number.as_f64()?),
        text => text,
    };
    let (digits, negative) = sign_of(&text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    to_minor(whole, fraction, negative, currency)
}

const SIGNS: [(&str, &str); 21] = [
    // Longer signs before those that they hold.
    ("US$", "USD"),
    ("CA$", "CAD"),
    ("AU$", "AUD"),
    ("NZ$", "NZD"),
    ("HK$", "HKD"),
    ("MX$", "MXN"),
    ("C$", "CAD"),
    ("A$", "AUD"),
    ("S$", "SGD"),
    ("R$", "BRL"),
    ("$", "USD"),
    ("£", "GBP"),
    ("€", "EUR"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("₩", "KRW"),
    ("₪", "ILS"),
    ("₺", "TRY"),
    ("₱", "PHP"),
    ("₦", "NGN"),
    ("zł", "PLN"),
];

/// The first amount of a text, with its sign or code on either side.
fn from_text(text: &str, usual: Currency) -> Option<Money> {
    let digit = text.find(|c: char| c.is_ascii_digit())?;
    // ".50" is half of one.
    let from = if text.get(..digit)?.ends_with('.') {
        digit - 1
    } else {
        digit
    };
    let number = text.get(from..)?;
    let spaced = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}');
    let part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '’') || spaced(c);
    let number = number.split(|c| !part(c)).next().unwrap_or_default();
    let before = text.get(..from)?.trim_end_matches(spaced);
    let after = text.get(from + number.len()..)?.trim_start_matches(spaced);
    let (before, negative) = unsigned(before);
    let money = amount(number, currency_around(before, after, usual)?)?;
    Some(if negative {
        Money::new(-money.minor, money.currency)
    } else {
        money
    })
}

fn unsigned(before: &str) -> (&str, bool) {
    let bare = before.trim_end_matches(['-', '−']).trim_end();
    if bare.len() != before.len() {
        return (bare, true);
    }
    // "-$3.20": the minus stands before the sign of the currency.
    let minus = before.trim_start().starts_with(['-', '−']);
    (before, minus)
}

/// The currency that is written; `usual` where none is; `None` where it is not certain.
fn currency_around(before: &str, after: &str, usual: Currency) -> Option<Currency> {
    let code = |word: &str| word.parse::<Currency>().ok();
    let last = before
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    let next = after
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    if let Some(it) = code(last).or_else(|| code(next)) {
        return Some(it);
    }
    let sign = SIGNS
        .iter()
        .find(|(sign, _)| before.ends_with(sign) || after.starts_with(sign));
    if let Some(&(sign, name)) = sign {
        // A bare "$" is the platform's own dollar, if it has one.
        let dollars = ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"];
        let own = sign == "$" && dollars.contains(&usual.as_str());
        return if own { Some(usual) } else { code(name) };
    }
    if last.eq_ignore_ascii_case("kr") || next.eq_ignore_ascii_case("kr") {
        // Four currencies are written so: only the platform's own is certain.
        let crowns = ["SEK", "NOK", "DKK", "ISK"];
        return crowns.contains(&usual.as_str()).then_some(usual);
    }
    let foreign = |c: char| !c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace();
    let unknown = before.ends_with(foreign) && !before.ends_with(['–', '—', '≈', '~', '•', '·']);
    if unknown { None } else { Some(usual) }
}

/// Digits with separators to minor units. `None` where `1.234` could be read both ways.
fn amount(number: &str, currency: Currency) -> Option<Money> {
    let (number, negative) = sign_of(number);
    let (whole, fraction) = split_decimal(number.trim_end_matches(|c: char| !c.is_ascii_digit()))?;
    to_minor(whole, fraction, negative, currency)
}

fn sign_of(number: &str) -> (&str, bool) {
    number
        .strip_prefix('-')
        .map_or((number, false), |it| (it, true))
}

fn to_minor(whole: &str, fraction: &str, negative: bool, currency: Currency) -> Option<Money> {
    let digits = currency.digits() as usize;
    let mut minor: i64 = 0;
    let padded = fraction.chars().chain(std::iter::repeat('0')).take(digits);
    for c in whole.chars().filter(char::is_ascii_digit).chain(padded) {
        minor = minor
            .checked_mul(10)?
            .checked_add(i64::from(c.to_digit(10)?))?;
    }
    let next = fraction
        .chars()
        .nth(digits)
        .and_then(|c| c.to_digit(10))
        .unwrap_or(0);
    minor = minor.checked_add(i64::from(5 <= next))?;
    bounded(if negative { -minor } else { minor }, currency)
}

/// What stands before and after the decimal point or comma.
fn split_decimal(number: &str) -> Option<(&str, &str)> {
    let Some(at) = number.rfind(['.', ',']) else {
        return if groups_fit(number) {
            Some((number, ""))
        } else {
            None
        };
    };
    let (whole, fraction) = (number.get(..at)?, number.get(at + 1..)?);
    if fraction.chars().any(|c| !c.is_ascii_digit()) {
        return None;
    }
    let mark = number.get(at..=at)?;
    let repeated = whole.contains(mark);
    let other_before = whole.contains(|c| matches!(c, '.' | ',') && !mark.starts_with(c));
    let grouping = fraction.len() == 3 && !other_before && !matches!(whole, "0" | "");
    if repeated || (grouping && mark == ",") {
        return if groups_fit(number) {
            Some((number, ""))
        } else {
            None
        };
    }
    // "1.234" is a thousand in half the world and one and a bit in the other half.
    let unclear = grouping && mark == ".";
    if unclear || !groups_fit(whole) {
        None
    } else {
        Some((whole, fraction))
    }
}

/// Whether every group but the first has three digits (or two, as in 1,00,000).
fn groups_fit(whole: &str) -> bool {
    let mut groups = whole.split(|c: char| !c.is_ascii_digit());
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let last_fits = rest.last().is_none_or(|it| it.len() == 3);
    let fit = rest.iter().all(|it| it.len() == 3 || it.len() == 2);
    last_fits && fit && (rest.is_empty() || first.len() <= 3)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(value: Value, usual: &str, expected: Option<(i64, &str)>) {
        let read = major(&value, usual.parse().unwrap());
        let expected = expected.map(|(minor, it)| Money::new(minor, it.parse().unwrap()));
        assert_eq!(read, expected, "{value}");
    }

    #[test]
    fn reads_what_platforms_write() {
        check(json!(0.02), "USD", Some((2, "USD")));
        check(json!(2), "USD", Some((200, "USD")));
        check(json!(0.29), "USD", Some((29, "USD")));
        check(json!(1.005), "USD", Some((101, "USD")));
        check(json!(-1.5), "USD", Some((-150, "USD")));
        let dollars = json!({"currency_code": "USD", "amount_in_dollars": 0.1});
        check(dollars, "GBP", Some((10, "USD")));
        let camel = json!({"currencyCode": "USD", "amountInDollars": 0.25});
        check(camel, "GBP", Some((25, "USD")));
        check(
            json!({"amount": 750, "currency": "EUR"}),
            "GBP",
            Some((750, "EUR")),
        );
        check(json!("$0.30"), "USD", Some((30, "USD")));
        check(json!("£9.00/hr"), "GBP", Some((900, "GBP")));
        check(json!("CA$ 4"), "GBP", Some((400, "CAD")));
        check(json!("A$12.5"), "GBP", Some((1250, "AUD")));
        check(json!("1.234,56 €"), "GBP", Some((123_456, "EUR")));
        check(json!("1,234.56 USD"), "GBP", Some((123_456, "USD")));
        check(json!("1 234,56 zł"), "GBP", Some((123_456, "PLN")));
        check(json!("$1,234"), "USD", Some((123_400, "USD")));
        check(json!("₹1,00,000.00"), "USD", Some((10_000_000, "INR")));
        check(json!("kr 12"), "SEK", Some((1200, "SEK")));
        check(json!("$15.00 per hour"), "USD", Some((1500, "USD")));
        check(json!("¥500"), "USD", Some((500, "JPY")));
        check(json!("$0.125"), "USD", Some((13, "USD")));
        check(json!("-$3.20"), "USD", Some((-320, "USD")));
        check(json!("£1.50 • 10 mins"), "GBP", Some((150, "GBP")));
        check(json!("$.50"), "USD", Some((50, "USD")));
    }

    #[test]
    fn stays_silent_where_it_is_not_certain() {
        check(json!("kr 12"), "GBP", None);
        check(json!("1.234 €"), "GBP", None);
        check(json!("12.34.5"), "USD", None);
        check(json!("free"), "USD", None);
        check(json!(""), "USD", None);
        check(json!("₿1.00"), "USD", None);
        check(json!(null), "USD", None);
        check(json!(1e30), "USD", None);
        check(json!("999999999999999999999"), "USD", None);
        check(json!({"amount": "x", "currency": "GBP"}), "USD", None);
        check(json!({"amount": 1, "currency": "pounds"}), "USD", None);
    }

    #[test]
    fn minor_units_stay_minor_units() {
        let gbp = Currency::GBP;
        assert_eq!(minor(&json!(750), gbp), Some(Money::new(750, gbp)));
        assert_eq!(minor(&json!(750.0), gbp), Some(Money::new(750, gbp)));
        assert_eq!(minor(&json!(7.5), gbp), None);
        assert_eq!(minor(&json!("750"), gbp), Some(Money::new(750, gbp)));
    }
}
