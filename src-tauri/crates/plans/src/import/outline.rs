//! Which paragraphs are headings, and how deep.
//!
//! A heading style decides; without one, a number in a style of Chinese documents (第X章, 第X条,
//! 一、 （一） 1. （1） 1.1) decides together with its neighbours: a number that goes on at a level
//! that is open, or the first of a new level, on a line that is short and ends no sentence.

mod line;
mod title;

use std::collections::BTreeMap;

use self::line::{bracketed, clause_number, ends_sentence, is_annex, is_short, label_of};
use super::finding::{Certainty, Why};
use super::own;
use super::source::{Paragraph, Piece};
use crate::number::{ClauseNumber, NumberStyle};

/// Deepest heading of a plan; deeper numbers stay text.
pub(crate) const DEPTH_MAX: usize = 6;
/// Characters of a heading without its number.
const HEADING_CHARS_MAX: usize = 40;
/// Characters of a heading that only its look speaks for.
const LOOK_CHARS_MAX: usize = 25;
/// Characters of a paragraph in a heading style; a longer one is text that bears it by mistake.
const STYLED_CHARS_MAX: usize = 80;

/// What a piece is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Role {
    /// Part of the title.
    Title,
    Heading {
        depth: u8,
        heading: String,
        /// Words after the number that are text and no heading.
        body: String,
    },
    /// Text; with its number when it has one.
    Body { label: String },
}

/// A role, and how sure it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Judged {
    pub(super) role: Role,
    pub(super) certainty: Certainty,
    pub(super) why: Vec<Why>,
}

/// Judges all pieces; a table is text.
pub(super) fn judge(pieces: &[Piece]) -> Vec<Judged> {
    if pieces.iter().any(is_own_front) {
        return pieces.iter().map(judge_own).collect();
    }
    let titles = title::title(pieces);
    let mut outline = Outline::of(pieces);
    let mut judged: Vec<Judged> = Vec::with_capacity(pieces.len());
    for (index, piece) in pieces.iter().enumerate() {
        let one = match piece {
            Piece::Table(_) => body(""),
            Piece::Paragraph(_) if titles.at.contains(&index) => Judged {
                role: Role::Title,
                certainty: titles.certainty,
                why: titles.why.clone(),
            },
            Piece::Paragraph(paragraph) => outline.judge(pieces, index, paragraph),
        };
        judged.push(one);
    }
    lift(&mut judged);
    judged
}

/// A file that the program wrote says so by the table of the front matter.
fn is_own_front(piece: &Piece) -> bool {
    matches!(piece, Piece::Table(table) if own::is_front(table))
}

/// In a file of ours a style makes a heading, and nothing else does.
fn judge_own(piece: &Piece) -> Judged {
    let Piece::Paragraph(paragraph) = piece else {
        return body("");
    };
    let role = match paragraph.level {
        _ if paragraph.title => Role::Title,
        Some(level) if usize::from(level) <= DEPTH_MAX => Role::Heading {
            depth: level,
            heading: paragraph.line().replace('\n', " "),
            body: String::new(),
        },
        _ => return body(""),
    };
    Judged {
        role,
        certainty: Certainty::Sure,
        why: vec![Why::Style],
    }
}

/// The highest heading gets depth 1: many documents keep Word's first level for the title.
fn lift(judged: &mut [Judged]) {
    let depths = judged.iter().filter_map(|one| match &one.role {
        Role::Heading { depth, .. } => Some(*depth),
        _ => None,
    });
    let extra = depths.min().unwrap_or(1).saturating_sub(1);
    for one in judged {
        if let Role::Heading { depth, .. } = &mut one.role {
            *depth -= extra;
        }
    }
}

fn body(label: &str) -> Judged {
    Judged {
        role: Role::Body {
            label: label.to_owned(),
        },
        certainty: Certainty::Sure,
        why: Vec::new(),
    }
}

/// What tells the levels of an outline apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Style(u8),
    Number(NumberStyle),
    /// 1, 1.1, 1.1.1 by the count of figures.
    Dotted(usize),
    Annex,
    Bracket,
    Look(u32, bool, bool),
}

/// A level that is open.
#[derive(Debug, Clone)]
struct Level {
    key: Key,
    depth: usize,
    figures: Vec<u32>,
}

struct Outline {
    open: Vec<Level>,
    /// The list whose items are being read: its kind and the last number.
    list: Option<(Key, u32)>,
    /// Number of the last article: articles count through all chapters.
    article: u32,
    /// Size of most of the text, half points.
    text_half_points: u32,
    /// True when headings have styles, so that a look says little.
    styled: bool,
}

impl Outline {
    fn of(pieces: &[Piece]) -> Self {
        let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
        let mut styled = 0;
        for paragraph in paragraphs(pieces) {
            let chars = paragraph.text.chars().count();
            *sizes.entry(paragraph.half_points).or_default() += chars;
            styled += usize::from(paragraph.level.is_some());
        }
        let most = sizes.into_iter().max_by_key(|(_, chars)| *chars);
        Self {
            open: Vec::new(),
            list: None,
            article: 0,
            text_half_points: most.map_or(0, |(size, _)| size),
            styled: styled >= 3,
        }
    }

