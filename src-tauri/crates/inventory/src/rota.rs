//! The rota as a table: one row a day, or one a shift.

use std::collections::BTreeMap;

use emergency::day::Day;
use emergency::id::ActorName;
use emergency::rota::{RotaSet, RotaShift, SHIFTS_MAX};

use crate::check::{Code, Finding, Weight};
use crate::columns::{self, Mapping};
use crate::table::{Row, Table};
use crate::value::{SaidDay, day, entries};
use crate::write::{self, Out};

/// Days that one table may name.
pub const DAYS_MAX: usize = 400;
/// Findings that are named one by one.
const FINDINGS_MAX: usize = 200;

/// What a table says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RotaTable {
    /// The watch of each day, the first day first.
    pub days: BTreeMap<Day, RotaSet>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// Reads the table; a row that cannot be read is left out and named.
#[must_use]
pub fn read(table: &Table) -> RotaTable {
    let mapping = columns::guess_among("rota", &table.headings);
    let mut reader = Reader {
        table,
        mapping,
        found: RotaTable::default(),
    };
    for field in ["day", "leader"] {
        if !reader.has(field) {
            reader.note(0, field, Code::Missing, "");
        }
    }
    if reader.has("day") {
        for row in &table.rows {
            reader.row(row);
        }
    }
    reader.whole()
}

/// The watch of these days as a table that [`read`] reads again: a row a day, or one a shift of it.
/// `mark` stands above it.
#[must_use]
pub fn sheet<'a>(days: impl IntoIterator<Item = (Day, &'a RotaSet)>, mark: &str) -> write::Sheet {
    let rows = days.into_iter().flat_map(|(day, set)| rows_of(day, set));
    write::of_rows("rota", rows.collect(), mark)
}

fn rows_of(day: Day, set: &RotaSet) -> Vec<BTreeMap<&'static str, Out>> {
    let names = |names: &[ActorName]| -> Out {
        let names: Vec<&str> = names.iter().map(|name| name.0.as_str()).collect();
        names.join("、").into()
    };
    let whole_day = (set.shifts.is_empty() || !set.officers.is_empty())
        .then(|| BTreeMap::from([("officers", names(&set.officers))]));
    let shifts = set.shifts.iter().map(|shift| {
        BTreeMap::from([
            ("shift", shift.name.as_str().into()),
            ("from", clock(shift.from_min).into()),
            ("to", clock(shift.to_min).into()),
            ("officers", names(&shift.officers)),
        ])
    });
    let mut rows: Vec<_> = whole_day.into_iter().chain(shifts).collect();
    for row in &mut rows {
        row.insert("day", Out::Day(day));
    }
    // What is of the day stands once.
    if let Some(first) = rows.first_mut() {
        first.insert("leader", set.leader.0.as_str().into());
        first.insert("phone", set.phone.as_str().into());
        first.insert("standby", names(&set.standby));
        first.insert("note", set.note.as_str().into());
    }
    rows
}

/// The inverse of [`minute`].
fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

struct Reader<'a> {
    table: &'a Table,
    mapping: Mapping,
    found: RotaTable,
}

impl Reader<'_> {
    fn has(&self, field: &str) -> bool {
        self.mapping.0.values().any(|known| known == field)
    }

    fn index(&self, field: &str) -> Option<usize> {
        let mut headings = self.table.headings.iter();
        headings.position(|heading| self.mapping.0.get(heading).is_some_and(|f| f == field))
    }

    fn text(&self, row: &Row, field: &str) -> String {
        let cell = self.index(field).and_then(|at| row.cells.get(at));
        cell.map_or_else(String::new, |cell| cell.text.trim().to_owned())
    }

    fn note(&mut self, row: u32, field: &str, code: Code, value: &str) {
        let heading = self.index(field).map(|at| self.table.headings[at].clone());
        if self.found.findings.len() < FINDINGS_MAX {
            self.found.findings.push(Finding {
                row,
                column: heading.unwrap_or_else(|| columns::heading_of("rota", field)),
                weight: Weight::Error,
                code,
                value: value.to_owned(),
            });
        }
    }

    fn row(&mut self, row: &Row) {
        let cell = self.index("day").and_then(|at| row.cells.get(at));
        let said = cell.and_then(day);
        // A month alone is no day of a rota.
        let Some(SaidDay::On(day)) = said else {
            let text = self.text(row, "day");
            self.note(row.number, "day", Code::NotADay, &text);
            return;
        };
        if self.found.days.len() >= DAYS_MAX && !self.found.days.contains_key(&day) {
            self.note(row.number, "day", Code::OutOfRange, &day.to_string());
            return;
        }
        let names = |text: String| -> Vec<ActorName> {
            entries(&text).into_iter().map(ActorName).collect()
        };
        let officers = names(self.text(row, "officers"));
        let shift = self.shift(row, officers.clone());
        let (leader, phone) = (self.text(row, "leader"), self.text(row, "phone"));
        let (standby, note) = (names(self.text(row, "standby")), self.text(row, "note"));
        let set = self.found.days.entry(day).or_default();
        fill(&mut set.leader.0, leader);
        fill(&mut set.phone, phone);
        fill(&mut set.note, note);
        set.standby.extend(standby);
        match shift {
            Ok(Some(shift)) if set.shifts.len() < SHIFTS_MAX => set.shifts.push(shift),
            Ok(Some(_)) => self.note(row.number, "shift", Code::OutOfRange, ""),
            Ok(None) => set.officers.extend(officers),
            Err(field) => {
                let text = self.text(row, field);
                self.note(row.number, field, Code::NotANumber, &text);
            }
        }
    }

    /// A row with a shift's name or hours is one shift of its day.
    fn shift(
        &self,
        row: &Row,
        officers: Vec<ActorName>,
    ) -> Result<Option<RotaShift>, &'static str> {
        let name = self.text(row, "shift");
        let (from, to) = (self.text(row, "from"), self.text(row, "to"));
        if name.is_empty() && from.is_empty() && to.is_empty() {
            return Ok(None);
        }
        Ok(Some(RotaShift {
            name,
            from_min: minute(&from).ok_or("from")?,
            to_min: minute(&to).ok_or("to")?,
            officers,
        }))
    }

    /// A day needs a leader and somebody on duty; without them it is left out.
    fn whole(mut self) -> RotaTable {
        let lacks = |set: &RotaSet| {
            let shifts = set.shifts.iter().any(RotaShift::is_manned);
            set.leader.0.is_empty() || (set.officers.is_empty() && !shifts)
        };
        let days = std::mem::take(&mut self.found.days);
        for (day, set) in days {
            if lacks(&set) {
                let field = if set.leader.0.is_empty() {
                    "leader"
                } else {
                    "officers"
                };
                self.note(0, field, Code::Missing, &day.to_string());
            } else {
                self.found.days.insert(day, set);
            }
        }
        self.found
    }
}

