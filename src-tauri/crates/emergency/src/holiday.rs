//! Working days (工作日): weekends, and what the State Council moves every year (节假日安排).
//!
//! The table of a year is a fact that people enter, since no program can know it: it is announced
//! each autumn. Without it only the weekends are free, and a term says that it has to be confirmed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::event::Event;
use crate::fact::Fact;
use crate::id::ActorName;
use crate::time::UtcMs;

/// Days that the table of one year may name, of either kind.
pub const HOLIDAY_DAYS_MAX: usize = 120;
/// Working days that are counted at most.
pub const WORKING_DAYS_MAX: u32 = 250;
/// Days that are looked at for one count: more than any table can hold back.
const LOOKED_AT_MAX: u32 = WORKING_DAYS_MAX * 4;

/// `holidays.set`: the table of one year; a later one replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HolidaysSet {
    /// The year.
    pub year: i32,
    /// Free days beside the weekends.
    pub free: Vec<Day>,
    /// Days of a weekend on which people work (调休上班).
    pub worked: Vec<Day>,
    /// Where it is from: the notice with its number.
    pub source: String,
}

/// The table of one year.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Holidays {
    /// What was said last.
    pub set: HolidaysSet,
    /// When.
    pub set_at: Option<UtcMs>,
    /// By whom.
    pub set_by: ActorName,
}

impl Holidays {
    /// Applies one fact that touches this year, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        if let Fact::HolidaysSet(body) = fact {
            self.set = body.clone();
            self.set_at = Some(event.occurred_at);
            self.set_by = event.actor.clone();
        }
    }
}

/// The days on which people work.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkCalendar {
    free: BTreeSet<Day>,
    worked: BTreeSet<Day>,
    years: BTreeSet<i32>,
}

/// A day that was counted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The day.
    pub day: Day,
    /// True when every year on the way had its table.
    pub by_table: bool,
}

impl WorkCalendar {
    /// The calendar of some years.
    #[must_use]
    pub fn of<'a>(tables: impl IntoIterator<Item = &'a HolidaysSet>) -> Self {
        let by_year: BTreeMap<i32, &HolidaysSet> =
            tables.into_iter().map(|set| (set.year, set)).collect();
        let mut calendar = Self::default();
        for (year, set) in by_year {
            calendar.free.extend(&set.free);
            calendar.worked.extend(&set.worked);
            calendar.years.insert(year);
        }
        calendar
    }

    /// True when people work on that day.
    #[must_use]
    pub fn is_working(&self, day: Day) -> bool {
        self.worked.contains(&day) || !(day.is_weekend() || self.free.contains(&day))
    }

    /// The last day of a term of working days that begins with an act on a day. The day of the act
    /// does not count, the next one is the first (民法典 art. 201). At most [`WORKING_DAYS_MAX`].
    #[must_use]
    pub fn after(&self, act: Day, working_days: u32) -> Counted {
        let mut counted = Counted {
            day: act,
            by_table: self.years.contains(&act.year()),
        };
        let mut left = working_days.min(WORKING_DAYS_MAX);
        for _ in 0..LOOKED_AT_MAX {
            if left == 0 {
                break;
            }
            counted.day = counted.day.plus(1);
            counted.by_table &= self.years.contains(&counted.day.year());
            left -= u32::from(self.is_working(counted.day));
        }
        counted
    }

    /// Working days from the day after one day up to another; 0 when it is not later.
    #[must_use]
    pub fn between(&self, from: Day, to: Day) -> u32 {
        let days = to.days_after(from).clamp(0, i64::from(LOOKED_AT_MAX));
        let count = (1..=days).filter(|days| self.is_working(from.plus(*days)));
        u32::try_from(count.count()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day of the calendar")
    }

    /// A made-up table: 演练, no real arrangement of any year.
    fn table() -> HolidaysSet {
        HolidaysSet {
            year: 2026,
            free: vec![day("2026-05-04"), day("2026-05-05")],
            worked: vec![day("2026-05-09")],
            source: "演练".to_owned(),
        }
    }

    #[test]
    fn a_term_of_working_days_leaves_out_weekends_and_the_day_of_the_act() {
        let calendar = WorkCalendar::default();
        // 2026-11-27 is a Friday.
        let cases = [
            ("2026-11-27", 1, "2026-11-30"),
            ("2026-11-27", 5, "2026-12-04"),
            ("2026-11-28", 1, "2026-11-30"),
            ("2026-11-27", 20, "2026-12-25"),
            ("2026-11-27", 0, "2026-11-27"),
        ];
        for (act, working_days, due) in cases {
            let counted = calendar.after(day(act), working_days);
            assert_eq!(counted.day, day(due), "{working_days} after {act}");
            assert!(!counted.by_table, "and nobody has entered the holidays");
        }
    }

    #[test]
    fn a_free_day_moves_the_end_and_a_worked_weekend_moves_it_back() {
        let calendar = WorkCalendar::of([&table()]);
        // Friday; Monday and Tuesday are free, the Saturday after is worked.
        let counted = calendar.after(day("2026-05-01"), 4);
        assert_eq!(counted.day, day("2026-05-09"), "6, 7, 8, and the Saturday");
        assert!(counted.by_table, "the year has its table");
        assert_eq!(
            calendar.between(day("2026-05-01"), day("2026-05-09")),
            4,
            "counted the other way"
        );
        let over = calendar.after(day("2026-12-31"), 1);
        assert!(!over.by_table, "the next year has no table yet");
    }

    #[test]
    fn a_table_that_leaves_no_working_day_does_not_count_for_ever() {
        let mut set = table();
        set.free = (0..2_000)
            .map(|days| day("2026-01-01").plus(days))
            .collect();
        set.worked.clear();
        let counted = WorkCalendar::of([&set]).after(day("2026-01-01"), 20);
        assert!(counted.day > day("2028-01-01"), "it ends all the same");
    }
}
