//! Hidden dangers as a table: one row a danger.

use std::collections::BTreeMap;

use emergency::danger::{Rectification, Supervision};
use emergency::day::Day;
use emergency::id::SiteId;
use emergency::site::{DangerFound, Site};

use crate::check::{Code, Finding, Weight};
use crate::columns::{self, Mapping};
use crate::table::{Row, Table};
use crate::value::{SaidDay, day};
use crate::write::{self, Out};

/// Dangers that one table may bring.
pub const DANGERS_MAX: usize = 1_000;
/// Findings that are named one by one.
const FINDINGS_MAX: usize = 200;
/// The list of the words file.
const LIST: &str = "dangers";

/// One danger that a table tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Row of the file from 1.
    pub row: u32,
    /// The place.
    pub site: SiteId,
    /// The danger.
    pub found: DangerFound,
}

/// What a table says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DangerTable {
    /// The dangers, in the order of the table.
    pub told: Vec<Told>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// One danger as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Name of the place in the log.
    pub site: String,
    /// Its name.
    pub place: String,
    /// Its street.
    pub street: String,
    /// Its key field.
    pub field: String,
    /// What was found.
    pub found: DangerFound,
    /// When.
    pub found_on: Day,
    /// How far it is, in words.
    pub stage: String,
    /// The supervision, empty where there is none.
    pub supervision: Supervision,
    /// The plan, empty where there is none.
    pub plan: Rectification,
    /// Until when as it stands now, with what was extended.
    pub due_now: Option<Day>,
    /// When it was struck off.
    pub closed_on: Option<Day>,
}

/// The list as a table that [`read`] reads again. `mark` stands above it.
#[must_use]
pub fn sheet(rows: Vec<Listed>, mark: &str) -> write::Sheet {
    write::of_rows(LIST, rows.into_iter().map(cells).collect(), mark)
}

fn cells(row: Listed) -> BTreeMap<&'static str, Out> {
    let Listed {
        found,
        supervision,
        plan,
        ..
    } = row;
    let major = if found.major { "是" } else { "否" };
    BTreeMap::from([
        ("id", row.site.into()),
        ("place", row.place.into()),
        ("words", found.words.into()),
        ("major", major.into()),
        ("owner", found.owner.into()),
        ("due", found.due.into()),
        ("source", found.source.into()),
        ("street", row.street.into()),
        ("field", row.field.into()),
        ("found_on", Out::Day(row.found_on)),
        ("stage", row.stage.into()),
        ("due_now", row.due_now.into()),
        ("level", supervision.level.into()),
        ("body", supervision.body.into()),
        ("number", supervision.number.into()),
        ("responsible", plan.responsible.into()),
        ("measures", plan.measures.into()),
        ("funds", plan.funds.into()),
        ("plan_until", plan.until.into()),
        ("contingency", plan.contingency.into()),
        ("closed_on", row.closed_on.into()),
    ])
}

/// Reads the table against the places of the list; a row that cannot be entered is left out and
/// named.
#[must_use]
pub fn read(table: &Table, sites: &[Site]) -> DangerTable {
    let mapping = columns::guess_among(LIST, &table.headings);
    let mut reader = Reader {
        table,
        mapping,
        sites,
        found: DangerTable::default(),
    };
    let place = reader.has("place") || reader.has("id");
    for (field, there) in [("place", place), ("words", reader.has("words"))] {
        if !there {
            reader.note(0, field, Code::NoColumn, "");
        }
    }
    if reader.found.findings.is_empty() {
        for row in &table.rows {
            reader.row(row);
        }
    }
    reader.found
}

