//! Giving a plan out: as Word file, text, PDF, quick cards, package, or the file it was read from.

use contract::error::{CallError, Code};
use contract::rows::{ExportPlan, PlanForm, Written};
use emergency::id::PlanVersionId;
use emergency::plan::PlanRecord;
use plans::export::{PackageFile, package, to_docx};
use plans::level::roman;
use plans::text::Piece;
use plans::{Block, Card, LevelRule, Plan};
use reports::{Column, EXERCISE_MARK, Entry, Form, Part, ReportDocument, Section, Table};

use super::{Picked, bring, pick, rows};
use crate::desk::Desk;
use crate::paper::Printed;
use crate::plan::card_sheets;
use crate::session::{Session, not_found};
use crate::shelf;

/// Characters between which the share of a column in the width of its table lies.
const COLUMN_CHARS: [usize; 2] = [4, 30];

fn internal(error: impl std::fmt::Display) -> CallError {
    CallError::new(Code::Internal, error.to_string())
}

/// The version that is given out when none is named: the one in force.
fn in_force(record: Option<&PlanRecord>) -> Option<PlanVersionId> {
    let (id, _) = record?.in_force()?;
    Some(id.clone())
}

/// Writes a plan into the paper folder.
pub(crate) fn export(
    desk: &Desk,
    session: &Session,
    request: &ExportPlan,
) -> Result<Written, CallError> {
    let record = shelf::record(session, &request.plan)?;
    let version = request
        .version
        .clone()
        .or_else(|| in_force(record.as_ref()));
    let picked = pick(desk, session, &request.plan, version.as_ref())?;
    if !picked.whole {
        // What leaves the desk is what was signed, or nothing.
        return Err(CallError::new(
            Code::Damaged,
            "the text is not what was saved",
        ));
    }
    let (plan, _) = plans::parse(&picked.text);
    let exercise = session.logbook.is_exercise();
    let title = plan.front.title.clone();
    let mut printed = Printed::default();
    let mut add = |name: &str, ending, bytes| printed.add_named(session, name, ending, bytes);
    match request.form {
        PlanForm::Docx => add(
            &title,
            "docx",
            to_docx(&marked(&plan, exercise)).map_err(internal),
        ),
        // A text of an exercise is not the one that was signed: it says in itself what it is.
        PlanForm::Markdown if exercise => {
            let text = plans::render(&marked(&plan, exercise));
            add(&title, "md", Ok(text.into_bytes()));
        }
        PlanForm::Markdown => add(&title, "md", Ok(picked.text.into_bytes())),
        PlanForm::Pdf => add(&title, "pdf", pdf(&document(&plan, exercise))),
        PlanForm::Cards => {
            for (name, bytes) in card_sheets(&plan, None, exercise).map_err(internal)? {
                let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
                add(&format!("{title} {stem}"), ending_of(ending), Ok(bytes));
            }
        }
        PlanForm::Package => add(
            &title,
            "zip",
            whole_package(record.as_ref(), &plan, &picked, exercise),
        ),
        PlanForm::Original => return original(desk, session, record.as_ref(), &picked),
    }
    printed.write(&desk.settings().paper())
}

/// The plan with the mark of an exercise where a reader begins.
fn marked(plan: &Plan, exercise: bool) -> Plan {
    let mut plan = plan.clone();
    if exercise {
        plan.front.notice = format!("{EXERCISE_MARK} {}", plan.front.notice);
    }
    plan
}

fn pdf(document: &ReportDocument) -> Result<Vec<u8>, CallError> {
    let fonts = reports::fonts::cjk();
    let fonts = fonts.map_err(|error| CallError::new(Code::Missing, error.to_string()))?;
    reports::to_pdf(document, &fonts).map_err(internal)
}

