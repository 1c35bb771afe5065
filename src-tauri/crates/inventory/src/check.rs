//! A table and a mapping -> rows to enter, and findings by row and column, before anything is
//! written.

mod cells;
mod firms;
mod limits;
mod people;
mod points;
mod sites;
mod supplies;
mod teams;
mod units;

use std::collections::{BTreeMap, BTreeSet};

use emergency::firm::Firm;
use emergency::id::OriginId;
use emergency::import::{ImportRow, Imported, TableKind};
use emergency::person::Person;
use emergency::point::{DevicePoint, PointLimits};
use emergency::site::Site;
use emergency::stock::Lot;
use emergency::team::Team;
use serde::{Deserialize, Serialize};

use crate::columns::{Mapping, is_field};
use crate::table::Table;
use cells::Cells;

/// Findings that one report names; more are counted.
pub const FINDINGS_MAX: usize = 2_000;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// The row cannot be entered.
    Error,
    /// It can, and somebody should look.
    Warning,
    /// Worth knowing.
    Note,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A cell that is needed is empty.
    Missing,
    /// Not a code of GB/T 38565-2020.
    UnknownCode,
    /// Not a word of the closed list.
    UnknownWord,
    /// Not a number, or not a whole one from 0 on.
    NotANumber,
    /// Not a day that can be read one way only.
    NotADay,
    /// Only a month: its last day was taken.
    MonthOnly,
    /// Before the day it was made, or a point that is not on the earth.
    OutOfRange,
    /// The same thing in an earlier row.
    Duplicate,
    /// A formula: the value it last had was taken.
    Formula,
    /// A number that stands as text: read all the same.
    NumberAsText,
    /// A merged cell: its value was taken for every row it covers.
    Merged,
    /// An error of the sheet, such as `#REF!`.
    CellError,
    /// Longer than is kept.
    TooLong,
    /// It holds a user or a password, which the log would keep for ever.
    HoldsPassword,
    /// No depot of that name is on the list.
    UnknownDepot,
    /// Several depots of that name are on the list.
    AmbiguousDepot,
    /// No unified social credit code: its length, a letter or its check digit (GB 32100-2015).
    BadCreditCode,
    /// Another firm of the list has that code.
    CodeTaken,
    /// The firm of that name has another code on the list.
    CodeDiffers,
    /// An earlier row has that name with another code.
    SameName,
    /// No firm of that name, code or number is on the list.
    UnknownFirm,
    /// Several firms of that name are on the list.
    AmbiguousFirm,
    /// No point of that name is on the register.
    UnknownPoint,
    /// Another row of this unit cannot be entered: the unit waits for it.
    RowOfUnit,
    /// More than are kept of one place or one unit.
    TooMany,
    /// No place of that name or number is on the list.
    UnknownSite,
    /// Several places of that name are on the list.
    AmbiguousSite,
    /// A limit is below one that stands under it.
    LimitOrder,
    /// The unit of the limits is not the one that the device measures in.
    UnitDiffers,
    /// The device has not said in which unit it measures: that of the limits cannot be checked.
    UnitUnheard,
    /// The limits of the point become others.
    LimitsChange,
    /// The row says nothing of limits: those of the point stay.
    LimitsStay,
    /// Past its last day already.
    Over,
    /// The count differs from the book: it is entered as a stock-take.
    Counted,
    /// A column that no field was given to.
    Unmapped,
    /// A needed field that no column was given to.
    NoColumn,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Row of the file from 1; 0 for the table as a whole.
    pub row: u32,
    /// Heading of the column as it stands in the file; the field's own heading when there is none.
    pub column: String,
    /// How much it matters.
    pub weight: Weight,
    /// What was found.
    pub code: Code,
    /// The cell's own text, or what explains the finding.
    pub value: String,
}

/// What a device says of one of its points.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Heard {
    /// The unit of its newest value; empty where nothing was heard.
    pub unit: String,
    /// The limits of its feed.
    pub limits: Option<PointLimits>,
}

