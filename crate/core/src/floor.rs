//! Countries' statutory minimum wages, for the first choice of a floor.

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

/// All countries, by name.
pub fn countries() -> &'static [Country] {
    &[]
}

/// A country by its code.
pub fn country(code: &str) -> Option<&'static Country> {
    countries().iter().find(|it| it.code == code)
}