    fn judge(&mut self, pieces: &[Piece], index: usize, paragraph: &Paragraph) -> Judged {
        let line = paragraph.line();
        if paragraph.bullet {
            return body("");
        }
        let (number, _) = clause_number(&line);
        if let Some(level) = paragraph.level
            && line.chars().count() <= STYLED_CHARS_MAX
            && !(ends_sentence(&line) && line.chars().count() > HEADING_CHARS_MAX)
        {
            return self.styled(level, &line, number.as_ref());
        }
        if is_annex(&line) {
            self.push(Key::Annex, 1, Vec::new());
            return heading(1, &line, "", Certainty::Likely, &[Why::Annex]);
        }
        match number {
            Some(number) => {
                let judged = self.numbered(pieces, index, &number, &line);
                if matches!(judged.role, Role::Body { .. }) {
                    self.list = number.parts.last().map(|last| (key_of(&number), *last));
                }
                judged
            }
            None => match bracketed(&line) {
                Some((head, rest)) => self.bracketed(head, rest),
                None => self.looked(paragraph, &line),
            },
        }
    }

    /// 【总则】 or [4.1 信息报告] with text behind it.
    fn bracketed(&mut self, head: &str, rest: &str) -> Judged {
        let inner = head.trim_matches(['【', '】', '[', ']', '［', '］']);
        let (number, _) = clause_number(inner);
        let (key, depth) = match &number {
            Some(number) => (key_of(number), number.parts.len().min(DEPTH_MAX)),
            None => (Key::Bracket, 1),
        };
        self.push(
            key,
            depth,
            number.map_or_else(Vec::new, |number| number.parts),
        );
        heading(
            depth,
            head,
            rest,
            Certainty::Unsure,
            &[Why::Look, Why::Short],
        )
    }

    fn styled(&mut self, level: u8, line: &str, number: Option<&ClauseNumber>) -> Judged {
        let depth = usize::from(level).min(DEPTH_MAX);
        self.open.retain(|open| open.depth < depth);
        let figures = number.map_or_else(Vec::new, |number| number.parts.clone());
        let key = number.map_or(Key::Style(level), key_of);
        self.open.push(Level {
            key,
            depth,
            figures,
        });
        heading(depth, line, "", Certainty::Sure, &[Why::Style])
    }

    fn numbered(
        &mut self,
        pieces: &[Piece],
        index: usize,
        number: &ClauseNumber,
        line: &str,
    ) -> Judged {
        let (_, words) = clause_number(line);
        let label = &label_of(line, Some(number), words);
        let key = key_of(number);
        let place = self.place(key, &number.parts);
        let last = number.parts.last().copied().unwrap_or(0);
        let goes_on = last > 1 && self.list == Some((key, last - 1));
        let is_article = number.style == NumberStyle::Article;
        let is_deep = matches!(key, Key::Dotted(figures) if figures > 1);
        let short = is_short(words);
        let whole = is_article || is_deep;
        let goes = short || (whole && place.in_order);
        if !goes {
            return body(label);
        }
        let bare_list =
            !whole && (goes_on || (place.depth > 1 && self.is_list(pieces, index, key)));
        let looks = matches!(&pieces[index], Piece::Paragraph(p) if self.stands_out(p));
        if (bare_list && !looks) || place.depth > DEPTH_MAX || (!place.in_order && !looks && !whole)
        {
            return body(label);
        }
        self.push(key, place.depth, number.parts.clone());
        let mut why = vec![if place.in_order {
            Why::NumberInOrder
        } else {
            Why::NumberOutOfOrder
        }];
        why.extend(is_article.then_some(Why::Article));
        why.extend(short.then_some(Why::Short));
        why.extend(looks.then_some(Why::Look));
        let certainty = self.certainty(number.style, &place, short, looks);
        if is_article {
            self.article = last;
        }
        let (head, rest) = if short && !is_article {
            (line, "")
        } else {
            (label.as_str(), words)
        };
        heading(place.depth, head, rest, certainty, &why)
    }

    fn certainty(&self, style: NumberStyle, place: &Place, short: bool, looks: bool) -> Certainty {
        let strong = matches!(
            style,
            NumberStyle::Part
                | NumberStyle::Chapter
                | NumberStyle::Section
                | NumberStyle::Article
                | NumberStyle::Chinese
        ) || matches!(style, NumberStyle::Dotted if place.dotted > 1 && short);
        match (place.in_order, strong, looks) {
            (true, true, _) => Certainty::Sure,
            (true, false, true) => Certainty::Sure,
            (true, false, false) if !self.styled => Certainty::Likely,
            _ => Certainty::Unsure,
        }
    }