/// What is on the list already, by name in the log.
#[derive(Debug, Clone, Default)]
pub struct OnList {
    /// Teams.
    pub teams: BTreeMap<String, Team>,
    /// Lots.
    pub lots: BTreeMap<String, Lot>,
    /// Sites.
    pub sites: BTreeMap<String, Site>,
    /// People.
    pub people: BTreeMap<String, Person>,
    /// Points of the register.
    pub points: BTreeMap<String, DevicePoint>,
    /// What was heard of points, whether on the register or not.
    pub heard: BTreeMap<String, Heard>,
    /// Firms.
    pub firms: BTreeMap<String, Firm>,
    /// The desk that enters the table: new teams and lots are in its custody.
    pub origin: OriginId,
    /// The day of the check.
    pub today: Option<emergency::day::Day>,
}

/// How many rows would do what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Rows of the table.
    pub rows: u32,
    /// Things it would enter anew.
    pub new: u32,
    /// Things it would change.
    pub changed: u32,
    /// Things that are on the list just so; they are left out.
    pub same: u32,
    /// Rows that cannot be entered.
    pub bad: u32,
    /// Points whose own limits it would set.
    pub limited: u32,
}

/// A check report with the rows it would enter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Checked {
    /// What can be entered.
    pub rows: Vec<ImportRow>,
    /// In numbers.
    pub counts: Counts,
    /// What was found, at most [`FINDINGS_MAX`], in the order of the rows.
    pub findings: Vec<Finding>,
    /// Findings that are not named.
    pub more: u32,
}

impl Checked {
    /// True when no row is bad and no needed column is lacking.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        let bad = |finding: &Finding| finding.weight == Weight::Error;
        self.counts.bad == 0 && !self.findings.iter().any(bad)
    }
}

/// Findings while they are gathered.
#[derive(Default)]
struct Findings {
    all: Vec<Finding>,
    more: u32,
    bad_rows: BTreeSet<u32>,
}

impl Findings {
    fn note(&mut self, row: u32, column: &str, weight: Weight, code: Code, value: &str) {
        if weight == Weight::Error {
            self.bad_rows.insert(row);
        }
        if self.all.len() >= FINDINGS_MAX {
            self.more += 1;
            return;
        }
        self.all.push(Finding {
            row,
            column: column.to_owned(),
            weight,
            code,
            value: value.to_owned(),
        });
    }
}

/// Checks a table. Nothing is written; the same table gives the same report.
#[must_use]
pub fn check(table: &Table, kind: TableKind, mapping: &Mapping, list: &OnList) -> Checked {
    let mut findings = Findings::default();
    for heading in table.headings.iter().filter(|heading| !heading.is_empty()) {
        if !mapping
            .0
            .get(heading)
            .is_some_and(|field| is_field(kind, field))
        {
            findings.note(0, heading, Weight::Note, Code::Unmapped, "");
        }
    }
    let cells = Cells::new(table, kind, mapping);
    let needed: &[&str] = match kind {
        TableKind::Supplies => &["name", "quantity", "depot"],
        TableKind::Sites => &["name", "kind"],
        TableKind::Teams | TableKind::People | TableKind::Firms => &["name"],
        TableKind::Units => &["site", "name"],
        TableKind::Points => &["feed", "device", "name"],
    };
    for field in needed.iter().filter(|field| !cells.has(field)) {
        findings.note(0, cells.heading(field), Weight::Error, Code::NoColumn, "");
    }
    if !findings.bad_rows.is_empty() {
        return finish(table, findings, Vec::new(), list);
    }
    let rows = match kind {
        TableKind::Teams => teams::rows(table, &cells, list, &mut findings),
        TableKind::Supplies => supplies::rows(table, &cells, list, &mut findings),
        TableKind::Sites => sites::rows(table, &cells, list, &mut findings),
        TableKind::People => people::rows(table, &cells, list, &mut findings),
        TableKind::Points => points::rows(table, &cells, list, &mut findings),
        TableKind::Firms => firms::rows(table, &cells, list, &mut findings),
        TableKind::Units => units::rows(table, &cells, list, &mut findings),
    };
    finish(table, findings, rows, list)
}

