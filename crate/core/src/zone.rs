//! Days: which one an instant belongs to, by the rules of a time zone, and weeks, months and tax
//! years of them. It refuses to know which platform has which zone: that comes in.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use tallystick_wire::{Millis, PlatformId};

/// A day of the calendar, whatever the zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(Date);

/// `YYYY-MM-DD`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A text that is no day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoDay;

impl fmt::Display for NoDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no day: YYYY-MM-DD is one")
    }
}

impl TryFrom<String> for Day {
    type Error = NoDay;

    fn try_from(text: String) -> Result<Self, NoDay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        // Ten characters: what follows would be a time, which no zone is said for.
        let day = Some(text).filter(|it| it.len() == 10);
        day.and_then(|it| it.parse().ok()).map(Self).ok_or(NoDay)
    }
}

impl Day {
    /// A day by its numbers, if there is such a one.
    pub fn of(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, from 1.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, from 1.
    pub fn day_of_month(self) -> i8 {
        self.0.day()
    }

    /// The weekday, Monday is 0.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_zero_offset()
    }

    /// The Monday of its week.
    pub fn week(self) -> Self {
        self.plus(-i64::from(self.weekday()))
    }

    /// The first of its month.
    pub fn month_start(self) -> Self {
        Self(self.0.first_of_month())
    }

    /// The first of January of its year.
    pub fn year_start(self) -> Self {
        Self(self.0.first_of_year())
    }

    /// So many days later, or earlier; the calendar's end is the last day.
    pub fn plus(self, days: i64) -> Self {
        let span = Span::new().try_days(days);
        Self(span.map_or(self.0, |span| self.0.saturating_add(span)))
    }

    /// Days since 1970-01-01.
    pub fn number(self) -> i64 {
        let epoch = Date::constant(1970, 1, 1);
        let passed = self.0.since((jiff::Unit::Day, epoch));
        passed.map_or(0, |it| i64::from(it.get_days()))
    }

    /// "Mon", "Tue" …
    pub fn weekday_name(self) -> &'static str {
        match self.0.weekday() {
            Weekday::Monday => "Mon",
            Weekday::Tuesday => "Tue",
            Weekday::Wednesday => "Wed",
            Weekday::Thursday => "Thu",
            Weekday::Friday => "Fri",
            Weekday::Saturday => "Sat",
            Weekday::Sunday => "Sun",
        }
    }
}

/// From a day to a day, both in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

impl Period {
    /// One day.
    pub fn day(day: Day) -> Self {
        Self { from: day, to: day }
    }

    /// Monday to Sunday.
    pub fn week(day: Day) -> Self {
        let from = day.week();
        let to = from.plus(6);
        Self { from, to }
    }

    /// The month of this day.
    pub fn month(day: Day) -> Self {
        let from = day.month_start();
        let to = from.plus(31).month_start().plus(-1);
        Self { from, to }
    }

    /// The calendar year of this day.
    pub fn year(day: Day) -> Self {
        Self::tax_year(day, 1, 1)
    }

    /// The tax year of this day, where tax years begin on this day of this month (United Kingdom:
    /// 6 April). What is no date begins on the first of January.
    pub fn tax_year(day: Day, month: i8, day_of_month: i8) -> Self {
        let begin = |year| Day::of(year, month, day_of_month);
        let this = begin(day.year()).unwrap_or(day.year_start());
        let from = if this <= day {
            this
        } else {
            begin(day.year() - 1).unwrap_or(day.plus(-365).year_start())
        };
        let next = begin(from.year() + 1).unwrap_or(from.plus(366).year_start());
        Self {
            from,
            to: next.plus(-1),
        }
    }

    /// Whether a day is in it.
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
}

/// A time zone with its rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// A zone by its IANA name, as `America/Los_Angeles`; `None` if there is none of that name.
    pub fn named(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(Self)
    }

    /// The day that an instant belongs to here.
    pub fn day(&self, at: Millis) -> Day {
        Day(self.civil(at).date())
    }

    /// `YYYY-MM-DD HH:MM:SS` here.
    pub fn time(&self, at: Millis) -> String {
        self.civil(at).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// When a day begins here.
    pub fn start(&self, day: Day) -> Millis {
        let begin = day.0.to_zoned(self.0.clone());
        begin.map_or(0, |it| it.timestamp().as_millisecond())
    }

    fn civil(&self, at: Millis) -> jiff::civil::DateTime {
        let (min, max) = (Timestamp::MIN, Timestamp::MAX);
        let at = at.clamp(min.as_millisecond(), max.as_millisecond());
        let at = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
        self.0.to_datetime(at)
    }
}

/// A zone that remembers where its days begin, for telling the day of many instants.
#[derive(Debug, Clone)]
pub struct Days {
    zone: Zone,
    /// Begin → end and day.
    known: BTreeMap<Millis, (Millis, Day)>,
}

impl Days {
    /// Of this zone; nothing is remembered yet.
    pub fn of(zone: &Zone) -> Self {
        Self {
            zone: zone.clone(),
            known: BTreeMap::new(),
        }
    }

