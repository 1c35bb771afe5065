//! Documents as long as real plans: shipped plans in one file, with other numbers, tables,
//! a table of contents with dots, page headers and footers between the lines, and annexes.

use std::fmt::Write as _;

use super::documents::{Document, read};
use crate::level::roman;
use crate::parse::parse;
use crate::plan::{Block, Plan};
use crate::shipped::SHIPPED;
use crate::text::{Piece, pieces};

/// Characters of a page of A4 in 三号, 22 lines of 28; a page header comes after so many.
const PAGE_CHARS: usize = 22 * 28;

/// How the headings of a document are numbered.
#[derive(Clone, Copy)]
enum Numbers {
    /// `一、`, `（一）`, `1.`
    Marks,
    /// `第一章`, `第一节`, `一、`
    Chapters,
}

/// Both documents.
pub(super) fn all() -> Vec<Document> {
    let marks = text(
        "text",
        Numbers::Marks,
        &["general/", "flood", "gas", "fire"],
    );
    let chapters = text(
        "styled",
        Numbers::Chapters,
        &["hazardous", "street/", "pipeline", "construction", "power"],
    );
    vec![read("11 long", &marks), read("12 long", &chapters)]
}

/// Pages that a text fills at least.
pub(super) fn pages(document: &Document) -> usize {
    let chars: usize = document.words.iter().map(|one| one.chars().count()).sum();
    chars / PAGE_CHARS
}

/// The lines of a document in the form of [`super::documents`].
fn text(layout: &str, numbers: Numbers, of: &[&str]) -> String {
    let named = |path: &str| of.iter().any(|part| path.contains(part));
    let shipped = SHIPPED.iter().filter(|(path, _)| named(path));
    let plans: Vec<Plan> = shipped.map(|(_, text)| parse(text).0).collect();
    let mut written = Written {
        text: format!("layout {layout}\n#T 演练区突发事件应急预案汇编\n%目  录\n"),
        numbers,
        counts: [0; 3],
        leveled: false,
        chars: 0,
        page: 1,
    };
    let mut page = 1;
    for clause in plans.iter().flat_map(|plan| &plan.clauses) {
        if clause.depth == 1 {
            let heading = written.numbered(1, &clause.heading);
            let _ = writeln!(written.text, "%{heading}……………………{page}");
            page += 4;
        }
    }
    written.counts = [0; 3];
    for plan in &plans {
        written.plan(plan);
    }
    written.text
}

struct Written {
    text: String,
    numbers: Numbers,
    counts: [u32; 3],
    /// The levels of one plan are in it; a file has one set.
    leveled: bool,
    chars: usize,
    page: u32,
}

impl Written {
    fn plan(&mut self, plan: &Plan) {
        let mut wrote = false;
        for clause in &plan.clauses {
            let depth = clause.depth.clamp(1, 3);
            if clause.heading.is_empty() {
                continue;
            }
            let heading = self.numbered(depth, &clause.heading);
            self.line(&format!("#{depth} {heading}"));
            let mut levels = Vec::new();
            for block in &clause.blocks {
                match block {
                    Block::Text(text) => self.words(text),
                    // A card is a paragraph in the plans of others.
                    Block::Card(card) => self.line(&format!("{}应当{}。", card.who, card.what)),
                    Block::Level(rule) if !self.leveled => levels.push(rule),
                    Block::Level(_) => {}
                }
            }
            wrote |= !levels.is_empty();
            if !levels.is_empty() {
                self.line("| 响应级别 | 启动条件 |");
            }
            for rule in &levels {
                let level = rule.level.map_or("", roman);
                self.line(&format!("| {level}级 | {} |", rule.start.join("；")));
            }
            for rule in levels {
                let level = rule.level.map_or("", roman);
                let _ = writeln!(self.text, "@level {level} | {}", rule.start.join(" | "));
            }
        }
        self.leveled |= wrote;
    }

    fn words(&mut self, text: &str) {
        for piece in pieces(text) {
            match piece {
                Piece::Line(words) => match words.strip_prefix("· ") {
                    Some(item) => self.line(&format!("- {item}")),
                    None => self.line(&words.replace('|', "、")),
                },
                Piece::Table(rows) => self.table(&rows),
            }
        }
        self.turn();
    }

    fn table(&mut self, rows: &[Vec<String>]) {
        let Some(head) = rows.first() else { return };
        for row in rows {
            self.line(&format!("| {} |", row.join(" | ")));
        }
        let has = |words: &[&str]| {
            let is = |cell: &String| words.iter().any(|word| cell.contains(word));
            head.iter().position(is)
        };
        let unit = has(&["单位", "工作组"]).filter(|at| *at == 0);
        if let (Some(_), Some(phone)) = (unit, has(&["电话"])) {
            for row in &rows[1..] {
                let number = row[phone].split('（').next().unwrap_or_default();
                let _ = writeln!(self.text, "@contact {} | {number}", row[0]);
            }
        } else if unit.is_some() && has(&["职责"]).is_some() {
            for row in &rows[1..] {
                let _ = writeln!(self.text, "@duty {}", row[0]);
            }
        }
    }

    fn line(&mut self, line: &str) {
        self.chars += line.chars().count();
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// The footer of a page and the header of the next one, as a text that was copied has them.
    fn turn(&mut self) {
        if self.chars < PAGE_CHARS {
            return;
        }
        self.chars = 0;
        let _ = writeln!(self.text, "— {} —", self.page);
        self.text.push_str("演练区应急管理局　内部资料 注意保存\n");
        self.page += 1;
    }

    /// A heading with the next number of its depth, without the one that it has.
    fn numbered(&mut self, depth: u8, heading: &str) -> String {
        let words = heading.trim_start_matches(|c: char| c.is_ascii_digit() || ". ".contains(c));
        let at = usize::from(depth - 1);
        self.counts[at] += 1;
        self.counts[at + 1..].fill(0);
        let count = self.counts[at];
        let signs = chinese(count);
        match (self.numbers, depth) {
            (Numbers::Marks, 1) => format!("{signs}、{words}"),
            (Numbers::Marks, 2) => format!("（{signs}）{words}"),
            (Numbers::Marks, _) => format!("{count}.{words}"),
            (Numbers::Chapters, 1) => format!("第{signs}章 {words}"),
            (Numbers::Chapters, 2) => format!("第{signs}节 {words}"),
            (Numbers::Chapters, _) => format!("{signs}、{words}"),
        }
    }
}

/// A number below one hundred in Chinese signs.
fn chinese(number: u32) -> String {
    let sign = |digit: u32| {
        "零一二三四五六七八九"
            .chars()
            .nth(digit as usize)
            .unwrap_or('零')
    };
    let (tens, ones) = (number / 10 % 10, number % 10);
    let mut signs = String::new();
    if tens > 1 {
        signs.push(sign(tens));
    }
    if tens > 0 {
        signs.push('十');
    }
    if ones > 0 {
        signs.push(sign(ones));
    }
    signs
}
