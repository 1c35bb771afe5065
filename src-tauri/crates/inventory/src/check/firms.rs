//! Rows of firms: their codes are checked, and that no firm is entered twice.

use std::collections::{BTreeMap, BTreeSet};

use emergency::firm::{FirmRegistered, check_credit_code, credit_code};
use emergency::id::FirmId;
use emergency::import::{ImportRow, Imported};

use super::cells::{Cells, Reader, made_id};
use super::{Code, Findings, OnList, Weight};
use crate::table::Table;

/// Of the names of the rows so far the row and the code.
type Names = BTreeMap<String, (u32, String)>;

/// The names in the log of the firms of the list by what a row may say of them: a table of
/// thousands of rows does not go through thousands of firms for each.
#[derive(Default)]
pub(super) struct Listed<'a> {
    codes: BTreeMap<&'a str, Vec<&'a str>>,
    names: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Listed<'a> {
    pub(super) fn of(list: &'a OnList) -> Self {
        let mut listed = Self::default();
        for (id, firm) in list.firms.iter().filter(|(_, firm)| firm.known) {
            let told = &firm.registered;
            if !told.code.is_empty() {
                listed.codes.entry(&told.code).or_default().push(id);
            }
            listed.names.entry(&told.name).or_default().push(id);
        }
        listed
    }

    /// The firm that has a code.
    fn holder(&self, code: &str) -> Option<&'a str> {
        self.codes.get(code)?.first().copied()
    }

    /// The firm that a row is about: by its code, else by its name.
    fn there(&self, name: &str, code: &str) -> Option<&'a str> {
        let by_name = || self.names.get(name)?.first().copied();
        self.holder(code).or_else(by_name)
    }
}

pub(super) fn rows(
    table: &Table,
    cells: &Cells<'_>,
    list: &OnList,
    findings: &mut Findings,
) -> Vec<(u32, ImportRow)> {
    let (mut names, listed) = (Names::new(), Listed::of(list));
    let rows = table.rows.iter().map(|row| {
        let mut reader = cells.reader(row, findings);
        (
            row.number,
            one(&mut reader, list, &listed, &mut names, row.number),
        )
    });
    rows.collect()
}

fn one(
    reader: &mut Reader<'_>,
    list: &OnList,
    listed: &Listed<'_>,
    names: &mut Names,
    number: u32,
) -> ImportRow {
    let (said, name) = (reader.text("id"), reader.needed("name"));
    let code = code(reader);
    let id = match listed.there(&name, &code) {
        _ if !said.is_empty() => said,
        Some(id) => id.to_owned(),
        None if code.is_empty() => made_id("firm", &[&name]),
        None => made_id("firm", &[&code]),
    };
    let before = list.firms.get(&id).filter(|firm| firm.known);
    let mut firm = before.map_or_else(FirmRegistered::default, |one| one.registered.clone());
    if !code.is_empty() {
        if !firm.code.is_empty() && firm.code != code {
            let weight = Weight::Warning;
            reader.note("code", weight, Code::CodeDiffers, &firm.code);
        }
        if let Some(other) = listed.holder(&code).filter(|other| *other != id) {
            let name = &list.firms[other].registered.name;
            reader.note("code", Weight::Error, Code::CodeTaken, name);
        }
        firm.code.clone_from(&code);
    }
    let first = names.entry(name.clone()).or_insert((number, code.clone()));
    if first.0 != number && first.1 != code {
        let row = first.0.to_string();
        reader.note("name", Weight::Warning, Code::SameName, &row);
    }
    firm.name = name;
    reader.set("industry", &mut firm.industry, Reader::text);
    reader.place(&mut firm.place);
    reader.set("role", &mut firm.role, Reader::text);
    reader.set("phone", &mut firm.phone, Reader::text);
    reader.set("note", &mut firm.note, Reader::text);
    ImportRow {
        id,
        imported: Imported::Firm(firm),
    }
}

/// The code as it is kept; an empty one where none stands, or none that holds.
fn code(reader: &mut Reader<'_>) -> String {
    let said = reader.text("code");
    let code = credit_code(&said);
    if code.is_empty() || check_credit_code(&code).is_ok() {
        return code;
    }
    reader.note("code", Weight::Error, Code::BadCreditCode, &said);
    String::new()
}

/// A firm by its name, its code or its name in the log.
pub(super) fn named(
    reader: &mut Reader<'_>,
    field: &str,
    list: &OnList,
    listed: &Listed<'_>,
) -> Option<FirmId> {
    let said = reader.text(field);
    if said.is_empty() {
        return None;
    }
    let by_id = list.firms.get_key_value(&said);
    let by_id = by_id
        .filter(|(_, firm)| firm.known)
        .map(|(id, _)| id.as_str());
    let by_name = listed.names.get(said.as_str()).into_iter().flatten();
    let code = credit_code(&said);
    let by_code = listed.codes.get(code.as_str()).into_iter().flatten();
    let found: BTreeSet<&str> = by_id
        .into_iter()
        .chain(by_name.chain(by_code).copied())
        .collect();
    let mut ids = found.into_iter();
    let fault = match (ids.next(), ids.next()) {
        (Some(id), None) => return Some(id.into()),
        (Some(_), Some(_)) => Code::AmbiguousFirm,
        (None, _) => Code::UnknownFirm,
    };
    reader.note(field, Weight::Error, fault, &said);
    None
}
