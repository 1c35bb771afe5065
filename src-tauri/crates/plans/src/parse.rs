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

/// The line that opens and closes the front matter.
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
            let close = range.end + FENCE.len();
            (front, close + usize::from(text[close..].starts_with('\n')))
        }
        Err(error) => {
            defects.add(1, DefectKind::UnreadableFrontMatter, error.message());
            (PlanFront::default(), 0)
        }
    }
}

/// The bytes between the two fence lines.
fn front_range(text: &str) -> Option<Range<usize>> {
    let start = text
        .strip_prefix(FENCE)?
        .strip_prefix('\n')
        .map(|_| FENCE.len() + 1)?;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == FENCE {
            // Only a bare fence closes, so that the body starts right after it.
            return (line.trim_end_matches('\n') == FENCE).then_some(start..at);
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
            Tag::Heading { level, .. } => {
                // Only headings written with # are clauses; an underlined line stays text.
                if is_marked(&self.text[range.clone()]) {
                    self.heading(*level as u8, range);
                }
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
mod tests {
    use super::*;
    use crate::render::render;
    use proptest::prelude::*;

    const SMALL: &str = r#"+++
id = "t"
title = "试验预案"
kind = "专项"
unit = "区政府"
hazards = ["fire"]
lead = "区消防救援大队"
version = "1"
status = "draft"
issued = "待区里确认"
+++

说明在前。

# 1 总则

一段话。

- 甲
- 乙

## 1.1 响应

```level
level = "三级"
start = ["死亡3人以上"]
decides = "区安委会主任"
matter = "火灾"
period_h = 12
measures = ["灭火"]
```

```card
id = "c1"
what = "报告"
who = "综合协调组"
within_min = 30
levels = ["Ⅲ", "IV"]
confirm = "收到回执"
needs = [{ capability = "firefighting", quantity = 2 }]
```

后文。
"#;

    #[test]
    fn a_plan_is_read_with_its_levels_and_cards() {
        let (plan, defects) = parse(SMALL);
        assert_eq!(defects, [], "a sound text has no defects");
        assert_eq!(plan.front.title, "试验预案", "the front matter is read");
        let depths: Vec<_> = plan
            .clauses
            .iter()
            .map(|c| (c.depth, c.heading.as_str()))
            .collect();
        assert_eq!(
            depths,
            [(0, ""), (1, "1 总则"), (2, "1.1 响应")],
            "clauses follow headings"
        );
        let rule = plan
            .level(ResponseLevel::Three)
            .expect("the level is there");
        assert_eq!(
            (rule.period_h, rule.matter.as_str()),
            (12, "火灾"),
            "its contents are read"
        );
        let (clause, card) = plan.cards().next().expect("the card is there");
        assert_eq!(clause.title(), "响应", "a card is attached to its clause");
        assert_eq!(card.needs[0].quantity, 2, "needs are read");
        assert!(card.applies_to(ResponseLevel::Four), "IV is the same as Ⅳ");
        assert!(
            !card.applies_to(ResponseLevel::One),
            "a card keeps to its levels"
        );
        assert_eq!(
            parse(&render(&plan)).0,
            plan,
            "the text reads back the same"
        );
    }

    #[test]
    fn what_is_damaged_is_named_and_kept() {
        let cases: &[(&str, DefectKind, &str)] = &[
            ("# 1 甲\n\n文", DefectKind::NoFrontMatter, "文"),
            (
                "+++\nid = \n+++\n文",
                DefectKind::UnreadableFrontMatter,
                "id = ",
            ),
            ("+++\nid = 3\n+++\n文", DefectKind::BadValue, "unread_id"),
            (
                "+++\nkind = \"别的\"\n+++\n",
                DefectKind::BadValue,
                "unread_kind",
            ),
            (
                "+++\ncolour = \"红\"\n+++\n",
                DefectKind::UnknownKey,
                "colour = \"红\"",
            ),
            (
                "# 1\n```card\nid = \n```\n",
                DefectKind::UnreadableBlock,
                "```card\nid = \n```",
            ),
            (
                "# 1\n```card\nwhat = \"甲\"\n```\n",
                DefectKind::CardWithoutId,
                "甲",
            ),
            (
                "```card\nid='a'\n```\n```card\nid='a'\n```",
                DefectKind::DuplicateCard,
                "\"a\"",
            ),
            ("```level\nlevel='Ⅲ'\n```", DefectKind::IncompleteLevel, "Ⅲ"),
            ("```level\nlevel='五级'\n```", DefectKind::BadValue, "五级"),
            ("+++\nid='a'\n+++\n", DefectKind::MissingValue, "id = \"a\""),
        ];
        for (text, kind, kept) in cases {
            let (plan, defects) = parse(text);
            assert!(
                defects.iter().any(|d| d.kind == *kind),
                "{text:?} gives {kind:?}: {defects:?}"
            );
            assert!(render(&plan).contains(kept), "{kept:?} of {text:?} is kept");
        }
    }

    #[test]
    fn a_heading_inside_a_code_block_or_a_list_is_no_clause() {
        let (plan, _) = parse("```\n# 甲\n```\n\n- # 乙\n\n丙\n==\n");
        assert_eq!(
            plan.clauses.len(),
            1,
            "only # lines at the top of the text are clauses"
        );
        assert_eq!(plan.clauses[0].blocks.len(), 1, "the rest is one text");
    }

    #[test]
    fn a_text_past_the_bound_is_cut_at_a_character_and_said_so() {
        let text = "甲".repeat(PLAN_BYTES_MAX / 3 + 10);
        let (plan, defects) = parse(&text);
        assert_eq!(defects[0].kind, DefectKind::TooLong, "the cut is named");
        assert_eq!(plan.clauses.len(), 1, "what fits is read");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        #[test]
        fn any_text_is_read_and_settles_after_one_rendering(text in "\\PC{0,200}") {
            let once = render(&parse(&text).0);
            prop_assert_eq!(&render(&parse(&once).0), &once, "rendering is stable");
        }

        #[test]
        fn scraps_of_the_format_settle_after_one_rendering(
            scraps in prop::collection::vec(prop::sample::select(SCRAPS.to_vec()), 0..24),
        ) {
            let text = scraps.concat();
            let once = render(&parse(&text).0);
            prop_assert_eq!(&render(&parse(&once).0), &once, "rendering is stable");
        }

        #[test]
        fn a_damaged_plan_never_panics(at in 0usize..700, junk in "[\u{0}-\u{ff}一-龥`#+]{0,6}") {
            let mut at = at.min(SMALL.len());
            while !SMALL.is_char_boundary(at) {
                at -= 1;
            }
            let text = format!("{}{junk}{}", &SMALL[..at], &SMALL[at..]);
            let (plan, _) = parse(&text);
            let once = render(&plan);
            prop_assert_eq!(&render(&parse(&once).0), &once, "rendering is stable");
        }
    }

    const SCRAPS: [&str; 27] = [
        "+++\n",
        "id = \"a\"\n",
        "kind = 3\n",
        "extra = [1, 2]\n",
        "\n",
        "\n\n",
        "# ",
        "## 一、",
        "甲",
        " #",
        "```",
        "```card\n",
        "```level\n",
        "````\n",
        "~~~card\n",
        "level = \"Ⅱ\"\n",
        "- ",
        "    ",
        "> ",
        "<!--",
        "-->",
        "|a|\n|-|\n",
        "===\n",
        "\\",
        "what = \"\"\"x\n```\n\"\"\"\n",
        "\r\n",
        "\r",
    ];
}
