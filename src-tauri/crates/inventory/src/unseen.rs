//! Signs that nobody sees: they turn the direction of reading (Unicode Standard Annex 9, overrides
//! and isolates), take no room, or are none that XML may hold (XML 1.0, 2.2). In a table or on a
//! label they would let a name pass for another, or cost the whole sheet.

/// Whether a sign is one of them. The joiners of scripts and of pictures are not: they are part of
/// how a name is written.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || (c as u32) & 0xfffe == 0xfffe
        || matches!(c,
            '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{ffff}' | '\u{61c}')
}

/// A text as it may stand in a cell: without them, its lines and tabs as they are.
pub(crate) fn seen(text: &str) -> String {
    let stands = |c: &char| !is_unseen(*c) || matches!(c, '\n' | '\t');
    text.chars().filter(stands).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_left_out_and_nothing_else() {
        for (text, stands) in [
            ("演练\u{202e}fdp.exe\u{2066}", "演练fdp.exe"),
            ("演练\u{0}\u{7}\u{fffe}\u{200b}完", "演练完"),
            ("第一行\n第二行\t尾", "第一行\n第二行\t尾"),
            ("👩\u{200d}👧", "👩\u{200d}👧"),
            ("", ""),
        ] {
            assert_eq!(seen(text), stands, "{text:?}");
        }
    }
}
