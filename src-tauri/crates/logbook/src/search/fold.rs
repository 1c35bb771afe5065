//! Text as units: the one notion of "the same words" that index, search and marks share.
//!
//! A unit is a character of a script without spaces, a run of letters, a run of digits, or a gap:
//! punctuation, a line end, a tab. Plain spaces are no gap, because office documents have them
//! between any two characters. Wide forms are narrow, letters are small.

use std::fmt::Write as _;

/// Version of this notion and of what is said in words; another one makes the index anew.
pub(crate) const VERSION: i64 = 1;

/// Characters of one run; a longer one is several units.
const RUN_CHARS_MAX: usize = 64;

/// Stands for a gap in the index. It comes from the private range, whose characters are gaps
/// themselves in any text.
const GAP: char = '\u{E000}';

/// In the index before a unit of a heading.
pub(crate) const IN_HEADING: char = '\u{E001}';

/// In the index before a unit of what the text is part of.
pub(crate) const IN_TITLE: char = '\u{E002}';

/// Between heading and body in the index; no phrase reaches over it.
pub(crate) const BOUND: &str = " \u{E003}";

/// First character of the scripts that are written without spaces, about.
const WITHOUT_SPACES: char = '\u{2E80}';

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sign,
    Letters,
    Digits,
    Gap,
}

/// What a character does to the units.
enum Role {
    Part(Kind),
    /// Ends a run and is nothing itself.
    Break,
    /// Is not there.
    Nothing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Unit {
    kind: Kind,
    /// Where it stands among the folded characters.
    from: usize,
    to: usize,
    /// Where it stands in the text, in characters.
    start: usize,
    end: usize,
}

/// A text with its units.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Folded {
    chars: Vec<char>,
    units: Vec<Unit>,
}

impl Folded {
    /// Folds a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut folded = Self {
            chars: Vec::with_capacity(text.len() / 2),
            units: Vec::with_capacity(text.len() / 3),
        };
        let mut broken = true;
        for (at, c) in text.chars().enumerate() {
            let c = narrow_and_small(c);
            match role(c) {
                Role::Part(kind) => {
                    folded.push(kind, c, at, broken);
                    broken = false;
                }
                Role::Break => broken = true,
                Role::Nothing => {}
            }
        }
        folded
    }

    fn push(&mut self, kind: Kind, c: char, at: usize, broken: bool) {
        if let Some(last) = self.units.last_mut()
            && last.kind == kind
        {
            let runs = matches!(kind, Kind::Letters | Kind::Digits)
                && !broken
                && last.to - last.from < RUN_CHARS_MAX;
            if runs {
                self.chars.push(c);
                last.to += 1;
            }
            if runs || kind == Kind::Gap {
                last.end = at + 1;
                return;
            }
        }
        let from = self.chars.len();
        self.chars.push(if kind == Kind::Gap { GAP } else { c });
        self.units.push(Unit {
            kind,
            from,
            to: from + 1,
            start: at,
            end: at + 1,
        });
    }

    /// Without gaps at both ends.
    pub(crate) fn trimmed(mut self) -> Self {
        let is_gap = |unit: &Unit| unit.kind == Kind::Gap;
        while self.units.last().is_some_and(is_gap) {
            self.units.pop();
        }
        let first = self.units.iter().position(|unit| !is_gap(unit));
        self.units.drain(..first.unwrap_or(self.units.len()));
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Number of units.
    pub(crate) fn len(&self) -> usize {
        self.units.len()
    }

    fn word(&self, unit: &Unit) -> &[char] {
        &self.chars[unit.from..unit.to]
    }

    /// Writes the units as words of the index, each after a space and `before`.
    pub(crate) fn index_words(&self, before: Option<char>, into: &mut String) {
        for unit in &self.units {
            into.push(' ');
            into.extend(before);
            into.extend(self.word(unit));
        }
    }

    /// The phrase as FTS5 writes it. Only letters, digits and characters of the index come into
    /// it, so nothing that was typed can be read as an operator.
    pub(crate) fn phrase(&self, before: Option<char>) -> String {
        let mut words = String::new();
        self.index_words(before, &mut words);
        let mut phrase = String::new();
        // A buffer takes any text.
        let _ = write!(phrase, "\"{}\"", words.trim_start());
        if self.ends_open() {
            phrase.push_str(" *");
        }
        phrase
    }

    /// True when the last word may go on: a run of letters or digits is found by its beginning.
    fn ends_open(&self) -> bool {
        let last = self.units.last();
        last.is_some_and(|unit| matches!(unit.kind, Kind::Letters | Kind::Digits))
    }

    /// Where a phrase stands in this text, in characters of the text, without overlaps.
    pub(crate) fn places_of(&self, phrase: &Self) -> Vec<(usize, usize)> {
        let mut places = Vec::new();
        let mut at = 0;
        while let Some(found) = self.next_place(phrase, at) {
            let last = found + phrase.len() - 1;
            // Of a run that goes on only the beginning was asked for.
            let asked = phrase.units[phrase.len() - 1];
            let open = phrase.ends_open().then_some(asked.to - asked.from);
            let Unit { start, end, .. } = self.units[last];
            let end = open.map_or(end, |chars| end.min(start + chars));
            let start = self.units[found].start;
            places.push((start, end));
            at = found + phrase.len();
        }
        places
    }

    /// True when the phrase stands in this text.
    pub(crate) fn has(&self, phrase: &Self) -> bool {
        self.next_place(phrase, 0).is_some()
    }

    /// False when a text that is not folded cannot have the phrase. Chinese characters stand in
    /// it as they are; of others it says nothing.
    pub(crate) fn may_be_in(&self, text: &str) -> bool {
        let words = self.units.iter().flat_map(|unit| self.word(unit));
        words
            .filter(|c| matches!(**c, '\u{4E00}'..='\u{9FFF}'))
            .all(|c| text.contains(*c))
    }

    fn next_place(&self, phrase: &Self, from: usize) -> Option<usize> {
        if phrase.is_empty() || self.len() < phrase.len() {
            return None;
        }
        let open = phrase.ends_open();
        (from..=self.len() - phrase.len()).find(|at| {
            let pairs = self.units[*at..].iter().zip(&phrase.units);
            pairs.enumerate().all(|(index, (mine, asked))| {
                let (mine, asked) = (self.word(mine), phrase.word(asked));
                if open && index + 1 == phrase.len() {
                    mine.starts_with(asked)
                } else {
                    mine == asked
                }
            })
        })
    }
}

