//! The document model: what is on the paper, and what the officer changed in it.

use serde::{Deserialize, Serialize};

use crate::text::{FIELD_CHARS_MAX, PARAGRAPH_CHARS_MAX, TITLE_CHARS_MAX, csv_cell, plain};

/// Rows of one table that go on paper; more are counted in a last row.
pub const ROWS_MAX: usize = 2_000;

/// Depths of sections that the contents list.
pub const CONTENTS_DEPTH: usize = 3;

/// A document.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ReportDocument {
    /// Which form it is.
    pub form: Form,
    /// Title.
    pub title: Entry,
    /// True in an exercise: every page carries 演练.
    pub exercise: bool,
    /// Lines under the title: number, signer, time.
    pub head: Vec<Entry>,
    /// The body.
    pub parts: Vec<Part>,
    /// Who signs, for which unit, when.
    pub signature: Vec<Entry>,
    /// Small print at the end: head of the log, versions.
    pub provenance: Vec<String>,
}

/// Forms of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// 初报, 续报, 终报.
    #[default]
    Report,
    /// 值班日志.
    DutyLog,
    /// 交接班表.
    Handover,
    /// 电话记录簿.
    CallRegister,
    /// 当前态势.
    Picture,
    /// A blank form to be filled in by hand.
    Blank,
    /// 调拨单.
    Allocation,
    /// 征用通知书.
    Requisition,
    /// 启动令, 解除令.
    Response,
    /// 补偿结算单.
    Settlement,
    /// 请求支援函.
    Aid,
    /// A list.
    List,
}

/// A piece of the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "part", content = "content")]
pub enum Part {
    /// A heading.
    Heading(String),
    /// A heading of an outline, which the contents list.
    Section(Section),
    /// The list of the sections with their pages; what follows begins a page.
    Contents,
    /// A paragraph; its label is not printed.
    Paragraph(Entry),
    /// Numbered fields: label and value.
    Fields(Vec<Entry>),
    /// A table.
    Table(Table),
}

/// A heading in an outline.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Section {
    /// How deep it stands, 1 for a chapter.
    pub depth: u8,
    /// Its words, with the number that the text gives it.
    pub words: String,
}

/// A text with a name: a field, a paragraph, a line of the head.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Entry {
    /// Name, unique in the document; edits refer to it.
    pub key: String,
    /// Label for the reader.
    pub label: String,
    /// The words.
    pub value: String,
    /// What was drafted, when the officer changed it.
    pub drafted: Option<String>,
    /// Ids of the log events it comes from.
    pub sources: Vec<String>,
    /// True when a report of this kind needs it and it is not known.
    pub missing: bool,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Table {
    /// Name, unique in the document.
    pub key: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows; a short row is filled with empty cells, a long one is cut.
    pub rows: Vec<Vec<String>>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Column {
    /// Label.
    pub label: String,
    /// Share of the width against the other columns.
    pub weight: f32,
}

/// Why a document could not be changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// There is no entry with that key.
    #[error("the document has no entry {key:?}")]
    UnknownKey {
        /// The key that was asked for.
        key: String,
    },
}

impl Entry {
    /// An entry with plain, bounded words.
    pub fn new(key: &str, label: &str, value: &str) -> Self {
        Self {
            key: key.to_owned(),
            label: label.to_owned(),
            value: plain(value, FIELD_CHARS_MAX),
            ..Self::default()
        }
    }

    /// A paragraph: longer, without a label.
    pub fn paragraph(key: &str, value: &str) -> Self {
        Self {
            key: key.to_owned(),
            value: plain(value, PARAGRAPH_CHARS_MAX),
            ..Self::default()
        }
    }

    /// The same entry with the events it comes from.
    #[must_use]
    pub fn with_sources(mut self, sources: Vec<String>) -> Self {
        self.sources = sources;
        self
    }

    /// Puts the officer's words in place of the drafted ones, and keeps those.
    fn edit(&mut self, words: &str) {
        let words = plain(words, PARAGRAPH_CHARS_MAX);
        let drafted = self.drafted.take().unwrap_or_else(|| self.value.clone());
        if words != drafted {
            self.drafted = Some(drafted);
        }
        self.value = words;
    }
}

