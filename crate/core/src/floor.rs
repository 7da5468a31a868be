//! Countries' statutory minimum wages, for the first choice of a floor.
//!
//! Each figure has its source and the day from which it holds; many will have risen since, so the
//! date is shown beside the figure and the worker's own always counts. Figures are gross and by
//! the hour; where the law sets a day's, week's or month's wage the note says by which hours it
//! was divided. This module refuses to know whom these laws protect: workers on platforms are
//! mostly not covered.

use std::sync::LazyLock;

use tallystick_wire::Money;

/// One country's lowest lawful pay an hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    /// In English.
    pub name: &'static str,
    /// Gross, an hour.
    pub hourly: Money,
    /// The law or the authority.
    pub source: &'static str,
    /// Valid from, `YYYY-MM-DD`.
    pub date: &'static str,
    /// How a monthly wage was converted, and the like; empty if there is nothing to say.
    pub note: &'static str,
}

/// All countries with a statutory minimum, by name.
pub fn countries() -> &'static [Country] {
    static COUNTRIES: LazyLock<Vec<Country>> =
        LazyLock::new(|| ROWS.iter().copied().filter_map(country_of).collect());
    &COUNTRIES
}

/// A country by its code.
pub fn country(code: &str) -> Option<&'static Country> {
    countries().iter().find(|it| it.code == code)
}

/// Countries without a general statutory minimum, code and name: collective agreements or nothing
/// at all; the worker enters an own figure.
pub fn without_statutory() -> &'static [(&'static str, &'static str)] {
    &[
        ("AT", "Austria"),
        ("CH", "Switzerland"),
        ("DK", "Denmark"),
        ("FI", "Finland"),
        ("IS", "Iceland"),
        ("IT", "Italy"),
        ("NO", "Norway"),
        ("SE", "Sweden"),
        ("SG", "Singapore"),
    ]
}

