//! Any list on paper: what it is, how it was filtered, how old it is, and its rows.

use serde::{Deserialize, Serialize};

use super::{SheetMark, section, sheet};
use crate::document::{Column, Entry, Form, Part, ReportDocument, Table};
use crate::when;

/// A list as it goes on paper.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListFacts {
    /// What the sheet says about itself.
    pub mark: SheetMark,
    /// What it is a list of.
    pub title: String,
    /// How it was filtered, in words; empty for the whole list.
    pub filter: String,
    /// Where its numbers come from and what is assumed.
    pub note: String,
    /// Its parts, each with columns of its own.
    pub sections: Vec<ListSection>,
    /// Rows that are not on it because there are too many.
    pub left_out: u32,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListSection {
    /// Its heading; empty where the list has one part only.
    pub heading: String,
    /// Columns: label, and its share of the width.
    pub columns: Vec<(String, f32)>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
}

/// The list as a document.
#[must_use]
pub fn list(facts: &ListFacts) -> ReportDocument {
    let mut document = sheet(Form::List, &facts.title, &facts.mark);
    let rows: usize = facts.sections.iter().map(|one| one.rows.len()).sum();
    let mut count = format!("{rows}行");
    if facts.left_out > 0 {
        count.push_str(&format!("，另有{}行未列入", facts.left_out));
    }
    let made = when::date_time(facts.mark.made_at_ms);
    document.head.push(Entry::new("made", "打印时间", &made));
    document.head.push(Entry::new("count", "行数", &count));
    if !facts.filter.is_empty() {
        let filter = Entry::new("filter", "筛选", &facts.filter);
        document.head.push(filter);
    }
    for (index, one) in facts.sections.iter().enumerate() {
        let columns = one.columns.iter();
        let columns = columns.map(|(label, weight)| Column::new(label, *weight));
        let key = format!("list{index}");
        let table = Table::new(&key, columns.collect(), one.rows.iter().cloned());
        section(&mut document, &one.heading, table);
    }
    if !facts.note.is_empty() {
        let note = Entry::paragraph("note", &facts.note);
        document.parts.push(Part::Paragraph(note));
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_says_when_it_was_made_how_it_was_filtered_and_what_is_left_out() {
        let facts = ListFacts {
            mark: SheetMark {
                exercise: true,
                ..SheetMark::default()
            },
            title: "队伍清单".to_owned(),
            filter: "休整".to_owned(),
            left_out: 3,
            sections: vec![
                ListSection {
                    heading: "一".to_owned(),
                    columns: vec![("队伍".to_owned(), 1.0)],
                    rows: vec![vec!["演练 一队".to_owned()]],
                },
                ListSection::default(),
            ],
            ..ListFacts::default()
        };
        let document = list(&facts);
        assert!(document.title.value.contains("演练"), "of an exercise");
        let said = |key: &str| {
            let entry = document.head.iter().find(|entry| entry.key == key);
            entry.map(|entry| entry.value.clone()).unwrap_or_default()
        };
        assert_eq!(said("filter"), "休整", "by what");
        assert_eq!(said("count"), "1行，另有3行未列入", "how many");
        let nothing = document.parts.last();
        assert!(
            matches!(nothing, Some(Part::Paragraph(entry)) if entry.value == "无。"),
            "an empty part says so"
        );
    }
}
