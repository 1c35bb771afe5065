//! Text -> plan and defects. Never fails, never panics, drops nothing.
//!
//! What cannot be understood stays in the text of its clause, word for word, and is named by a
//! defect; keys that are not known stay in `extra`.

use std::collections::HashSet;
use std::ops::Range;

use emergency::level::ResponseLevel;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use serde::de::DeserializeOwned;

use crate::defect::{Defect, DefectKind, Defects};
use crate::plan::{Block, Card, Clause, LevelRule, Plan, PlanFront};

/// Longest text that is read, bytes; the longest plan seen has about 200 pages, 1 MB.
pub const PLAN_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Most clauses of one plan.
pub const CLAUSES_MAX: usize = 20_000;

/// The line that opens and closes the front matter; longer where the front matter holds such a
/// line itself.
pub const FENCE: &str = "+++";

/// Info word of a fenced block that holds a task card.
pub const CARD_WORD: &str = "card";

/// Info word of a fenced block that holds a response level.
pub const LEVEL_WORD: &str = "level";

/// Reads a plan.
///
/// The plan is what could be understood; the defects say what a person should look at. A text
/// without any defect renders to a text that reads back the same.
#[must_use]
pub fn parse(text: &str) -> (Plan, Vec<Defect>) {
    let mut defects = Defects::default();
    let text = bounded(text, &mut defects);
    let text = text
        .strip_prefix('\u{feff}')
        .unwrap_or(text)
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let (front, body_start) = front_matter(&text, &mut defects);
    let mut reading = Reading::new(&text, body_start, defects);
    reading.body();
    let mut plan = Plan {
        front,
        clauses: reading.clauses,
    };
    let mut defects = reading.defects;
    missing_values(&plan, &mut defects);
    plan.clauses
        .retain(|clause| clause.depth > 0 || !clause.blocks.is_empty());
    (plan, defects.into_vec())
}

fn bounded<'a>(text: &'a str, defects: &mut Defects) -> &'a str {
    if text.len() <= PLAN_BYTES_MAX {
        return text;
    }
    defects.add(0, DefectKind::TooLong, format!("{} bytes", text.len()));
    let mut end = PLAN_BYTES_MAX;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The front matter and where the body starts.
fn front_matter(text: &str, defects: &mut Defects) -> (PlanFront, usize) {
    let Some(range) = front_range(text) else {
        defects.add(1, DefectKind::NoFrontMatter, "");
        return (PlanFront::default(), 0);
    };
    match text[range.clone()].parse::<toml::Table>() {
        Ok(table) => {
            let front: PlanFront = lenient(table, 1, "", defects);
            for key in front.extra.keys() {
                defects.add(1, DefectKind::UnknownKey, key.as_str());
            }
            let close = range.end + fence_length(text);
            (front, close + usize::from(text[close..].starts_with('\n')))
        }
        Err(error) => {
            defects.add(1, DefectKind::UnreadableFrontMatter, error.message());
            (PlanFront::default(), 0)
        }
    }
}

/// Signs in the fence that the text begins with.
fn fence_length(text: &str) -> usize {
    text.len() - text.trim_start_matches('+').len()
}

/// The bytes between the two fence lines: the first line, and the next one like it.
fn front_range(text: &str) -> Option<Range<usize>> {
    let length = fence_length(text);
    if length < FENCE.len() || !text[length..].starts_with('\n') {
        return None;
    }
    let (fence, start) = (&text[..length], length + 1);
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.strip_suffix('\n').unwrap_or(line) == fence {
            return Some(start..at);
        }
        at += line.len();
    }
    None
}

/// Reads what can be read of a table: a value of the wrong kind is set aside under `unread_…`.
fn lenient<T: DeserializeOwned + Default>(
    mut table: toml::Table,
    line: usize,
    of: &str,
    defects: &mut Defects,
) -> T {
    if let Ok(value) = T::deserialize(table.clone()) {
        return value;
    }
    let keys: Vec<String> = table.keys().cloned().collect();
    for key in keys {
        let Some(value) = table.get(&key).cloned() else {
            continue;
        };
        let mut alone = toml::Table::new();
        alone.insert(key.clone(), value.clone());
        if T::deserialize(alone).is_err() {
            defects.add(line, DefectKind::BadValue, format!("{of}{key}"));
            table.remove(&key);
            let mut aside = format!("unread_{key}");
            while table.contains_key(&aside) {
                aside.push('_');
            }
            table.insert(aside, value);
        }
    }
    T::deserialize(table).unwrap_or_default()
}

/// The state of reading a body: the clause that is open, and where its text goes on.
struct Reading<'a> {
    text: &'a str,
    /// Start of the text that no clause has taken yet.
    taken: usize,
    /// Where the line ends are, so that a line number is a search and not a scan.
    line_ends: Vec<usize>,
    clauses: Vec<Clause>,
    defects: Defects,
    cards: HashSet<String>,
    levels: HashSet<ResponseLevel>,
}

impl<'a> Reading<'a> {
    fn new(text: &'a str, start: usize, defects: Defects) -> Self {
        Self {
            text,
            taken: start,
            line_ends: text.match_indices('\n').map(|(at, _)| at).collect(),
            clauses: vec![Clause::default()],
            defects,
            cards: HashSet::new(),
            levels: HashSet::new(),
        }
    }