impl Column {
    /// A column.
    #[must_use]
    pub fn new(label: &str, weight: f32) -> Self {
        Self {
            label: label.to_owned(),
            weight,
        }
    }
}

impl Table {
    /// A table with plain, bounded cells, at most [`ROWS_MAX`] rows and a note when there were
    /// more. Every row has as many cells as there are columns.
    pub fn new<R>(key: &str, columns: Vec<Column>, rows: impl IntoIterator<Item = R>) -> Self
    where
        R: IntoIterator<Item = String>,
    {
        let width = columns.len();
        let mut kept: Vec<Vec<String>> = Vec::new();
        let mut more = 0usize;
        for row in rows {
            if kept.len() == ROWS_MAX {
                more += 1;
                continue;
            }
            let mut cells: Vec<String> = row
                .into_iter()
                .take(width)
                .map(|cell| plain(&cell, FIELD_CHARS_MAX))
                .collect();
            cells.resize(width, String::new());
            kept.push(cells);
        }
        if more > 0 {
            let mut cells = vec![String::new(); width];
            if let Some(first) = cells.first_mut() {
                *first = format!("……另有{more}行未列出");
            }
            kept.push(cells);
        }
        Self {
            key: key.to_owned(),
            columns,
            rows: kept,
        }
    }

    /// The table for a spreadsheet: UTF-8 with a byte order mark, no cell is a formula.
    ///
    /// # Errors
    /// The CSV writer's error; writing to memory gives none.
    pub fn to_csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .from_writer("\u{feff}".as_bytes().to_vec());
        writer.write_record(self.columns.iter().map(|column| csv_cell(&column.label)))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| csv_cell(cell)))?;
        }
        writer
            .into_inner()
            .map_err(|error| csv::Error::from(error.into_error()))
    }
}

impl Section {
    /// A section with plain, bounded words.
    #[must_use]
    pub fn new(depth: u8, words: &str) -> Self {
        Self {
            depth,
            words: crate::text::plain_line(words, TITLE_CHARS_MAX),
        }
    }
}

impl ReportDocument {
    /// A document with a title.
    #[must_use]
    pub fn new(form: Form, title: &str, exercise: bool) -> Self {
        let mut entry = Entry::new("title", "标题", "");
        entry.value = crate::text::plain_line(title, TITLE_CHARS_MAX);
        Self {
            form,
            title: entry,
            exercise,
            ..Self::default()
        }
    }