    /// A heading that only its look speaks for.
    fn looked(&mut self, paragraph: &Paragraph, line: &str) -> Judged {
        let chars = line.chars().count();
        if self.styled || !self.stands_out(paragraph) || chars > LOOK_CHARS_MAX || !is_short(line) {
            return body("");
        }
        let larger = paragraph.half_points.max(self.text_half_points);
        let key = Key::Look(larger, paragraph.bold, paragraph.centred);
        let depth = match self.open.iter().find(|open| open.key == key) {
            Some(open) => open.depth,
            None => self.open.last().map_or(1, |open| open.depth + 1),
        };
        if depth > DEPTH_MAX {
            return body("");
        }
        self.push(key, depth, Vec::new());
        heading(depth, line, "", Certainty::Unsure, &[Why::Look, Why::Short])
    }

    fn stands_out(&self, paragraph: &Paragraph) -> bool {
        let larger = self.text_half_points > 0 && paragraph.half_points > self.text_half_points;
        paragraph.bold || larger
    }

    fn push(&mut self, key: Key, depth: usize, figures: Vec<u32>) {
        self.list = None;
        self.open.retain(|open| open.depth < depth);
        self.open.push(Level {
            key,
            depth,
            figures,
        });
    }

    /// Where a number belongs among the open levels.
    fn place(&self, key: Key, figures: &[u32]) -> Place {
        let dotted = match key {
            Key::Dotted(count) => count,
            _ => 0,
        };
        let last = figures.last().copied().unwrap_or(0);
        if let Some(open) = self.open.iter().rev().find(|open| open.key == key) {
            let went_on = open.figures.last().is_some_and(|before| before + 1 == last);
            let same_above = figures[..figures.len() - 1] == open.figures[..figures.len() - 1];
            if went_on && same_above {
                return Place::new(open.depth, true, dotted);
            }
            if dotted > 1 && follows_parent(&self.open, figures) {
                return Place::new(open.depth, true, dotted);
            }
            // 1. inside of 1.1: a list below, and no new first chapter.
            let is_deepest = self.open.last().is_some_and(|deepest| deepest.key == key);
            if last == 1 && !is_deepest {
                return Place::new(self.below(), true, dotted);
            }
            return Place::new(open.depth, last == 1, dotted);
        }
        if dotted > 1 {
            let shallower = self
                .open
                .iter()
                .rev()
                .find(|open| matches!(open.key, Key::Dotted(count) if count < dotted));
            let depth = shallower.map_or_else(|| self.below(), |open| open.depth + 1);
            return Place::new(depth, follows_parent(&self.open, figures), dotted);
        }
        let next_article = key == Key::Number(NumberStyle::Article) && last == self.article + 1;
        Place::new(self.below(), last == 1 || next_article, dotted)
    }

    fn below(&self) -> usize {
        self.open.last().map_or(1, |open| open.depth + 1)
    }

    /// True for a row of short items without anything between them: a list, not headings.
    fn is_list(&self, pieces: &[Piece], index: usize, key: Key) -> bool {
        let has_key = |at: usize| match pieces.get(at) {
            Some(Piece::Paragraph(paragraph)) => {
                let line = paragraph.line();
                let (number, _) = clause_number(&line);
                number.is_some_and(|number| key_of(&number) == key)
            }
            _ => false,
        };
        let before = index.checked_sub(1).is_some_and(has_key);
        has_key(index + 1) || before
    }
}

/// Where a number belongs.
struct Place {
    depth: usize,
    in_order: bool,
    dotted: usize,
}

impl Place {
    fn new(depth: usize, in_order: bool, dotted: usize) -> Self {
        Self {
            depth,
            in_order,
            dotted,
        }
    }
}

/// True for the first number below one that is open: 3.1 after 3, and 3.2.1 after 3.2.
fn follows_parent(open: &[Level], figures: &[u32]) -> bool {
    let (above, last) = figures.split_at(figures.len() - 1);
    let is_parent = |level: &Level| {
        matches!(level.key, Key::Dotted(_) | Key::Number(_)) && level.figures == above
    };
    last == [1] && open.iter().any(is_parent)
}

fn key_of(number: &ClauseNumber) -> Key {
    match number.style {
        NumberStyle::Dotted => Key::Dotted(number.parts.len()),
        style => Key::Number(style),
    }
}

fn heading(depth: usize, head: &str, rest: &str, certainty: Certainty, why: &[Why]) -> Judged {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    Judged {
        role: Role::Heading {
            depth: u8::try_from(depth.clamp(1, DEPTH_MAX)).unwrap_or(1),
            heading: one_line(head),
            body: rest.trim().to_owned(),
        },
        certainty,
        why: why.to_vec(),
    }
}

fn paragraphs(pieces: &[Piece]) -> impl Iterator<Item = &Paragraph> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Paragraph(paragraph) => Some(paragraph),
        Piece::Table(_) => None,
    })
}

#[cfg(test)]
mod tests;