    fn body(&mut self) {
        let start = self.taken;
        let body = &self.text[start..];
        let options = Options::ENABLE_TABLES;
        let mut depth = 0usize;
        for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
            let range = range.start + start..range.end + start;
            match event {
                Event::Start(tag) => {
                    if depth == 0 {
                        self.block(&tag, range);
                    }
                    depth += 1;
                }
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        self.text_until(self.text.len());
    }

    /// One block at the top of the document.
    fn block(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            // Only headings written with # are clauses; an underlined line stays text.
            Tag::Heading { level, .. } if is_marked(&self.text[range.clone()]) => {
                self.heading(*level as u8, range);
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                let word = info.trim();
                if word == CARD_WORD || word == LEVEL_WORD {
                    self.fenced(word == CARD_WORD, range);
                }
            }
            _ => {}
        }
    }

    fn heading(&mut self, depth: u8, range: Range<usize>) {
        if self.clauses.len() == CLAUSES_MAX {
            self.defects
                .add(self.line(range.start), DefectKind::TooManyClauses, "");
        }
        if self.clauses.len() >= CLAUSES_MAX {
            return;
        }
        self.text_until(range.start);
        let heading = heading_words(&self.text[range.clone()]);
        self.clauses.push(Clause {
            depth,
            heading,
            blocks: Vec::new(),
        });
        self.taken = range.end;
    }

    fn fenced(&mut self, is_card: bool, range: Range<usize>) {
        let line = self.line(range.start);
        let table = match fence_content(&self.text[range.clone()]).parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                self.defects
                    .add(line, DefectKind::UnreadableBlock, error.message());
                return;
            }
        };
        let block = if is_card {
            self.card(table, line)
        } else {
            self.level(table, line)
        };
        self.text_until(range.start);
        self.taken = range.end;
        if let Some(clause) = self.clauses.last_mut() {
            clause.blocks.push(block);
        }
    }

    fn card(&mut self, table: toml::Table, line: usize) -> Block {
        let of = format!(
            "{}.",
            table.get("id").and_then(toml::Value::as_str).unwrap_or("?")
        );
        let card: Card = lenient(table, line, &of, &mut self.defects);
        for key in card.extra.keys() {
            self.defects
                .add(line, DefectKind::UnknownKey, format!("{of}{key}"));
        }
        if card.id.is_empty() {
            self.defects
                .add(line, DefectKind::CardWithoutId, card.what.as_str());
        } else if !self.cards.insert(card.id.clone()) {
            self.defects
                .add(line, DefectKind::DuplicateCard, card.id.as_str());
        }
        if card.what.is_empty() || card.who.is_empty() || card.confirm.is_empty() {
            self.defects
                .add(line, DefectKind::IncompleteCard, card.id.as_str());
        }
        Block::Card(card)
    }

    fn level(&mut self, table: toml::Table, line: usize) -> Block {
        let rule: LevelRule = lenient(table, line, "level.", &mut self.defects);
        for key in rule.extra.keys() {
            self.defects
                .add(line, DefectKind::UnknownKey, format!("level.{key}"));
        }
        let incomplete = rule.level.is_none()
            || rule.start.is_empty()
            || rule.matter.is_empty()
            || rule.period_h == 0
            || rule.measures.is_empty();
        if incomplete {
            let name = rule.level.map_or("", crate::level::roman);
            self.defects.add(line, DefectKind::IncompleteLevel, name);
        }
        if let Some(level) = rule.level
            && !self.levels.insert(level)
        {
            self.defects
                .add(line, DefectKind::DuplicateLevel, crate::level::roman(level));
        }
        Block::Level(rule)
    }

    /// Gives the text up to `end` to the open clause.
    fn text_until(&mut self, end: usize) {
        let text = trim_blank_lines(&self.text[self.taken..end.max(self.taken)]);
        if !text.is_empty()
            && let Some(clause) = self.clauses.last_mut()
        {
            clause.blocks.push(Block::Text(text.to_owned()));
        }
        self.taken = end.max(self.taken);
    }

    fn line(&self, at: usize) -> usize {
        self.line_ends.partition_point(|end| *end < at) + 1
    }
}

/// True for a heading written with `#`, false for an underlined one that begins with that sign.
fn is_marked(source: &str) -> bool {
    let source = source.trim_start();
    let rest = source.trim_start_matches('#');
    rest.len() < source.len() && (rest.is_empty() || rest.starts_with([' ', '\t', '\n']))
}

/// The words of a `#` heading: without the marks before and after.
fn heading_words(source: &str) -> String {
    let line = source.trim().trim_start_matches('#');
    let bare = line.trim();
    let stripped = bare.trim_end_matches('#');
    // A closing run of # counts only after a space: "## 标题 ##".
    let words = if stripped.is_empty() || stripped.ends_with([' ', '\t']) {
        stripped
    } else {
        bare
    };
    words.trim().to_owned()
}

/// What stands between the fence lines of a fenced block.
fn fence_content(source: &str) -> &str {
    let Some(open) = source.find('\n') else {
        return "";
    };
    let fence = source.trim_start();
    let mark = fence.chars().next().unwrap_or('`');
    let inner = &source[open + 1..];
    let closed = inner.trim_end();
    let last = closed.rfind('\n').map_or(0, |at| at + 1);
    let tail = closed[last..].trim();
    if tail.len() >= 3 && tail.chars().all(|c| c == mark) {
        &inner[..last]
    } else {
        inner
    }
}

/// Removes blank lines before and after, but no indentation.
fn trim_blank_lines(text: &str) -> &str {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            break;
        }
        start += line.len();
    }
    text[start..].trim_end()
}

fn missing_values(plan: &Plan, defects: &mut Defects) {
    let front = &plan.front;
    let needed = [
        ("id", &front.id),
        ("title", &front.title),
        ("unit", &front.unit),
        ("lead", &front.lead),
        ("version", &front.version),
        ("issued", &front.issued),
    ];
    for (key, value) in needed {
        if value.trim().is_empty() {
            defects.add(0, DefectKind::MissingValue, key);
        }
    }
}

#[cfg(test)]
mod tests;
