//! `numbering.xml`: the numbers that Word itself puts before paragraphs
//! (ECMA-376-1:2016, 17.9).

use std::collections::HashMap;

use super::styles::is_on;
use super::xml::{Node, Walk};
use crate::number::to_chinese;

/// Levels of one list definition (17.9.6).
const LEVELS: usize = 9;
/// Definitions and lists that are kept.
const LISTS_MAX: usize = 10_000;
/// Counters go no further; a longer list keeps its last number.
const COUNT_MAX: u32 = 9_999;
/// Signs of the text of a level, and of the number made from it.
const LABEL_CHARS_MAX: usize = 64;

/// One level of a list definition.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    style: String,
    /// All figures of its label are decimal (17.9.4).
    legal: bool,
}

#[derive(Debug, Clone, Default)]
struct List {
    definition: String,
    /// Levels that begin anew where this list is first used.
    starts: [Option<u32>; LEVELS],
}

/// All lists of a document and how far each has come.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<String, [Level; LEVELS]>,
    lists: HashMap<String, List>,
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashMap<String, [bool; LEVELS]>,
    /// Why the definitions, or a number, are not whole.
    pub(super) damage: Option<String>,
}

/// The mark before a paragraph.
pub(super) enum Mark {
    Number(String),
    Bullet,
}

impl Numbering {
    pub(super) fn read(xml: &str) -> Self {
        let mut all = Self::default();
        let mut walk = Walk::new(xml);
        let (mut definition, mut list, mut level) = (String::new(), String::new(), None::<usize>);
        while let Some(node) = walk.next() {
            match node {
                Node::Open(tag) | Node::Empty(tag) => {
                    let value = tag.value("val");
                    match tag.name {
                        "abstractNum" => {
                            definition = tag.value("abstractNumId");
                            list.clear();
                        }
                        "num" => {
                            list = tag.value("numId");
                            definition.clear();
                        }
                        "abstractNumId" => all.list(&list).definition = value,
                        "lvl" | "lvlOverride" => level = tag.value("ilvl").parse().ok(),
                        "startOverride" => {
                            let at = level.filter(|at| *at < LEVELS);
                            if let (Some(at), Ok(start)) = (at, value.parse()) {
                                all.list(&list).starts[at] = Some(start);
                            }
                        }
                        name @ ("start" | "numFmt" | "lvlText" | "pStyle" | "isLgl") => {
                            if let Some(of) = all.level(&definition, level) {
                                of.set(name, value);
                            } else if all.definitions.len() >= LISTS_MAX {
                                all.damage = Some(format!("more than {LISTS_MAX} lists"));
                            }
                        }
                        _ => {}
                    }
                }
                Node::Close("abstractNum") => definition.clear(),
                Node::Close("num") => list.clear(),
                Node::Close(_) | Node::Text(_) => {}
            }
        }
        all.damage = walk.damage.or(all.damage);
        all
    }

    fn list(&mut self, id: &str) -> &mut List {
        if self.lists.len() >= LISTS_MAX && !self.lists.contains_key(id) {
            self.damage = Some(format!("more than {LISTS_MAX} lists"));
            return self.lists.entry(String::new()).or_default();
        }
        self.lists.entry(id.to_owned()).or_default()
    }

    fn level(&mut self, definition: &str, level: Option<usize>) -> Option<&mut Level> {
        let level = level.filter(|level| *level < LEVELS && !definition.is_empty())?;
        if self.definitions.len() >= LISTS_MAX && !self.definitions.contains_key(definition) {
            return None;
        }
        let levels = self.definitions.entry(definition.to_owned()).or_default();
        levels.get_mut(level)
    }

    /// The level of a list that a paragraph style is bound to.
    pub(super) fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        let definition = &self.lists.get(list)?.definition;
        let levels = self.definitions.get(definition)?;
        levels.iter().position(|level| level.style == style)
    }

    /// Counts one paragraph of a list and gives its mark.
    pub(super) fn next(&mut self, list: &str, level: usize) -> Option<Mark> {
        let level = level.min(LEVELS - 1);
        let held = self.lists.get(list)?;
        let levels = self.definitions.get(&held.definition)?;
        let counters = self.counters.entry(held.definition.clone()).or_default();
        let begun = self.begun.entry(list.to_owned()).or_default();
        if !begun[level] {
            begun[level] = true;
            if let Some(start) = held.starts[level] {
                counters[level] = start.checked_sub(1).or(Some(0)).filter(|_| start > 0);
            }
        }
        let count = match counters[level] {
            Some(count) => (count + 1).min(COUNT_MAX),
            None => levels[level].start,
        };
        counters[level] = Some(count);
        for deeper in &mut counters[level + 1..] {
            *deeper = None;
        }
        let format = levels[level].format.as_str();
        if format == "bullet" {
            return Some(Mark::Bullet);
        }
        let mut label = label(levels, level, counters);
        if let Some((end, _)) = label.char_indices().nth(LABEL_CHARS_MAX) {
            label.truncate(end);
            self.damage = Some(format!("a number of more than {LABEL_CHARS_MAX} signs"));
        }
        Some(Mark::Number(label))
    }
}

