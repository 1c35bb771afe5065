//! What a team or a place has to have by a construction standard, line by line.
//!
//! The table is `assets/standards/gb30077.json`: GB 30077-2023, tables 1 to 3 and annexes C and D.
//! Lines that hold only under a condition carry it in words; nobody here decides whether it is met.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use emergency::team::Equipment;
use serde::{Deserialize, Serialize};

const TABLE: &str = include_str!("../../../../assets/standards/gb30077.json");

/// For what a line is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Once.
    #[default]
    Once,
    /// For each person on duty.
    Person,
    /// For each ten people on duty, begun ones counted.
    TenPeople,
}

/// One line of a standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// Its number in the standard.
    pub no: String,
    /// Name of the thing.
    pub name: String,
    /// How many.
    pub quantity: u32,
    /// Unit of count.
    pub unit: String,
    /// For what that is counted.
    #[serde(default)]
    pub per: Per,
    /// Never fewer than this.
    #[serde(default)]
    pub least: u32,
    /// Spare share: one spare for so many in use, rounded up; 0 for none.
    #[serde(default)]
    pub spare: u32,
    /// True when vehicles are counted.
    #[serde(default)]
    pub vehicle: bool,
    /// Words by which a thing is taken to be this.
    pub words: Vec<String>,
    /// The condition under which it has to be there; empty for always.
    #[serde(default)]
    pub when: String,
    /// Any one of the lines that say the same here is enough; empty for a line of its own.
    #[serde(default)]
    pub one_of: String,
}

/// One standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Standard {
    /// Its code, as profiles name it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// `team` or `site`.
    pub of: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

#[derive(Deserialize)]
struct Table {
    standards: Vec<Standard>,
}

static STANDARDS: LazyLock<Vec<Standard>> = LazyLock::new(|| {
    let table: Table = serde_json::from_str(TABLE).expect("the shipped table is well formed");
    table.standards
});

/// All standards that are shipped.
#[must_use]
pub fn all() -> &'static [Standard] {
    &STANDARDS
}

/// The standard of that code.
#[must_use]
pub fn by_code(code: &str) -> Option<&'static Standard> {
    all().iter().find(|standard| standard.code == code)
}

/// A line that is not met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lacking {
    /// Number of the line in the standard.
    pub no: String,
    /// Name of the thing.
    pub name: String,
    /// How many there have to be.
    pub needed: u32,
    /// How many there are.
    pub have: u32,
    /// Unit of count.
    pub unit: String,
    /// The condition under which it has to be there; empty for always.
    pub when: String,
}

/// How a team or a place stands against its standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    /// Name of the standard.
    pub standard: String,
    /// Lines of it, groups of alternatives counted once.
    pub lines: u32,
    /// What is lacking, in the order of the standard.
    pub lacking: Vec<Lacking>,
}

impl Checked {
    /// True when every line that holds always is met.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.lacking.iter().all(|line| !line.when.is_empty())
    }
}

impl Line {
    /// How many there have to be for so many people on duty.
    #[must_use]
    pub fn needed(&self, people: u32) -> u32 {
        let times = match self.per {
            Per::Once => 1,
            Per::Person => people,
            Per::TenPeople => people.div_ceil(10),
        };
        let in_use = self.quantity.saturating_mul(times).max(self.least);
        let spare = in_use.checked_next_multiple_of(self.spare.max(1));
        let spare = spare.map_or(0, |up| up.checked_div(self.spare).unwrap_or(0));
        in_use.saturating_add(spare)
    }

    fn count(&self, things: &[Equipment]) -> u32 {
        let is = |name: &str| self.words.iter().any(|word| name.contains(word.as_str()));
        let mine = things.iter().filter(|thing| is(&thing.name));
        mine.map(|thing| thing.quantity)
            .fold(0, u32::saturating_add)
    }
}

