//! The quote in front of a text that a spreadsheet would take for a formula (OWASP, CSV injection):
//! put there when CSV is written, taken away when it is read.

/// Signs with which a text begins that a spreadsheet would run.
const RUN_SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// The sign that makes a cell a text.
const QUOTE: char = '\'';

/// Whether a text would be run, or would look as if it had been quoted for that reason.
fn would_run(text: &str) -> bool {
    text.trim_start_matches(QUOTE).starts_with(RUN_SIGNS)
}

/// The text with a quote in front where it needs one.
pub(crate) fn quoted(text: &str) -> String {
    if would_run(text) {
        format!("{QUOTE}{text}")
    } else {
        text.to_owned()
    }
}

/// The text as it was before [`quoted`].
pub(crate) fn unquoted(text: &str) -> &str {
    match text.strip_prefix(QUOTE) {
        Some(rest) if would_run(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_would_be_run_is_quoted_and_comes_back_as_it_was() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+86 演练", "'+86 演练"),
            ("-5", "'-5"),
            ("@演练", "'@演练"),
            ("\t=1", "'\t=1"),
            ("'=1", "''=1"),
            ("''-", "'''-"),
            ("'演练'", "'演练'"),
            ("''", "''"),
            ("演练=1", "演练=1"),
            ("", ""),
        ] {
            assert_eq!(quoted(text), written, "{text:?} is written");
            assert_eq!(unquoted(written), text, "{written:?} is read");
        }
    }
}