    /// As [`Zone::day`].
    pub fn day(&mut self, at: Millis) -> Day {
        if let Some((_, (end, day))) = self.known.range(..=at).next_back()
            && at < *end
        {
            return *day;
        }
        let day = self.zone.day(at);
        let (begin, end) = (self.zone.start(day), self.zone.start(day.plus(1)));
        if begin <= at && at < end {
            self.known.insert(begin, (end, day));
        }
        day
    }
}

/// The zones of the platforms, and the worker's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zones {
    platforms: BTreeMap<PlatformId, Zone>,
    /// The worker's own.
    pub own: Zone,
}

impl Zones {
    /// By names; a platform whose zone is not known has UTC, and so has a worker.
    pub fn named<'a>(
        platforms: impl IntoIterator<Item = (&'a PlatformId, &'a str)>,
        own: &str,
    ) -> Self {
        let zone = |(id, name): (&PlatformId, &str)| Some((id.clone(), Zone::named(name)?));
        Self {
            platforms: platforms.into_iter().filter_map(zone).collect(),
            own: Zone::named(own).unwrap_or(Zone::UTC),
        }
    }

    /// A platform's zone.
    pub fn of(&self, platform: &PlatformId) -> &Zone {
        static UTC: Zone = Zone::UTC;
        self.platforms.get(platform).unwrap_or(&UTC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(zone: &str, at: Millis, expected: &str) {
        assert_eq!(Zone::named(zone).unwrap().day(at).to_string(), expected);
    }

    #[test]
    fn midnight_is_the_zone_s_own_in_winter_and_in_summer() {
        // 2026-01-15 07:59:59 and 08:00 UTC; 2026-07-15 06:59:59 and 07:00 UTC.
        check("America/Los_Angeles", 1_768_463_999_000, "2026-01-14");
        check("America/Los_Angeles", 1_768_464_000_000, "2026-01-15");
        check("America/Los_Angeles", 1_784_098_799_000, "2026-07-14");
        check("America/Los_Angeles", 1_784_098_800_000, "2026-07-15");
        check("UTC", 1_784_098_799_000, "2026-07-15");
        check("Asia/Kolkata", 1_768_463_999_000, "2026-01-15");
    }

    #[test]
    fn remembered_days_are_the_zone_s_days() {
        let pacific = Zone::named("America/Los_Angeles").unwrap();
        let mut days = Days::of(&pacific);
        // Every 50 minutes over both changes of the clocks, and back.
        let there = (0..12_000).map(|n| 1_772_000_000_000 + n * 3_000_000);
        for at in there.clone().chain(there.rev()).chain([i64::MIN, i64::MAX]) {
            assert_eq!(days.day(at), pacific.day(at), "{at}");
        }
    }

    #[test]
    fn the_days_on_which_clocks_change_have_23_and_25_hours() {
        let pacific = Zone::named("America/Los_Angeles").unwrap();
        let hours = |text: &str| {
            let day = day(text);
            (pacific.start(day.plus(1)) - pacific.start(day)) / 3_600_000
        };
        assert_eq!(hours("2026-03-08"), 23);
        assert_eq!(hours("2026-11-01"), 25);
        assert_eq!(hours("2026-11-02"), 24);
    }

    #[test]
    fn weeks_months_and_tax_years() {
        let it = day("2026-03-02");
        assert_eq!((it.weekday(), it.weekday_name()), (0, "Mon"));
        assert_eq!(Period::week(day("2026-03-08")), Period::week(it));
        assert_eq!(Period::month(day("2026-02-11")).to, day("2026-02-28"));
        assert_eq!(Period::month(day("2028-02-11")).to, day("2028-02-29"));
        assert_eq!(Period::month(day("2026-12-31")).to, day("2026-12-31"));
        let uk = Period::tax_year(day("2026-04-05"), 4, 6);
        assert_eq!((uk.from, uk.to), (day("2025-04-06"), day("2026-04-05")));
        let next = Period::tax_year(day("2026-04-06"), 4, 6);
        assert_eq!((next.from, next.to), (day("2026-04-06"), day("2027-04-05")));
        let year = Period::year(day("2026-04-06"));
        assert_eq!((year.from, year.to), (day("2026-01-01"), day("2026-12-31")));
        assert_eq!(Period::tax_year(it, 13, 40), Period::year(it));
        assert_eq!(day("1970-01-02").number(), 1);
    }

    #[test]
    fn refuses_what_is_no_day() {
        for bad in ["", "2026-02-30", "2026-1-1", "today", "2026-01-01T00:00"] {
            assert_eq!(bad.parse::<Day>(), Err(NoDay), "{bad}");
        }
    }

    #[test]
    fn survives_any_instant() {
        for at in [i64::MIN, -1, 0, i64::MAX] {
            assert!(!Zone::UTC.time(at).is_empty());
        }
        assert_eq!(Zone::named("Mars/Olympus"), None);
    }
}