/// One line of the table: code, name, minor units and currency, source, date, note.
type Row = (
    &'static str,
    &'static str,
    i64,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

fn country_of(row: Row) -> Option<Country> {
    let (code, name, minor, currency, source, date, note) = row;
    let hourly = Money::new(minor, currency.parse().ok()?);
    Some(Country {
        code,
        name,
        hourly,
        source,
        date,
        note,
    })
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("DZ", "Algeria", 11_539, "DZD", "Décret on the SNMG",
        "2020-06-01", "20,000 DZD a month over 173.33 hours."),
    ("AR", "Argentina", 161_000, "ARS", "Consejo del Salario, Resolución 5/2025",
        "2025-08-01", ""),
    ("AU", "Australia", 2_495, "AUD", "Fair Work Commission, Annual Wage Review",
        "2025-07-01", "Casual workers get a loading on top."),
    ("BD", "Bangladesh", 6_010, "BDT", "Minimum Wages Board",
        "2023-12-01", "12,500 BDT a month over 208 hours. Garment workers: there is no general one."),
    ("BE", "Belgium", 1_282, "EUR", "Conseil national du travail (RMMMG)",
        "2025-02-01", "2,111.89 EUR a month over 164.67 hours. 38 hours a week."),
    ("BR", "Brazil", 690, "BRL", "Decreto 12.342/2024",
        "2025-01-01", ""),
    ("BG", "Bulgaria", 649, "BGN", "Council of Ministers decree",
        "2025-01-01", ""),
    ("CA", "Canada", 1_775, "CAD", "Canada Labour Code (federal)",
        "2025-04-01", "Provinces and territories set their own."),
    ("CL", "Chile", 2_774, "CLP", "Ley 21.751",
        "2025-05-01", "529,000 CLP a month over 190.67 hours. 44 hours a week."),
    ("CN", "China", 2_400, "CNY", "Shanghai Municipal Human Resources and Social Security Bureau",
        "2023-07-01", "Shanghai, hourly-paid work; each province sets its own."),
    ("CO", "Colombia", 618_913, "COP", "Decreto 1572 de 2024",
        "2025-01-01", "1,423,500 COP a month over 230 hours. 46 hours a week."),
    ("HR", "Croatia", 560, "EUR", "Minimum wage decree",
        "2025-01-01", "970 EUR a month over 173.33 hours."),
    ("CY", "Cyprus", 577, "EUR", "Minimum Wages Decree",
        "2024-01-01", "1,000 EUR a month over 173.33 hours. After six months of employment."),
    ("CZ", "Czechia", 12_440, "CZK", "Ministry of Labour and Social Affairs notice",
        "2025-01-01", ""),
    ("EC", "Ecuador", 271, "USD", "Ministerio del Trabajo",
        "2025-01-01", "470 USD a month over 173.33 hours."),
    ("EG", "Egypt", 3_365, "EGP", "National Wages Council",
        "2025-03-01", "7,000 EGP a month over 208 hours. Private sector, 48 hours a week."),
    ("EE", "Estonia", 531, "EUR", "Government regulation on the minimum wage",
        "2025-01-01", ""),
    ("FR", "France", 1_188, "EUR", "SMIC, Code du travail L3231",
        "2024-11-01", ""),
    ("DE", "Germany", 1_390, "EUR", "Mindestlohngesetz, fifth adjustment",
        "2026-01-01", ""),
    ("GH", "Ghana", 250, "GHS", "National Tripartite Committee",
        "2025-03-01", "19.97 GHS a day over 8 hours."),
    ("GR", "Greece", 592, "EUR", "Ministry of Labour, ministerial decision",
        "2025-04-01", "880 EUR 14 times a year over 2,080 hours."),
    ("HK", "Hong Kong", 4_210, "HKD", "Minimum Wage Ordinance (Cap. 608)",
        "2025-05-01", ""),
    ("HU", "Hungary", 167_200, "HUF", "Government decree on the minimum wage",
        "2025-01-01", ""),
    ("IN", "India", 2_225, "INR", "National floor level minimum wage",
        "2019-07-01", "178 INR a day over 8 hours; most states set more."),
    ("ID", "Indonesia", 3_119_515, "IDR", "Governor of Jakarta, UMP",
        "2025-01-01", "5,396,761 IDR a month over 173 hours, Jakarta; each province sets its own."),
    ("IE", "Ireland", 1_350, "EUR", "National Minimum Wage Order",
        "2025-01-01", "From 20 years of age."),
    ("IL", "Israel", 3_432, "ILS", "Minimum Wage Law",
        "2025-04-01", ""),
    ("JM", "Jamaica", 40_000, "JMD", "National Minimum Wage Order",
        "2025-06-01", "16,000 JMD a week over 40 hours."),
    ("JP", "Japan", 1_121, "JPY", "Ministry of Health, Labour and Welfare",
        "2025-10-01", "Weighted mean of the prefectures; each sets its own."),
    ("KZ", "Kazakhstan", 49_039, "KZT", "Law on the republican budget",
        "2024-01-01", "85,000 KZT a month over 173.33 hours."),
    ("KE", "Kenya", 7_151, "KES", "Regulation of Wages (General) Order",
        "2024-11-01", "16,113.75 KES a month over 225.33 hours. General labourer in Nairobi, 52 hours a week."),
    ("LV", "Latvia", 427, "EUR", "Cabinet regulation on the minimum wage",
        "2025-01-01", "740 EUR a month over 173.33 hours."),
    ("LT", "Lithuania", 635, "EUR", "Government resolution on the minimum wage",
        "2025-01-01", ""),
    ("LU", "Luxembourg", 1_563, "EUR", "Code du travail L.222-9",
        "2025-05-01", "Unskilled workers."),
    ("MY", "Malaysia", 872, "MYR", "Minimum Wages Order 2024",
        "2025-02-01", ""),
    ("MT", "Malta", 554, "EUR", "National Minimum Wage Order",
        "2025-01-01", "221.78 EUR a week over 40 hours."),
    ("MX", "Mexico", 3_485, "MXN", "CONASAMI",
        "2025-01-01", "278.80 MXN a day over 8 hours; more in the northern border zone."),
    ("MA", "Morocco", 1_710, "MAD", "Décret on the SMIG",
        "2025-01-01", "Outside agriculture."),
    ("NL", "Netherlands", 1_440, "EUR", "Wet minimumloon en minimumvakantiebijslag",
        "2025-07-01", "From 21 years of age."),
    ("NZ", "New Zealand", 2_350, "NZD", "Minimum Wage Order",
        "2025-04-01", ""),
    ("NG", "Nigeria", 40_385, "NGN", "National Minimum Wage (Amendment) Act 2024",
        "2024-07-29", "70,000 NGN a month over 173.33 hours."),
    ("PK", "Pakistan", 17_788, "PKR", "Federal notification",
        "2024-07-01", "37,000 PKR a month over 208 hours. Unskilled, 48 hours a week; provinces set their own."),
    ("PE", "Peru", 543, "PEN", "Decreto Supremo 006-2024-TR",
        "2025-01-01", "1,130 PEN a month over 208 hours. 48 hours a week."),
    ("PH", "Philippines", 8_688, "PHP", "Wage Order NCR-26",
        "2025-07-18", "695 PHP a day over 8 hours, Metro Manila; other regions less."),
    ("PL", "Poland", 3_050, "PLN", "Council of Ministers regulation",
        "2025-01-01", ""),
    ("PT", "Portugal", 586, "EUR", "Decreto-Lei 112/2024",
        "2025-01-01", "870 EUR 14 times a year over 2,080 hours; mainland."),
    ("RO", "Romania", 2_450, "RON", "Hotărârea Guvernului 1506/2024",
        "2025-01-01", "4,050 RON a month; 24.496 an hour by the decision."),
    ("RU", "Russia", 12_946, "RUB", "Federal Law 82-FZ",
        "2025-01-01", "22,440 RUB a month over 173.33 hours."),
    ("RS", "Serbia", 30_800, "RSD", "Government decision on the minimum wage",
        "2025-01-01", "Net of tax and contributions."),
    ("SK", "Slovakia", 469, "EUR", "Minimum Wage Act 663/2007",
        "2025-01-01", ""),
    ("SI", "Slovenia", 737, "EUR", "Minimum Wage Act",
        "2025-01-01", "1,277.72 EUR a month over 173.33 hours."),
    ("ZA", "South Africa", 2_879, "ZAR", "National Minimum Wage Act 9 of 2018",
        "2025-03-01", ""),
    ("KR", "South Korea", 10_320, "KRW", "Minimum Wage Act",
        "2026-01-01", ""),
    ("ES", "Spain", 797, "EUR", "Real Decreto 87/2025",
        "2025-01-01", "1,184 EUR 14 times a year over 2,080 hours."),
    ("LK", "Sri Lanka", 13_846, "LKR", "National Minimum Wage of Workers Act",
        "2025-04-01", "27,000 LKR a month over 195 hours. 45 hours a week."),
    ("TW", "Taiwan", 19_000, "TWD", "Ministry of Labor, Minimum Wage Act",
        "2025-01-01", ""),
    ("TH", "Thailand", 5_000, "THB", "Wage Committee",
        "2025-07-01", "400 THB a day over 8 hours, Bangkok; other provinces from 337."),
    ("TN", "Tunisia", 2_540, "TND", "Décret on the SMIG",
        "2025-01-01", "528.32 TND a month over 208 hours. 48 hours a week."),
    ("TR", "Türkiye", 11_558, "TRY", "Minimum Wage Determination Commission",
        "2025-01-01", "26,005.5 TRY a month over 225 hours. 225 hours is the divisor used by law."),
    ("UA", "Ukraine", 4_800, "UAH", "State Budget Law",
        "2024-04-01", ""),
    ("GB", "United Kingdom", 1_221, "GBP", "National Minimum Wage Regulations (National Living Wage)",
        "2025-04-01", "From 21 years of age."),
    ("US", "United States", 725, "USD", "Fair Labor Standards Act (29 USC 206)",
        "2009-07-24", "Federal; many states and cities set more."),
    ("UY", "Uruguay", 12_380, "UYU", "Decreto on the salario mínimo nacional",
        "2025-01-01", "23,604 UYU a month over 190.67 hours. 44 hours a week."),
    ("VN", "Vietnam", 23_800, "VND", "Decree 74/2024/ND-CP",
        "2024-07-01", "Region I; other regions less."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rates;

    #[test]
    fn the_list_is_sorted_dated_and_sourced() {
        assert!(40 <= countries().len());
        assert_eq!(countries().len(), ROWS.len(), "a currency does not parse");
        for it in countries() {
            assert_eq!(it.code.len(), 2, "{}", it.name);
            assert_eq!(
                countries()
                    .iter()
                    .filter(|other| other.code == it.code)
                    .count(),
                1
            );
            assert!(!it.source.is_empty(), "{} has no source", it.name);
            assert!(
                "2009" < it.date && it.date < "2027" && it.date.len() == 10,
                "{}",
                it.name
            );
            assert!(without_statutory().iter().all(|other| other.0 != it.code));
        }
        let name = |it: &Country| it.name.replace('ü', "u");
        assert!(countries().is_sorted_by(|a, b| name(a) < name(b)));
    }

    #[test]
    fn every_wage_is_plausible_in_dollars() {
        for it in countries() {
            let usd = rates::built_in_usd(it.hourly);
            assert!(
                usd.is_some_and(|usd| (0.1..25.0).contains(&usd)),
                "{} {usd:?}",
                it.name
            );
        }
    }

    #[test]
    fn what_is_no_hourly_law_says_how_it_was_converted() {
        for it in countries().iter().filter(|it| it.note.contains(" a month")) {
            assert!(it.note.contains("hour"), "{}", it.name);
        }
        assert_eq!(country("DE").map(|it| it.hourly.minor), Some(1_390));
        assert_eq!(country("XX"), None);
    }
}