/// Checks what is there against a standard.
#[must_use]
pub fn check(standard: &Standard, things: &[Equipment], vehicles: usize, people: u32) -> Checked {
    let mut lacking = Vec::new();
    let vehicles = u32::try_from(vehicles).unwrap_or(u32::MAX);
    let mut groups: BTreeMap<&str, Vec<Lacking>> = BTreeMap::new();
    let mut met: Vec<&str> = Vec::new();
    let mut lines = 0;
    for line in &standard.lines {
        let have = if line.vehicle {
            vehicles
        } else {
            line.count(things)
        };
        let needed = line.needed(people);
        let missing = (have < needed).then(|| Lacking {
            no: line.no.clone(),
            name: line.name.clone(),
            needed,
            have,
            unit: line.unit.clone(),
            when: line.when.clone(),
        });
        if line.one_of.is_empty() {
            lines += 1;
            lacking.extend(missing);
        } else if let Some(missing) = missing {
            groups.entry(&line.one_of).or_default().push(missing);
        } else {
            met.push(&line.one_of);
        }
    }
    let all: std::collections::BTreeSet<_> = standard.lines.iter().map(|l| &l.one_of).collect();
    lines += u32::try_from(all.iter().filter(|group| !group.is_empty()).count()).unwrap_or(0);
    groups.retain(|group, _| !met.contains(group));
    for (group, members) in groups {
        lacking.push(alternative(group, &members));
    }
    Checked {
        standard: standard.name.clone(),
        lines,
        lacking,
    }
}

/// A group of which none is there, as one line.
fn alternative(group: &str, members: &[Lacking]) -> Lacking {
    let names: Vec<_> = members.iter().map(|line| line.name.as_str()).collect();
    let first = members.first();
    Lacking {
        no: group.to_owned(),
        name: names.join(" / "),
        needed: 1,
        have: 0,
        unit: first.map(|line| line.unit.clone()).unwrap_or_default(),
        when: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thing(name: &str, quantity: u32) -> Equipment {
        Equipment {
            name: name.into(),
            quantity,
            ..Equipment::default()
        }
    }

    #[test]
    fn the_tables_have_the_lines_of_the_standard() {
        let counts: Vec<_> = all()
            .iter()
            .map(|s| (s.code.as_str(), s.lines.len()))
            .collect();
        assert_eq!(
            counts,
            [
                ("gb30077_site", 13),
                ("gb30077_class1", 1 + 15 + 53),
                ("gb30077_class2", 1 + 15 + 27)
            ],
            "table 1; tables 2 and 3 with annex C; the same with annex D"
        );
    }

    #[test]
    fn people_tens_floors_and_spares_are_counted_as_the_notes_say() {
        let class = by_code("gb30077_class2").expect("it is shipped");
        let line = |no: &str| class.lines.iter().find(|line| line.no == no);
        let needed = |no: &str, people| line(no).expect("a line").needed(people);
        // Table 2: 1 a person with a spare share of 4:1, rounded up.
        assert_eq!(needed("2.1", 10), 13, "ten and three");
        // 1 for ten people, at least 2, spare 4:1.
        assert_eq!(needed("2.3", 10), 3, "two and one");
        assert_eq!(needed("2.3", 25), 4, "three and one");
        assert_eq!(needed("2.8", 10), 20, "two a person, no spare");
        assert_eq!(needed("D.6", 10), 1_200, "metres of hose");
    }

    #[test]
    fn every_missing_line_is_named_with_its_numbers() {
        let site = by_code("gb30077_site").expect("it is shipped");
        let things = [thing("正压式呼吸器", 1), thing("演练·吸附材料", 250)];
        let checked = check(site, &things, 0, 2);
        assert_eq!(
            (checked.lines, checked.lacking.len()),
            (13, 12),
            "one is met"
        );
        let first = &checked.lacking[0];
        assert_eq!(
            (first.no.as_str(), first.needed, first.have),
            ("1", 2, 1),
            "one set short"
        );
        assert!(!checked.is_met(), "far from it");
    }

    #[test]
    fn one_of_several_tools_is_enough_and_vehicles_count() {
        let class = by_code("gb30077_class2").expect("it is shipped");
        let lacking = |things: &[Equipment], vehicles| {
            let checked = check(class, things, vehicles, 6);
            let numbers = checked.lacking.into_iter().map(|line| line.no);
            numbers.collect::<Vec<_>>()
        };
        let bare = lacking(&[], 0);
        assert_eq!(bare[0], "3", "no vehicle");
        assert!(bare.contains(&"D.16-18".to_owned()), "none of the three");
        let some = lacking(&[thing("演练·无齿锯", 1)], 1);
        assert!(!some.contains(&"D.16-18".to_owned()), "one is enough");
        assert!(!some.contains(&"3".to_owned()), "a vehicle is there");
    }
}
