//! Money from one currency into another, by a dated table that the worker can edit.
//!
//! The built-in table holds rounded mid-market rates of its date. It refuses to fetch newer ones:
//! nothing leaves the machine for a rate.

use tallystick_wire::settings::Rates;
use tallystick_wire::{Currency, Money};

/// The day of the built-in table.
pub const BUILT_IN_DATE: &str = "2025-06-30";

/// Units per US dollar, rounded to about three digits, sorted by code.
const PER_USD: &[(&str, f64)] = &[
    ("AED", 3.6725),
    ("ARS", 1190.0),
    ("AUD", 1.52),
    ("BDT", 122.5),
    ("BGN", 1.66),
    ("BRL", 5.45),
    ("CAD", 1.36),
    ("CHF", 0.795),
    ("CLP", 932.0),
    ("CNY", 7.16),
    ("COP", 4080.0),
    ("CZK", 21.0),
    ("DKK", 6.34),
    ("DZD", 130.0),
    ("EGP", 49.6),
    ("EUR", 0.85),
    ("GBP", 0.73),
    ("GHS", 10.35),
    ("HKD", 7.85),
    ("HUF", 340.0),
    ("IDR", 16_230.0),
    ("ILS", 3.37),
    ("INR", 85.7),
    ("ISK", 121.0),
    ("JMD", 160.0),
    ("JPY", 144.0),
    ("KES", 129.0),
    ("KRW", 1350.0),
    ("KZT", 520.0),
    ("LKR", 300.0),
    ("MAD", 9.0),
    ("MXN", 18.8),
    ("MYR", 4.21),
    ("NGN", 1535.0),
    ("NOK", 10.1),
    ("NZD", 1.64),
    ("PEN", 3.54),
    ("PHP", 56.3),
    ("PKR", 284.0),
    ("PLN", 3.61),
    ("RON", 4.31),
    ("RSD", 99.6),
    ("RUB", 78.5),
    ("SAR", 3.75),
    ("SEK", 9.5),
    ("SGD", 1.27),
    ("THB", 32.5),
    ("TND", 2.89),
    ("TRY", 39.8),
    ("TWD", 29.2),
    ("UAH", 41.7),
    ("USD", 1.0),
    ("UYU", 40.1),
    ("VND", 26_100.0),
    ("ZAR", 17.7),
];

/// `amount` in another currency, rounded to its minor unit; `None` if the table lacks one of the
/// two or the result is beyond all money.
pub fn convert(amount: Money, to: Currency, rates: &Rates) -> Option<Money> {
    if amount.currency == to {
        return Some(amount);
    }
    let minor = amount.major() * factor(amount.currency, to, rates)? * to.minor_per_major() as f64;
    (minor.abs() < 9e15).then(|| Money::new(minor.round() as i64, to))
}

/// What one major unit of `from` is in major units of `to`.
pub fn factor(from: Currency, to: Currency, rates: &Rates) -> Option<f64> {
    if from == to {
        return Some(1.0);
    }
    let usable = |rate: &f64| rate.is_finite() && 0.0 < *rate;
    let per_usd = |currency| match rates.per_usd.get(&currency).copied().filter(usable) {
        None if currency == Currency::USD => Some(1.0),
        rate => rate,
    };
    Some(per_usd(to)? / per_usd(from)?)
}

/// The table that the extension brings, with its date.
pub fn built_in() -> Rates {
    let entry = |(code, rate): &(&str, f64)| Some((code.parse().ok()?, *rate));
    Rates {
        date: BUILT_IN_DATE.to_owned(),
        per_usd: PER_USD.iter().filter_map(entry).collect(),
    }
}

/// `amount` in US dollars by the built-in table: for the prior, which must not change with the
/// worker's own rates.
pub fn built_in_usd(amount: Money) -> Option<f64> {
    let at = PER_USD
        .binary_search_by_key(&amount.currency.as_str(), |it| it.0)
        .ok()?;
    let (_, rate) = PER_USD.get(at)?;
    Some(amount.major() / rate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn money(minor: i64, code: &str) -> Money {
        Money::new(minor, code.parse().unwrap())
    }

    #[track_caller]
    fn check(amount: Money, to: &str, expected: Option<i64>) {
        let to: Currency = to.parse().unwrap();
        let converted = convert(amount, to, &built_in());
        assert_eq!(
            converted,
            expected.map(|minor| Money::new(minor, to)),
            "{amount:?} to {to}"
        );
    }

    #[test]
    fn converts_between_digits() {
        check(money(100, "USD"), "JPY", Some(144));
        check(money(144, "JPY"), "USD", Some(100));
        check(money(100, "USD"), "TND", Some(2_890));
        check(money(730, "GBP"), "EUR", Some(850));
        check(money(123, "XXX"), "XXX", Some(123));
    }

    #[test]
    fn refuses_currencies_without_a_rate() {
        check(money(100, "XXX"), "USD", None);
        check(money(100, "USD"), "XXX", None);
        check(money(i64::MAX, "USD"), "VND", None);
        let mut rates = built_in();
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            rates.per_usd.insert(Currency::EUR, bad);
            assert_eq!(convert(money(100, "USD"), Currency::EUR, &rates), None);
        }
    }

    #[test]
    fn the_table_is_sorted_dated_and_positive() {
        assert!(PER_USD.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(built_in().per_usd.len(), PER_USD.len());
        assert!(PER_USD.iter().all(|it| 0.0 < it.1));
        assert_eq!(built_in_usd(money(1_440, "JPY")), Some(10.0));
        assert_eq!(built_in_usd(money(1, "XXX")), None);
    }

    proptest! {
        #[test]
        fn there_and_back_loses_less_than_a_cent(minor in -1_000_000_i64..1_000_000) {
            let there = convert(money(minor, "USD"), "INR".parse().unwrap(), &built_in()).unwrap();
            let back = convert(there, Currency::USD, &built_in()).unwrap();
            prop_assert!((back.minor - minor).abs() <= 1);
        }
    }
}
