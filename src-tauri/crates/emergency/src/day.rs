//! A day of the calendar, such as the end of a certificate: no hour, no time zone to guess.

use chrono::{Datelike as _, NaiveDate, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

use crate::time::{CHINA_AHEAD_MS, DAY_MS, UtcMs};

/// A day, written `YYYY-MM-DD`; days of the district begin at midnight of UTC+8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Day(#[cfg_attr(feature = "ts", ts(type = "string"))] NaiveDate);

/// Years that a profile may name.
const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 2200;

impl Day {
    /// The day of that year, month and day of the month; none when there is no such day, or when
    /// the year is not between 1900 and 2200.
    #[must_use]
    pub const fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        match NaiveDate::from_ymd_opt(year, month, day) {
            Some(found) if year >= FIRST_YEAR && year <= LAST_YEAR => Some(Self(found)),
            _ => None,
        }
    }

    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let found = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        Self::new(found.year(), found.month(), found.day())
    }

    /// The day in the district at that moment.
    #[must_use]
    pub fn of(at: UtcMs) -> Self {
        let days = at.0.saturating_add(CHINA_AHEAD_MS).div_euclid(DAY_MS);
        Self(NaiveDate::default()).plus(days)
    }

    /// The moment at which it begins in the district.
    #[must_use]
    pub fn begins(self) -> UtcMs {
        let days = self.days_after(Self(NaiveDate::default()));
        UtcMs(days * DAY_MS - CHINA_AHEAD_MS)
    }

    /// That many days later; the day itself where the calendar ends.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        let later = TimeDelta::try_days(days).and_then(|days| self.0.checked_add_signed(days));
        Self(later.unwrap_or(self.0))
    }

    /// That many calendar months later; the last day of the month where it has no such day.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let later = self.0.checked_add_months(chrono::Months::new(months));
        Self(later.unwrap_or(self.0))
    }

    /// Its year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Saturday or Sunday.
    #[must_use]
    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), Weekday::Sat | Weekday::Sun)
    }

    /// Days from `earlier` to this day; negative when it is not later.
    #[must_use]
    pub fn days_after(self, earlier: Self) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.format("%Y-%m-%d").fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_the_district_begins_at_sixteen_hours_of_the_day_before_in_utc() {
        let day = Day::new(2026, 5, 31).expect("there is such a day");
        let begins = day.begins();
        assert_eq!(Day::of(begins), day, "its first moment is in it");
        assert_eq!(
            Day::of(begins.plus_ms(-1)),
            day.plus(-1),
            "the moment before is not"
        );
        assert_eq!(day.to_string(), "2026-05-31", "as people write it");
    }

    #[test]
    fn days_that_are_not_in_the_calendar_are_not_made() {
        for (year, month, day) in [(2026, 2, 29), (2026, 13, 1), (1526, 1, 1), (20_260, 1, 1)] {
            assert_eq!(Day::new(year, month, day), None, "{year}-{month}-{day}");
        }
        let leap = Day::new(2028, 2, 29).expect("2028 has one");
        assert_eq!(leap.plus(366).days_after(leap), 366, "there and back");
    }
}
