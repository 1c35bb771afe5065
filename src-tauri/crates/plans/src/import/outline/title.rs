//! The title of a document.

use crate::import::finding::{Certainty, Why};
use crate::import::source::{Paragraph, Piece};
use crate::number::split_heading;

/// Pieces at the start among which the title is looked for.
const LOOKED_AT: usize = 25;
/// Characters of one line of a title.
const LINE_CHARS_MAX: usize = 50;
/// Lines of one title.
const LINES_MAX: usize = 3;

/// Where the title is.
pub(super) struct Title {
    pub(super) at: Vec<usize>,
    pub(super) certainty: Certainty,
    pub(super) why: Vec<Why>,
}

/// Words that the last line of a title ends with.
const ENDS: [&str; 9] = [
    "预案",
    "方案",
    "手册",
    "办法",
    "处置卡",
    "规程",
    "规定",
    "（试行）",
    "（修订版）",
];

/// The lines of the title; none when nothing speaks for one.
pub(super) fn title(pieces: &[Piece]) -> Title {
    let start = &pieces[..pieces.len().min(LOOKED_AT)];
    let styled: Vec<usize> = run(start, |paragraph| paragraph.title);
    if !styled.is_empty() {
        return Title {
            at: styled,
            certainty: Certainty::Sure,
            why: vec![Why::TitleStyle],
        };
    }
    let lines = start
        .iter()
        .enumerate()
        .filter_map(|(at, piece)| match piece {
            Piece::Paragraph(paragraph) if is_last_line(paragraph) => Some((at, paragraph)),
            _ => None,
        });
    let Some((last, found)) = lines.into_iter().next() else {
        return Title {
            at: Vec::new(),
            certainty: Certainty::Unsure,
            why: Vec::new(),
        };
    };
    let mut first = last;
    while first > 0 && last - first + 1 < LINES_MAX && is_line_before(&start[first - 1], found) {
        first -= 1;
    }
    let looks = found.centred || found.bold;
    let mut why = vec![Why::PlanWord, Why::Short];
    why.extend(looks.then_some(Why::Look));
    Title {
        at: (first..=last).collect(),
        certainty: if looks {
            Certainty::Sure
        } else {
            Certainty::Likely
        },
        why,
    }
}

/// The first run of paragraphs of a kind.
fn run(pieces: &[Piece], is: impl Fn(&Paragraph) -> bool) -> Vec<usize> {
    let fits = |index: &usize| matches!(&pieces[*index], Piece::Paragraph(p) if is(p));
    let first = (0..pieces.len()).find(fits);
    first.map_or_else(Vec::new, |first| {
        (first..pieces.len())
            .take_while(fits)
            .take(LINES_MAX)
            .collect()
    })
}

fn is_last_line(paragraph: &Paragraph) -> bool {
    let text = paragraph.text.trim();
    paragraph.label.is_empty()
        && split_heading(text).0.is_none()
        && text.chars().count() <= LINE_CHARS_MAX
        && !text.contains(['，', '。', '；', '：', ':'])
        && ENDS
            .iter()
            .any(|end| text.trim_end_matches('》').ends_with(end))
}

/// A line of the same look right before, such as the name of the district.
fn is_line_before(piece: &Piece, title: &Paragraph) -> bool {
    let Piece::Paragraph(paragraph) = piece else {
        return false;
    };
    paragraph.centred
        && title.centred
        && paragraph.half_points == title.half_points
        && paragraph.bold == title.bold
        && paragraph.label.is_empty()
        && paragraph.text.chars().count() <= LINE_CHARS_MAX
        && !paragraph
            .text
            .contains(['，', '。', '：', '〔', '0', '1', '2'])
}