    /// Every entry that can be edited.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        let body = self.parts.iter().flat_map(|part| match part {
            Part::Paragraph(entry) => std::slice::from_ref(entry),
            Part::Fields(entries) => entries.as_slice(),
            _ => &[],
        });
        std::iter::once(&self.title)
            .chain(&self.head)
            .chain(body)
            .chain(&self.signature)
    }

    fn entry_mut(&mut self, key: &str) -> Option<&mut Entry> {
        let body = self.parts.iter_mut().flat_map(|part| match part {
            Part::Paragraph(entry) => std::slice::from_mut(entry),
            Part::Fields(entries) => entries.as_mut_slice(),
            _ => &mut [],
        });
        std::iter::once(&mut self.title)
            .chain(&mut self.head)
            .chain(body)
            .chain(&mut self.signature)
            .find(|entry| entry.key == key)
    }

    /// The entry with that key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().find(|entry| entry.key == key)
    }

    /// Puts the officer's words in place of the drafted ones. The drafted words are kept; the
    /// same words as drafted take the mark of the edit away.
    ///
    /// # Errors
    /// [`DocumentError::UnknownKey`] when there is no such entry.
    pub fn edit(&mut self, key: &str, words: &str) -> Result<(), DocumentError> {
        match self.entry_mut(key) {
            Some(entry) => {
                entry.edit(words);
                Ok(())
            }
            None => Err(DocumentError::UnknownKey {
                key: key.to_owned(),
            }),
        }
    }

    /// Keys of the entries that the officer changed.
    #[must_use]
    pub fn edited(&self) -> Vec<&str> {
        self.entries()
            .filter(|e| e.drafted.is_some())
            .map(|e| e.key.as_str())
            .collect()
    }

    /// Keys of the entries that a report of this kind needs and that are not known.
    #[must_use]
    pub fn missing(&self) -> Vec<&str> {
        // A field that the officer filled in by hand is no longer missing.
        self.entries()
            .filter(|entry| entry.missing && entry.drafted.is_none())
            .map(|entry| entry.key.as_str())
            .collect()
    }

    /// This draft with the officer's words of an earlier draft of the same report; gives the keys
    /// of the edits that found no place any more.
    pub fn take_edits_of(&mut self, earlier: &Self) -> Vec<String> {
        let mut lost = Vec::new();
        for entry in earlier.entries().filter(|entry| entry.drafted.is_some()) {
            if self.edit(&entry.key, &entry.value).is_err() {
                lost.push(entry.key.clone());
            }
        }
        lost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> ReportDocument {
        let mut document = ReportDocument::new(Form::Report, "试验\n初报", true);
        let mut unknown = Entry::new("unit", "单位", "待核");
        unknown.missing = true;
        document.parts = vec![
            Part::Paragraph(Entry::paragraph("body", "原文")),
            Part::Fields(vec![Entry::new("place", "地点", "王舍人街道"), unknown]),
        ];
        document
    }

    #[test]
    fn an_edit_keeps_what_was_drafted() {
        let mut document = document();
        assert_eq!(document.title.value, "试验 初报", "a title is one line");
        document.edit("body", "改一").expect("there is a body");
        document
            .edit("body", "改二\u{202e}")
            .expect("there is a body");
        let body = document.entry("body").expect("there is a body");
        assert_eq!(
            body.value, "改二[U+202E]",
            "the last words count, made plain"
        );
        assert_eq!(
            body.drafted.as_deref(),
            Some("原文"),
            "the first draft is kept"
        );
        assert_eq!(
            document.edited(),
            ["body"],
            "and it is known what was edited"
        );
        document.edit("body", "原文").expect("there is a body");
        assert!(document.edited().is_empty(), "the same words are no edit");
        let error = document
            .edit("nothing", "")
            .expect_err("there is no such entry");
        assert_eq!(
            error,
            DocumentError::UnknownKey {
                key: "nothing".into()
            },
            "it says which"
        );
    }

    #[test]
    fn a_field_filled_in_by_hand_is_no_longer_missing() {
        let mut document = document();
        assert_eq!(document.missing(), ["unit"], "the unit is not known");
        document
            .edit("unit", "演练化工厂")
            .expect("there is a unit");
        assert!(document.missing().is_empty(), "the officer filled it in");
    }

    #[test]
    fn a_new_draft_takes_the_officers_words_over() {
        let mut earlier = document();
        earlier
            .edit("place", "荷花路街道")
            .expect("there is a place");
        earlier.edit("body", "改过").expect("there is a body");
        let mut later = document();
        later.parts.remove(0);
        assert_eq!(
            later.take_edits_of(&earlier),
            ["body"],
            "an edit without a place is named"
        );
        assert_eq!(
            later.entry("place").map(|entry| entry.value.as_str()),
            Some("荷花路街道"),
            "the other edit holds"
        );
    }

    #[test]
    fn a_table_is_even_bounded_and_safe_in_a_spreadsheet() {
        let columns = vec![Column::new("甲", 1.0), Column::new("乙", 1.0)];
        let rows = (0..ROWS_MAX + 3).map(|n| vec![format!("={n}+1")]);
        let table = Table::new("t", columns, rows);
        assert_eq!(table.rows.len(), ROWS_MAX + 1, "the rows are bounded");
        assert!(
            table.rows.iter().all(|row| row.len() == 2),
            "every row has two cells"
        );
        assert_eq!(
            table.rows[ROWS_MAX][0], "……另有3行未列出",
            "the cut is named"
        );
        let csv = String::from_utf8(table.to_csv().expect("memory")).expect("UTF-8");
        assert!(
            csv.starts_with("\u{feff}甲,乙\n'=0+1,\n"),
            "no cell is a formula: {csv:.40}"
        );
    }
}