/// The first row of a day that says something counts.
fn fill(known: &mut String, said: String) {
    if known.is_empty() {
        *known = said;
    }
}

/// Minute of the day: `8:00`, `20:30`, `8`, `24:00`.
#[must_use]
pub fn minute(text: &str) -> Option<u32> {
    let text = text.replace('：', ":");
    let mut parts = text.trim().split(':');
    let hour: u32 = parts.next()?.trim().parse().ok()?;
    let minute: u32 = parts
        .next()
        .map_or(Some(0), |part| part.trim().parse().ok())?;
    let whole = hour <= 24 && minute < 60 && hour * 60 + minute <= 24 * 60;
    whole.then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn table(csv: &str) -> Table {
        read::read(csv.as_bytes(), None).expect("is a table")
    }

    fn day(text: &str) -> Day {
        Day::parse(text).expect("is a day")
    }

    #[test]
    fn a_row_is_a_day_or_a_shift_of_it() {
        let found = read(&table(
            "日期,班次,开始,结束,带班领导,带班电话,值班员,备勤\n\
             2026-06-01,白班,8:00,20:00,演练 李主任,000-0000-0001,演练 王敏,演练 备勤\n\
             2026-06-01,夜班,20:00,8:00,,,演练 赵刚、演练 孙莉,\n\
             2026-06-02,,,,演练 周局,,演练 吴迪,\n",
        ));
        assert_eq!(found.findings, [], "nothing is wrong");
        let first = &found.days[&day("2026-06-01")];
        assert_eq!(first.shifts.len(), 2, "two shifts: {first:?}");
        assert_eq!(
            first.shifts[1].from_min,
            20 * 60,
            "the night begins at eight"
        );
        assert_eq!(first.shifts[1].officers.len(), 2, "two have it");
        assert_eq!(first.leader.0, "演练 李主任", "from the first row");
        let second = &found.days[&day("2026-06-02")];
        assert_eq!(second.officers.len(), 1, "the whole day: {second:?}");
    }

    #[test]
    fn what_is_written_is_read_again_as_it_was() {
        let said = read(&table(
            "日期,班次,开始,结束,带班领导,带班电话,值班员,备勤,备注\n\
             2026-06-01,白班,8:00,20:00,演练 李主任,000-0000-0001,演练 王敏,演练 备勤,节假日\n\
             2026-06-01,夜班,20:00,24:00,,,演练 赵刚、演练 孙莉,,\n\
             2026-06-02,,,,演练 周局,,演练 吴迪,,\n",
        ));
        let written = sheet(said.days.iter().map(|(day, set)| (*day, set)), "演练");
        let bytes = [
            write::xlsx(&written).expect("is written"),
            write::csv(&written).expect("is written"),
        ];
        for bytes in bytes {
            let again = read(&read::read(&bytes, None).expect("is a table"));
            assert_eq!(again, said, "nothing is lost on the way");
        }
    }

    #[test]
    fn what_cannot_be_read_is_left_out_and_named_with_its_row() {
        let found = read(&table(
            "日期,班次,开始,结束,带班领导,值班员\n\
             随便,,,,演练 李主任,演练 王敏\n\
             2026-06-01,白班,25:00,8:00,演练 李主任,演练 王敏\n\
             2026-06-02,,,,,演练 王敏\n",
        ));
        assert!(found.days.is_empty(), "no day is whole: {:?}", found.days);
        let rows: Vec<_> = found
            .findings
            .iter()
            .map(|one| (one.row, one.code))
            .collect();
        let expected = [
            (2, Code::NotADay),
            (3, Code::NotANumber),
            (0, Code::Missing),
            (0, Code::Missing),
        ];
        assert_eq!(rows, expected, "each in its row");
    }

    #[test]
    fn without_the_columns_it_lives_by_a_table_is_no_rota() {
        let found = read(&table("姓名,电话\n演练 王敏,1\n演练 李主任,2\n"));
        let missing: Vec<_> = found
            .findings
            .iter()
            .map(|one| one.column.as_str())
            .collect();
        assert_eq!(missing, ["日期", "带班领导"], "both are named");
    }
}