fn finish(
    table: &Table,
    mut findings: Findings,
    rows: Vec<(u32, ImportRow)>,
    list: &OnList,
) -> Checked {
    let mut counts = Counts {
        rows: small(table.rows.len()),
        ..Counts::default()
    };
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut kept = Vec::with_capacity(rows.len());
    for (number, row) in rows {
        if let Some(first) = seen.get(&row.id) {
            let first = first.to_string();
            findings.note(number, "", Weight::Error, Code::Duplicate, &first);
            continue;
        }
        seen.insert(row.id.clone(), number);
        if findings.bad_rows.contains(&number) {
            continue;
        }
        match standing(&row, list) {
            Standing::New => counts.new += 1,
            Standing::Changed => counts.changed += 1,
            Standing::Same => {
                counts.same += 1;
                continue;
            }
        }
        counts.limited += u32::from(limits::are_set(&row, list));
        kept.push(row);
    }
    findings.bad_rows.remove(&0);
    counts.bad = small(findings.bad_rows.len());
    findings
        .all
        .sort_by_key(|finding| (finding.row, finding.weight));
    Checked {
        rows: kept,
        counts,
        findings: findings.all,
        more: findings.more,
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

enum Standing {
    New,
    Changed,
    Same,
}

/// Whether a row says something new. Which import a thing came with is no difference.
fn standing(row: &ImportRow, list: &OnList) -> Standing {
    let same = match &row.imported {
        Imported::Team(told) => {
            let there = list.teams.get(&row.id).filter(|team| team.known);
            there.map(|team| {
                let mut told = told.clone();
                told.import = team.registered.import.clone();
                told == team.registered
            })
        }
        Imported::Lot(told) => {
            let there = list.lots.get(&row.id).filter(|lot| lot.known);
            there.map(|lot| {
                let mut told = told.clone();
                told.import = lot.registered.import.clone();
                // The first count stands in the profile; what is there now is the book's.
                let counted = told.quantity == lot.on_hand();
                told.quantity = lot.registered.quantity;
                told.allotments.clone_from(&lot.registered.allotments);
                counted && told == lot.registered
            })
        }
        Imported::Site(told) => {
            let there = list.sites.get(&row.id).filter(|site| !site.withdrawn);
            there.map(|site| {
                let mut told = told.clone();
                told.import = site.registered.import.clone();
                told == site.registered
            })
        }
        Imported::Person(told) => {
            let there = list.people.get(&row.id).filter(|person| person.known);
            there.map(|person| {
                let mut told = told.clone();
                told.import = person.registered.import.clone();
                told == person.registered
            })
        }
        Imported::Point(told) => {
            let there = list.points.get(&row.id).filter(|point| point.known);
            there.map(|point| {
                let mut entry = told.entry.clone();
                entry.import = point.registered.import.clone();
                entry == point.registered && !limits::are_set(row, list)
            })
        }
        Imported::Firm(told) => {
            let there = list.firms.get(&row.id).filter(|firm| firm.known);
            there.map(|firm| {
                let mut told = told.clone();
                told.import = firm.registered.import.clone();
                told == firm.registered
            })
        }
        Imported::Unit(unit) => units::on_list(list, unit, &row.id).map(|there| {
            let mut told = unit.told.clone();
            told.import = there.told.import.clone();
            told == there.told
        }),
    };
    match same {
        None => Standing::New,
        Some(true) => Standing::Same,
        Some(false) => Standing::Changed,
    }
}

#[cfg(test)]
mod tests;