/// A plan as a printed paper.
fn document(plan: &Plan, exercise: bool) -> ReportDocument {
    let front = &plan.front;
    let mut document = ReportDocument::new(Form::Blank, &front.title, exercise);
    document.head = vec![
        Entry::new("unit", "编制单位", &front.unit),
        Entry::new("version", "版本", &front.version),
        Entry::new("issued", "印发日期", &front.issued),
    ];
    let parts = &mut document.parts;
    if !front.notice.is_empty() {
        parts.push(Part::Paragraph(Entry::paragraph("notice", &front.notice)));
    }
    parts.push(Part::Contents);
    for (place, clause) in plan.clauses.iter().enumerate() {
        if clause.depth > 0 {
            let section = Section::new(clause.depth, &clause.heading);
            parts.push(Part::Section(section));
        }
        for (number, block) in clause.blocks.iter().enumerate() {
            let key = format!("{place}-{number}");
            match block {
                Block::Text(text) => {
                    let pieces = plans::text::pieces(text);
                    let pieces = pieces.iter().enumerate();
                    parts.extend(pieces.map(|(at, piece)| printed(&format!("{key}-{at}"), piece)));
                }
                Block::Card(card) => parts.push(pairs(&key, card_pairs(card))),
                Block::Level(rule) => parts.push(pairs(&key, level_pairs(rule))),
            }
        }
    }
    document.provenance = vec![
        format!("SHA-256 {}", plans::export::content_hash(plan)),
        format!("Dutyroom {}", env!("CARGO_PKG_VERSION")),
    ];
    document
}

/// A piece of text as a part of the paper; a column is as wide as its longest words want.
fn printed(key: &str, piece: &Piece) -> Part {
    let rows = match piece {
        Piece::Line(words) => return Part::Paragraph(Entry::paragraph(key, words)),
        Piece::Table(rows) => rows,
    };
    let head = rows.first().map(Vec::as_slice).unwrap_or_default();
    let columns = head.iter().enumerate().map(|(at, label)| {
        let cells = rows.iter().filter_map(|row| row.get(at));
        let longest = cells.map(|cell| cell.chars().count()).max().unwrap_or(0);
        let [least, most] = COLUMN_CHARS;
        Column::new(label, longest.clamp(least, most) as f32)
    });
    let body = rows.iter().skip(1).cloned();
    Part::Table(Table::new(key, columns.collect(), body))
}

fn pairs(key: &str, rows: Vec<[String; 2]>) -> Part {
    let columns = vec![Column::new("项目", 1.0), Column::new("内容", 4.0)];
    let rows = rows.into_iter().filter(|[_, value]| !value.is_empty());
    Part::Table(Table::new(key, columns, rows))
}

fn card_pairs(card: &Card) -> Vec<[String; 2]> {
    let levels: Vec<&str> = card.levels.iter().map(|level| roman(*level)).collect();
    let needs: Vec<&str> = card.needs.iter().map(|need| need.label.as_str()).collect();
    let rows = [
        ("任务", card.what.clone()),
        ("谁做", card.who.clone()),
        ("时限", card.limit_words()),
        ("级别", levels.join("、")),
        ("需要", needs.join("、")),
        ("怎么确认", card.confirm.clone()),
        ("依据", card.law.join("；")),
    ];
    rows.map(|(label, value)| [label.to_owned(), value])
        .to_vec()
}

fn level_pairs(rule: &LevelRule) -> Vec<[String; 2]> {
    let confirm = if rule.to_confirm {
        plans::plan::TO_CONFIRM
    } else {
        ""
    };
    let rows = [
        ("响应级别", rule.level.map_or("", roman).to_owned()),
        ("启动条件", rule.start.join("；")),
        ("决定人", rule.decides.clone()),
        ("响应事项", rule.matter.clone()),
        ("预计期限", format!("{}小时", rule.period_h)),
        ("处置措施", rule.measures.join("；")),
        ("说明", confirm.to_owned()),
    ];
    rows.map(|(label, value)| [label.to_owned(), value])
        .to_vec()
}