fn narrow_and_small(c: char) -> char {
    /// Between a wide form and its narrow one (Unicode block FF00).
    const WIDE: u32 = 0xFEE0;
    let c = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - WIDE).unwrap_or(c),
        _ => c,
    };
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

fn role(c: char) -> Role {
    match c {
        ' ' | '\u{A0}' => Role::Break,
        // Marks on letters, and signs that cannot be seen.
        '\u{300}'..='\u{36F}'
        | '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' => Role::Nothing,
        '0'..='9' => Role::Part(Kind::Digits),
        _ if c.is_alphabetic() && c < WITHOUT_SPACES => Role::Part(Kind::Letters),
        _ if c.is_alphanumeric() => Role::Part(Kind::Sign),
        _ => Role::Part(Kind::Gap),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let mut words = String::new();
        Folded::of(text).index_words(None, &mut words);
        words.replace(GAP, "|").trim_start().to_owned()
    }

    #[test]
    fn a_text_is_cut_into_characters_runs_and_gaps() {
        let cases = [
            ("氯气泄漏", "氯 气 泄 漏"),
            ("氯 气", "氯 气"),
            ("报告。处置", "报 告 | 处 置"),
            ("报告\n处置", "报 告 | 处 置"),
            ("“报告”，处置", "| 报 告 | 处 置"),
            ("第 3 条", "第 3 条"),
            ("ＧＢ／Ｔ 38565-2020", "gb | t 38565 | 2020"),
            ("UN1017", "un 1017"),
            ("wind  Direction", "wind direction"),
            ("Ⅲ级①", "ⅲ 级 ①"),
            ("caf\u{65}\u{301}", "cafe"),
            ("氯\u{200B}气\u{202E}", "氯 气"),
            ("\u{E000}氯\u{E001}气", "| 氯 | 气"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), expected, "of {text:?}");
        }
    }

    #[test]
    fn a_long_run_is_several_words() {
        let text = "a".repeat(RUN_CHARS_MAX * 2 + 1);
        assert_eq!(Folded::of(&text).len(), 3, "none is longer than the bound");
    }

    #[test]
    fn the_places_of_a_phrase_are_those_of_the_text() {
        type Case = (&'static str, &'static str, &'static [(usize, usize)]);
        let cases: [Case; 8] = [
            ("处置氯气，氯气", "氯气", &[(2, 4), (5, 7)]),
            ("氯 气阀", "氯气", &[(0, 3)]),
            ("chlorine gas", "Chlor", &[(0, 5)]),
            ("UN 1017号", "un101", &[(0, 6)]),
            ("人人人", "人人", &[(0, 2)]),
            ("报，告", "报告", &[]),
            ("第10条", "第1条", &[]),
            ("第十条", "第十条", &[(0, 3)]),
        ];
        for (text, phrase, expected) in cases {
            let found = Folded::of(text).places_of(&Folded::of(phrase).trimmed());
            assert_eq!(found, expected, "{phrase:?} in {text:?}");
        }
    }

    #[test]
    fn nothing_that_is_typed_is_an_operator() {
        for typed in [
            "\" OR 1",
            "氯*",
            "NEAR(氯 气)",
            "-氯",
            "^氯",
            "{words}:氯",
            "a AND b",
        ] {
            let phrase = Folded::of(typed).trimmed().phrase(None);
            let inner = phrase.trim_end_matches(" *");
            assert!(
                inner.starts_with('"') && inner.ends_with('"') && inner.matches('"').count() == 2,
                "{typed:?} stays one phrase: {phrase}"
            );
        }
    }
}
