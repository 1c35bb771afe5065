//! Labels with a QR code for depots and shelves: the code is the text that a scanner types.

use qrcode::{EcLevel, QrCode};

use crate::unseen::is_unseen;

/// Characters that one label encodes; a scanner reads no more from arm's length.
pub const CODE_CHARS_MAX: usize = 120;
/// Labels of one sheet of paper, three by eight.
pub const LABELS_A_PAGE: usize = 24;
/// Labels of one print.
pub const LABELS_MAX: usize = 2_400;

/// One label.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    /// What the scanner types: `DR:depot:ID` or `DR:shelf:DEPOT:SHELF`.
    pub code: String,
    /// The name in large letters.
    pub title: String,
    /// A second line.
    pub line: String,
}

/// Why a label cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the code of a label may have {CODE_CHARS_MAX} characters")]
pub struct TooLong;

/// The modules of a code, row by row: the square's width, and for each whether it is dark.
///
/// # Errors
/// [`TooLong`] when the text does not fit a label.
pub fn modules(code: &str) -> Result<(usize, Vec<bool>), TooLong> {
    if code.chars().count() > CODE_CHARS_MAX {
        return Err(TooLong);
    }
    // Level M: a scratched label on a shelf still reads.
    let made = QrCode::with_error_correction_level(code, EcLevel::M).map_err(|_| TooLong)?;
    let dark = made
        .to_colors()
        .into_iter()
        .map(|c| c == qrcode::Color::Dark);
    Ok((made.width(), dark.collect()))
}

/// Millimetres of a page and of a label on it: A4, three by eight.
const PAGE_MM: (f64, f64) = (210.0, 297.0);
const LABEL_MM: (f64, f64) = (70.0, 37.125);
/// Side of the code, and the white around it that scanners need: four modules (ISO/IEC 18004).
const CODE_MM: f64 = 28.0;
const QUIET_MODULES: f64 = 4.0;
/// Where text begins, and the sizes of its two lines.
const TEXT_X_MM: f64 = 34.0;
const TITLE_MM: f64 = 4.2;
const LINE_MM: f64 = 3.2;
/// Characters of one line of text.
const LINE_CHARS: usize = 8;

/// Pages of labels as SVG, black on white, 1 user unit a millimetre.
///
/// # Errors
/// [`TooLong`] when a code does not fit.
pub fn pages(labels: &[Label]) -> Result<Vec<String>, TooLong> {
    let pages = labels[..labels.len().min(LABELS_MAX)].chunks(LABELS_A_PAGE);
    pages.map(page).collect()
}

fn page(labels: &[Label]) -> Result<String, TooLong> {
    let (width, height) = PAGE_MM;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" \
         viewBox=\"0 0 {width} {height}\"><rect width=\"{width}\" height=\"{height}\" \
         fill=\"#fff\"/>"
    );
    for (number, label) in labels.iter().enumerate() {
        let (column, row) = (number % 3, number / 3);
        let (x, y) = (column as f64 * LABEL_MM.0, row as f64 * LABEL_MM.1);
        draw(&mut out, label, x, y)?;
    }
    out.push_str("</svg>");
    Ok(out)
}

fn draw(out: &mut String, label: &Label, x: f64, y: f64) -> Result<(), TooLong> {
    let (width, dark) = modules(&label.code)?;
    let module = CODE_MM / (width as f64 + 2.0 * QUIET_MODULES);
    let mut path = String::new();
    for (index, _) in dark.iter().enumerate().filter(|(_, dark)| **dark) {
        let (column, row) = (index % width, index / width);
        let left = x + 3.0 + (column as f64 + QUIET_MODULES) * module;
        let top = y + 4.0 + (row as f64 + QUIET_MODULES) * module;
        path.push_str(&format!(
            "M{left:.3} {top:.3}h{module:.3}v{module:.3}h-{module:.3}z"
        ));
    }
    out.push_str(&format!("<path d=\"{path}\" fill=\"#000\"/>"));
    let mut baseline = y + 11.0;
    for (text, size) in [(&label.title, TITLE_MM), (&label.line, LINE_MM)] {
        for part in lines(text) {
            let part = escaped(&part);
            out.push_str(&format!(
                "<text x=\"{:.3}\" y=\"{baseline:.3}\" font-size=\"{size}\" \
                 font-family=\"Noto Sans CJK SC, Noto Sans SC, sans-serif\">{part}</text>",
                x + TEXT_X_MM
            ));
            baseline += size * 1.3;
        }
    }
    Ok(())
}

/// At most three lines of a text.
fn lines(text: &str) -> Vec<String> {
    let all: Vec<char> = text.chars().collect();
    let parts = all.chunks(LINE_CHARS).take(3);
    parts.map(|part| part.iter().collect()).collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if is_unseen(c) => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(code: &str) -> Label {
        Label {
            code: code.into(),
            title: "演练·应急物资库 <1> & 2".into(),
            line: "A-03-2".into(),
        }
    }

    #[test]
    fn a_code_has_its_three_corners_and_another_text_another_code() {
        let (width, dark) = modules("DR:depot:ex-depot-1").expect("short enough");
        let at = |column: usize, row: usize| dark[row * width + column];
        // ISO/IEC 18004: seven dark modules along the edge, then a light one, in three corners.
        for (first, row) in [(0, 0), (0, width - 1)] {
            assert!(
                (first..first + 7).all(|column| at(column, row)),
                "row {row}"
            );
            assert!(!at(first + 7, row), "the border of row {row}");
        }
        assert!((width - 7..width).all(|column| at(column, 0)), "top right");
        assert!(!at(width - 8, 0), "its border");
        let (_, other) = modules("DR:depot:ex-depot-2").expect("short enough");
        assert_ne!(dark, other, "the text is in it");
    }

    #[test]
    fn a_page_holds_twenty_four_and_text_stays_text() {
        let labels = vec![label("DR:depot:1"); LABELS_A_PAGE + 1];
        let pages = pages(&labels).expect("short enough");
        assert_eq!(pages.len(), 2, "one is left for the second page");
        assert_eq!(pages[0].matches("<path").count(), LABELS_A_PAGE, "codes");
        assert!(
            pages[0].contains("&lt;1&gt; &amp; 2"),
            "no markup from a name"
        );
    }

    #[test]
    fn a_sign_that_no_picture_may_hold_costs_nobody_the_sheet() {
        let hostile = Label {
            title: "演练\u{0}\u{fffe}\u{202e}库".into(),
            ..label("DR:depot:1")
        };
        let pages = pages(&[hostile]).expect("short enough");
        assert!(pages[0].contains("演练库"), "the rest of the name stands");
    }

    #[test]
    fn a_code_that_no_scanner_reads_is_refused() {
        let long = "x".repeat(CODE_CHARS_MAX + 1);
        assert_eq!(pages(&[label(&long)]), Err(TooLong), "too long");
    }
}
