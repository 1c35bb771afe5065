//! Breaking text into lines by UAX #14, so that no line begins with 。 or ends with （.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

/// Which face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Body,
    Title,
}

/// The advances of a face; `None` when it cannot draw the character.
pub(super) trait Metrics {
    fn advance_em(&self, style: Style, c: char) -> Option<f32>;
}

/// Characters that the face lacks are shown by their code point.
pub(super) fn drawable(metrics: &impl Metrics, style: Style, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\n' || metrics.advance_em(style, c).is_some() {
            out.push(c);
        } else {
            out.push_str(&format!("[U+{:04X}]", c as u32));
        }
    }
    out
}

/// Width in units of the type size.
pub(super) fn width(metrics: &impl Metrics, style: Style, text: &str) -> f32 {
    text.chars()
        .map(|c| metrics.advance_em(style, c).unwrap_or(0.0))
        .sum()
}

/// Breaks a text into lines of at most `width_em`, the first of each paragraph indented.
pub(super) fn lines(
    metrics: &impl Metrics,
    style: Style,
    text: &str,
    width_em: f32,
    indent_em: f32,
) -> Vec<Line> {
    let text = drawable(metrics, style, text);
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut filling = Filling {
            line: String::new(),
            used: indent_em,
            indent: indent_em,
        };
        let mut start = 0;
        for end in segmenter.segment_str(paragraph).skip(1) {
            let piece = &paragraph[start..end];
            start = end;
            let bare = width(metrics, style, piece.trim_end());
            if filling.used + bare <= width_em {
                filling.push(piece, width(metrics, style, piece));
                continue;
            }
            if !filling.line.is_empty() {
                lines.push(filling.take());
            }
            if bare <= width_em {
                filling.push(piece, width(metrics, style, piece));
                continue;
            }
            // A word wider than the line is cut where it must be.
            for c in piece.chars() {
                let wide = metrics.advance_em(style, c).unwrap_or(0.0);
                if filling.used + wide > width_em && !filling.line.is_empty() {
                    lines.push(filling.take());
                }
                filling.push(c.encode_utf8(&mut [0; 4]), wide);
            }
        }
        lines.push(filling.take());
    }
    lines
}

/// A line and how far it is indented.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) words: String,
    pub(super) indent_em: f32,
}

struct Filling {
    line: String,
    used: f32,
    indent: f32,
}

impl Filling {
    fn push(&mut self, piece: &str, width: f32) {
        self.line.push_str(piece);
        self.used += width;
    }

    fn take(&mut self) -> Line {
        let words = std::mem::take(&mut self.line).trim_end().to_owned();
        let indent_em = std::mem::replace(&mut self.indent, 0.0);
        self.used = 0.0;
        Line { words, indent_em }
    }
}

/// One em for everything that is not ASCII, half for the rest; nothing for emoji.
#[cfg(test)]
pub(super) struct Grid;

#[cfg(test)]
impl Metrics for Grid {
    fn advance_em(&self, _: Style, c: char) -> Option<f32> {
        match c {
            '\u{1f300}'..='\u{1faff}' => None,
            c if c.is_ascii() => Some(0.5),
            _ => Some(1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str, width_em: f32, indent_em: f32) -> Vec<String> {
        lines(&Grid, Style::Body, text, width_em, indent_em)
            .into_iter()
            .map(|l| l.words)
            .collect()
    }

    #[test]
    fn chinese_breaks_anywhere_but_at_punctuation() {
        assert_eq!(
            words("一二三四五六七", 3.0, 0.0),
            ["一二三", "四五六", "七"],
            "by character"
        );
        assert_eq!(
            words("一二三。四", 3.0, 0.0),
            ["一二", "三。四"],
            "no line begins with 。"
        );
        assert_eq!(
            words("一二（三）", 3.0, 0.0),
            ["一二", "（三）"],
            "no line ends with （"
        );
        assert_eq!(
            words("一二三四", 3.0, 2.0),
            ["一", "二三四"],
            "the first line is indented"
        );
        assert_eq!(
            words("甲\n乙", 3.0, 0.0),
            ["甲", "乙"],
            "line breaks are kept"
        );
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut() {
        assert_eq!(
            words("abcdefgh", 2.0, 0.0),
            ["abcd", "efgh"],
            "where it must be"
        );
        assert_eq!(
            words("甲 abcd", 2.5, 0.0),
            ["甲", "abcd"],
            "a word that fits is kept whole"
        );
    }

    #[test]
    fn what_the_face_lacks_is_shown_by_its_code_point() {
        assert_eq!(
            words("火🔥", 20.0, 0.0),
            ["火[U+1F525]"],
            "nothing disappears"
        );
    }

    proptest! {
        #[test]
        fn no_character_is_lost_and_no_line_is_too_wide(
            text in "[一-龥a-z，。（）“” \n🔥-🔩]{0,80}",
            width_em in 1.0f32..12.0,
        ) {
            let made = lines(&Grid, Style::Body, &text, width_em, 0.0);
            for line in &made {
                let wide = width(&Grid, Style::Body, &line.words);
                prop_assert!(wide <= width_em + 0.01, "{:?} is {} wide", line.words, wide);
            }
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let joined: String = made.iter().map(|line| line.words.as_str()).collect();
            let drawn = drawable(&Grid, Style::Body, &text);
            prop_assert_eq!(bare(&joined), bare(&drawn), "every character is drawn");
        }
    }
}
