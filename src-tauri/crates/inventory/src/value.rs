//! Cells as numbers, days and lists.

use emergency::day::Day;

use crate::table::{Cell, CellKind};

/// Signs that part the entries of a list in one cell.
const LIST_SIGNS: [char; 8] = [',', '，', '、', ';', '；', '/', '|', '\n'];
/// Days from 1899-12-30, the zero of spreadsheet dates, to 1970-01-01.
const SERIAL_EPOCH: i64 = 25_569;
/// Serial numbers that are taken for days: 1990 to 2100.
const SERIALS: std::ops::RangeInclusive<i64> = 32_874..=73_415;

/// Full-width digits and signs as half-width ones.
pub(crate) fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    };
    text.chars().map(narrow).collect()
}

/// A number as it may be written: `1,200`, `１２`, `12.0`.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let text: String = half_width(text)
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '\u{A0}'))
        .collect();
    let found: f64 = text.parse().ok()?;
    found.is_finite().then_some(found)
}

/// A whole number from 0 on; none for anything else.
#[must_use]
pub fn count(text: &str) -> Option<u32> {
    let found = number(text)?;
    let whole = found.fract() == 0.0 && found >= 0.0 && found <= f64::from(u32::MAX);
    whole.then_some(found as u32)
}

/// What a cell says as a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaidDay {
    /// This day.
    On(Day),
    /// Only a month: its last day.
    MonthEnd(Day),
}

/// A day as it may be written: `2026-05-31`, `2026/5/31`, `2026.5.31`, `2026年5月31日`, `20260531`,
/// a serial number of a spreadsheet, or a month alone, which ends on its last day.
#[must_use]
pub fn day(cell: &Cell) -> Option<SaidDay> {
    if cell.kind == CellKind::Number {
        return serial(&cell.text);
    }
    let text = half_width(&cell.text);
    // A time of day behind the date says nothing here.
    let text = text.split([' ', 'T']).next().unwrap_or_default();
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let part = |from: usize, to: usize| text[from..to].parse::<u32>().ok();
        let year = i32::try_from(part(0, 4)?).ok()?;
        return Day::new(year, part(4, 6)?, part(6, 8)?).map(SaidDay::On);
    }
    let parts: Vec<&str> = text
        .split(['-', '/', '.', '年', '月', '日'])
        .filter(|part| !part.is_empty())
        .collect();
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    // The year first, written out: 3/4/26 could be read in three ways.
    if numbers.len() != parts.len() || parts.first()?.len() != 4 {
        return None;
    }
    let year = i32::try_from(numbers[0]).ok()?;
    match numbers[1..] {
        [month, day] => Day::new(year, month, day).map(SaidDay::On),
        [month] => month_end(year, month).map(SaidDay::MonthEnd),
        _ => None,
    }
}

fn serial(text: &str) -> Option<SaidDay> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return day(&Cell::text(text));
    }
    let days = number(text)?.trunc() as i64;
    let zero = Day::new(1970, 1, 1)?;
    let found = zero.plus(days - SERIAL_EPOCH);
    SERIALS.contains(&days).then_some(SaidDay::On(found))
}

fn month_end(year: i32, month: u32) -> Option<Day> {
    let (year, month) = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    Some(Day::new(year, month, 1)?.plus(-1))
}

/// The entries of a list in one cell.
#[must_use]
pub fn entries(text: &str) -> Vec<String> {
    let parts = text.split(LIST_SIGNS).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> Option<SaidDay> {
        Day::new(year, month, day).map(SaidDay::On)
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let end = |y, m, d| Day::new(y, m, d).map(SaidDay::MonthEnd);
        let cases = [
            ("2026-05-31", on(2026, 5, 31)),
            ("2026/5/31", on(2026, 5, 31)),
            ("2026.5.31", on(2026, 5, 31)),
            ("2026年5月31日", on(2026, 5, 31)),
            ("２０２６－５－３１", on(2026, 5, 31)),
            ("20260531", on(2026, 5, 31)),
            ("2026-05-31 00:00:00", on(2026, 5, 31)),
            ("2026年2月", end(2026, 2, 28)),
            ("2028-02", end(2028, 2, 29)),
            ("2026-12", end(2026, 12, 31)),
            ("2026-02-30", None),
            ("5/31/2026", None),
            ("31/5/26", None),
            ("三年", None),
            ("2026", None),
            ("", None),
        ];
        for (text, said) in cases {
            assert_eq!(day(&Cell::text(text)), said, "{text}");
        }
    }

    #[test]
    fn a_number_of_a_spreadsheet_is_a_day_only_where_it_can_be_one() {
        let cell = |text: &str| Cell {
            kind: CellKind::Number,
            ..Cell::text(text)
        };
        assert_eq!(day(&cell("46173")), on(2026, 5, 31), "serial");
        assert_eq!(day(&cell("46173.5")), on(2026, 5, 31), "with a time");
        assert_eq!(day(&cell("20260531")), on(2026, 5, 31), "digits");
        assert_eq!(day(&cell("12")), None, "twelve of what");
    }

    #[test]
    fn counts_are_whole_and_not_negative() {
        let cases = [
            ("1,200", Some(1_200)),
            ("１２", Some(12)),
            ("12.0", Some(12)),
            ("12.5", None),
            ("-1", None),
            ("十", None),
            ("1e99", None),
            ("NaN", None),
        ];
        for (text, found) in cases {
            assert_eq!(count(text), found, "{text}");
        }
    }
}
