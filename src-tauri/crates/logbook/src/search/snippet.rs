//! The piece of a text around what was found, with the places to highlight.

use super::fold::Folded;
use super::query::SearchQuery;

/// Characters of a snippet.
const SNIPPET_CHARS: usize = 120;
/// Of these, before the first place found.
const BEFORE_CHARS: usize = 24;
/// A sentence or line that begins so shortly before is begun with.
const LEAD_CHARS: usize = 40;
/// Characters of a heading that are shown.
const HEADING_CHARS: usize = 160;
/// Characters of a text that is shown as a whole; the longest article has about a tenth.
const WHOLE_CHARS: usize = 8_000;
/// Places that are highlighted in one text.
const MARKS_MAX: usize = 20;
/// Where something was left out.
const CUT: char = '…';

/// A text with places in it. It is never markup.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// Places from and to, in UTF-16 code units as a screen counts them, in order, apart.
    pub marks: Vec<(u32, u32)>,
}

/// A whole heading, cut at its end when it is very long.
pub(crate) fn heading(text: &str, query: &SearchQuery) -> Marked {
    cut(text, &places(text, query), 0, HEADING_CHARS, one_line)
}

/// A whole text with its lines, cut at its end when it is longer than any is.
pub(crate) fn whole(text: &str, query: &SearchQuery) -> Marked {
    cut(text, &places(text, query), 0, WHOLE_CHARS, |c| c)
}

/// The piece around the first place found; the beginning when the heading was hit.
pub(crate) fn around(text: &str, query: &SearchQuery) -> Marked {
    let places = places(text, query);
    let first = places.first().map_or(0, |place| place.0);
    let chars: Vec<char> = text.chars().collect();
    let from = if first <= BEFORE_CHARS {
        0
    } else {
        let lead = chars[first.saturating_sub(LEAD_CHARS)..first]
            .iter()
            .rposition(|c| matches!(c, '\n' | '。' | '；' | '！' | '？'));
        lead.map_or(first - BEFORE_CHARS, |at| {
            first.saturating_sub(LEAD_CHARS) + at + 1
        })
    };
    cut(text, &places, from, SNIPPET_CHARS, one_line)
}

/// A line end is shown as a space: a snippet is one line.
fn one_line(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}

/// All places of all forms, in order, those that touch as one.
fn places(text: &str, query: &SearchQuery) -> Vec<(usize, usize)> {
    let folded = Folded::of(text);
    let mut all: Vec<_> = query
        .forms()
        .flat_map(|form| folded.places_of(form))
        .collect();
    all.sort_unstable();
    let mut apart: Vec<(usize, usize)> = Vec::with_capacity(all.len());
    for (from, to) in all {
        match apart.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => apart.push((from, to)),
        }
    }
    apart
}

/// The piece that begins at a character, with its places.
fn cut(
    text: &str,
    places: &[(usize, usize)],
    from: usize,
    chars: usize,
    shown: fn(char) -> char,
) -> Marked {
    let mut marked = Marked::default();
    // Where each character of the piece begins, in code units.
    let mut units = 0;
    if from > 0 {
        marked.text.push(CUT);
        units += 1;
    }
    let mut starts = Vec::with_capacity(chars + 1);
    let mut rest = text.chars().skip(from);
    for c in rest.by_ref().take(chars) {
        starts.push(units);
        let c = shown(c);
        units += u32::try_from(c.len_utf16()).unwrap_or(1);
        marked.text.push(c);
    }
    starts.push(units);
    if rest.next().is_some() {
        marked.text.push(CUT);
    }
    let last = from + starts.len() - 1;
    let inside = places
        .iter()
        .filter(|(start, end)| *start >= from && *start < last && *end > *start);
    marked.marks = inside
        .take(MARKS_MAX)
        .map(|(start, end)| (starts[start - from], starts[(*end).min(last) - from]))
        .collect();
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> SearchQuery {
        SearchQuery::read(typed, |_| Vec::new())
    }

    /// The highlighted pieces, read off the marks as a screen does.
    fn lit(marked: &Marked) -> Vec<String> {
        let units: Vec<u16> = marked.text.encode_utf16().collect();
        let piece = |(from, to): &(u32, u32)| {
            String::from_utf16_lossy(&units[*from as usize..*to as usize])
        };
        marked.marks.iter().map(piece).collect()
    }

    #[test]
    fn what_was_found_is_in_the_piece_and_marked() {
        let far = format!(
            "{}。先划定警戒区，再组织疏散。{}",
            "前文".repeat(80),
            "后文".repeat(80)
        );
        let cases = [
            ("先核实再报告", "报告", vec!["报告"]),
            (&*far, "疏散 警戒区", vec!["警戒区", "疏散"]),
            ("𠮷氯气𠮷泄漏", "泄漏", vec!["泄漏"]),
            ("一\n二氯\n气", "二氯", vec!["二氯"]),
            ("人人人人", "人人", vec!["人人人人"]),
            ("没有", "氯气", vec![]),
        ];
        for (text, typed, expected) in cases {
            let marked = around(text, &read(typed));
            assert_eq!(lit(&marked), expected, "{typed:?} in {text:?}");
            assert!(
                marked.text.chars().count() <= SNIPPET_CHARS + 2,
                "the piece is bounded"
            );
            assert!(!marked.text.contains('\n'), "it is one line");
        }
        assert!(
            around(&far, &read("疏散")).text.starts_with("…先划定"),
            "a sentence that begins nearby is begun with"
        );
    }

    #[test]
    fn a_whole_text_keeps_its_lines_and_is_bounded() {
        let text = format!("{}\n立即报告", "先核实".repeat(100));
        let marked = whole(&text, &read("报告"));
        assert_eq!(marked.text, text, "nothing is cut, and the line stays");
        assert_eq!(lit(&marked), ["报告"], "marked beyond a snippet's length");
        let long = whole(&"字".repeat(WHOLE_CHARS * 2), &read("报告"));
        assert_eq!(
            long.text.chars().count(),
            WHOLE_CHARS + 1,
            "cut, and it says so"
        );
    }

    #[test]
    fn a_place_at_the_cut_is_marked_as_far_as_it_is_shown() {
        let text = format!("{}氯气", "字".repeat(HEADING_CHARS - 1));
        let marked = heading(&text, &read("氯气"));
        assert_eq!(lit(&marked), ["氯"], "the rest is cut off");
    }
}