struct Reader<'a> {
    table: &'a Table,
    mapping: Mapping,
    sites: &'a [Site],
    found: DangerTable,
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
                column: heading.unwrap_or_else(|| columns::heading_of(LIST, field)),
                weight: Weight::Error,
                code,
                value: value.to_owned(),
            });
        }
    }

    fn row(&mut self, row: &Row) {
        if self.found.told.len() >= DANGERS_MAX {
            self.note(row.number, "words", Code::TooLong, "");
            return;
        }
        let words = self.text(row, "words");
        if words.is_empty() {
            self.note(row.number, "words", Code::Missing, "");
            return;
        }
        let (Some(site), Some(major)) = (self.site(row), self.major(row)) else {
            return;
        };
        let Some(due) = self.due(row) else {
            return;
        };
        let twice = self.found.told.iter();
        if twice
            .filter(|one| one.site == site)
            .any(|one| one.found.words == words)
        {
            self.note(row.number, "words", Code::Duplicate, &words);
            return;
        }
        let (owner, source) = (self.text(row, "owner"), self.text(row, "source"));
        self.found.told.push(Told {
            row: row.number,
            site,
            found: DangerFound {
                words,
                major,
                owner,
                due,
                source,
            },
        });
    }

    /// The place by its number, else by its name when only one has it.
    fn site(&mut self, row: &Row) -> Option<SiteId> {
        let (id, name) = (self.text(row, "id"), self.text(row, "place"));
        if let Some(site) = self.sites.iter().find(|site| site.id.as_str() == id) {
            return Some(site.id.clone());
        }
        if name.is_empty() {
            let code = if id.is_empty() {
                Code::Missing
            } else {
                Code::UnknownSite
            };
            self.note(row.number, "place", code, &id);
            return None;
        }
        let mut named = self
            .sites
            .iter()
            .filter(|site| site.registered.name == name);
        let (first, second) = (named.next(), named.next());
        match (first, second) {
            (Some(site), None) => Some(site.id.clone()),
            (Some(_), Some(_)) => {
                self.note(row.number, "place", Code::AmbiguousSite, &name);
                None
            }
            (None, _) => {
                self.note(row.number, "place", Code::UnknownSite, &name);
                None
            }
        }
    }

    fn major(&mut self, row: &Row) -> Option<bool> {
        let text = self.text(row, "major");
        match text.as_str() {
            "" | "否" | "一般" | "一般隐患" | "一般事故隐患" | "no" => Some(false),
            "是" | "重大" | "重大隐患" | "重大事故隐患" | "yes" => Some(true),
            _ => {
                self.note(row.number, "major", Code::UnknownWord, &text);
                None
            }
        }
    }

    /// The day, none where the cell is empty; nothing when it cannot be read one way only.
    fn due(&mut self, row: &Row) -> Option<Option<Day>> {
        let text = self.text(row, "due");
        if text.is_empty() {
            return Some(None);
        }
        let cell = self.index("due").and_then(|at| row.cells.get(at));
        match cell.and_then(day) {
            Some(SaidDay::On(day)) => Some(Some(day)),
            _ => {
                self.note(row.number, "due", Code::NotADay, &text);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use emergency::site::SiteRegistered;

    use super::*;
    use crate::read as files;

    fn site(id: &str, name: &str) -> Site {
        Site {
            id: id.into(),
            registered: SiteRegistered {
                name: name.to_owned(),
                ..SiteRegistered::default()
            },
            ..Site::default()
        }
    }

    fn sites() -> Vec<Site> {
        let all = [
            ("S1", "演练 氯碱厂"),
            ("S2", "演练 冷库"),
            ("S3", "演练 冷库"),
        ];
        all.map(|(id, name)| site(id, name)).into()
    }

    fn table(text: &str) -> Table {
        files::read(text.as_bytes(), None).expect("is a table")
    }

    #[test]
    fn each_row_is_a_danger_of_a_place_by_its_name_or_its_number() {
        let text = "场所编号,单位名称,隐患内容,是否重大,整改责任人,整改期限,排查来源\n\
             ,演练 氯碱厂,喷淋失效,是,演练 厂长,2026-03-31,区级检查\n\
             S2,演练 冷库,报警器失效,一般,,,\n";
        let found = read(&table(text), &sites());
        assert_eq!(found.findings, [], "nothing is wrong");
        let [first, second] = found.told.as_slice() else {
            panic!("two dangers: {:?}", found.told);
        };
        assert_eq!(first.site.as_str(), "S1", "by its name");
        assert!(first.found.major, "a major one");
        assert_eq!(first.found.due, Day::parse("2026-03-31"), "until then");
        assert_eq!(second.site.as_str(), "S2", "by its number, of two alike");
    }

    #[test]
    fn what_cannot_be_entered_is_left_out_and_named_with_its_row() {
        let text = "单位名称,隐患内容,是否重大,整改期限\n\
             演练 没有,甲,,\n演练 冷库,乙,,\n演练 氯碱厂,,,\n演练 氯碱厂,丙,也许,\n\
             演练 氯碱厂,丁,,随便\n演练 氯碱厂,戊,,\n演练 氯碱厂,戊,,\n";
        let found = read(&table(text), &sites());
        assert_eq!(found.told.len(), 1, "one row is whole: {:?}", found.told);
        let codes: Vec<_> = found.findings.iter().map(|f| (f.row, f.code)).collect();
        let expected = [
            (2, Code::UnknownSite),
            (3, Code::AmbiguousSite),
            (4, Code::Missing),
            (5, Code::UnknownWord),
            (6, Code::NotADay),
            (8, Code::Duplicate),
        ];
        assert_eq!(codes, expected, "each in its row");
        let none = read(&table("姓名,电话\n演练 王敏,1\n"), &sites());
        assert_eq!(none.findings.len(), 2, "place and danger have no column");
    }

    #[test]
    fn what_is_written_is_read_again() {
        let found = DangerFound {
            words: "喷淋失效".to_owned(),
            major: true,
            owner: "演练 厂长".to_owned(),
            due: Day::parse("2026-03-31"),
            source: "区级检查".to_owned(),
        };
        let listed = Listed {
            site: "S1".to_owned(),
            place: "演练 氯碱厂".to_owned(),
            street: "演练街道".to_owned(),
            field: String::new(),
            found: found.clone(),
            found_on: Day::parse("2026-03-01").expect("is a day"),
            stage: "待整改".to_owned(),
            supervision: Supervision::default(),
            plan: Rectification::default(),
            due_now: found.due,
            closed_on: None,
        };
        let bytes = write::xlsx(&sheet(vec![listed], "演练")).expect("is written");
        let again = read(&files::read(&bytes, None).expect("is a table"), &sites());
        assert_eq!(again.findings, [], "nothing is wrong");
        assert_eq!(again.told[0].found, found, "nothing is lost on the way");
    }
}