/// The package with documents, quick cards and the signatures over its content hash.
fn whole_package(
    record: Option<&PlanRecord>,
    plan: &Plan,
    picked: &Picked,
    exercise: bool,
) -> Result<Vec<u8>, CallError> {
    let mut documents = vec![PackageFile {
        name: "plan.docx".to_owned(),
        bytes: to_docx(&marked(plan, exercise)).map_err(internal)?,
    }];
    for (name, bytes) in card_sheets(plan, None, exercise).map_err(internal)? {
        let name = format!("cards/{name}");
        documents.push(PackageFile { name, bytes });
    }
    if let Some(record) = record {
        let mut signatures = rows::signatures(record);
        signatures.retain(|one| one.holds && one.sha256 == picked.sha256);
        documents.push(PackageFile {
            name: "signatures.json".to_owned(),
            bytes: serde_json::to_vec_pretty(&signatures).map_err(internal)?,
        });
    }
    package(plan, documents, exercise).map_err(internal)
}

/// The file that a version was read from, byte by byte.
fn original(
    desk: &Desk,
    session: &Session,
    record: Option<&PlanRecord>,
    picked: &Picked,
) -> Result<Written, CallError> {
    let version = picked.version.as_ref();
    let version = version.and_then(|id| record?.versions.get(id));
    let file = version.and_then(|version| version.file.as_ref());
    let file = file.ok_or_else(|| not_found("file", "of this version"))?;
    export_document(desk, session, &file.sha256)
}

/// Writes a document as it came.
pub(crate) fn export_document(
    desk: &Desk,
    session: &Session,
    id: &str,
) -> Result<Written, CallError> {
    let bring::Held { row, bytes } = bring::whole(session, id)?;
    let bytes = bytes.ok_or_else(|| {
        let message = format!(
            "document {id} is not what was kept: parts {:?}",
            row.lacking
        );
        CallError::new(Code::Damaged, message)
    })?;
    let (stem, ending) = row.name.rsplit_once('.').unwrap_or((&row.name, ""));
    let mut printed = Printed::default();
    printed.add_named(session, stem, ending_of(ending), Ok(bytes));
    printed.write(&desk.settings().paper())
}

/// Outside names end in what is known to be harmless to open; anything else is bytes.
fn ending_of(ending: &str) -> &'static str {
    const KNOWN: [&str; 9] = [
        "docx", "txt", "md", "pdf", "xlsx", "csv", "png", "jpg", "ofd",
    ];
    let ending = ending.to_lowercase();
    let known = KNOWN.into_iter().find(|known| *known == ending);
    known.unwrap_or("bin")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paper_of_each_shipped_plan_has_its_tables_its_depths_and_its_contents() {
        for (path, text) in plans::shipped::SHIPPED {
            let (plan, _) = plans::parse(text);
            let paper = document(&plan, true);
            let count = |is: fn(&Part) -> bool| paper.parts.iter().filter(|part| is(part)).count();
            assert_eq!(
                count(|part| matches!(part, Part::Contents)),
                1,
                "{path}: one table of contents"
            );
            let headings = plan.clauses.iter().filter(|clause| clause.depth > 0);
            assert_eq!(
                count(|part| matches!(part, Part::Section(_))),
                headings.count(),
                "{path}: each heading with its depth"
            );
            let blocks = plan.clauses.iter().flat_map(|clause| &clause.blocks);
            let tables = blocks.map(|block| match block {
                Block::Text(text) => plans::text::pieces(text)
                    .iter()
                    .filter(|piece| matches!(piece, Piece::Table(_)))
                    .count(),
                Block::Card(_) | Block::Level(_) => 1,
            });
            assert_eq!(
                count(|part| matches!(part, Part::Table(_))),
                tables.sum::<usize>(),
                "{path}: no table became a run of words"
            );
        }
    }

    #[test]
    fn a_contact_table_keeps_its_cells() {
        let (plan, _) = plans::parse(
            "+++\nid='x'\ntitle='X'\n+++\n\n# 附件\n\n| 单位 | 电话 |\n|---|---|\n\
             | 区应急管理局 | 000-0101-0001 |\n",
        );
        let paper = document(&plan, true);
        let table = paper.parts.iter().find_map(|part| match part {
            Part::Table(table) => Some(table),
            _ => None,
        });
        let table = table.expect("a table");
        assert_eq!(table.columns[0].label, "单位", "the head is the head");
        assert_eq!(
            table.rows,
            [["区应急管理局", "000-0101-0001"]],
            "cell by cell"
        );
    }
}