impl Level {
    fn set(&mut self, name: &str, value: String) {
        match name {
            "start" => self.start = value.parse().unwrap_or(1).min(COUNT_MAX),
            "numFmt" => self.format = value,
            // One sign more than may be, so that a longer one is seen.
            "lvlText" => self.text = value.chars().take(LABEL_CHARS_MAX + 1).collect(),
            "isLgl" => self.legal = is_on(&value),
            _ => self.style = value,
        }
    }
}

/// The text of a level with every `%1` to `%9` in its place.
fn label(levels: &[Level; LEVELS], level: usize, counters: &[Option<u32>; LEVELS]) -> String {
    let mut label = String::new();
    let mut signs = levels[level].text.chars().peekable();
    while let Some(sign) = signs.next() {
        let place = (sign == '%')
            .then(|| signs.peek().and_then(|next| next.to_digit(10)))
            .flatten()
            .filter(|place| *place > 0);
        let Some(place) = place else {
            label.push(sign);
            continue;
        };
        signs.next();
        let at = place as usize - 1;
        let count = counters[at].unwrap_or(levels[at].start);
        let format = if levels[level].legal {
            "decimal"
        } else {
            &levels[at].format
        };
        label.push_str(&figure(format, count));
    }
    label
}

/// A count in the format of 17.18.59 `ST_NumberFormat`; a format that is not known is decimal.
fn figure(format: &str, count: u32) -> String {
    match format {
        "none" => String::new(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "ideographDigital"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "chineseLegalSimplified"
        | "japaneseDigitalTenThousand" => to_chinese(count),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&count) => {
            char::from_u32('①' as u32 + count - 1).map_or_else(String::new, String::from)
        }
        "decimalFullWidth" | "decimalFullWidth2" => {
            let wide = |c: char| char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap_or(c);
            count.to_string().chars().map(wide).collect()
        }
        "decimalZero" => format!("{count:02}"),
        "upperRoman" => roman(count),
        "lowerRoman" => roman(count).to_lowercase(),
        "upperLetter" => letter(count, 'A'),
        "lowerLetter" => letter(count, 'a'),
        _ => count.to_string(),
    }
}

fn roman(mut count: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1_000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut text = String::new();
    for (step, signs) in STEPS {
        while count >= step {
            text.push_str(signs);
            count -= step;
        }
    }
    text
}

/// A, B, … Z, AA, BB: the letter again for each time round, as Word does.
fn letter(count: u32, first: char) -> String {
    let Some(index) = count.checked_sub(1) else {
        return String::new();
    };
    let sign = char::from_u32(first as u32 + index % 26).unwrap_or(first);
    std::iter::repeat_n(sign, index as usize / 26 + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="7">
      <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="第%1章"/></w:lvl>
      <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
<w:lvlText w:val="%1.%2"/></w:lvl>
      <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimalEnclosedCircle"/>
<w:lvlText w:val="%3"/></w:lvl>
      <w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>
    </w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
    </w:numbering>"#;

    fn marks(numbering: &mut Numbering, steps: &[(&str, usize)]) -> Vec<String> {
        let mark = |(list, level): &(&str, usize)| match numbering.next(list, *level) {
            Some(Mark::Number(text)) => text,
            Some(Mark::Bullet) => "•".to_owned(),
            None => "-".to_owned(),
        };
        steps.iter().map(mark).collect()
    }

    #[test]
    fn numbers_run_on_restart_below_and_begin_anew_where_a_list_says_so() {
        let mut numbering = Numbering::read(XML);
        let steps = [
            ("1", 0),
            ("1", 1),
            ("1", 1),
            ("1", 2),
            ("1", 3),
            ("1", 0),
            ("1", 1),
        ];
        assert_eq!(
            marks(&mut numbering, &steps),
            ["第一章", "一.1", "一.2", "①", "•", "第二章", "二.1"],
            "as Word shows them"
        );
        assert_eq!(
            marks(&mut numbering, &[("2", 0), ("2", 0), ("9", 0)]),
            ["第一章", "第二章", "-"],
            "a list with a start of its own begins anew; a list that is not there has no number"
        );
    }

    #[test]
    fn every_format_counts() {
        let cases = [
            ("decimal", 12, "12"),
            ("chineseCounting", 21, "二十一"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircle", 21, "21"),
            ("upperRoman", 1994, "MCMXCIV"),
            ("lowerRoman", 4, "iv"),
            ("upperLetter", 27, "AA"),
            ("lowerLetter", 0, ""),
            ("decimalFullWidth", 10, "１０"),
            ("none", 3, ""),
        ];
        for (format, count, text) in cases {
            assert_eq!(figure(format, count), text, "{format} {count}");
        }
    }
}
