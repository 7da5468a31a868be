//! What people type into a field for an amount or a rate.
//!
//! Read leniently where it is clear (a decimal comma, the currency's sign), refused with the cure
//! where it is not: "1,250" could be either of two amounts, and a floor must not be guessed.

use tallystick_wire::{Currency, Money};

/// The most that can be entered, in major units: above it a slip of the finger is likelier.
pub const AMOUNT_MAX_MAJOR: i64 = 10_000_000;
/// The most units of a currency that a US dollar can be said to buy.
pub const RATE_MAX: f64 = 10_000_000.0;

/// An amount above 0 in `currency`, as typed: `12`, `12.50`, `12,50`, `$12.50`.
///
/// # Errors
/// What is wrong and how to write it.
pub fn amount(text: &str, currency: Currency) -> Result<Money, String> {
    let digits = currency.digits() as usize;
    let example = amount_text(Money::new(12 * currency.minor_per_major(), currency));
    let cure = || format!("Write the amount in digits, as {example}");
    let bare = bare(text, currency);
    if bare.is_empty() {
        return Err(cure());
    }
    let (whole, part) = bare.split_once(['.', ',']).unwrap_or((&bare, ""));
    let all_digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(part) {
        return Err(cure());
    }
    if digits < part.len() {
        return Err(match digits {
            0 => format!("{currency} has no decimals: write it as {example}"),
            _ => format!("{currency} has {digits} decimals: write it as {example}"),
        });
    }
    let minor = format!("{whole}{part:0<digits$}")
        .parse::<i64>()
        .unwrap_or(i64::MAX);
    if AMOUNT_MAX_MAJOR.saturating_mul(currency.minor_per_major()) < minor {
        return Err(format!(
            "That is more than {AMOUNT_MAX_MAJOR} {currency}: write a lower one"
        ));
    }
    if minor == 0 {
        return Err(format!("A floor is above 0: write it as {example}"));
    }
    Ok(Money::new(minor, currency))
}

/// An amount as it stands in a field: `12.50`, `500`.
pub fn amount_text(amount: Money) -> String {
    let per_major = amount.currency.minor_per_major();
    let (whole, part) = (amount.minor / per_major, (amount.minor % per_major).abs());
    match amount.currency.digits() as usize {
        0 => whole.to_string(),
        digits => format!("{whole}.{part:0>digits$}"),
    }
}

/// A rate above 0, as typed: `0.92`, `0,92`, `15850`.
///
/// # Errors
/// What is wrong and how to write it.
pub fn rate(text: &str) -> Result<f64, String> {
    let bare = text.trim().replace(',', ".");
    let plain = bare.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    match bare.parse::<f64>() {
        Ok(rate) if plain && 0.0 < rate && rate <= RATE_MAX => Ok(rate),
        _ => Err("Write a number above 0, as 0.92".to_owned()),
    }
}

/// A rate as it stands in a field.
pub fn rate_text(rate: f64) -> String {
    rate.to_string()
}

/// The text without spaces, the currency's code and common signs.
fn bare(text: &str, currency: Currency) -> String {
    let text: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    let upper = text.to_uppercase();
    let upper = upper.strip_prefix(currency.as_str()).unwrap_or(&upper);
    let upper = upper.strip_suffix(currency.as_str()).unwrap_or(upper);
    upper.trim_matches(['$', '€', '£', '¥', '₹']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, code: &str, minor: i64) {
        let currency: Currency = code.parse().unwrap();
        assert_eq!(
            amount(text, currency),
            Ok(Money::new(minor, currency)),
            "{text}"
        );
    }

    #[track_caller]
    fn refuses(text: &str, code: &str, word: &str) {
        let why = amount(text, code.parse().unwrap()).unwrap_err();
        assert!(why.contains(word), "{text:?}: {why}");
    }

    #[test]
    fn reads_what_people_write() {
        reads("12", "USD", 1_200);
        reads(" $12.50 ", "USD", 1_250);
        reads("12,5", "EUR", 1_250);
        reads("12.82 EUR", "EUR", 1_282);
        reads("0.05", "USD", 5);
        reads("1055", "JPY", 1_055);
        reads("1.250", "KWD", 1_250);
    }

    #[test]
    fn refuses_what_could_be_two_amounts_and_says_how_to_write_it() {
        refuses("1,250", "USD", "2 decimals");
        refuses("1.250,50", "EUR", "digits");
        refuses("10.5", "JPY", "no decimals");
        refuses("", "USD", "12.00");
        refuses("twelve", "USD", "12.00");
        refuses("-3", "USD", "digits");
        refuses("0", "USD", "above 0");
        refuses("99999999999999999999", "USD", "more than");
        refuses(".", "USD", "digits");
    }

    #[test]
    fn an_amount_survives_the_field() {
        for (minor, code) in [(1_282, "EUR"), (1_055, "JPY"), (5, "USD"), (1_250, "KWD")] {
            let money = Money::new(minor, code.parse().unwrap());
            assert_eq!(amount(&amount_text(money), money.currency), Ok(money));
        }
    }

    #[test]
    fn a_rate_is_a_number_above_zero() {
        assert_eq!(rate("0,92"), Ok(0.92));
        assert_eq!(rate(&rate_text(15_850.5)), Ok(15_850.5));
        for bad in ["0", "-1", "", "inf", "NaN", "1e3", "1,5,0", "99999999999"] {
            assert!(rate(bad).is_err(), "{bad}");
        }
    }
}
