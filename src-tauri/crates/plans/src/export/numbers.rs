//! Word's own numbers for the headings whose numbers run on.
//!
//! A level of the list takes the form of the first numbered heading of its depth. A heading whose
//! number is not the next one, or is written in another form, keeps it as words.

use docx_rs::{
    AbstractNumbering, Docx, Level, LevelJc, LevelSuffixType, LevelText, NumberFormat, Numbering,
    Start,
};

use crate::import::source::Paragraph;
use crate::number::{NumberStyle, split_heading};
use crate::plan::Plan;

/// The list of the headings.
pub(super) const HEADINGS: usize = 2;
/// The list of bullets.
pub(super) const BULLETS: usize = 3;
/// Levels of the list: as deep as headings are.
const LEVELS: usize = 6;

/// The form of the numbers of one depth.
#[derive(Debug, Clone)]
struct Form {
    /// Label with `%n` for the figure of level n.
    text: String,
    chinese: bool,
    dotted: bool,
}

/// Which headings Word numbers.
pub(super) struct Numbers {
    forms: [Option<Form>; LEVELS],
    /// For each clause the words without the number and the level, when Word numbers it.
    titles: Vec<Option<(String, usize)>>,
}

impl Numbers {
    pub(super) fn of(plan: &Plan) -> Self {
        let mut forms: [Option<Form>; LEVELS] = Default::default();
        let mut counts = [0_u32; LEVELS];
        let mut titles = Vec::with_capacity(plan.clauses.len());
        for clause in &plan.clauses {
            let depth = usize::from(clause.depth);
            if !(1..=LEVELS).contains(&depth) {
                titles.push(None);
                continue;
            }
            let at = depth - 1;
            if forms[at].is_none() {
                forms[at] = form(&clause.heading, at);
            }
            let next = forms[at].as_ref().and_then(|form| {
                counts[at] += 1;
                let label = form.label(&counts);
                counts[at] -= 1;
                title(&clause.heading, &label)
            });
            if next.is_some() {
                counts[at] += 1;
                counts[at + 1..].fill(0);
            }
            titles.push(next.map(|title| (title, at)));
        }
        Self { forms, titles }
    }

    /// The words and the level of a heading that Word numbers.
    pub(super) fn title_of(&self, clause: usize) -> Option<(&str, usize)> {
        let title = self.titles.get(clause)?.as_ref()?;
        Some((&title.0, title.1))
    }

    /// The document with both lists.
    pub(super) fn add_to(&self, docx: Docx) -> Docx {
        let mut headings = AbstractNumbering::new(HEADINGS);
        for (at, form) in self.forms.iter().enumerate() {
            let (format, text) = match form {
                Some(form) if form.chinese => ("chineseCountingThousand", form.text.as_str()),
                Some(form) => ("decimal", form.text.as_str()),
                None => ("none", ""),
            };
            let level = level(at, format, text);
            let legal = form.as_ref().is_some_and(|form| form.dotted);
            headings = headings.add_level(if legal { level.is_lgl() } else { level });
        }
        let bullets = AbstractNumbering::new(BULLETS).add_level(level(0, "bullet", "•"));
        docx.add_abstract_numbering(headings)
            .add_numbering(Numbering::new(HEADINGS, HEADINGS))
            .add_abstract_numbering(bullets)
            .add_numbering(Numbering::new(BULLETS, BULLETS))
    }
}

fn level(at: usize, format: &str, text: &str) -> Level {
    Level::new(
        at,
        Start::new(1),
        NumberFormat::new(format),
        LevelText::new(text),
        LevelJc::new("left"),
    )
    .suffix(LevelSuffixType::Space)
}

/// The form of a heading's number; none for forms that Word has no count for.
fn form(heading: &str, at: usize) -> Option<Form> {
    let (number, words) = split_heading(heading);
    let number = number?;
    let label = heading.trim().strip_suffix(words)?.trim_end();
    let is_figure = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百千".contains(c);
    if number.style == NumberStyle::Dotted {
        let deep = number.parts.len();
        let bare = label.chars().all(|c| c.is_ascii_digit() || c == '.');
        // 1.1 counts the levels above it, so its depth is the count of its figures.
        return (bare && deep == at + 1 && !label.ends_with('.')).then(|| Form {
            text: (1..=deep)
                .map(|level| format!("%{level}"))
                .collect::<Vec<_>>()
                .join("."),
            chinese: false,
            dotted: true,
        });
    }
    let chinese = match number.style {
        NumberStyle::Circled => return None,
        NumberStyle::Digit | NumberStyle::DigitBracket => false,
        _ => !label.contains(|c: char| c.is_ascii_digit()),
    };
    let first = label.find(is_figure)?;
    let rest = label[first..].trim_start_matches(is_figure);
    Some(Form {
        text: format!("{}%{}{rest}", &label[..first], at + 1),
        chinese,
        dotted: false,
    })
}

impl Form {
    /// The label as Word makes it.
    fn label(&self, counts: &[u32; LEVELS]) -> String {
        let mut label = self.text.clone();
        for (at, count) in counts.iter().enumerate() {
            let figure = if self.chinese {
                crate::number::to_chinese(*count)
            } else {
                count.to_string()
            };
            label = label.replace(&format!("%{}", at + 1), &figure);
        }
        label
    }
}

/// The words of a heading behind this label, when label and words make up the heading again.
fn title(heading: &str, label: &str) -> Option<String> {
    let words = heading.strip_prefix(label)?.trim_start();
    let made = Paragraph {
        label: label.to_owned(),
        text: words.to_owned(),
        ..Paragraph::default()
    };
    (made.line() == heading && !words.is_empty()).then(|| words.to_owned())
}
